"""The two clients: every task's method, on the runtime's client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from inferloom import openai
from inferloom.chat.async_completions import AsyncChat
from inferloom.chat.completions import Chat
from inferloom.methods.audio_classification import (
    AsyncAudioClassificationMethod,
    AsyncRawAudioClassification,
    AudioClassificationMethod,
    RawAudioClassification,
)
from inferloom.methods.audio_to_audio import (
    AsyncAudioToAudioMethod,
    AsyncRawAudioToAudio,
    AudioToAudioMethod,
    RawAudioToAudio,
)
from inferloom.methods.automatic_speech_recognition import (
    AsyncAutomaticSpeechRecognitionMethod,
    AsyncRawAutomaticSpeechRecognition,
    AsyncSubmitAutomaticSpeechRecognition,
    AutomaticSpeechRecognitionMethod,
    RawAutomaticSpeechRecognition,
    SubmitAutomaticSpeechRecognition,
)
from inferloom.methods.chat_completion import (
    AsyncChatCompletionMethod,
    AsyncRawChatCompletion,
    ChatCompletionMethod,
    RawChatCompletion,
)
from inferloom.methods.depth_estimation import (
    AsyncDepthEstimationMethod,
    AsyncRawDepthEstimation,
    DepthEstimationMethod,
    RawDepthEstimation,
)
from inferloom.methods.document_question_answering import (
    AsyncDocumentQuestionAnsweringMethod,
    AsyncRawDocumentQuestionAnswering,
    DocumentQuestionAnsweringMethod,
    RawDocumentQuestionAnswering,
)
from inferloom.methods.feature_extraction import (
    AsyncFeatureExtractionMethod,
    AsyncRawFeatureExtraction,
    FeatureExtractionMethod,
    RawFeatureExtraction,
)
from inferloom.methods.fill_mask import AsyncFillMaskMethod, AsyncRawFillMask, FillMaskMethod, RawFillMask
from inferloom.methods.image_classification import (
    AsyncImageClassificationMethod,
    AsyncRawImageClassification,
    ImageClassificationMethod,
    RawImageClassification,
)
from inferloom.methods.image_segmentation import (
    AsyncImageSegmentationMethod,
    AsyncRawImageSegmentation,
    AsyncSubmitImageSegmentation,
    ImageSegmentationMethod,
    RawImageSegmentation,
    SubmitImageSegmentation,
)
from inferloom.methods.image_text_to_image import (
    AsyncImageTextToImageMethod,
    AsyncRawImageTextToImage,
    ImageTextToImageMethod,
    RawImageTextToImage,
)
from inferloom.methods.image_text_to_video import (
    AsyncImageTextToVideoMethod,
    AsyncRawImageTextToVideo,
    ImageTextToVideoMethod,
    RawImageTextToVideo,
)
from inferloom.methods.image_to_image import (
    AsyncImageToImageMethod,
    AsyncRawImageToImage,
    AsyncSubmitImageToImage,
    ImageToImageMethod,
    RawImageToImage,
    SubmitImageToImage,
)
from inferloom.methods.image_to_text import (
    AsyncImageToTextMethod,
    AsyncRawImageToText,
    ImageToTextMethod,
    RawImageToText,
)
from inferloom.methods.image_to_video import (
    AsyncImageToVideoMethod,
    AsyncRawImageToVideo,
    AsyncSubmitImageToVideo,
    ImageToVideoMethod,
    RawImageToVideo,
    SubmitImageToVideo,
)
from inferloom.methods.object_detection import (
    AsyncObjectDetectionMethod,
    AsyncRawObjectDetection,
    ObjectDetectionMethod,
    RawObjectDetection,
)
from inferloom.methods.question_answering import (
    AsyncQuestionAnsweringMethod,
    AsyncRawQuestionAnswering,
    QuestionAnsweringMethod,
    RawQuestionAnswering,
)
from inferloom.methods.sentence_similarity import (
    AsyncRawSentenceSimilarity,
    AsyncSentenceSimilarityMethod,
    RawSentenceSimilarity,
    SentenceSimilarityMethod,
)
from inferloom.methods.summarization import (
    AsyncRawSummarization,
    AsyncSummarizationMethod,
    RawSummarization,
    SummarizationMethod,
)
from inferloom.methods.table_question_answering import (
    AsyncRawTableQuestionAnswering,
    AsyncTableQuestionAnsweringMethod,
    RawTableQuestionAnswering,
    TableQuestionAnsweringMethod,
)
from inferloom.methods.tabular_classification import (
    AsyncRawTabularClassification,
    AsyncTabularClassificationMethod,
    RawTabularClassification,
    TabularClassificationMethod,
)
from inferloom.methods.tabular_regression import (
    AsyncRawTabularRegression,
    AsyncTabularRegressionMethod,
    RawTabularRegression,
    TabularRegressionMethod,
)
from inferloom.methods.text_classification import (
    AsyncRawTextClassification,
    AsyncTextClassificationMethod,
    RawTextClassification,
    TextClassificationMethod,
)
from inferloom.methods.text_generation import (
    AsyncRawTextGeneration,
    AsyncTextGenerationMethod,
    RawTextGeneration,
    TextGenerationMethod,
)
from inferloom.methods.text_to_audio import (
    AsyncRawTextToAudio,
    AsyncTextToAudioMethod,
    RawTextToAudio,
    TextToAudioMethod,
)
from inferloom.methods.text_to_image import (
    AsyncRawTextToImage,
    AsyncSubmitTextToImage,
    AsyncTextToImageMethod,
    RawTextToImage,
    SubmitTextToImage,
    TextToImageMethod,
)
from inferloom.methods.text_to_speech import (
    AsyncRawTextToSpeech,
    AsyncSubmitTextToSpeech,
    AsyncTextToSpeechMethod,
    RawTextToSpeech,
    SubmitTextToSpeech,
    TextToSpeechMethod,
)
from inferloom.methods.text_to_video import (
    AsyncRawTextToVideo,
    AsyncSubmitTextToVideo,
    AsyncTextToVideoMethod,
    RawTextToVideo,
    SubmitTextToVideo,
    TextToVideoMethod,
)
from inferloom.methods.token_classification import (
    AsyncRawTokenClassification,
    AsyncTokenClassificationMethod,
    RawTokenClassification,
    TokenClassificationMethod,
)
from inferloom.methods.translation import AsyncRawTranslation, AsyncTranslationMethod, RawTranslation, TranslationMethod
from inferloom.methods.video_classification import (
    AsyncRawVideoClassification,
    AsyncVideoClassificationMethod,
    RawVideoClassification,
    VideoClassificationMethod,
)
from inferloom.methods.visual_question_answering import (
    AsyncRawVisualQuestionAnswering,
    AsyncVisualQuestionAnsweringMethod,
    RawVisualQuestionAnswering,
    VisualQuestionAnsweringMethod,
)
from inferloom.methods.zero_shot_classification import (
    AsyncRawZeroShotClassification,
    AsyncZeroShotClassificationMethod,
    RawZeroShotClassification,
    ZeroShotClassificationMethod,
)
from inferloom.methods.zero_shot_image_classification import (
    AsyncRawZeroShotImageClassification,
    AsyncZeroShotImageClassificationMethod,
    RawZeroShotImageClassification,
    ZeroShotImageClassificationMethod,
)
from inferloom.methods.zero_shot_object_detection import (
    AsyncRawZeroShotObjectDetection,
    AsyncZeroShotObjectDetectionMethod,
    RawZeroShotObjectDetection,
    ZeroShotObjectDetectionMethod,
)
from inferloom_runtime.client import AsyncBase, AsyncSubmitBase, SubmitBase, SyncBase
from inferloom_runtime.raw import AsyncRawBase, RawBase

if TYPE_CHECKING:
    import httpx
    from inferloom.capabilities import Provider
    from inferloom_runtime.limits import Timeout
    from inferloom_runtime.lookups import LookupsInput
    from inferloom_runtime.retry import Retry


class WithRawResponse(
    RawAudioClassification,
    RawAudioToAudio,
    RawAutomaticSpeechRecognition,
    RawChatCompletion,
    RawDepthEstimation,
    RawDocumentQuestionAnswering,
    RawFeatureExtraction,
    RawFillMask,
    RawImageClassification,
    RawImageSegmentation,
    RawImageTextToImage,
    RawImageTextToVideo,
    RawImageToImage,
    RawImageToText,
    RawImageToVideo,
    RawObjectDetection,
    RawQuestionAnswering,
    RawSentenceSimilarity,
    RawSummarization,
    RawTableQuestionAnswering,
    RawTabularClassification,
    RawTabularRegression,
    RawTextClassification,
    RawTextGeneration,
    RawTextToAudio,
    RawTextToImage,
    RawTextToSpeech,
    RawTextToVideo,
    RawTokenClassification,
    RawTranslation,
    RawVideoClassification,
    RawVisualQuestionAnswering,
    RawZeroShotClassification,
    RawZeroShotImageClassification,
    RawZeroShotObjectDetection,
    RawBase,
):
    """`client.with_raw_response`: every method of the client, giving the answer as it came."""


class AsyncWithRawResponse(
    AsyncRawAudioClassification,
    AsyncRawAudioToAudio,
    AsyncRawAutomaticSpeechRecognition,
    AsyncRawChatCompletion,
    AsyncRawDepthEstimation,
    AsyncRawDocumentQuestionAnswering,
    AsyncRawFeatureExtraction,
    AsyncRawFillMask,
    AsyncRawImageClassification,
    AsyncRawImageSegmentation,
    AsyncRawImageTextToImage,
    AsyncRawImageTextToVideo,
    AsyncRawImageToImage,
    AsyncRawImageToText,
    AsyncRawImageToVideo,
    AsyncRawObjectDetection,
    AsyncRawQuestionAnswering,
    AsyncRawSentenceSimilarity,
    AsyncRawSummarization,
    AsyncRawTableQuestionAnswering,
    AsyncRawTabularClassification,
    AsyncRawTabularRegression,
    AsyncRawTextClassification,
    AsyncRawTextGeneration,
    AsyncRawTextToAudio,
    AsyncRawTextToImage,
    AsyncRawTextToSpeech,
    AsyncRawTextToVideo,
    AsyncRawTokenClassification,
    AsyncRawTranslation,
    AsyncRawVideoClassification,
    AsyncRawVisualQuestionAnswering,
    AsyncRawZeroShotClassification,
    AsyncRawZeroShotImageClassification,
    AsyncRawZeroShotObjectDetection,
    AsyncRawBase,
):
    """`client.with_raw_response`: every method of the client, giving the answer as it came."""


class Submit(
    SubmitAutomaticSpeechRecognition,
    SubmitImageSegmentation,
    SubmitImageToImage,
    SubmitImageToVideo,
    SubmitTextToImage,
    SubmitTextToSpeech,
    SubmitTextToVideo,
    SubmitBase,
):
    """`client.submit`: the tasks that providers take into a queue. Each method returns a job at once."""


class AsyncSubmit(
    AsyncSubmitAutomaticSpeechRecognition,
    AsyncSubmitImageSegmentation,
    AsyncSubmitImageToImage,
    AsyncSubmitImageToVideo,
    AsyncSubmitTextToImage,
    AsyncSubmitTextToSpeech,
    AsyncSubmitTextToVideo,
    AsyncSubmitBase,
):
    """`client.submit`: the tasks that providers take into a queue. Each method returns a job at once."""


class InferenceClient(
    AudioClassificationMethod,
    AudioToAudioMethod,
    AutomaticSpeechRecognitionMethod,
    ChatCompletionMethod,
    DepthEstimationMethod,
    DocumentQuestionAnsweringMethod,
    FeatureExtractionMethod,
    FillMaskMethod,
    ImageClassificationMethod,
    ImageSegmentationMethod,
    ImageTextToImageMethod,
    ImageTextToVideoMethod,
    ImageToImageMethod,
    ImageToTextMethod,
    ImageToVideoMethod,
    ObjectDetectionMethod,
    QuestionAnsweringMethod,
    SentenceSimilarityMethod,
    SummarizationMethod,
    TableQuestionAnsweringMethod,
    TabularClassificationMethod,
    TabularRegressionMethod,
    TextClassificationMethod,
    TextGenerationMethod,
    TextToAudioMethod,
    TextToImageMethod,
    TextToSpeechMethod,
    TextToVideoMethod,
    TokenClassificationMethod,
    TranslationMethod,
    VideoClassificationMethod,
    VisualQuestionAnsweringMethod,
    ZeroShotClassificationMethod,
    ZeroShotImageClassificationMethod,
    ZeroShotObjectDetectionMethod,
    SyncBase,
):
    """Calls models for every task, waiting for each answer.

    A model is named by its id on the Hub, or by the URL of an endpoint or a local server. Use the client as a context
    manager, or close it, to give its connections back.

    Args:
        model: Model id or URL of every call that names none.
        provider: Who serves the model: a provider's id, "auto" (the default), or a list of ids: the next one is asked
            when one is down, rate-limited or does not serve the model, until the first piece of an answer has come.
            Without a model, and for URLs, it makes no difference.
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
        http_client: An `httpx.Client` to use instead of one of its own; it stays the caller's to close, and
            keeps its own time limits where no `timeout` is given.
        lookups: What is known of models without asking the Hub: the path of a lock file, or a `Lookups`.
        strict: Whether an answer that does not fit its schema is an error; otherwise it is delivered as it came.
        download_limit: The largest picture, sound or film that is downloaded as a result, in bytes.

    Raises:
        UsageError: Two names for one thing are given, or a value cannot be used.
    """

    package = "inferloom"

    def __init__(
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

    def with_options(self, **changes: Any) -> InferenceClient:
        """Another client with some settings changed, on the same connections.

        Args:
            **changes: Arguments of `InferenceClient`, except `http_client`.

        Returns:
            The new client.

        Raises:
            UsageError: A setting is unknown.
        """
        copy: InferenceClient = self._copy(changes)
        return copy

    @property
    def with_raw_response(self) -> WithRawResponse:
        """The client's methods, giving a `RawResponse`: status, headers, bytes, and `parse()` for the typed result."""
        return WithRawResponse(self)

    @property
    def submit(self) -> Submit:
        """The methods that hand a job to a provider's queue: `client.submit.automatic_speech_recognition(...)`."""
        return Submit(self)

    @property
    def completions(self) -> openai.Completions:
        """`client.completions.create(...)`, as in OpenAI's client."""
        return openai.Completions(self)

    @property
    def embeddings(self) -> openai.Embeddings:
        """`client.embeddings.create(...)`, as in OpenAI's client."""
        return openai.Embeddings(self)

    @property
    def models(self) -> openai.Models:
        """`client.models.list(...)`, as in OpenAI's client."""
        return openai.Models(self)

    @property
    def chat(self) -> Chat:
        """The client in the shape of OpenAI's: `client.chat.completions.create(...)`."""
        return Chat(self)


class AsyncInferenceClient(
    AsyncAudioClassificationMethod,
    AsyncAudioToAudioMethod,
    AsyncAutomaticSpeechRecognitionMethod,
    AsyncChatCompletionMethod,
    AsyncDepthEstimationMethod,
    AsyncDocumentQuestionAnsweringMethod,
    AsyncFeatureExtractionMethod,
    AsyncFillMaskMethod,
    AsyncImageClassificationMethod,
    AsyncImageSegmentationMethod,
    AsyncImageTextToImageMethod,
    AsyncImageTextToVideoMethod,
    AsyncImageToImageMethod,
    AsyncImageToTextMethod,
    AsyncImageToVideoMethod,
    AsyncObjectDetectionMethod,
    AsyncQuestionAnsweringMethod,
    AsyncSentenceSimilarityMethod,
    AsyncSummarizationMethod,
    AsyncTableQuestionAnsweringMethod,
    AsyncTabularClassificationMethod,
    AsyncTabularRegressionMethod,
    AsyncTextClassificationMethod,
    AsyncTextGenerationMethod,
    AsyncTextToAudioMethod,
    AsyncTextToImageMethod,
    AsyncTextToSpeechMethod,
    AsyncTextToVideoMethod,
    AsyncTokenClassificationMethod,
    AsyncTranslationMethod,
    AsyncVideoClassificationMethod,
    AsyncVisualQuestionAnsweringMethod,
    AsyncZeroShotClassificationMethod,
    AsyncZeroShotImageClassificationMethod,
    AsyncZeroShotObjectDetectionMethod,
    AsyncBase,
):
    """Calls models for every task, with `await`.

    A model is named by its id on the Hub, or by the URL of an endpoint or a local server. Use the client as a context
    manager, or close it, to give its connections back.

    Args:
        model: Model id or URL of every call that names none.
        provider: Who serves the model: a provider's id, "auto" (the default), or a list of ids: the next one is asked
            when one is down, rate-limited or does not serve the model, until the first piece of an answer has come.
            Without a model, and for URLs, it makes no difference.
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
        http_client: An `httpx.AsyncClient` to use instead of one of its own; it stays the caller's to close, and
            keeps its own time limits where no `timeout` is given.
        lookups: What is known of models without asking the Hub: the path of a lock file, or a `Lookups`.
        strict: Whether an answer that does not fit its schema is an error; otherwise it is delivered as it came.
        download_limit: The largest picture, sound or film that is downloaded as a result, in bytes.

    Raises:
        UsageError: Two names for one thing are given, or a value cannot be used.
    """

    package = "inferloom"

    def __init__(
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

    def with_options(self, **changes: Any) -> AsyncInferenceClient:
        """Another client with some settings changed, on the same connections.

        Args:
            **changes: Arguments of `AsyncInferenceClient`, except `http_client`.

        Returns:
            The new client.

        Raises:
            UsageError: A setting is unknown.
        """
        copy: AsyncInferenceClient = self._copy(changes)
        return copy

    @property
    def with_raw_response(self) -> AsyncWithRawResponse:
        """The client's methods, giving a `RawResponse`: status, headers, bytes, and `parse()` for the typed result."""
        return AsyncWithRawResponse(self)

    @property
    def submit(self) -> AsyncSubmit:
        """The methods that hand a job to a provider's queue: `await client.submit.automatic_speech_recognition(...)`."""
        return AsyncSubmit(self)

    @property
    def completions(self) -> openai.AsyncCompletions:
        """`client.completions.create(...)`, as in OpenAI's client."""
        return openai.AsyncCompletions(self)

    @property
    def embeddings(self) -> openai.AsyncEmbeddings:
        """`client.embeddings.create(...)`, as in OpenAI's client."""
        return openai.AsyncEmbeddings(self)

    @property
    def models(self) -> openai.AsyncModels:
        """`client.models.list(...)`, as in OpenAI's client."""
        return openai.AsyncModels(self)

    @property
    def chat(self) -> AsyncChat:
        """The client in the shape of OpenAI's: `client.chat.completions.create(...)`."""
        return AsyncChat(self)
