"""The async client: every task's method, on the runtime's client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

from inferloom import openai
from inferloom.chat.async_completions import AsyncChat
from inferloom.methods.audio_classification import AsyncAudioClassificationMethod, AsyncRawAudioClassification
from inferloom.methods.audio_to_audio import AsyncAudioToAudioMethod, AsyncRawAudioToAudio
from inferloom.methods.automatic_speech_recognition import (
    AsyncAutomaticSpeechRecognitionMethod,
    AsyncRawAutomaticSpeechRecognition,
    AsyncSubmitAutomaticSpeechRecognition,
)
from inferloom.methods.chat_completion import AsyncChatCompletionMethod, AsyncRawChatCompletion
from inferloom.methods.depth_estimation import AsyncDepthEstimationMethod, AsyncRawDepthEstimation
from inferloom.methods.document_question_answering import (
    AsyncDocumentQuestionAnsweringMethod,
    AsyncRawDocumentQuestionAnswering,
)
from inferloom.methods.feature_extraction import AsyncFeatureExtractionMethod, AsyncRawFeatureExtraction
from inferloom.methods.fill_mask import AsyncFillMaskMethod, AsyncRawFillMask
from inferloom.methods.image_classification import AsyncImageClassificationMethod, AsyncRawImageClassification
from inferloom.methods.image_segmentation import (
    AsyncImageSegmentationMethod,
    AsyncRawImageSegmentation,
    AsyncSubmitImageSegmentation,
)
from inferloom.methods.image_text_to_image import AsyncImageTextToImageMethod, AsyncRawImageTextToImage
from inferloom.methods.image_text_to_video import AsyncImageTextToVideoMethod, AsyncRawImageTextToVideo
from inferloom.methods.image_to_image import AsyncImageToImageMethod, AsyncRawImageToImage, AsyncSubmitImageToImage
from inferloom.methods.image_to_text import AsyncImageToTextMethod, AsyncRawImageToText
from inferloom.methods.image_to_video import AsyncImageToVideoMethod, AsyncRawImageToVideo, AsyncSubmitImageToVideo
from inferloom.methods.object_detection import AsyncObjectDetectionMethod, AsyncRawObjectDetection
from inferloom.methods.question_answering import AsyncQuestionAnsweringMethod, AsyncRawQuestionAnswering
from inferloom.methods.sentence_similarity import AsyncRawSentenceSimilarity, AsyncSentenceSimilarityMethod
from inferloom.methods.summarization import AsyncRawSummarization, AsyncSummarizationMethod
from inferloom.methods.table_question_answering import AsyncRawTableQuestionAnswering, AsyncTableQuestionAnsweringMethod
from inferloom.methods.tabular_classification import AsyncRawTabularClassification, AsyncTabularClassificationMethod
from inferloom.methods.tabular_regression import AsyncRawTabularRegression, AsyncTabularRegressionMethod
from inferloom.methods.text_classification import AsyncRawTextClassification, AsyncTextClassificationMethod
from inferloom.methods.text_generation import AsyncRawTextGeneration, AsyncTextGenerationMethod
from inferloom.methods.text_to_audio import AsyncRawTextToAudio, AsyncTextToAudioMethod
from inferloom.methods.text_to_image import AsyncRawTextToImage, AsyncSubmitTextToImage, AsyncTextToImageMethod
from inferloom.methods.text_to_speech import AsyncRawTextToSpeech, AsyncSubmitTextToSpeech, AsyncTextToSpeechMethod
from inferloom.methods.text_to_video import AsyncRawTextToVideo, AsyncSubmitTextToVideo, AsyncTextToVideoMethod
from inferloom.methods.token_classification import AsyncRawTokenClassification, AsyncTokenClassificationMethod
from inferloom.methods.translation import AsyncRawTranslation, AsyncTranslationMethod
from inferloom.methods.video_classification import AsyncRawVideoClassification, AsyncVideoClassificationMethod
from inferloom.methods.visual_question_answering import (
    AsyncRawVisualQuestionAnswering,
    AsyncVisualQuestionAnsweringMethod,
)
from inferloom.methods.zero_shot_classification import AsyncRawZeroShotClassification, AsyncZeroShotClassificationMethod
from inferloom.methods.zero_shot_image_classification import (
    AsyncRawZeroShotImageClassification,
    AsyncZeroShotImageClassificationMethod,
)
from inferloom.methods.zero_shot_object_detection import (
    AsyncRawZeroShotObjectDetection,
    AsyncZeroShotObjectDetectionMethod,
)
from inferloom_runtime.client import AsyncBase
from inferloom_runtime.namespace import AsyncNamespace
from inferloom_runtime.offer import P
from inferloom_runtime.raw import AsyncRawBase

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


class AsyncWithRawResponse(
    AsyncRawAudioClassification[P],
    AsyncRawAudioToAudio[P],
    AsyncRawAutomaticSpeechRecognition[P],
    AsyncRawChatCompletion[P],
    AsyncRawDepthEstimation[P],
    AsyncRawDocumentQuestionAnswering[P],
    AsyncRawFeatureExtraction[P],
    AsyncRawFillMask[P],
    AsyncRawImageClassification[P],
    AsyncRawImageSegmentation[P],
    AsyncRawImageTextToImage[P],
    AsyncRawImageTextToVideo[P],
    AsyncRawImageToImage[P],
    AsyncRawImageToText[P],
    AsyncRawImageToVideo[P],
    AsyncRawObjectDetection[P],
    AsyncRawQuestionAnswering[P],
    AsyncRawSentenceSimilarity[P],
    AsyncRawSummarization[P],
    AsyncRawTableQuestionAnswering[P],
    AsyncRawTabularClassification[P],
    AsyncRawTabularRegression[P],
    AsyncRawTextClassification[P],
    AsyncRawTextGeneration[P],
    AsyncRawTextToAudio[P],
    AsyncRawTextToImage[P],
    AsyncRawTextToSpeech[P],
    AsyncRawTextToVideo[P],
    AsyncRawTokenClassification[P],
    AsyncRawTranslation[P],
    AsyncRawVideoClassification[P],
    AsyncRawVisualQuestionAnswering[P],
    AsyncRawZeroShotClassification[P],
    AsyncRawZeroShotImageClassification[P],
    AsyncRawZeroShotObjectDetection[P],
    AsyncRawBase,
):
    """`client.with_raw_response`: every method of the client, giving the answer as it came."""


class AsyncSubmit(
    AsyncSubmitAutomaticSpeechRecognition[P],
    AsyncSubmitImageSegmentation[P],
    AsyncSubmitImageToImage[P],
    AsyncSubmitImageToVideo[P],
    AsyncSubmitTextToImage[P],
    AsyncSubmitTextToSpeech[P],
    AsyncSubmitTextToVideo[P],
    AsyncNamespace,
):
    """`client.submit`: the tasks that providers take into a queue. Each method returns a job at once."""


class AsyncInferenceClient(
    AsyncAudioClassificationMethod[P],
    AsyncAudioToAudioMethod[P],
    AsyncAutomaticSpeechRecognitionMethod[P],
    AsyncChatCompletionMethod[P],
    AsyncDepthEstimationMethod[P],
    AsyncDocumentQuestionAnsweringMethod[P],
    AsyncFeatureExtractionMethod[P],
    AsyncFillMaskMethod[P],
    AsyncImageClassificationMethod[P],
    AsyncImageSegmentationMethod[P],
    AsyncImageTextToImageMethod[P],
    AsyncImageTextToVideoMethod[P],
    AsyncImageToImageMethod[P],
    AsyncImageToTextMethod[P],
    AsyncImageToVideoMethod[P],
    AsyncObjectDetectionMethod[P],
    AsyncQuestionAnsweringMethod[P],
    AsyncSentenceSimilarityMethod[P],
    AsyncSummarizationMethod[P],
    AsyncTableQuestionAnsweringMethod[P],
    AsyncTabularClassificationMethod[P],
    AsyncTabularRegressionMethod[P],
    AsyncTextClassificationMethod[P],
    AsyncTextGenerationMethod[P],
    AsyncTextToAudioMethod[P],
    AsyncTextToImageMethod[P],
    AsyncTextToSpeechMethod[P],
    AsyncTextToVideoMethod[P],
    AsyncTokenClassificationMethod[P],
    AsyncTranslationMethod[P],
    AsyncVideoClassificationMethod[P],
    AsyncVisualQuestionAnsweringMethod[P],
    AsyncZeroShotClassificationMethod[P],
    AsyncZeroShotImageClassificationMethod[P],
    AsyncZeroShotObjectDetectionMethod[P],
    AsyncBase,
):
    """Calls models for every task, with `await`.

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
        http_client: An `httpx.AsyncClient` to use instead of one of its own; it stays the caller's to close, and keeps
            its own time limits where no `timeout` is given.
        lookups: What is known of models without asking the Hub: the path of a lock file, or a `Lookups`.
        strict: Whether an answer that does not fit its schema is an error; otherwise it is delivered as it came.
        download_limit: The largest picture, sound or film that is downloaded as a result, in bytes.

    Raises:
        UsageError: Two names for one thing are given, or a value cannot be used.
    """

    _package = "inferloom"

    @overload
    def __init__(
        self: AsyncInferenceClient[Any],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[Baseten],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[BlackForestLabs],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[Cerebras],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[Clarifai],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[Cohere],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[Deepinfra],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[FalAi],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[FeatherlessAi],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[FireworksAi],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[Groq],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[HfInference],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[Hyperbolic],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[Nebius],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[Novita],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[Nscale],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[Openai],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[Ovhcloud],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[Publicai],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[Replicate],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[Sambanova],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[Scaleway],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[Together],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[Wavespeed],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[ZaiOrg],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[OneOf[Name | Name2]],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[OneOf[Name | Name2 | Name3]],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[OneOf[Name]],
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
        http_client: httpx.AsyncClient | None = None,
        lookups: LookupsInput | None = None,
        strict: bool = False,
        download_limit: int = 1 << 30,
    ) -> None: ...
    @overload
    def __init__(
        self: AsyncInferenceClient[Any],
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
        http_client: httpx.AsyncClient | None = None,
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
        http_client: httpx.AsyncClient | None = None,
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
    ) -> AsyncInferenceClient[P]: ...
    @overload
    def with_options(
        self, *, provider: Literal["baseten"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[Baseten]: ...
    @overload
    def with_options(
        self, *, provider: Literal["black-forest-labs"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[BlackForestLabs]: ...
    @overload
    def with_options(
        self, *, provider: Literal["cerebras"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[Cerebras]: ...
    @overload
    def with_options(
        self, *, provider: Literal["clarifai"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[Clarifai]: ...
    @overload
    def with_options(
        self, *, provider: Literal["cohere"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[Cohere]: ...
    @overload
    def with_options(
        self, *, provider: Literal["deepinfra"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[Deepinfra]: ...
    @overload
    def with_options(
        self, *, provider: Literal["fal-ai"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[FalAi]: ...
    @overload
    def with_options(
        self, *, provider: Literal["featherless-ai"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[FeatherlessAi]: ...
    @overload
    def with_options(
        self, *, provider: Literal["fireworks-ai"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[FireworksAi]: ...
    @overload
    def with_options(
        self, *, provider: Literal["groq"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[Groq]: ...
    @overload
    def with_options(
        self, *, provider: Literal["hf-inference"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[HfInference]: ...
    @overload
    def with_options(
        self, *, provider: Literal["hyperbolic"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[Hyperbolic]: ...
    @overload
    def with_options(
        self, *, provider: Literal["nebius"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[Nebius]: ...
    @overload
    def with_options(
        self, *, provider: Literal["novita"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[Novita]: ...
    @overload
    def with_options(
        self, *, provider: Literal["nscale"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[Nscale]: ...
    @overload
    def with_options(
        self, *, provider: Literal["openai"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[Openai]: ...
    @overload
    def with_options(
        self, *, provider: Literal["ovhcloud"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[Ovhcloud]: ...
    @overload
    def with_options(
        self, *, provider: Literal["publicai"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[Publicai]: ...
    @overload
    def with_options(
        self, *, provider: Literal["replicate"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[Replicate]: ...
    @overload
    def with_options(
        self, *, provider: Literal["sambanova"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[Sambanova]: ...
    @overload
    def with_options(
        self, *, provider: Literal["scaleway"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[Scaleway]: ...
    @overload
    def with_options(
        self, *, provider: Literal["together"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[Together]: ...
    @overload
    def with_options(
        self, *, provider: Literal["wavespeed"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[Wavespeed]: ...
    @overload
    def with_options(
        self, *, provider: Literal["zai-org"], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[ZaiOrg]: ...
    @overload
    def with_options(
        self, *, provider: tuple[Name, Name2], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[OneOf[Name | Name2]]: ...
    @overload
    def with_options(
        self, *, provider: tuple[Name, Name2, Name3], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[OneOf[Name | Name2 | Name3]]: ...
    @overload
    def with_options(
        self, *, provider: list[Name] | tuple[Name, ...], base_url: None = None, **changes: Unpack[Settings]
    ) -> AsyncInferenceClient[OneOf[Name]]: ...
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
    ) -> AsyncInferenceClient[Any]: ...
    def with_options(self, **changes: Any) -> AsyncInferenceClient[Any]:
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
        copy: AsyncInferenceClient[Any] = self._copy(changes)
        return copy

    @property
    def with_raw_response(self) -> AsyncWithRawResponse[P]:
        """The client's methods, giving a `RawResponse`: status, headers, bytes, and `parse()` for the typed result."""
        return AsyncWithRawResponse(self)

    @property
    def submit(self) -> AsyncSubmit[P]:
        """The methods that hand a job to a provider's queue: `await client.submit.automatic_speech_recognition(...)`."""
        return AsyncSubmit(self)

    @property
    def completions(self) -> openai.AsyncCompletions[P]:
        """`client.completions.create(...)`, as in OpenAI's client."""
        return openai.AsyncCompletions(self)

    @property
    def embeddings(self) -> openai.AsyncEmbeddings[P]:
        """`client.embeddings.create(...)`, as in OpenAI's client."""
        return openai.AsyncEmbeddings(self)

    @property
    def models(self) -> openai.AsyncModels[P]:
        """`client.models.list(...)`, as in OpenAI's client."""
        return openai.AsyncModels(self)

    @property
    def chat(self) -> AsyncChat[P]:
        """The client in the shape of OpenAI's: `client.chat.completions.create(...)`."""
        return AsyncChat(self)
