"""The one place where a spec's name becomes a Python name.

Checks return None for a good name, otherwise the end of a sentence that starts with the name: `'from' is a Python
keyword; ...`. Conversions expect names that passed their check.
"""

import keyword
import re

RESERVED_ARGUMENTS = frozenset({"self", "model", "timeout", "headers", "max_retries", "extra_body"})
"""What every task method takes besides its own arguments."""

METHOD_NAMES = frozenset({"Options", "kwargs", "result", "warnings"})
"""Names that the body of a generated method uses itself: an argument of that name would hide them."""

PROVIDER_NAMES = frozenset(
    {
        "codec",
        "download",
        "open_binary",
        "open_url",
        "plain",
        "spelling",
        "stated",
        "ticket_of",
        "unused",
        "wait",
        "wire",
        "work",
    }
)
"""Names that a provider's module imports: a method of that name, whose function stands there, would hide them."""

MODULE_NAMES = frozenset({"shared"})
"""Modules that stand beside those of the tasks."""

CLIENT_MEMBERS = frozenset(
    {
        "base_url",
        "bill_to",
        "chat",
        "close",
        "completions",
        "cookies",
        "download_limit",
        "embeddings",
        "get_endpoint_info",
        "headers",
        "health_check",
        "lookups",
        "max_retries",
        "model",
        "models",
        "provider",
        "retry",
        "strict",
        "submit",
        "timeout",
        "token",
        "with_options",
        "with_raw_response",
    }
)
"""Members that a client has besides its task methods."""

RECORD_MEMBERS = frozenset({"extra", "get", "items", "keys", "to_dict", "values"})
"""Members that every generated type has besides its fields."""

SHADOWING_FIELDS = frozenset({"bool", "dict", "field", "float", "int", "list", "str"})
"""Names that the body of a generated class uses itself: a field of that name would hide them."""

RESERVED_TYPES = frozenset(
    {
        "Annotated",
        "Any",
        "AsyncInferenceClient",
        "AsyncNamespace",
        "AsyncStream",
        "BinaryInput",
        "Call",
        "Events",
        "False",
        "Flow",
        "Image",
        "InferenceClient",
        "Json",
        "Literal",
        "Mapping",
        "Marks",
        "Media",
        "Namespace",
        "None",
        "NotRequired",
        "Offered",
        "Options",
        "P",
        "Pick",
        "Poll",
        "Provider",
        "Record",
        "Sequence",
        "Stream",
        "Task",
        "Ticket",
        "True",
        "Tuple",
        "TypeAlias",
        "TypedDict",
        "Union",
    }
)
"""Names that generated modules import: a type of that name would hide them."""

OFFER_NAMES = frozenset(
    {
        "Any",
        "By",
        "Capabilities",
        "Chat",
        "ChatProvider",
        "GenericAlias",
        "InferenceClient",
        "Literal",
        "Lookups",
        "LookupsInput",
        "Mapping",
        "Name",
        "Name2",
        "Name3",
        "Namespace",
        "Never",
        "OneOf",
        "P",
        "Protocol",
        "Provider",
        "Retry",
        "Sequence",
        "Settings",
        "Submit",
        "Timeout",
        "TypeAlias",
        "TypeVar",
        "Unpack",
        "WithRawResponse",
    }
)
"""Names beside which a provider's class stands."""

ROOT_ERRORS = (
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
)
"""The classes of the generated `errors` module; a test compares them with the runtime's tree."""

ROOT_NAMES = {
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
}
"""What else of the runtime a generated package offers by its own name -> the module it comes from."""

_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_PASCAL = re.compile(r"[A-Z][A-Za-z0-9]*")
_SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def id_problem(name: str) -> str | None:
    """What keeps `name` from being the id of a task or a provider (kebab-case: `text-to-image`, `fal-ai`)."""
    if not _KEBAB.fullmatch(name):
        return "is not kebab-case: use lower-case letters and digits in words joined by '-', like text-to-image"
    if keyword.iskeyword(name):
        return "is a Python keyword, and its module could not be imported; choose another name"
    if name in MODULE_NAMES:
        return "is the name of a module that every SDK has; choose another name"
    if name.startswith("async-"):
        return "starts like the names of the async client's classes; choose another name"
    return None


def provider_problem(name: str) -> str | None:
    """What keeps `name` from being the id of a provider, which has a class of its own besides its module."""
    if problem := id_problem(name):
        return problem
    title = class_name(name)
    if title in OFFER_NAMES or title.startswith("Supports"):
        return f"would make a class {title}, which every SDK has already; choose another name"
    return None


def field_problem(name: str) -> str | None:
    """What keeps `name` from being a field of a generated type."""
    if problem := _variable_problem(name):
        return problem
    if name in RECORD_MEMBERS:
        return "is a member that every generated type has already; choose another name"
    if name in SHADOWING_FIELDS:
        return "would hide the Python name that generated types are written with; choose another name"
    return None


def argument_problem(name: str) -> str | None:
    """What keeps `name` from being an argument of a task's method."""
    if problem := _variable_problem(name):
        return problem
    if name in RESERVED_ARGUMENTS:
        return f"is an argument that every method has already (with {_others(name)}); choose another name"
    if name in METHOD_NAMES:
        return "is a name that generated methods use themselves; choose another name"
    return None


def method_problem(name: str) -> str | None:
    """What keeps `name` from being a task's method on the client."""
    if problem := _variable_problem(name):
        return problem
    if not _SNAKE.fullmatch(name):
        return "is not snake_case, like text_to_image"
    if name in CLIENT_MEMBERS:
        return "is a member that every client has already; choose another name"
    if name in PROVIDER_NAMES:
        return "is a name that generated modules import; choose another name"
    return None


def type_problem(name: str) -> str | None:
    """What keeps `name` from being the title of a type (PascalCase)."""
    if not _PASCAL.fullmatch(name):
        return f"is not PascalCase: a type is named like {suggested_title(name)}"
    if name.startswith("Supports"):
        return "starts like the classes that mark who offers a task; choose another name"
    if name in RESERVED_TYPES or name in ROOT_ERRORS or name in ROOT_NAMES:
        return "is a name that generated modules import; choose another one"
    return None


def method_name(task: str) -> str:
    """A task's id as a method or module name: `text-to-image` -> `text_to_image`."""
    return task.replace("-", "_")


module_name = method_name
"""An id of a task or a provider as a module name: `fal-ai` -> `fal_ai`."""


def class_name(name: str) -> str:
    """An id or a field in PascalCase: `fal-ai` -> `FalAi`, `target_size` -> `TargetSize`."""
    return "".join(word[0].upper() + word[1:] for word in re.split(r"[^A-Za-z0-9]+", name) if word)


def marker_name(task: str) -> str:
    """The class that marks the providers of a task: `text-to-image` -> `SupportsTextToImage`."""
    return f"Supports{class_name(task)}"


def snake_name(name: str) -> str:
    """A camelCase or PascalCase name in snake_case: `tokenStr` -> `token_str`."""
    return "_".join(word.lower() for word in _WORDS.findall(name))


def suggested_title(name: str) -> str:
    """A valid type name close to `name`, to show in a message: `generateParameters` -> `GenerateParameters`."""
    title = class_name(name)
    return title if _PASCAL.fullmatch(title) else "TextToImageParameters"


def _variable_problem(name: str) -> str | None:
    if keyword.iskeyword(name):
        return "is a Python keyword; choose another name"
    if not name.isidentifier() or not name.isascii():
        return "is not a Python identifier: use letters, digits and '_', and no digit first"
    if name.startswith("__") and name.endswith("__"):
        return "is a name that Python keeps for itself; choose one without the double underscores"
    if name.startswith("_"):
        return "starts with an underscore, which in Python means private; leave it out"
    return None


def _others(name: str) -> str:
    return ", ".join(sorted(RESERVED_ARGUMENTS - {name, "self"}))
