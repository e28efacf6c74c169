"""A typed client for machine learning inference: every task, sync and async.

    from inferloom import InferenceClient

    client = InferenceClient()

Everything is imported on first use, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeAlias

    from inferloom import capabilities as capabilities
    from inferloom import endpoints as endpoints
    from inferloom import errors as errors
    from inferloom import sandbox as sandbox
    from inferloom import telemetry as telemetry
    from inferloom import types as types
    from inferloom.async_client import AsyncInferenceClient as AsyncInferenceClient
    from inferloom.capabilities import ChatProvider as _ChatProvider
    from inferloom.client import InferenceClient as InferenceClient
    from inferloom.errors import AnswerError as AnswerError
    from inferloom.errors import AuthenticationError as AuthenticationError
    from inferloom.errors import BadRequestError as BadRequestError
    from inferloom.errors import ConnectionFailedError as ConnectionFailedError
    from inferloom.errors import ContentFilterFinishReasonError as ContentFilterFinishReasonError
    from inferloom.errors import GenerationError as GenerationError
    from inferloom.errors import IncompleteGenerationError as IncompleteGenerationError
    from inferloom.errors import InferenceTimeoutError as InferenceTimeoutError
    from inferloom.errors import InferloomError as InferloomError
    from inferloom.errors import JobCancelledError as JobCancelledError
    from inferloom.errors import JobFailedError as JobFailedError
    from inferloom.errors import LengthFinishReasonError as LengthFinishReasonError
    from inferloom.errors import MissingDependencyError as MissingDependencyError
    from inferloom.errors import ModelNotSupportedError as ModelNotSupportedError
    from inferloom.errors import NotFoundError as NotFoundError
    from inferloom.errors import OverloadedError as OverloadedError
    from inferloom.errors import PermissionDeniedError as PermissionDeniedError
    from inferloom.errors import ProviderError as ProviderError
    from inferloom.errors import RateLimitError as RateLimitError
    from inferloom.errors import RefusalError as RefusalError
    from inferloom.errors import RepositoryNotFoundError as RepositoryNotFoundError
    from inferloom.errors import SchemaMismatchError as SchemaMismatchError
    from inferloom.errors import ServerError as ServerError
    from inferloom.errors import StreamTruncatedError as StreamTruncatedError
    from inferloom.errors import StructuredAnswerError as StructuredAnswerError
    from inferloom.errors import TextGenerationError as TextGenerationError
    from inferloom.errors import UnknownError as UnknownError
    from inferloom.errors import UnprocessableEntityError as UnprocessableEntityError
    from inferloom.errors import UsageError as UsageError
    from inferloom.errors import ValidationError as ValidationError
    from inferloom.types.audio_classification import AudioClassificationInput as AudioClassificationInput
    from inferloom.types.audio_classification import AudioClassificationOutput as AudioClassificationOutput
    from inferloom.types.audio_classification import (
        AudioClassificationOutputElement as AudioClassificationOutputElement,
    )
    from inferloom.types.audio_classification import (
        AudioClassificationOutputTransform as AudioClassificationOutputTransform,
    )
    from inferloom.types.audio_classification import AudioClassificationParameters as AudioClassificationParameters
    from inferloom.types.audio_to_audio import AudioToAudioInput as AudioToAudioInput
    from inferloom.types.audio_to_audio import AudioToAudioOutput as AudioToAudioOutput
    from inferloom.types.audio_to_audio import AudioToAudioOutputElement as AudioToAudioOutputElement
    from inferloom.types.automatic_speech_recognition import (
        AutomaticSpeechRecognitionGenerationParameters as AutomaticSpeechRecognitionGenerationParameters,
    )
    from inferloom.types.automatic_speech_recognition import (
        AutomaticSpeechRecognitionInput as AutomaticSpeechRecognitionInput,
    )
    from inferloom.types.automatic_speech_recognition import (
        AutomaticSpeechRecognitionOutput as AutomaticSpeechRecognitionOutput,
    )
    from inferloom.types.automatic_speech_recognition import (
        AutomaticSpeechRecognitionOutputChunk as AutomaticSpeechRecognitionOutputChunk,
    )
    from inferloom.types.automatic_speech_recognition import (
        AutomaticSpeechRecognitionParameters as AutomaticSpeechRecognitionParameters,
    )
    from inferloom.types.chat_completion import ChatCompletionInput as ChatCompletionInput
    from inferloom.types.chat_completion import ChatCompletionInputAudioConfig as ChatCompletionInputAudioConfig
    from inferloom.types.chat_completion import ChatCompletionInputAudioData as ChatCompletionInputAudioData
    from inferloom.types.chat_completion import ChatCompletionInputFile as ChatCompletionInputFile
    from inferloom.types.chat_completion import ChatCompletionInputFunctionCall as ChatCompletionInputFunctionCall
    from inferloom.types.chat_completion import (
        ChatCompletionInputFunctionDefinition as ChatCompletionInputFunctionDefinition,
    )
    from inferloom.types.chat_completion import ChatCompletionInputFunctionName as ChatCompletionInputFunctionName
    from inferloom.types.chat_completion import ChatCompletionInputGrammarType as ChatCompletionInputGrammarType
    from inferloom.types.chat_completion import ChatCompletionInputJSONSchema as ChatCompletionInputJSONSchema
    from inferloom.types.chat_completion import ChatCompletionInputMessage as ChatCompletionInputMessage
    from inferloom.types.chat_completion import ChatCompletionInputMessageAudio as ChatCompletionInputMessageAudio
    from inferloom.types.chat_completion import ChatCompletionInputMessageChunk as ChatCompletionInputMessageChunk
    from inferloom.types.chat_completion import (
        ChatCompletionInputMessageChunkType as ChatCompletionInputMessageChunkType,
    )
    from inferloom.types.chat_completion import ChatCompletionInputPrediction as ChatCompletionInputPrediction
    from inferloom.types.chat_completion import (
        ChatCompletionInputResponseFormatGrammar as ChatCompletionInputResponseFormatGrammar,
    )
    from inferloom.types.chat_completion import (
        ChatCompletionInputResponseFormatJSON as ChatCompletionInputResponseFormatJSON,
    )
    from inferloom.types.chat_completion import (
        ChatCompletionInputResponseFormatJSONObject as ChatCompletionInputResponseFormatJSONObject,
    )
    from inferloom.types.chat_completion import (
        ChatCompletionInputResponseFormatJSONSchema as ChatCompletionInputResponseFormatJSONSchema,
    )
    from inferloom.types.chat_completion import (
        ChatCompletionInputResponseFormatRegex as ChatCompletionInputResponseFormatRegex,
    )
    from inferloom.types.chat_completion import (
        ChatCompletionInputResponseFormatText as ChatCompletionInputResponseFormatText,
    )
    from inferloom.types.chat_completion import ChatCompletionInputStreamOptions as ChatCompletionInputStreamOptions
    from inferloom.types.chat_completion import ChatCompletionInputTool as ChatCompletionInputTool
    from inferloom.types.chat_completion import ChatCompletionInputToolCall as ChatCompletionInputToolCall
    from inferloom.types.chat_completion import ChatCompletionInputToolChoiceClass as ChatCompletionInputToolChoiceClass
    from inferloom.types.chat_completion import ChatCompletionInputToolChoiceEnum as ChatCompletionInputToolChoiceEnum
    from inferloom.types.chat_completion import ChatCompletionInputURL as ChatCompletionInputURL
    from inferloom.types.chat_completion import ChatCompletionOutput as ChatCompletionOutput
    from inferloom.types.chat_completion import ChatCompletionOutputAudio as ChatCompletionOutputAudio
    from inferloom.types.chat_completion import ChatCompletionOutputComplete as ChatCompletionOutputComplete
    from inferloom.types.chat_completion import (
        ChatCompletionOutputFunctionDefinition as ChatCompletionOutputFunctionDefinition,
    )
    from inferloom.types.chat_completion import ChatCompletionOutputLogprob as ChatCompletionOutputLogprob
    from inferloom.types.chat_completion import ChatCompletionOutputLogprobs as ChatCompletionOutputLogprobs
    from inferloom.types.chat_completion import ChatCompletionOutputMessage as ChatCompletionOutputMessage
    from inferloom.types.chat_completion import ChatCompletionOutputToolCall as ChatCompletionOutputToolCall
    from inferloom.types.chat_completion import ChatCompletionOutputTopLogprob as ChatCompletionOutputTopLogprob
    from inferloom.types.chat_completion import ChatCompletionOutputUsage as ChatCompletionOutputUsage
    from inferloom.types.chat_completion import ChatCompletionStreamOutput as ChatCompletionStreamOutput
    from inferloom.types.chat_completion import ChatCompletionStreamOutputAudio as ChatCompletionStreamOutputAudio
    from inferloom.types.chat_completion import ChatCompletionStreamOutputChoice as ChatCompletionStreamOutputChoice
    from inferloom.types.chat_completion import ChatCompletionStreamOutputDelta as ChatCompletionStreamOutputDelta
    from inferloom.types.chat_completion import (
        ChatCompletionStreamOutputDeltaToolCall as ChatCompletionStreamOutputDeltaToolCall,
    )
    from inferloom.types.chat_completion import ChatCompletionStreamOutputFunction as ChatCompletionStreamOutputFunction
    from inferloom.types.chat_completion import ChatCompletionStreamOutputLogprob as ChatCompletionStreamOutputLogprob
    from inferloom.types.chat_completion import ChatCompletionStreamOutputLogprobs as ChatCompletionStreamOutputLogprobs
    from inferloom.types.chat_completion import (
        ChatCompletionStreamOutputTopLogprob as ChatCompletionStreamOutputTopLogprob,
    )
    from inferloom.types.chat_completion import ChatCompletionStreamOutputUsage as ChatCompletionStreamOutputUsage
    from inferloom.types.completions import CompletionsInput as CompletionsInput
    from inferloom.types.completions import CompletionsInputStreamOptions as CompletionsInputStreamOptions
    from inferloom.types.completions import CompletionsOutput as CompletionsOutput
    from inferloom.types.completions import CompletionsOutputChoice as CompletionsOutputChoice
    from inferloom.types.completions import CompletionsOutputLogprobs as CompletionsOutputLogprobs
    from inferloom.types.completions import CompletionsOutputUsage as CompletionsOutputUsage
    from inferloom.types.completions import CompletionsStreamOutput as CompletionsStreamOutput
    from inferloom.types.completions import CompletionsStreamOutputChoice as CompletionsStreamOutputChoice
    from inferloom.types.completions import CompletionsStreamOutputLogprobs as CompletionsStreamOutputLogprobs
    from inferloom.types.completions import CompletionsStreamOutputUsage as CompletionsStreamOutputUsage
    from inferloom.types.depth_estimation import DepthEstimationInput as DepthEstimationInput
    from inferloom.types.depth_estimation import DepthEstimationOutput as DepthEstimationOutput
    from inferloom.types.document_question_answering import (
        DocumentQuestionAnsweringInput as DocumentQuestionAnsweringInput,
    )
    from inferloom.types.document_question_answering import (
        DocumentQuestionAnsweringInputData as DocumentQuestionAnsweringInputData,
    )
    from inferloom.types.document_question_answering import (
        DocumentQuestionAnsweringOutput as DocumentQuestionAnsweringOutput,
    )
    from inferloom.types.document_question_answering import (
        DocumentQuestionAnsweringOutputElement as DocumentQuestionAnsweringOutputElement,
    )
    from inferloom.types.document_question_answering import (
        DocumentQuestionAnsweringParameters as DocumentQuestionAnsweringParameters,
    )
    from inferloom.types.embeddings import EmbeddingsInput as EmbeddingsInput
    from inferloom.types.embeddings import EmbeddingsOutput as EmbeddingsOutput
    from inferloom.types.embeddings import EmbeddingsOutputEmbedding as EmbeddingsOutputEmbedding
    from inferloom.types.embeddings import EmbeddingsOutputUsage as EmbeddingsOutputUsage
    from inferloom.types.endpoints import EndpointAccountOutput as EndpointAccountOutput
    from inferloom.types.endpoints import EndpointComputeInput as EndpointComputeInput
    from inferloom.types.endpoints import EndpointComputeOutput as EndpointComputeOutput
    from inferloom.types.endpoints import EndpointComputeUpdateInput as EndpointComputeUpdateInput
    from inferloom.types.endpoints import EndpointInput as EndpointInput
    from inferloom.types.endpoints import EndpointMeasureInput as EndpointMeasureInput
    from inferloom.types.endpoints import EndpointModelInput as EndpointModelInput
    from inferloom.types.endpoints import EndpointModelOutput as EndpointModelOutput
    from inferloom.types.endpoints import EndpointModelUpdateInput as EndpointModelUpdateInput
    from inferloom.types.endpoints import EndpointOptions as EndpointOptions
    from inferloom.types.endpoints import EndpointOutput as EndpointOutput
    from inferloom.types.endpoints import EndpointPrivateServiceInput as EndpointPrivateServiceInput
    from inferloom.types.endpoints import EndpointProviderInput as EndpointProviderInput
    from inferloom.types.endpoints import EndpointProviderOutput as EndpointProviderOutput
    from inferloom.types.endpoints import EndpointRouteInput as EndpointRouteInput
    from inferloom.types.endpoints import EndpointScalingInput as EndpointScalingInput
    from inferloom.types.endpoints import EndpointScalingOutput as EndpointScalingOutput
    from inferloom.types.endpoints import EndpointScalingUpdateInput as EndpointScalingUpdateInput
    from inferloom.types.endpoints import EndpointStatusOutput as EndpointStatusOutput
    from inferloom.types.endpoints import EndpointUpdateInput as EndpointUpdateInput
    from inferloom.types.feature_extraction import FeatureExtractionInput as FeatureExtractionInput
    from inferloom.types.feature_extraction import (
        FeatureExtractionInputTruncationDirection as FeatureExtractionInputTruncationDirection,
    )
    from inferloom.types.feature_extraction import FeatureExtractionOutput as FeatureExtractionOutput
    from inferloom.types.fill_mask import FillMaskInput as FillMaskInput
    from inferloom.types.fill_mask import FillMaskOutput as FillMaskOutput
    from inferloom.types.fill_mask import FillMaskOutputElement as FillMaskOutputElement
    from inferloom.types.fill_mask import FillMaskParameters as FillMaskParameters
    from inferloom.types.image_classification import ImageClassificationInput as ImageClassificationInput
    from inferloom.types.image_classification import ImageClassificationOutput as ImageClassificationOutput
    from inferloom.types.image_classification import (
        ImageClassificationOutputElement as ImageClassificationOutputElement,
    )
    from inferloom.types.image_classification import (
        ImageClassificationOutputTransform as ImageClassificationOutputTransform,
    )
    from inferloom.types.image_classification import ImageClassificationParameters as ImageClassificationParameters
    from inferloom.types.image_segmentation import ImageSegmentationInput as ImageSegmentationInput
    from inferloom.types.image_segmentation import ImageSegmentationOutput as ImageSegmentationOutput
    from inferloom.types.image_segmentation import ImageSegmentationOutputElement as ImageSegmentationOutputElement
    from inferloom.types.image_segmentation import ImageSegmentationParameters as ImageSegmentationParameters
    from inferloom.types.image_segmentation import ImageSegmentationSubtask as ImageSegmentationSubtask
    from inferloom.types.image_text_to_image import ImageTextToImageInput as ImageTextToImageInput
    from inferloom.types.image_text_to_image import ImageTextToImageOutput as ImageTextToImageOutput
    from inferloom.types.image_text_to_image import ImageTextToImageParameters as ImageTextToImageParameters
    from inferloom.types.image_text_to_image import ImageTextToImageTargetSize as ImageTextToImageTargetSize
    from inferloom.types.image_text_to_video import ImageTextToVideoInput as ImageTextToVideoInput
    from inferloom.types.image_text_to_video import ImageTextToVideoOutput as ImageTextToVideoOutput
    from inferloom.types.image_text_to_video import ImageTextToVideoParameters as ImageTextToVideoParameters
    from inferloom.types.image_text_to_video import ImageTextToVideoTargetSize as ImageTextToVideoTargetSize
    from inferloom.types.image_to_image import ImageToImageInput as ImageToImageInput
    from inferloom.types.image_to_image import ImageToImageOutput as ImageToImageOutput
    from inferloom.types.image_to_image import ImageToImageParameters as ImageToImageParameters
    from inferloom.types.image_to_image import ImageToImageTargetSize as ImageToImageTargetSize
    from inferloom.types.image_to_text import ImageToTextEarlyStoppingEnum as ImageToTextEarlyStoppingEnum
    from inferloom.types.image_to_text import ImageToTextGenerationParameters as ImageToTextGenerationParameters
    from inferloom.types.image_to_text import ImageToTextInput as ImageToTextInput
    from inferloom.types.image_to_text import ImageToTextOutput as ImageToTextOutput
    from inferloom.types.image_to_text import ImageToTextParameters as ImageToTextParameters
    from inferloom.types.image_to_video import ImageToVideoInput as ImageToVideoInput
    from inferloom.types.image_to_video import ImageToVideoOutput as ImageToVideoOutput
    from inferloom.types.image_to_video import ImageToVideoParameters as ImageToVideoParameters
    from inferloom.types.image_to_video import ImageToVideoTargetSize as ImageToVideoTargetSize
    from inferloom.types.models import ModelsInput as ModelsInput
    from inferloom.types.models import ModelsOutput as ModelsOutput
    from inferloom.types.models import ModelsOutputModel as ModelsOutputModel
    from inferloom.types.object_detection import ObjectDetectionBoundingBox as ObjectDetectionBoundingBox
    from inferloom.types.object_detection import ObjectDetectionInput as ObjectDetectionInput
    from inferloom.types.object_detection import ObjectDetectionOutput as ObjectDetectionOutput
    from inferloom.types.object_detection import ObjectDetectionOutputElement as ObjectDetectionOutputElement
    from inferloom.types.object_detection import ObjectDetectionParameters as ObjectDetectionParameters
    from inferloom.types.question_answering import QuestionAnsweringInput as QuestionAnsweringInput
    from inferloom.types.question_answering import QuestionAnsweringInputData as QuestionAnsweringInputData
    from inferloom.types.question_answering import QuestionAnsweringOutput as QuestionAnsweringOutput
    from inferloom.types.question_answering import QuestionAnsweringOutputElement as QuestionAnsweringOutputElement
    from inferloom.types.question_answering import QuestionAnsweringParameters as QuestionAnsweringParameters
    from inferloom.types.sentence_similarity import SentenceSimilarityInput as SentenceSimilarityInput
    from inferloom.types.sentence_similarity import SentenceSimilarityInputData as SentenceSimilarityInputData
    from inferloom.types.sentence_similarity import SentenceSimilarityOutput as SentenceSimilarityOutput
    from inferloom.types.shared import ChatCompletionCompletionTokensDetails as ChatCompletionCompletionTokensDetails
    from inferloom.types.shared import ChatCompletionPromptTokensDetails as ChatCompletionPromptTokensDetails
    from inferloom.types.shared import EarlyStoppingEnum as EarlyStoppingEnum
    from inferloom.types.shared import GenerationParameters as GenerationParameters
    from inferloom.types.shared import TextGenerationOutputFinishReason as TextGenerationOutputFinishReason
    from inferloom.types.summarization import SummarizationInput as SummarizationInput
    from inferloom.types.summarization import SummarizationOutput as SummarizationOutput
    from inferloom.types.summarization import SummarizationParameters as SummarizationParameters
    from inferloom.types.summarization import SummarizationTruncationStrategy as SummarizationTruncationStrategy
    from inferloom.types.table_question_answering import Padding as Padding
    from inferloom.types.table_question_answering import TableQuestionAnsweringInput as TableQuestionAnsweringInput
    from inferloom.types.table_question_answering import (
        TableQuestionAnsweringInputData as TableQuestionAnsweringInputData,
    )
    from inferloom.types.table_question_answering import TableQuestionAnsweringOutput as TableQuestionAnsweringOutput
    from inferloom.types.table_question_answering import (
        TableQuestionAnsweringOutputElement as TableQuestionAnsweringOutputElement,
    )
    from inferloom.types.table_question_answering import (
        TableQuestionAnsweringParameters as TableQuestionAnsweringParameters,
    )
    from inferloom.types.tabular_classification import TabularClassificationInput as TabularClassificationInput
    from inferloom.types.tabular_classification import TabularClassificationOutput as TabularClassificationOutput
    from inferloom.types.tabular_regression import TabularRegressionInput as TabularRegressionInput
    from inferloom.types.tabular_regression import TabularRegressionOutput as TabularRegressionOutput
    from inferloom.types.text_classification import TextClassificationInput as TextClassificationInput
    from inferloom.types.text_classification import TextClassificationOutput as TextClassificationOutput
    from inferloom.types.text_classification import TextClassificationOutputElement as TextClassificationOutputElement
    from inferloom.types.text_classification import (
        TextClassificationOutputTransform as TextClassificationOutputTransform,
    )
    from inferloom.types.text_classification import TextClassificationParameters as TextClassificationParameters
    from inferloom.types.text_generation import TextGenerationInput as TextGenerationInput
    from inferloom.types.text_generation import (
        TextGenerationInputGenerateParameters as TextGenerationInputGenerateParameters,
    )
    from inferloom.types.text_generation import TextGenerationInputGrammarType as TextGenerationInputGrammarType
    from inferloom.types.text_generation import TextGenerationOutput as TextGenerationOutput
    from inferloom.types.text_generation import TextGenerationOutputBestOfSequence as TextGenerationOutputBestOfSequence
    from inferloom.types.text_generation import TextGenerationOutputDetails as TextGenerationOutputDetails
    from inferloom.types.text_generation import TextGenerationOutputPrefillToken as TextGenerationOutputPrefillToken
    from inferloom.types.text_generation import TextGenerationOutputToken as TextGenerationOutputToken
    from inferloom.types.text_generation import TextGenerationStreamOutput as TextGenerationStreamOutput
    from inferloom.types.text_generation import (
        TextGenerationStreamOutputStreamDetails as TextGenerationStreamOutputStreamDetails,
    )
    from inferloom.types.text_generation import TextGenerationStreamOutputToken as TextGenerationStreamOutputToken
    from inferloom.types.text_generation import TypeEnum as TypeEnum
    from inferloom.types.text_to_audio import TextToAudioGenerationParameters as TextToAudioGenerationParameters
    from inferloom.types.text_to_audio import TextToAudioInput as TextToAudioInput
    from inferloom.types.text_to_audio import TextToAudioOutput as TextToAudioOutput
    from inferloom.types.text_to_audio import TextToAudioParameters as TextToAudioParameters
    from inferloom.types.text_to_image import TextToImageInput as TextToImageInput
    from inferloom.types.text_to_image import TextToImageOutput as TextToImageOutput
    from inferloom.types.text_to_image import TextToImageParameters as TextToImageParameters
    from inferloom.types.text_to_speech import TextToSpeechEarlyStoppingEnum as TextToSpeechEarlyStoppingEnum
    from inferloom.types.text_to_speech import TextToSpeechInput as TextToSpeechInput
    from inferloom.types.text_to_speech import TextToSpeechOutput as TextToSpeechOutput
    from inferloom.types.text_to_speech import TextToSpeechParameters as TextToSpeechParameters
    from inferloom.types.text_to_video import TextToVideoInput as TextToVideoInput
    from inferloom.types.text_to_video import TextToVideoOutput as TextToVideoOutput
    from inferloom.types.text_to_video import TextToVideoParameters as TextToVideoParameters
    from inferloom.types.token_classification import (
        TokenClassificationAggregationStrategy as TokenClassificationAggregationStrategy,
    )
    from inferloom.types.token_classification import TokenClassificationInput as TokenClassificationInput
    from inferloom.types.token_classification import TokenClassificationOutput as TokenClassificationOutput
    from inferloom.types.token_classification import (
        TokenClassificationOutputElement as TokenClassificationOutputElement,
    )
    from inferloom.types.token_classification import TokenClassificationParameters as TokenClassificationParameters
    from inferloom.types.translation import TranslationInput as TranslationInput
    from inferloom.types.translation import TranslationOutput as TranslationOutput
    from inferloom.types.translation import TranslationParameters as TranslationParameters
    from inferloom.types.translation import TranslationTruncationStrategy as TranslationTruncationStrategy
    from inferloom.types.video_classification import VideoClassificationInput as VideoClassificationInput
    from inferloom.types.video_classification import VideoClassificationOutput as VideoClassificationOutput
    from inferloom.types.video_classification import (
        VideoClassificationOutputElement as VideoClassificationOutputElement,
    )
    from inferloom.types.video_classification import (
        VideoClassificationOutputTransform as VideoClassificationOutputTransform,
    )
    from inferloom.types.video_classification import VideoClassificationParameters as VideoClassificationParameters
    from inferloom.types.visual_question_answering import VisualQuestionAnsweringInput as VisualQuestionAnsweringInput
    from inferloom.types.visual_question_answering import (
        VisualQuestionAnsweringInputData as VisualQuestionAnsweringInputData,
    )
    from inferloom.types.visual_question_answering import VisualQuestionAnsweringOutput as VisualQuestionAnsweringOutput
    from inferloom.types.visual_question_answering import (
        VisualQuestionAnsweringOutputElement as VisualQuestionAnsweringOutputElement,
    )
    from inferloom.types.visual_question_answering import (
        VisualQuestionAnsweringParameters as VisualQuestionAnsweringParameters,
    )
    from inferloom.types.zero_shot_classification import ZeroShotClassificationInput as ZeroShotClassificationInput
    from inferloom.types.zero_shot_classification import ZeroShotClassificationOutput as ZeroShotClassificationOutput
    from inferloom.types.zero_shot_classification import (
        ZeroShotClassificationOutputElement as ZeroShotClassificationOutputElement,
    )
    from inferloom.types.zero_shot_classification import (
        ZeroShotClassificationParameters as ZeroShotClassificationParameters,
    )
    from inferloom.types.zero_shot_image_classification import (
        ZeroShotImageClassificationInput as ZeroShotImageClassificationInput,
    )
    from inferloom.types.zero_shot_image_classification import (
        ZeroShotImageClassificationOutput as ZeroShotImageClassificationOutput,
    )
    from inferloom.types.zero_shot_image_classification import (
        ZeroShotImageClassificationOutputElement as ZeroShotImageClassificationOutputElement,
    )
    from inferloom.types.zero_shot_image_classification import (
        ZeroShotImageClassificationParameters as ZeroShotImageClassificationParameters,
    )
    from inferloom.types.zero_shot_object_detection import (
        ZeroShotObjectDetectionBoundingBox as ZeroShotObjectDetectionBoundingBox,
    )
    from inferloom.types.zero_shot_object_detection import ZeroShotObjectDetectionInput as ZeroShotObjectDetectionInput
    from inferloom.types.zero_shot_object_detection import (
        ZeroShotObjectDetectionOutput as ZeroShotObjectDetectionOutput,
    )
    from inferloom.types.zero_shot_object_detection import (
        ZeroShotObjectDetectionOutputElement as ZeroShotObjectDetectionOutputElement,
    )
    from inferloom.types.zero_shot_object_detection import (
        ZeroShotObjectDetectionParameters as ZeroShotObjectDetectionParameters,
    )
    from inferloom_runtime.agent import agent as _agent
    from inferloom_runtime.drift import Drift as Drift
    from inferloom_runtime.drift import drift as drift
    from inferloom_runtime.job import AsyncJob as AsyncJob
    from inferloom_runtime.job import Job as Job
    from inferloom_runtime.limits import Timeout as Timeout
    from inferloom_runtime.lookups import Lookups as Lookups
    from inferloom_runtime.mcp import client as _mcp
    from inferloom_runtime.meta import Meta as Meta
    from inferloom_runtime.raw import RawResponse as RawResponse
    from inferloom_runtime.retry import Retry as Retry
    from inferloom_runtime.stream import AsyncStream as AsyncStream
    from inferloom_runtime.stream import Stream as Stream

    MCPClient: TypeAlias = _mcp.MCPClient[
        AsyncInferenceClient,
        ChatCompletionStreamOutput,
        ChatCompletionInputMessage,
        ChatCompletionInputTool,
        _ChatProvider,
    ]
    Agent: TypeAlias = _agent.Agent[
        AsyncInferenceClient,
        ChatCompletionStreamOutput,
        ChatCompletionInputMessage,
        ChatCompletionInputTool,
        _ChatProvider,
    ]
    __version__: str

_MODULES = frozenset(
    {
        "capabilities",
        "errors",
        "sandbox",
        "telemetry",
        "types",
        "endpoints",
    }
)
_HOME = {
    "AsyncInferenceClient": "inferloom.async_client",
    "InferenceClient": "inferloom.client",
    "AsyncJob": "inferloom_runtime.job",
    "AsyncStream": "inferloom_runtime.stream",
    "Drift": "inferloom_runtime.drift",
    "Job": "inferloom_runtime.job",
    "Lookups": "inferloom_runtime.lookups",
    "Meta": "inferloom_runtime.meta",
    "RawResponse": "inferloom_runtime.raw",
    "Retry": "inferloom_runtime.retry",
    "Stream": "inferloom_runtime.stream",
    "Timeout": "inferloom_runtime.limits",
    "drift": "inferloom_runtime.drift",
} | dict.fromkeys(
    [
        "AnswerError",
        "AuthenticationError",
        "BadRequestError",
        "ConnectionFailedError",
        "ContentFilterFinishReasonError",
        "GenerationError",
        "IncompleteGenerationError",
        "InferenceTimeoutError",
        "InferloomError",
        "JobCancelledError",
        "JobFailedError",
        "LengthFinishReasonError",
        "MissingDependencyError",
        "ModelNotSupportedError",
        "NotFoundError",
        "OverloadedError",
        "PermissionDeniedError",
        "ProviderError",
        "RateLimitError",
        "RefusalError",
        "RepositoryNotFoundError",
        "SchemaMismatchError",
        "ServerError",
        "StreamTruncatedError",
        "StructuredAnswerError",
        "TextGenerationError",
        "UnknownError",
        "UnprocessableEntityError",
        "UsageError",
        "ValidationError",
    ],
    "inferloom.errors",
)
_BOUND = {"Agent": "inferloom_runtime.agent.agent", "MCPClient": "inferloom_runtime.mcp.client"}

__all__ = [
    "AsyncInferenceClient",
    "InferenceClient",
    "AsyncJob",
    "AsyncStream",
    "Drift",
    "Job",
    "Lookups",
    "Meta",
    "RawResponse",
    "Retry",
    "Stream",
    "Timeout",
    "drift",
    "Agent",
    "MCPClient",
    "capabilities",
    "errors",
    "telemetry",
    "types",
    "AnswerError",
    "AuthenticationError",
    "BadRequestError",
    "ConnectionFailedError",
    "ContentFilterFinishReasonError",
    "GenerationError",
    "IncompleteGenerationError",
    "InferenceTimeoutError",
    "InferloomError",
    "JobCancelledError",
    "JobFailedError",
    "LengthFinishReasonError",
    "MissingDependencyError",
    "ModelNotSupportedError",
    "NotFoundError",
    "OverloadedError",
    "PermissionDeniedError",
    "ProviderError",
    "RateLimitError",
    "RefusalError",
    "RepositoryNotFoundError",
    "SchemaMismatchError",
    "ServerError",
    "StreamTruncatedError",
    "StructuredAnswerError",
    "TextGenerationError",
    "UnknownError",
    "UnprocessableEntityError",
    "UsageError",
    "ValidationError",
]

if not TYPE_CHECKING:
    # Type checkers read the imports above: what is not among them is a mistake to them.
    def __getattr__(name):
        if name in _MODULES:
            return import_module(f"{__name__}.{name}")
        if name == "__version__":
            return _version()
        if name in _HOME:
            return getattr(import_module(_HOME[name]), name)
        if name in _BOUND:
            return import_module(_BOUND[name]).bound(__name__)
        if name[:1].isupper():
            types = import_module(f"{__name__}.types")
            if name in types.__all__:
                return getattr(types, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def _version():
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version(__name__)
        except PackageNotFoundError:
            raise AttributeError(f"{__name__!r} was not installed, so it has no version") from None


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
