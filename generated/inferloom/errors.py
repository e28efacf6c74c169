"""Everything that can go wrong; the tree is drawn at the top of `inferloom_runtime.errors`."""

from inferloom_runtime.errors import AnswerError as AnswerError
from inferloom_runtime.errors import AuthenticationError as AuthenticationError
from inferloom_runtime.errors import BadRequestError as BadRequestError
from inferloom_runtime.errors import ConnectionFailedError as ConnectionFailedError
from inferloom_runtime.errors import ContentFilterFinishReasonError as ContentFilterFinishReasonError
from inferloom_runtime.errors import GenerationError as GenerationError
from inferloom_runtime.errors import IncompleteGenerationError as IncompleteGenerationError
from inferloom_runtime.errors import InferenceTimeoutError as InferenceTimeoutError
from inferloom_runtime.errors import InferloomError as InferloomError
from inferloom_runtime.errors import JobCancelledError as JobCancelledError
from inferloom_runtime.errors import JobFailedError as JobFailedError
from inferloom_runtime.errors import LengthFinishReasonError as LengthFinishReasonError
from inferloom_runtime.errors import MissingDependencyError as MissingDependencyError
from inferloom_runtime.errors import ModelNotSupportedError as ModelNotSupportedError
from inferloom_runtime.errors import NotFoundError as NotFoundError
from inferloom_runtime.errors import OverloadedError as OverloadedError
from inferloom_runtime.errors import PermissionDeniedError as PermissionDeniedError
from inferloom_runtime.errors import ProviderError as ProviderError
from inferloom_runtime.errors import RateLimitError as RateLimitError
from inferloom_runtime.errors import RefusalError as RefusalError
from inferloom_runtime.errors import RepositoryNotFoundError as RepositoryNotFoundError
from inferloom_runtime.errors import SchemaMismatchError as SchemaMismatchError
from inferloom_runtime.errors import ServerError as ServerError
from inferloom_runtime.errors import StreamTruncatedError as StreamTruncatedError
from inferloom_runtime.errors import StructuredAnswerError as StructuredAnswerError
from inferloom_runtime.errors import TextGenerationError as TextGenerationError
from inferloom_runtime.errors import UnknownError as UnknownError
from inferloom_runtime.errors import UnprocessableEntityError as UnprocessableEntityError
from inferloom_runtime.errors import UsageError as UsageError
from inferloom_runtime.errors import ValidationError as ValidationError

__all__ = [
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
