"""What the templates see of chat: the method, as people converse with it, with the types of its answer."""

from dataclasses import dataclass, replace

from .signature import ArgumentView, names_in
from .types import Types, root_title
from .views import MethodView

_METHOD = "chat_completion"
_MESSAGES = (
    " A string is one message of the user. Pictures, sounds and films in it may be bytes, files opened in binary mode, "
    "paths (`pathlib.Path`) and PIL images as well as URLs."
)
_TOOLS = " Python functions are described to the model by their signatures and docstrings."


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatView:
    """Chat in OpenAI's shape.

    Attributes:
        method: the task's method.
        completion: the class of an answer.
        choice: the class of one of its choices.
        message: the class of its message.
        chunk: the class of a streamed piece.
    """

    method: MethodView
    completion: str
    choice: str
    message: str
    chunk: str


def conversing(methods: list[MethodView], types: Types) -> tuple[list[MethodView], ChatView | None]:
    """Find the task that chat is, and let it take what people have at hand.

    Args:
        methods: all tasks' methods.
        types: the types that were made.

    Returns:
        The methods, with chat's messages and tools widened; and chat, where a task has OpenAI's shape of it.
    """
    found = next((method for method in methods if method.task.method == _METHOD), None)
    chat = _chat(found, types) if found is not None else None
    if chat is None:
        return methods, None
    return [chat.method if method is found else method for method in methods], chat


def _chat(method: MethodView, types: Types) -> ChatView | None:
    task = method.task
    names = {argument.name for argument in method.arguments}
    if task.stream_output is None or method.item is None or not {"messages", "response_format", "tools"} <= names:
        return None
    titles: list[str] = [root_title(task.output)]
    for field in ("choices", "message"):
        annotation = types.fields[titles[-1]].get(field, "")
        if not annotation or annotation.startswith("list[") != (field == "choices"):
            return None
        inside = _classes(annotation, types)
        # Where an answer's message is one of several kinds, the one that people read is the one with text.
        inside = [name for name in inside if len(inside) == 1 or "content" in types.fields[name]]
        if not inside:
            return None
        titles.append(inside[0])
    completion, choice, message = titles
    arguments = tuple(_widened(argument, message, method, types) for argument in method.arguments)
    imports = dict(method.imports)
    mentioned = {message, *(name for argument in arguments for name in names_in(argument.annotation))}
    for name in sorted(mentioned & set(types.home)):
        home = types.home[name]
        imports[home] = tuple(sorted({*imports.get(home, ()), name}))
    return ChatView(
        method=replace(method, arguments=arguments, imports=imports),
        completion=completion,
        choice=choice,
        message=message,
        chunk=root_title(task.stream_output),
    )


def _classes(annotation: str, types: Types) -> list[str]:
    """The classes that an annotation names, or that its other names stand for."""
    found: list[str] = []
    for name in sorted(names_in(annotation) & set(types.home)):
        alias = types.alias(name)
        found += _classes(alias, types) if alias else [name] if name in types.fields else []
    return found


def _widened(argument: ArgumentView, message: str, method: MethodView, types: Types) -> ArgumentView:
    if argument.name not in ("messages", "tools"):
        return argument
    classes = _classes(types.fields[method.input_title][argument.name], types)
    if not classes:
        return argument
    taken = " | ".join(classes)
    if argument.name == "tools":
        annotation = f"Sequence[{taken} | Mapping[str, Any] | Callable[..., Any]]"
        return replace(argument, annotation=annotation, prose=argument.prose + _TOOLS)
    annotation = f"str | Sequence[{taken} | {message} | Mapping[str, Any]]"
    return replace(argument, annotation=annotation, prose=argument.prose + _MESSAGES)
