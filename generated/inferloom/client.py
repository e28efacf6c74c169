"""The client: every task's method, on the runtime's client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

from inferloom import openai
from inferloom.chat.completions import Chat
from inferloom.methods.audio_classification import AudioClassificationMethod, RawAudioClassification
from inferloom.methods.audio_to_audio import AudioToAudioMethod, RawAudioToAudio
from inferloom.methods.automatic_speech_recognition import (
    AutomaticSpeechRecognitionMethod,
    RawAutomaticSpeechRecognition,
    SubmitAutomaticSpeechRecognition,
)
from inferloom.methods.chat_completion import ChatCompletionMethod, RawChatCompletion
from inferloom.methods.depth_estimation import DepthEstimationMethod, RawDepthEstimation
from inferloom.methods.document_question_answering import DocumentQuestionAnsweringMethod, RawDocumentQuestionAnswering
from inferloom.methods.feature_extraction import FeatureExtractionMethod, RawFeatureExtraction
from inferloom.methods.fill_mask import FillMaskMethod, RawFillMask
from inferloom.methods.image_classification import ImageClassificationMethod, RawImageClassification
from inferloom.methods.image_segmentation import ImageSegmentationMethod, RawImageSegmentation, SubmitImageSegmentation
from inferloom.methods.image_text_to_image import ImageTextToImageMethod, RawImageTextToImage
from inferloom.methods.image_text_to_video import ImageTextToVideoMethod, RawImageTextToVideo
from inferloom.methods.image_to_image import ImageToImageMethod, RawImageToImage, SubmitImageToImage
from inferloom.methods.image_to_text import ImageToTextMethod, RawImageToText
from inferloom.methods.image_to_video import ImageToVideoMethod, RawImageToVideo, SubmitImageToVideo
from inferloom.methods.object_detection import ObjectDetectionMethod, RawObjectDetection
from inferloom.methods.question_answering import QuestionAnsweringMethod, RawQuestionAnswering
from inferloom.methods.sentence_similarity import RawSentenceSimilarity, SentenceSimilarityMethod
from inferloom.methods.summarization import RawSummarization, SummarizationMethod
from inferloom.methods.table_question_answering import RawTableQuestionAnswering, TableQuestionAnsweringMethod
from inferloom.methods.tabular_classification import RawTabularClassification, TabularClassificationMethod
from inferloom.methods.tabular_regression import RawTabularRegression, TabularRegressionMethod
from inferloom.methods.text_classification import RawTextClassification, TextClassificationMethod
from inferloom.methods.text_generation import RawTextGeneration, TextGenerationMethod
from inferloom.methods.text_to_audio import RawTextToAudio, TextToAudioMethod
from inferloom.methods.text_to_image import RawTextToImage, SubmitTextToImage, TextToImageMethod
from inferloom.methods.text_to_speech import RawTextToSpeech, SubmitTextToSpeech, TextToSpeechMethod
from inferloom.methods.text_to_video import RawTextToVideo, SubmitTextToVideo, TextToVideoMethod
from inferloom.methods.token_classification import RawTokenClassification, TokenClassificationMethod
from inferloom.methods.translation import RawTranslation, TranslationMethod
from inferloom.methods.video_classification import RawVideoClassification, VideoClassificationMethod
from inferloom.methods.visual_question_answering import RawVisualQuestionAnswering, VisualQuestionAnsweringMethod
from inferloom.methods.zero_shot_classification import RawZeroShotClassification, ZeroShotClassificationMethod
from inferloom.methods.zero_shot_image_classification import (
    RawZeroShotImageClassification,
    ZeroShotImageClassificationMethod,
)
from inferloom.methods.zero_shot_object_detection import RawZeroShotObjectDetection, ZeroShotObjectDetectionMethod
from inferloom_runtime.client import SyncBase
from inferloom_runtime.namespace import Namespace
from inferloom_runtime.offer import P
from inferloom_runtime.raw import RawBase

if TYPE_CHECKING:
    from typing import Never, Unpack

    import httpx
    from inferloom.capabilities import Provider
    from inferloom.offers import (
        Baseten,
        BlackForestLabs,
        Cerebras,
        Clarifai,
        Cohere,
        Deepinfra,
        FalAi,
        FeatherlessAi,
        FireworksAi,
        Groq,
        HfInference,
        Hyperbolic,
        Name,
        Name2,
        Name3,
        Nebius,
        Novita,
        Nscale,
        OneOf,
        Openai,
        Ovhcloud,
        Publicai,
        Replicate,
        Sambanova,
        Scaleway,
        Together,
        Wavespeed,
        ZaiOrg,
    )
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.lookups import LookupsInput
    from inferloom_runtime.offer import Settings
    from inferloom_runtime.retry import Retry


class WithRawResponse(
    RawAudioClassification[P],
    RawAudioToAudio[P],
    RawAutomaticSpeechRecognition[P],
    RawChatCompletion[P],
    RawDepthEstimation[P],
    RawDocumentQuestionAnswering[P],
    RawFeatureExtraction[P],
    RawFillMask[P],
    RawImageClassification[P],
    RawImageSegmentation[P],
    RawImageTextToImage[P],
    RawImageTextToVideo[P],
    RawImageToImage[P],
    RawImageToText[P],
    RawImageToVideo[P],
    RawObjectDetection[P],
    RawQuestionAnswering[P],
    RawSentenceSimilarity[P],
    RawSummarization[P],
    RawTableQuestionAnswering[P],
    RawTabularClassification[P],
    RawTabularRegression[P],
    RawTextClassification[P],
    RawTextGeneration[P],
    RawTextToAudio[P],
    RawTextToImage[P],
    RawTextToSpeech[P],
    RawTextToVideo[P],
    RawTokenClassification[P],
    RawTranslation[P],
    RawVideoClassification[P],
    RawVisualQuestionAnswering[P],
    RawZeroShotClassification[P],
    RawZeroShotImageClassification[P],
    RawZeroShotObjectDetection[P],
    RawBase,
):
    """`client.with_raw_response`: every method of the client, giving the answer as it came."""


class Submit(
    SubmitAutomaticSpeechRecognition[P],
    SubmitImageSegmentation[P],
    SubmitImageToImage[P],
    SubmitImageToVideo[P],
    SubmitTextToImage[P],
    SubmitTextToSpeech[P],
    SubmitTextToVideo[P],
    Namespace,
):
    """`client.submit`: the tasks that providers take into a queue. Each method returns a job at once."""


class InferenceClient(
    AudioClassificationMethod[P],
    AudioToAudioMethod[P],
    AutomaticSpeechRecognitionMethod[P],
    ChatCompletionMethod[P],
    DepthEstimationMethod[P],
    DocumentQuestionAnsweringMethod[P],
    FeatureExtractionMethod[P],
    FillMaskMethod[P],
    ImageClassificationMethod[P],
    ImageSegmentationMethod[P],
    ImageTextToImageMethod[P],
    ImageTextToVideoMethod[P],
    ImageToImageMethod[P],
    ImageToTextMethod[P],
    ImageToVideoMethod[P],
    ObjectDetectionMethod[P],
    QuestionAnsweringMethod[P],
    SentenceSimilarityMethod[P],
    SummarizationMethod[P],
    TableQuestionAnsweringMethod[P],
    TabularClassificationMethod[P],
    TabularRegressionMethod[P],
    TextClassificationMethod[P],
    TextGenerationMethod[P],
    TextToAudioMethod[P],
    TextToImageMethod[P],
    TextToSpeechMethod[P],
    TextToVideoMethod[P],
    TokenClassificationMethod[P],
    TranslationMethod[P],
    VideoClassificationMethod[P],
    VisualQuestionAnsweringMethod[P],
    ZeroShotClassificationMethod[P],
    ZeroShotImageClassificationMethod[P],
    ZeroShotObjectDetectionMethod[P],
    SyncBase,
):
    """Calls models for every task, waiting for each answer.

    A model is named by its id on the Hub, or by the URL of an endpoint or a local server. Use the client as a context
    manager, or close it, to give its connections back.

    Args:
        model: Model id or URL of every call that names none.
        provider: Who serves the model: a provider's id, "auto" (the default), or a list of ids: the next one is asked
            when one is down, rate-limited or does not serve the model, until the first piece of an answer has come.
            Without a model, and for URLs, it makes no difference. The client's type is that of the provider: a type
            checker refuses the tasks that none of them offers.
        token: Hugging Face token, or a provider's own key. By default `HF_TOKEN`, or the token file.
        timeout: Seconds to wait for the connection, for an answer's beginning and for each piece of it, or a `Timeout`
            with limits of their own and one for the whole call; None waits without end.
        headers: Headers of every request; they replace the client's own of the same name.
        cookies: Cookies of every request.
        bill_to: Organisation on the Hub that is billed for calls through the router.
        base_url: Another name for `model`, as in OpenAI's client.
        api_key: Another name for `token`, as in OpenAI's client.
        max_retries: How many times a request is sent again after a failure that a repetition may mend, or a `Retry`
            with the whole policy.
        http_client: An `httpx.Client` to use instead of one of its own; it stays the caller's to close, and keeps its
            own time limits where no `timeout` is given.
        lookups: What is known of models without asking the Hub: the path of a lock file, or a `Lookups`.
        strict: Whether an answer that does not fit its schema is an error; otherwise it is delivered as it came.
        download_limit: The largest picture, sound or film that is downloaded as a result, in bytes.

    Raises:
        UsageError: Two names for one thing are given, or a value cannot be used.
    """

    _package = "inferloom"

    @overload
    def __init__(
        self: InferenceClient[Any],
        model: str | None = None,
        *,
        provider: Literal["auto"] | None = None,
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: str | None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[Baseten],
        model: str | None = None,
        *,
        provider: Literal["baseten"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[BlackForestLabs],
        model: str | None = None,
        *,
        provider: Literal["black-forest-labs"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[Cerebras],
        model: str | None = None,
        *,
        provider: Literal["cerebras"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[Clarifai],
        model: str | None = None,
        *,
        provider: Literal["clarifai"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[Cohere],
        model: str | None = None,
        *,
        provider: Literal["cohere"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[Deepinfra],
        model: str | None = None,
        *,
        provider: Literal["deepinfra"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[FalAi],
        model: str | None = None,
        *,
        provider: Literal["fal-ai"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[FeatherlessAi],
        model: str | None = None,
        *,
        provider: Literal["featherless-ai"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[FireworksAi],
        model: str | None = None,
        *,
        provider: Literal["fireworks-ai"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[Groq],
        model: str | None = None,
        *,
        provider: Literal["groq"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[HfInference],
        model: str | None = None,
        *,
        provider: Literal["hf-inference"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[Hyperbolic],
        model: str | None = None,
        *,
        provider: Literal["hyperbolic"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[Nebius],
        model: str | None = None,
        *,
        provider: Literal["nebius"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[Novita],
        model: str | None = None,
        *,
        provider: Literal["novita"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[Nscale],
        model: str | None = None,
        *,
        provider: Literal["nscale"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[Openai],
        model: str | None = None,
        *,
        provider: Literal["openai"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[Ovhcloud],
        model: str | None = None,
        *,
        provider: Literal["ovhcloud"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[Publicai],
        model: str | None = None,
        *,
        provider: Literal["publicai"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[Replicate],
        model: str | None = None,
        *,
        provider: Literal["replicate"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[Sambanova],
        model: str | None = None,
        *,
        provider: Literal["sambanova"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[Scaleway],
        model: str | None = None,
        *,
        provider: Literal["scaleway"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[Together],
        model: str | None = None,
        *,
        provider: Literal["together"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[Wavespeed],
        model: str | None = None,
        *,
        provider: Literal["wavespeed"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[ZaiOrg],
        model: str | None = None,
        *,
        provider: Literal["zai-org"],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[OneOf[Name | Name2]],
        model: str | None = None,
        *,
        provider: tuple[Name, Name2],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[OneOf[Name | Name2 | Name3]],
        model: str | None = None,
        *,
        provider: tuple[Name, Name2, Name3],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[OneOf[Name]],
        model: str | None = None,
        *,
        provider: list[Name] | tuple[Name, ...],
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: InferenceClient[Any],
        model: str | None = None,
        *,
        provider: Provider | Sequence[Provider] | None = None,
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: str | None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
        **unknown: Never,
    ) -> None: ...
    def __init__(  # type: ignore[misc]  # pyright: ignore[reportInconsistentOverload]
        self,
        model: str | None = None,
        *,
        provider: Provider | Sequence[Provider] | None = None,
        token: str | None = None,
        timeout: float | Timeout | None = None,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
        bill_to: str | None = None,
        base_url: str | None = None,
        api_key: str | None = None,
        max_retries: int | Retry = 2,
        http_client: httpx.Client | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None:
        super().__init__(
            model,
            provider=provider,
            token=token,
            timeout=timeout,
            headers=headers,
            cookies=cookies,
            bill_to=bill_to,
            base_url=base_url,
            api_key=api_key,
            max_retries=max_retries,
            http_client=http_client,
            lookups=lookups,
            strict=strict,
            download_limit=download_limit,
        )

    @overload
    def with_options(
        self,
        *,
        model: str | None = ...,
        token: str | None = ...,
        timeout: float | Timeout | None = ...,
        headers: Mapping[str, str] | None = ...,
        cookies: Mapping[str, str] | None = ...,
        bill_to: str | None = ...,
        api_key: str | None = ...,
        max_retries: int | Retry = ...,
        lookups: LookupsInput | None = ...,
        strict: bool = ...,
        download_limit: int = ...,
    ) -> InferenceClient[P]: ...
    @overload
    def with_options(
        self, *, provider: Literal["baseten"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[Baseten]: ...
    @overload
    def with_options(
        self, *, provider: Literal["black-forest-labs"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[BlackForestLabs]: ...
    @overload
    def with_options(
        self, *, provider: Literal["cerebras"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[Cerebras]: ...
    @overload
    def with_options(
        self, *, provider: Literal["clarifai"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[Clarifai]: ...
    @overload
    def with_options(
        self, *, provider: Literal["cohere"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[Cohere]: ...
    @overload
    def with_options(
        self, *, provider: Literal["deepinfra"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[Deepinfra]: ...
    @overload
    def with_options(
        self, *, provider: Literal["fal-ai"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[FalAi]: ...
    @overload
    def with_options(
        self, *, provider: Literal["featherless-ai"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[FeatherlessAi]: ...
    @overload
    def with_options(
        self, *, provider: Literal["fireworks-ai"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[FireworksAi]: ...
    @overload
    def with_options(
        self, *, provider: Literal["groq"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[Groq]: ...
    @overload
    def with_options(
        self, *, provider: Literal["hf-inference"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[HfInference]: ...
    @overload
    def with_options(
        self, *, provider: Literal["hyperbolic"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[Hyperbolic]: ...
    @overload
    def with_options(
        self, *, provider: Literal["nebius"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[Nebius]: ...
    @overload
    def with_options(
        self, *, provider: Literal["novita"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[Novita]: ...
    @overload
    def with_options(
        self, *, provider: Literal["nscale"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[Nscale]: ...
    @overload
    def with_options(
        self, *, provider: Literal["openai"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[Openai]: ...
    @overload
    def with_options(
        self, *, provider: Literal["ovhcloud"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[Ovhcloud]: ...
    @overload
    def with_options(
        self, *, provider: Literal["publicai"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[Publicai]: ...
    @overload
    def with_options(
        self, *, provider: Literal["replicate"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[Replicate]: ...
    @overload
    def with_options(
        self, *, provider: Literal["sambanova"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[Sambanova]: ...
    @overload
    def with_options(
        self, *, provider: Literal["scaleway"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[Scaleway]: ...
    @overload
    def with_options(
        self, *, provider: Literal["together"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[Together]: ...
    @overload
    def with_options(
        self, *, provider: Literal["wavespeed"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[Wavespeed]: ...
    @overload
    def with_options(
        self, *, provider: Literal["zai-org"], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[ZaiOrg]: ...
    @overload
    def with_options(
        self, *, provider: tuple[Name, Name2], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[OneOf[Name | Name2]]: ...
    @overload
    def with_options(
        self, *, provider: tuple[Name, Name2, Name3], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[OneOf[Name | Name2 | Name3]]: ...
    @overload
    def with_options(
        self, *, provider: list[Name] | tuple[Name, ...], base_url: None = None, **changes: Unpack[Settings]
    ) -> InferenceClient[OneOf[Name]]: ...
    @overload
    def with_options(
        self,
        *,
        provider: Provider | Sequence[Provider] | None = ...,
        base_url: str | None = ...,
        model: str | None = ...,
        token: str | None = ...,
        timeout: float | Timeout | None = ...,
        headers: Mapping[str, str] | None = ...,
        cookies: Mapping[str, str] | None = ...,
        bill_to: str | None = ...,
        api_key: str | None = ...,
        max_retries: int | Retry = ...,
        lookups: LookupsInput | None = ...,
        strict: bool = ...,
        download_limit: int = ...,
        **unknown: Never,
    ) -> InferenceClient[Any]: ...
    def with_options(self, **changes: Any) -> InferenceClient[Any]:
        """Another client with some settings changed, on the same connections.

        Args:
            model: Model id or URL of every call that names none.
            provider: Who serves the model: a provider's id, "auto" (the default), or a list of ids: the next one is
                asked when one is down, rate-limited or does not serve the model, until the first piece of an answer has
                come. Without a model, and for URLs, it makes no difference. The client's type is that of the provider:
                a type checker refuses the tasks that none of them offers.
            token: Hugging Face token, or a provider's own key. By default `HF_TOKEN`, or the token file.
            timeout: Seconds to wait for the connection, for an answer's beginning and for each piece of it, or a
                `Timeout` with limits of their own and one for the whole call; None waits without end.
            headers: Headers of every request; they replace the client's own of the same name.
            cookies: Cookies of every request.
            bill_to: Organisation on the Hub that is billed for calls through the router.
            base_url: Another name for `model`, as in OpenAI's client.
            api_key: Another name for `token`, as in OpenAI's client.
            max_retries: How many times a request is sent again after a failure that a repetition may mend, or a `Retry`
                with the whole policy.
            lookups: What is known of models without asking the Hub: the path of a lock file, or a `Lookups`.
            strict: Whether an answer that does not fit its schema is an error; otherwise it is delivered as it came.
            download_limit: The largest picture, sound or film that is downloaded as a result, in bytes.

        Returns:
            The new client.

        Raises:
            UsageError: A setting is unknown.
        """
        copy: InferenceClient[Any] = self._copy(changes)
        return copy

    @property
    def with_raw_response(self) -> WithRawResponse[P]:
        """The client's methods, giving a `RawResponse`: status, headers, bytes, and `parse()` for the typed result."""
        return WithRawResponse(self)

    @property
    def submit(self) -> Submit[P]:
        """The methods that hand a job to a provider's queue: `client.submit.automatic_speech_recognition(...)`."""
        return Submit(self)

    @property
    def completions(self) -> openai.Completions[P]:
        """`client.completions.create(...)`, as in OpenAI's client."""
        return openai.Completions(self)

    @property
    def embeddings(self) -> openai.Embeddings[P]:
        """`client.embeddings.create(...)`, as in OpenAI's client."""
        return openai.Embeddings(self)

    @property
    def models(self) -> openai.Models[P]:
        """`client.models.list(...)`, as in OpenAI's client."""
        return openai.Models(self)

    @property
    def chat(self) -> Chat[P]:
        """The client in the shape of OpenAI's: `client.chat.completions.create(...)`."""
        return Chat(self)
