"""Who serves what, for type checkers: `InferenceClient(provider="...")` has the type of its provider.

A `Supports...` class stands for everybody that offers a task. Annotate a function with one to ask for a client that can
do it: `def draw(client: InferenceClient[SupportsAudioClassification])`. Plain `InferenceClient` is any client.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from typing import Protocol, TypeVar

    from inferloom.capabilities import Provider
    from inferloom_runtime.offer import By

    Name = TypeVar("Name", bound=Provider)
    Name2 = TypeVar("Name2", bound=Provider)
    Name3 = TypeVar("Name3", bound=Provider)
    Name_contra = TypeVar("Name_contra", bound=Provider, contravariant=True)
else:
    from inferloom_runtime.offer import Offered

    Protocol = object

__all__ = [
    "Baseten",
    "BlackForestLabs",
    "Cerebras",
    "Clarifai",
    "Cohere",
    "Deepinfra",
    "FalAi",
    "FeatherlessAi",
    "FireworksAi",
    "Groq",
    "HfInference",
    "Hyperbolic",
    "Nebius",
    "Novita",
    "Nscale",
    "OneOf",
    "Openai",
    "Ovhcloud",
    "Publicai",
    "Replicate",
    "Sambanova",
    "Scaleway",
    "SupportsAudioClassification",
    "SupportsAudioToAudio",
    "SupportsAutomaticSpeechRecognition",
    "SupportsChatCompletion",
    "SupportsCompletions",
    "SupportsDepthEstimation",
    "SupportsDocumentQuestionAnswering",
    "SupportsEmbeddings",
    "SupportsFeatureExtraction",
    "SupportsFillMask",
    "SupportsImageClassification",
    "SupportsImageSegmentation",
    "SupportsImageTextToImage",
    "SupportsImageTextToVideo",
    "SupportsImageToImage",
    "SupportsImageToText",
    "SupportsImageToVideo",
    "SupportsObjectDetection",
    "SupportsQuestionAnswering",
    "SupportsSentenceSimilarity",
    "SupportsSummarization",
    "SupportsTableQuestionAnswering",
    "SupportsTabularClassification",
    "SupportsTabularRegression",
    "SupportsTextClassification",
    "SupportsTextGeneration",
    "SupportsTextToAudio",
    "SupportsTextToImage",
    "SupportsTextToSpeech",
    "SupportsTextToVideo",
    "SupportsTokenClassification",
    "SupportsTranslation",
    "SupportsVideoClassification",
    "SupportsVisualQuestionAnswering",
    "SupportsZeroShotClassification",
    "SupportsZeroShotImageClassification",
    "SupportsZeroShotObjectDetection",
    "Together",
    "Wavespeed",
    "ZaiOrg",
]


class SupportsAudioClassification(Protocol):
    """Whoever offers `audio_classification()`: hf-inference."""

    @property
    def audio_classification(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsAudioToAudio(Protocol):
    """Whoever offers `audio_to_audio()`: hf-inference."""

    @property
    def audio_to_audio(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsAutomaticSpeechRecognition(Protocol):
    """Whoever offers `automatic_speech_recognition()`: deepinfra, fal-ai, hf-inference, replicate."""

    @property
    def automatic_speech_recognition(
        self,
    ) -> (
        By[Literal["auto"]]
        | By[Literal["deepinfra"]]
        | By[Literal["fal-ai"]]
        | By[Literal["hf-inference"]]
        | By[Literal["replicate"]]
    ): ...


class SupportsChatCompletion(Protocol):
    """Whoever offers `chat_completion()`: baseten, cerebras, clarifai, cohere, deepinfra, featherless-ai, fireworks-ai, groq, hf-inference, hyperbolic, nebius, novita, nscale, openai, ovhcloud, publicai, sambanova, scaleway, together, zai-org."""

    @property
    def chat_completion(
        self,
    ) -> (
        By[Literal["auto"]]
        | By[Literal["baseten"]]
        | By[Literal["cerebras"]]
        | By[Literal["clarifai"]]
        | By[Literal["cohere"]]
        | By[Literal["deepinfra"]]
        | By[Literal["featherless-ai"]]
        | By[Literal["fireworks-ai"]]
        | By[Literal["groq"]]
        | By[Literal["hf-inference"]]
        | By[Literal["hyperbolic"]]
        | By[Literal["nebius"]]
        | By[Literal["novita"]]
        | By[Literal["nscale"]]
        | By[Literal["openai"]]
        | By[Literal["ovhcloud"]]
        | By[Literal["publicai"]]
        | By[Literal["sambanova"]]
        | By[Literal["scaleway"]]
        | By[Literal["together"]]
        | By[Literal["zai-org"]]
    ): ...


class SupportsCompletions(Protocol):
    """Whoever offers `completions.create()`: deepinfra, featherless-ai, nebius, novita, together."""

    @property
    def completions(
        self,
    ) -> (
        By[Literal["auto"]]
        | By[Literal["deepinfra"]]
        | By[Literal["featherless-ai"]]
        | By[Literal["nebius"]]
        | By[Literal["novita"]]
        | By[Literal["together"]]
    ): ...


class SupportsDepthEstimation(Protocol):
    """Whoever offers `depth_estimation()`: hf-inference."""

    @property
    def depth_estimation(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsDocumentQuestionAnswering(Protocol):
    """Whoever offers `document_question_answering()`: hf-inference."""

    @property
    def document_question_answering(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsEmbeddings(Protocol):
    """Whoever offers `embeddings.create()`: deepinfra, nebius, sambanova, scaleway, together."""

    @property
    def embeddings(
        self,
    ) -> (
        By[Literal["auto"]]
        | By[Literal["deepinfra"]]
        | By[Literal["nebius"]]
        | By[Literal["sambanova"]]
        | By[Literal["scaleway"]]
        | By[Literal["together"]]
    ): ...


class SupportsFeatureExtraction(Protocol):
    """Whoever offers `feature_extraction()`: deepinfra, hf-inference, nebius, sambanova, scaleway, together."""

    @property
    def feature_extraction(
        self,
    ) -> (
        By[Literal["auto"]]
        | By[Literal["deepinfra"]]
        | By[Literal["hf-inference"]]
        | By[Literal["nebius"]]
        | By[Literal["sambanova"]]
        | By[Literal["scaleway"]]
        | By[Literal["together"]]
    ): ...


class SupportsFillMask(Protocol):
    """Whoever offers `fill_mask()`: hf-inference."""

    @property
    def fill_mask(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsImageClassification(Protocol):
    """Whoever offers `image_classification()`: hf-inference."""

    @property
    def image_classification(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsImageSegmentation(Protocol):
    """Whoever offers `image_segmentation()`: fal-ai, hf-inference."""

    @property
    def image_segmentation(self) -> By[Literal["auto"]] | By[Literal["fal-ai"]] | By[Literal["hf-inference"]]: ...


class SupportsImageTextToImage(Protocol):
    """Whoever offers `image_text_to_image()`: hf-inference."""

    @property
    def image_text_to_image(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsImageTextToVideo(Protocol):
    """Whoever offers `image_text_to_video()`: hf-inference."""

    @property
    def image_text_to_video(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsImageToImage(Protocol):
    """Whoever offers `image_to_image()`: fal-ai, hf-inference, replicate, together, wavespeed."""

    @property
    def image_to_image(
        self,
    ) -> (
        By[Literal["auto"]]
        | By[Literal["fal-ai"]]
        | By[Literal["hf-inference"]]
        | By[Literal["replicate"]]
        | By[Literal["together"]]
        | By[Literal["wavespeed"]]
    ): ...


class SupportsImageToText(Protocol):
    """Whoever offers `image_to_text()`: hf-inference."""

    @property
    def image_to_text(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsImageToVideo(Protocol):
    """Whoever offers `image_to_video()`: fal-ai, hf-inference, together, wavespeed."""

    @property
    def image_to_video(
        self,
    ) -> (
        By[Literal["auto"]]
        | By[Literal["fal-ai"]]
        | By[Literal["hf-inference"]]
        | By[Literal["together"]]
        | By[Literal["wavespeed"]]
    ): ...


class SupportsObjectDetection(Protocol):
    """Whoever offers `object_detection()`: hf-inference."""

    @property
    def object_detection(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsQuestionAnswering(Protocol):
    """Whoever offers `question_answering()`: hf-inference."""

    @property
    def question_answering(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsSentenceSimilarity(Protocol):
    """Whoever offers `sentence_similarity()`: hf-inference."""

    @property
    def sentence_similarity(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsSummarization(Protocol):
    """Whoever offers `summarization()`: hf-inference."""

    @property
    def summarization(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsTableQuestionAnswering(Protocol):
    """Whoever offers `table_question_answering()`: hf-inference."""

    @property
    def table_question_answering(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsTabularClassification(Protocol):
    """Whoever offers `tabular_classification()`: hf-inference."""

    @property
    def tabular_classification(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsTabularRegression(Protocol):
    """Whoever offers `tabular_regression()`: hf-inference."""

    @property
    def tabular_regression(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsTextClassification(Protocol):
    """Whoever offers `text_classification()`: hf-inference."""

    @property
    def text_classification(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsTextGeneration(Protocol):
    """Whoever offers `text_generation()`: deepinfra, featherless-ai, hf-inference, hyperbolic, nebius, novita, together."""

    @property
    def text_generation(
        self,
    ) -> (
        By[Literal["auto"]]
        | By[Literal["deepinfra"]]
        | By[Literal["featherless-ai"]]
        | By[Literal["hf-inference"]]
        | By[Literal["hyperbolic"]]
        | By[Literal["nebius"]]
        | By[Literal["novita"]]
        | By[Literal["together"]]
    ): ...


class SupportsTextToAudio(Protocol):
    """Whoever offers `text_to_audio()`: hf-inference."""

    @property
    def text_to_audio(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsTextToImage(Protocol):
    """Whoever offers `text_to_image()`: black-forest-labs, fal-ai, hf-inference, hyperbolic, nebius, nscale, replicate, together, wavespeed, zai-org."""

    @property
    def text_to_image(
        self,
    ) -> (
        By[Literal["auto"]]
        | By[Literal["black-forest-labs"]]
        | By[Literal["fal-ai"]]
        | By[Literal["hf-inference"]]
        | By[Literal["hyperbolic"]]
        | By[Literal["nebius"]]
        | By[Literal["nscale"]]
        | By[Literal["replicate"]]
        | By[Literal["together"]]
        | By[Literal["wavespeed"]]
        | By[Literal["zai-org"]]
    ): ...


class SupportsTextToSpeech(Protocol):
    """Whoever offers `text_to_speech()`: deepinfra, fal-ai, hf-inference, replicate, together."""

    @property
    def text_to_speech(
        self,
    ) -> (
        By[Literal["auto"]]
        | By[Literal["deepinfra"]]
        | By[Literal["fal-ai"]]
        | By[Literal["hf-inference"]]
        | By[Literal["replicate"]]
        | By[Literal["together"]]
    ): ...


class SupportsTextToVideo(Protocol):
    """Whoever offers `text_to_video()`: fal-ai, hf-inference, novita, replicate, together, wavespeed."""

    @property
    def text_to_video(
        self,
    ) -> (
        By[Literal["auto"]]
        | By[Literal["fal-ai"]]
        | By[Literal["hf-inference"]]
        | By[Literal["novita"]]
        | By[Literal["replicate"]]
        | By[Literal["together"]]
        | By[Literal["wavespeed"]]
    ): ...


class SupportsTokenClassification(Protocol):
    """Whoever offers `token_classification()`: hf-inference."""

    @property
    def token_classification(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsTranslation(Protocol):
    """Whoever offers `translation()`: hf-inference."""

    @property
    def translation(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsVideoClassification(Protocol):
    """Whoever offers `video_classification()`: hf-inference."""

    @property
    def video_classification(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsVisualQuestionAnswering(Protocol):
    """Whoever offers `visual_question_answering()`: hf-inference."""

    @property
    def visual_question_answering(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsZeroShotClassification(Protocol):
    """Whoever offers `zero_shot_classification()`: hf-inference."""

    @property
    def zero_shot_classification(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsZeroShotImageClassification(Protocol):
    """Whoever offers `zero_shot_image_classification()`: hf-inference."""

    @property
    def zero_shot_image_classification(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class SupportsZeroShotObjectDetection(Protocol):
    """Whoever offers `zero_shot_object_detection()`: hf-inference."""

    @property
    def zero_shot_object_detection(self) -> By[Literal["auto"]] | By[Literal["hf-inference"]]: ...


class Baseten(SupportsChatCompletion):
    """The provider baseten."""


class BlackForestLabs(SupportsTextToImage):
    """The provider black-forest-labs."""


class Cerebras(SupportsChatCompletion):
    """The provider cerebras."""


class Clarifai(SupportsChatCompletion):
    """The provider clarifai."""


class Cohere(SupportsChatCompletion):
    """The provider cohere."""


class Deepinfra(
    SupportsAutomaticSpeechRecognition,
    SupportsChatCompletion,
    SupportsFeatureExtraction,
    SupportsTextGeneration,
    SupportsTextToSpeech,
    SupportsCompletions,
    SupportsEmbeddings,
):
    """The provider deepinfra."""


class FalAi(
    SupportsAutomaticSpeechRecognition,
    SupportsImageSegmentation,
    SupportsImageToImage,
    SupportsImageToVideo,
    SupportsTextToImage,
    SupportsTextToSpeech,
    SupportsTextToVideo,
):
    """The provider fal-ai."""


class FeatherlessAi(SupportsChatCompletion, SupportsTextGeneration, SupportsCompletions):
    """The provider featherless-ai."""


class FireworksAi(SupportsChatCompletion):
    """The provider fireworks-ai."""


class Groq(SupportsChatCompletion):
    """The provider groq."""


class HfInference(
    SupportsAudioClassification,
    SupportsAudioToAudio,
    SupportsAutomaticSpeechRecognition,
    SupportsChatCompletion,
    SupportsDepthEstimation,
    SupportsDocumentQuestionAnswering,
    SupportsFeatureExtraction,
    SupportsFillMask,
    SupportsImageClassification,
    SupportsImageSegmentation,
    SupportsImageTextToImage,
    SupportsImageTextToVideo,
    SupportsImageToImage,
    SupportsImageToText,
    SupportsImageToVideo,
    SupportsObjectDetection,
    SupportsQuestionAnswering,
    SupportsSentenceSimilarity,
    SupportsSummarization,
    SupportsTableQuestionAnswering,
    SupportsTabularClassification,
    SupportsTabularRegression,
    SupportsTextClassification,
    SupportsTextGeneration,
    SupportsTextToAudio,
    SupportsTextToImage,
    SupportsTextToSpeech,
    SupportsTextToVideo,
    SupportsTokenClassification,
    SupportsTranslation,
    SupportsVideoClassification,
    SupportsVisualQuestionAnswering,
    SupportsZeroShotClassification,
    SupportsZeroShotImageClassification,
    SupportsZeroShotObjectDetection,
):
    """The provider hf-inference."""


class Hyperbolic(SupportsChatCompletion, SupportsTextGeneration, SupportsTextToImage):
    """The provider hyperbolic."""


class Nebius(
    SupportsChatCompletion,
    SupportsFeatureExtraction,
    SupportsTextGeneration,
    SupportsTextToImage,
    SupportsCompletions,
    SupportsEmbeddings,
):
    """The provider nebius."""


class Novita(SupportsChatCompletion, SupportsTextGeneration, SupportsTextToVideo, SupportsCompletions):
    """The provider novita."""


class Nscale(SupportsChatCompletion, SupportsTextToImage):
    """The provider nscale."""


class Openai(SupportsChatCompletion):
    """The provider openai."""


class Ovhcloud(SupportsChatCompletion):
    """The provider ovhcloud."""


class Publicai(SupportsChatCompletion):
    """The provider publicai."""


class Replicate(
    SupportsAutomaticSpeechRecognition,
    SupportsImageToImage,
    SupportsTextToImage,
    SupportsTextToSpeech,
    SupportsTextToVideo,
):
    """The provider replicate."""


class Sambanova(SupportsChatCompletion, SupportsFeatureExtraction, SupportsEmbeddings):
    """The provider sambanova."""


class Scaleway(SupportsChatCompletion, SupportsFeatureExtraction, SupportsEmbeddings):
    """The provider scaleway."""


class Together(
    SupportsChatCompletion,
    SupportsFeatureExtraction,
    SupportsImageToImage,
    SupportsImageToVideo,
    SupportsTextGeneration,
    SupportsTextToImage,
    SupportsTextToSpeech,
    SupportsTextToVideo,
    SupportsCompletions,
    SupportsEmbeddings,
):
    """The provider together."""


class Wavespeed(SupportsImageToImage, SupportsImageToVideo, SupportsTextToImage, SupportsTextToVideo):
    """The provider wavespeed."""


class ZaiOrg(SupportsChatCompletion, SupportsTextToImage):
    """The provider zai-org."""


if TYPE_CHECKING:

    class OneOf(Protocol[Name_contra]):
        """A list of providers: each task that at least one of them offers."""

        @property
        def audio_classification(self) -> By[Name_contra]: ...

        @property
        def audio_to_audio(self) -> By[Name_contra]: ...

        @property
        def automatic_speech_recognition(self) -> By[Name_contra]: ...

        @property
        def chat_completion(self) -> By[Name_contra]: ...

        @property
        def completions(self) -> By[Name_contra]: ...

        @property
        def depth_estimation(self) -> By[Name_contra]: ...

        @property
        def document_question_answering(self) -> By[Name_contra]: ...

        @property
        def embeddings(self) -> By[Name_contra]: ...

        @property
        def feature_extraction(self) -> By[Name_contra]: ...

        @property
        def fill_mask(self) -> By[Name_contra]: ...

        @property
        def image_classification(self) -> By[Name_contra]: ...

        @property
        def image_segmentation(self) -> By[Name_contra]: ...

        @property
        def image_text_to_image(self) -> By[Name_contra]: ...

        @property
        def image_text_to_video(self) -> By[Name_contra]: ...

        @property
        def image_to_image(self) -> By[Name_contra]: ...

        @property
        def image_to_text(self) -> By[Name_contra]: ...

        @property
        def image_to_video(self) -> By[Name_contra]: ...

        @property
        def object_detection(self) -> By[Name_contra]: ...

        @property
        def question_answering(self) -> By[Name_contra]: ...

        @property
        def sentence_similarity(self) -> By[Name_contra]: ...

        @property
        def summarization(self) -> By[Name_contra]: ...

        @property
        def table_question_answering(self) -> By[Name_contra]: ...

        @property
        def tabular_classification(self) -> By[Name_contra]: ...

        @property
        def tabular_regression(self) -> By[Name_contra]: ...

        @property
        def text_classification(self) -> By[Name_contra]: ...

        @property
        def text_generation(self) -> By[Name_contra]: ...

        @property
        def text_to_audio(self) -> By[Name_contra]: ...

        @property
        def text_to_image(self) -> By[Name_contra]: ...

        @property
        def text_to_speech(self) -> By[Name_contra]: ...

        @property
        def text_to_video(self) -> By[Name_contra]: ...

        @property
        def token_classification(self) -> By[Name_contra]: ...

        @property
        def translation(self) -> By[Name_contra]: ...

        @property
        def video_classification(self) -> By[Name_contra]: ...

        @property
        def visual_question_answering(self) -> By[Name_contra]: ...

        @property
        def zero_shot_classification(self) -> By[Name_contra]: ...

        @property
        def zero_shot_image_classification(self) -> By[Name_contra]: ...

        @property
        def zero_shot_object_detection(self) -> By[Name_contra]: ...

else:

    class OneOf(Offered):
        """A list of providers: each task that at least one of them offers."""
