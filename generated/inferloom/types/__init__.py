"""Every input and output type of every task, each imported on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

_HOME = {
    "AudioClassificationInput": "audio_classification",
    "AudioClassificationOutput": "audio_classification",
    "AudioClassificationOutputElement": "audio_classification",
    "AudioClassificationOutputTransform": "audio_classification",
    "AudioClassificationParameters": "audio_classification",
    "AudioToAudioInput": "audio_to_audio",
    "AudioToAudioOutput": "audio_to_audio",
    "AudioToAudioOutputElement": "audio_to_audio",
    "AutomaticSpeechRecognitionGenerationParameters": "automatic_speech_recognition",
    "AutomaticSpeechRecognitionInput": "automatic_speech_recognition",
    "AutomaticSpeechRecognitionOutput": "automatic_speech_recognition",
    "AutomaticSpeechRecognitionOutputChunk": "automatic_speech_recognition",
    "AutomaticSpeechRecognitionParameters": "automatic_speech_recognition",
    "ChatCompletionCompletionTokensDetails": "shared",
    "ChatCompletionInput": "chat_completion",
    "ChatCompletionInputAudioConfig": "chat_completion",
    "ChatCompletionInputAudioData": "chat_completion",
    "ChatCompletionInputFile": "chat_completion",
    "ChatCompletionInputFunctionCall": "chat_completion",
    "ChatCompletionInputFunctionDefinition": "chat_completion",
    "ChatCompletionInputFunctionName": "chat_completion",
    "ChatCompletionInputGrammarType": "chat_completion",
    "ChatCompletionInputJSONSchema": "chat_completion",
    "ChatCompletionInputMessage": "chat_completion",
    "ChatCompletionInputMessageAudio": "chat_completion",
    "ChatCompletionInputMessageChunk": "chat_completion",
    "ChatCompletionInputMessageChunkType": "chat_completion",
    "ChatCompletionInputPrediction": "chat_completion",
    "ChatCompletionInputResponseFormatGrammar": "chat_completion",
    "ChatCompletionInputResponseFormatJSON": "chat_completion",
    "ChatCompletionInputResponseFormatJSONObject": "chat_completion",
    "ChatCompletionInputResponseFormatJSONSchema": "chat_completion",
    "ChatCompletionInputResponseFormatRegex": "chat_completion",
    "ChatCompletionInputResponseFormatText": "chat_completion",
    "ChatCompletionInputStreamOptions": "chat_completion",
    "ChatCompletionInputTool": "chat_completion",
    "ChatCompletionInputToolCall": "chat_completion",
    "ChatCompletionInputToolChoiceClass": "chat_completion",
    "ChatCompletionInputToolChoiceEnum": "chat_completion",
    "ChatCompletionInputURL": "chat_completion",
    "ChatCompletionOutput": "chat_completion",
    "ChatCompletionOutputAudio": "chat_completion",
    "ChatCompletionOutputComplete": "chat_completion",
    "ChatCompletionOutputFunctionDefinition": "chat_completion",
    "ChatCompletionOutputLogprob": "chat_completion",
    "ChatCompletionOutputLogprobs": "chat_completion",
    "ChatCompletionOutputMessage": "chat_completion",
    "ChatCompletionOutputToolCall": "chat_completion",
    "ChatCompletionOutputTopLogprob": "chat_completion",
    "ChatCompletionOutputUsage": "chat_completion",
    "ChatCompletionPromptTokensDetails": "shared",
    "ChatCompletionStreamOutput": "chat_completion",
    "ChatCompletionStreamOutputAudio": "chat_completion",
    "ChatCompletionStreamOutputChoice": "chat_completion",
    "ChatCompletionStreamOutputDelta": "chat_completion",
    "ChatCompletionStreamOutputDeltaToolCall": "chat_completion",
    "ChatCompletionStreamOutputFunction": "chat_completion",
    "ChatCompletionStreamOutputLogprob": "chat_completion",
    "ChatCompletionStreamOutputLogprobs": "chat_completion",
    "ChatCompletionStreamOutputTopLogprob": "chat_completion",
    "ChatCompletionStreamOutputUsage": "chat_completion",
    "CompletionsInput": "completions",
    "CompletionsInputStreamOptions": "completions",
    "CompletionsOutput": "completions",
    "CompletionsOutputChoice": "completions",
    "CompletionsOutputLogprobs": "completions",
    "CompletionsOutputUsage": "completions",
    "CompletionsStreamOutput": "completions",
    "CompletionsStreamOutputChoice": "completions",
    "CompletionsStreamOutputLogprobs": "completions",
    "CompletionsStreamOutputUsage": "completions",
    "DepthEstimationInput": "depth_estimation",
    "DepthEstimationOutput": "depth_estimation",
    "DocumentQuestionAnsweringInput": "document_question_answering",
    "DocumentQuestionAnsweringInputData": "document_question_answering",
    "DocumentQuestionAnsweringOutput": "document_question_answering",
    "DocumentQuestionAnsweringOutputElement": "document_question_answering",
    "DocumentQuestionAnsweringParameters": "document_question_answering",
    "EarlyStoppingEnum": "shared",
    "EmbeddingsInput": "embeddings",
    "EmbeddingsOutput": "embeddings",
    "EmbeddingsOutputEmbedding": "embeddings",
    "EmbeddingsOutputUsage": "embeddings",
    "EndpointAccountOutput": "endpoints",
    "EndpointComputeInput": "endpoints",
    "EndpointComputeOutput": "endpoints",
    "EndpointComputeUpdateInput": "endpoints",
    "EndpointInput": "endpoints",
    "EndpointMeasureInput": "endpoints",
    "EndpointModelInput": "endpoints",
    "EndpointModelOutput": "endpoints",
    "EndpointModelUpdateInput": "endpoints",
    "EndpointOptions": "endpoints",
    "EndpointOutput": "endpoints",
    "EndpointPrivateServiceInput": "endpoints",
    "EndpointProviderInput": "endpoints",
    "EndpointProviderOutput": "endpoints",
    "EndpointRouteInput": "endpoints",
    "EndpointScalingInput": "endpoints",
    "EndpointScalingOutput": "endpoints",
    "EndpointScalingUpdateInput": "endpoints",
    "EndpointStatusOutput": "endpoints",
    "EndpointUpdateInput": "endpoints",
    "FeatureExtractionInput": "feature_extraction",
    "FeatureExtractionInputTruncationDirection": "feature_extraction",
    "FeatureExtractionOutput": "feature_extraction",
    "FillMaskInput": "fill_mask",
    "FillMaskOutput": "fill_mask",
    "FillMaskOutputElement": "fill_mask",
    "FillMaskParameters": "fill_mask",
    "GenerationParameters": "shared",
    "ImageClassificationInput": "image_classification",
    "ImageClassificationOutput": "image_classification",
    "ImageClassificationOutputElement": "image_classification",
    "ImageClassificationOutputTransform": "image_classification",
    "ImageClassificationParameters": "image_classification",
    "ImageSegmentationInput": "image_segmentation",
    "ImageSegmentationOutput": "image_segmentation",
    "ImageSegmentationOutputElement": "image_segmentation",
    "ImageSegmentationParameters": "image_segmentation",
    "ImageSegmentationSubtask": "image_segmentation",
    "ImageTextToImageInput": "image_text_to_image",
    "ImageTextToImageOutput": "image_text_to_image",
    "ImageTextToImageParameters": "image_text_to_image",
    "ImageTextToImageTargetSize": "image_text_to_image",
    "ImageTextToVideoInput": "image_text_to_video",
    "ImageTextToVideoOutput": "image_text_to_video",
    "ImageTextToVideoParameters": "image_text_to_video",
    "ImageTextToVideoTargetSize": "image_text_to_video",
    "ImageToImageInput": "image_to_image",
    "ImageToImageOutput": "image_to_image",
    "ImageToImageParameters": "image_to_image",
    "ImageToImageTargetSize": "image_to_image",
    "ImageToTextEarlyStoppingEnum": "image_to_text",
    "ImageToTextGenerationParameters": "image_to_text",
    "ImageToTextInput": "image_to_text",
    "ImageToTextOutput": "image_to_text",
    "ImageToTextParameters": "image_to_text",
    "ImageToVideoInput": "image_to_video",
    "ImageToVideoOutput": "image_to_video",
    "ImageToVideoParameters": "image_to_video",
    "ImageToVideoTargetSize": "image_to_video",
    "ModelsInput": "models",
    "ModelsOutput": "models",
    "ModelsOutputModel": "models",
    "ObjectDetectionBoundingBox": "object_detection",
    "ObjectDetectionInput": "object_detection",
    "ObjectDetectionOutput": "object_detection",
    "ObjectDetectionOutputElement": "object_detection",
    "ObjectDetectionParameters": "object_detection",
    "Padding": "table_question_answering",
    "QuestionAnsweringInput": "question_answering",
    "QuestionAnsweringInputData": "question_answering",
    "QuestionAnsweringOutput": "question_answering",
    "QuestionAnsweringOutputElement": "question_answering",
    "QuestionAnsweringParameters": "question_answering",
    "SentenceSimilarityInput": "sentence_similarity",
    "SentenceSimilarityInputData": "sentence_similarity",
    "SentenceSimilarityOutput": "sentence_similarity",
    "SummarizationInput": "summarization",
    "SummarizationOutput": "summarization",
    "SummarizationParameters": "summarization",
    "SummarizationTruncationStrategy": "summarization",
    "TableQuestionAnsweringInput": "table_question_answering",
    "TableQuestionAnsweringInputData": "table_question_answering",
    "TableQuestionAnsweringOutput": "table_question_answering",
    "TableQuestionAnsweringOutputElement": "table_question_answering",
    "TableQuestionAnsweringParameters": "table_question_answering",
    "TabularClassificationInput": "tabular_classification",
    "TabularClassificationOutput": "tabular_classification",
    "TabularRegressionInput": "tabular_regression",
    "TabularRegressionOutput": "tabular_regression",
    "TextClassificationInput": "text_classification",
    "TextClassificationOutput": "text_classification",
    "TextClassificationOutputElement": "text_classification",
    "TextClassificationOutputTransform": "text_classification",
    "TextClassificationParameters": "text_classification",
    "TextGenerationInput": "text_generation",
    "TextGenerationInputGenerateParameters": "text_generation",
    "TextGenerationInputGrammarType": "text_generation",
    "TextGenerationOutput": "text_generation",
    "TextGenerationOutputBestOfSequence": "text_generation",
    "TextGenerationOutputDetails": "text_generation",
    "TextGenerationOutputFinishReason": "shared",
    "TextGenerationOutputPrefillToken": "text_generation",
    "TextGenerationOutputToken": "text_generation",
    "TextGenerationStreamOutput": "text_generation",
    "TextGenerationStreamOutputStreamDetails": "text_generation",
    "TextGenerationStreamOutputToken": "text_generation",
    "TextToAudioGenerationParameters": "text_to_audio",
    "TextToAudioInput": "text_to_audio",
    "TextToAudioOutput": "text_to_audio",
    "TextToAudioParameters": "text_to_audio",
    "TextToImageInput": "text_to_image",
    "TextToImageOutput": "text_to_image",
    "TextToImageParameters": "text_to_image",
    "TextToSpeechEarlyStoppingEnum": "text_to_speech",
    "TextToSpeechInput": "text_to_speech",
    "TextToSpeechOutput": "text_to_speech",
    "TextToSpeechParameters": "text_to_speech",
    "TextToVideoInput": "text_to_video",
    "TextToVideoOutput": "text_to_video",
    "TextToVideoParameters": "text_to_video",
    "TokenClassificationAggregationStrategy": "token_classification",
    "TokenClassificationInput": "token_classification",
    "TokenClassificationOutput": "token_classification",
    "TokenClassificationOutputElement": "token_classification",
    "TokenClassificationParameters": "token_classification",
    "TranslationInput": "translation",
    "TranslationOutput": "translation",
    "TranslationParameters": "translation",
    "TranslationTruncationStrategy": "translation",
    "TypeEnum": "text_generation",
    "VideoClassificationInput": "video_classification",
    "VideoClassificationOutput": "video_classification",
    "VideoClassificationOutputElement": "video_classification",
    "VideoClassificationOutputTransform": "video_classification",
    "VideoClassificationParameters": "video_classification",
    "VisualQuestionAnsweringInput": "visual_question_answering",
    "VisualQuestionAnsweringInputData": "visual_question_answering",
    "VisualQuestionAnsweringOutput": "visual_question_answering",
    "VisualQuestionAnsweringOutputElement": "visual_question_answering",
    "VisualQuestionAnsweringParameters": "visual_question_answering",
    "ZeroShotClassificationInput": "zero_shot_classification",
    "ZeroShotClassificationOutput": "zero_shot_classification",
    "ZeroShotClassificationOutputElement": "zero_shot_classification",
    "ZeroShotClassificationParameters": "zero_shot_classification",
    "ZeroShotImageClassificationInput": "zero_shot_image_classification",
    "ZeroShotImageClassificationOutput": "zero_shot_image_classification",
    "ZeroShotImageClassificationOutputElement": "zero_shot_image_classification",
    "ZeroShotImageClassificationParameters": "zero_shot_image_classification",
    "ZeroShotObjectDetectionBoundingBox": "zero_shot_object_detection",
    "ZeroShotObjectDetectionInput": "zero_shot_object_detection",
    "ZeroShotObjectDetectionOutput": "zero_shot_object_detection",
    "ZeroShotObjectDetectionOutputElement": "zero_shot_object_detection",
    "ZeroShotObjectDetectionParameters": "zero_shot_object_detection",
}

__all__ = [
    "AudioClassificationInput",
    "AudioClassificationOutput",
    "AudioClassificationOutputElement",
    "AudioClassificationOutputTransform",
    "AudioClassificationParameters",
    "AudioToAudioInput",
    "AudioToAudioOutput",
    "AudioToAudioOutputElement",
    "AutomaticSpeechRecognitionGenerationParameters",
    "AutomaticSpeechRecognitionInput",
    "AutomaticSpeechRecognitionOutput",
    "AutomaticSpeechRecognitionOutputChunk",
    "AutomaticSpeechRecognitionParameters",
    "ChatCompletionCompletionTokensDetails",
    "ChatCompletionInput",
    "ChatCompletionInputAudioConfig",
    "ChatCompletionInputAudioData",
    "ChatCompletionInputFile",
    "ChatCompletionInputFunctionCall",
    "ChatCompletionInputFunctionDefinition",
    "ChatCompletionInputFunctionName",
    "ChatCompletionInputGrammarType",
    "ChatCompletionInputJSONSchema",
    "ChatCompletionInputMessage",
    "ChatCompletionInputMessageAudio",
    "ChatCompletionInputMessageChunk",
    "ChatCompletionInputMessageChunkType",
    "ChatCompletionInputPrediction",
    "ChatCompletionInputResponseFormatGrammar",
    "ChatCompletionInputResponseFormatJSON",
    "ChatCompletionInputResponseFormatJSONObject",
    "ChatCompletionInputResponseFormatJSONSchema",
    "ChatCompletionInputResponseFormatRegex",
    "ChatCompletionInputResponseFormatText",
    "ChatCompletionInputStreamOptions",
    "ChatCompletionInputTool",
    "ChatCompletionInputToolCall",
    "ChatCompletionInputToolChoiceClass",
    "ChatCompletionInputToolChoiceEnum",
    "ChatCompletionInputURL",
    "ChatCompletionOutput",
    "ChatCompletionOutputAudio",
    "ChatCompletionOutputComplete",
    "ChatCompletionOutputFunctionDefinition",
    "ChatCompletionOutputLogprob",
    "ChatCompletionOutputLogprobs",
    "ChatCompletionOutputMessage",
    "ChatCompletionOutputToolCall",
    "ChatCompletionOutputTopLogprob",
    "ChatCompletionOutputUsage",
    "ChatCompletionPromptTokensDetails",
    "ChatCompletionStreamOutput",
    "ChatCompletionStreamOutputAudio",
    "ChatCompletionStreamOutputChoice",
    "ChatCompletionStreamOutputDelta",
    "ChatCompletionStreamOutputDeltaToolCall",
    "ChatCompletionStreamOutputFunction",
    "ChatCompletionStreamOutputLogprob",
    "ChatCompletionStreamOutputLogprobs",
    "ChatCompletionStreamOutputTopLogprob",
    "ChatCompletionStreamOutputUsage",
    "CompletionsInput",
    "CompletionsInputStreamOptions",
    "CompletionsOutput",
    "CompletionsOutputChoice",
    "CompletionsOutputLogprobs",
    "CompletionsOutputUsage",
    "CompletionsStreamOutput",
    "CompletionsStreamOutputChoice",
    "CompletionsStreamOutputLogprobs",
    "CompletionsStreamOutputUsage",
    "DepthEstimationInput",
    "DepthEstimationOutput",
    "DocumentQuestionAnsweringInput",
    "DocumentQuestionAnsweringInputData",
    "DocumentQuestionAnsweringOutput",
    "DocumentQuestionAnsweringOutputElement",
    "DocumentQuestionAnsweringParameters",
    "EarlyStoppingEnum",
    "EmbeddingsInput",
    "EmbeddingsOutput",
    "EmbeddingsOutputEmbedding",
    "EmbeddingsOutputUsage",
    "EndpointAccountOutput",
    "EndpointComputeInput",
    "EndpointComputeOutput",
    "EndpointComputeUpdateInput",
    "EndpointInput",
    "EndpointMeasureInput",
    "EndpointModelInput",
    "EndpointModelOutput",
    "EndpointModelUpdateInput",
    "EndpointOptions",
    "EndpointOutput",
    "EndpointPrivateServiceInput",
    "EndpointProviderInput",
    "EndpointProviderOutput",
    "EndpointRouteInput",
    "EndpointScalingInput",
    "EndpointScalingOutput",
    "EndpointScalingUpdateInput",
    "EndpointStatusOutput",
    "EndpointUpdateInput",
    "FeatureExtractionInput",
    "FeatureExtractionInputTruncationDirection",
    "FeatureExtractionOutput",
    "FillMaskInput",
    "FillMaskOutput",
    "FillMaskOutputElement",
    "FillMaskParameters",
    "GenerationParameters",
    "ImageClassificationInput",
    "ImageClassificationOutput",
    "ImageClassificationOutputElement",
    "ImageClassificationOutputTransform",
    "ImageClassificationParameters",
    "ImageSegmentationInput",
    "ImageSegmentationOutput",
    "ImageSegmentationOutputElement",
    "ImageSegmentationParameters",
    "ImageSegmentationSubtask",
    "ImageTextToImageInput",
    "ImageTextToImageOutput",
    "ImageTextToImageParameters",
    "ImageTextToImageTargetSize",
    "ImageTextToVideoInput",
    "ImageTextToVideoOutput",
    "ImageTextToVideoParameters",
    "ImageTextToVideoTargetSize",
    "ImageToImageInput",
    "ImageToImageOutput",
    "ImageToImageParameters",
    "ImageToImageTargetSize",
    "ImageToTextEarlyStoppingEnum",
    "ImageToTextGenerationParameters",
    "ImageToTextInput",
    "ImageToTextOutput",
    "ImageToTextParameters",
    "ImageToVideoInput",
    "ImageToVideoOutput",
    "ImageToVideoParameters",
    "ImageToVideoTargetSize",
    "ModelsInput",
    "ModelsOutput",
    "ModelsOutputModel",
    "ObjectDetectionBoundingBox",
    "ObjectDetectionInput",
    "ObjectDetectionOutput",
    "ObjectDetectionOutputElement",
    "ObjectDetectionParameters",
    "Padding",
    "QuestionAnsweringInput",
    "QuestionAnsweringInputData",
    "QuestionAnsweringOutput",
    "QuestionAnsweringOutputElement",
    "QuestionAnsweringParameters",
    "SentenceSimilarityInput",
    "SentenceSimilarityInputData",
    "SentenceSimilarityOutput",
    "SummarizationInput",
    "SummarizationOutput",
    "SummarizationParameters",
    "SummarizationTruncationStrategy",
    "TableQuestionAnsweringInput",
    "TableQuestionAnsweringInputData",
    "TableQuestionAnsweringOutput",
    "TableQuestionAnsweringOutputElement",
    "TableQuestionAnsweringParameters",
    "TabularClassificationInput",
    "TabularClassificationOutput",
    "TabularRegressionInput",
    "TabularRegressionOutput",
    "TextClassificationInput",
    "TextClassificationOutput",
    "TextClassificationOutputElement",
    "TextClassificationOutputTransform",
    "TextClassificationParameters",
    "TextGenerationInput",
    "TextGenerationInputGenerateParameters",
    "TextGenerationInputGrammarType",
    "TextGenerationOutput",
    "TextGenerationOutputBestOfSequence",
    "TextGenerationOutputDetails",
    "TextGenerationOutputFinishReason",
    "TextGenerationOutputPrefillToken",
    "TextGenerationOutputToken",
    "TextGenerationStreamOutput",
    "TextGenerationStreamOutputStreamDetails",
    "TextGenerationStreamOutputToken",
    "TextToAudioGenerationParameters",
    "TextToAudioInput",
    "TextToAudioOutput",
    "TextToAudioParameters",
    "TextToImageInput",
    "TextToImageOutput",
    "TextToImageParameters",
    "TextToSpeechEarlyStoppingEnum",
    "TextToSpeechInput",
    "TextToSpeechOutput",
    "TextToSpeechParameters",
    "TextToVideoInput",
    "TextToVideoOutput",
    "TextToVideoParameters",
    "TokenClassificationAggregationStrategy",
    "TokenClassificationInput",
    "TokenClassificationOutput",
    "TokenClassificationOutputElement",
    "TokenClassificationParameters",
    "TranslationInput",
    "TranslationOutput",
    "TranslationParameters",
    "TranslationTruncationStrategy",
    "TypeEnum",
    "VideoClassificationInput",
    "VideoClassificationOutput",
    "VideoClassificationOutputElement",
    "VideoClassificationOutputTransform",
    "VideoClassificationParameters",
    "VisualQuestionAnsweringInput",
    "VisualQuestionAnsweringInputData",
    "VisualQuestionAnsweringOutput",
    "VisualQuestionAnsweringOutputElement",
    "VisualQuestionAnsweringParameters",
    "ZeroShotClassificationInput",
    "ZeroShotClassificationOutput",
    "ZeroShotClassificationOutputElement",
    "ZeroShotClassificationParameters",
    "ZeroShotImageClassificationInput",
    "ZeroShotImageClassificationOutput",
    "ZeroShotImageClassificationOutputElement",
    "ZeroShotImageClassificationParameters",
    "ZeroShotObjectDetectionBoundingBox",
    "ZeroShotObjectDetectionInput",
    "ZeroShotObjectDetectionOutput",
    "ZeroShotObjectDetectionOutputElement",
    "ZeroShotObjectDetectionParameters",
]

if not TYPE_CHECKING:
    # Type checkers read the imports above: what is not among them is a mistake to them.
    def __getattr__(name):
        if name in _HOME:
            return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
