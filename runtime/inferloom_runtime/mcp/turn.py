"""One turn of a model that may call tools: its answer, then the results of its calls."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Generic, TypeVar, cast

from inferloom_runtime.stream import AsyncStream

C = TypeVar("C")
M = TypeVar("M")

_BROKEN_OFF = "Error: the call was broken off before it had a result."


@dataclass(slots=True)
class ToolCall:
    """A call that the model asked for.

    Attributes:
        id: Names the call.
        name: The tool's name, as the model knows it.
        arguments: The JSON text of the arguments, as far as it has come.
    """

    id: str
    name: str
    arguments: str = ""

    def parsed(self) -> dict[str, Any]:
        """The arguments.

        Returns:
            A dict; empty where the model wrote nothing.

        Raises:
            ValueError: It wrote something else than a JSON object.
        """
        value: object = json.loads(self.arguments) if self.arguments.strip() else {}
        if not isinstance(value, dict):
            raise ValueError(f"a JSON object is needed, not a {type(value).__name__}")
        return cast("dict[str, Any]", value)


class Answer:
    """What a model has said so far, put together from its chunks.

    Attributes:
        text: The text.
        calls: The calls it asks for, in order.
    """

    def __init__(self) -> None:
        self.text: str = ""
        self.calls: list[ToolCall] = []
        self._by_index: dict[object, ToolCall] = {}

    def take(self, delta: Any) -> None:
        """Add a piece.

        Args:
            delta: The delta of a chunk's first choice, or None.
        """
        if delta is None:
            return
        self.text += delta.content or ""
        for piece in delta.tool_calls or ():
            function = piece.function
            name, arguments = (function.name, function.arguments) if function is not None else (None, None)
            call = self._by_index.get(piece.index)
            # Some servers give every call the index 0, and each its own id.
            if call is None or (piece.id and name and piece.id != call.id):
                call = ToolCall(piece.id or f"call_{len(self.calls)}", name or "")
                self._by_index[piece.index] = call
                self.calls.append(call)
            elif name and not call.name:
                call.name = name
            if arguments:
                call.arguments += arguments if isinstance(arguments, str) else json.dumps(arguments)


class Turn(Generic[C, M]):
    """A turn as it happens: iterate over it with `async for`, once.

    First come the chunks of the model's answer, then one message for each tool that it called. The conversation that
    was given is left as it is; `messages` is the one to go on with.

    Attributes:
        messages: The conversation so far: what was given, the model's answer and the tools' results. It can be sent at
            any time, also after the turn was broken off: each call in it has a result.
        calls: The tools that were called, by the names that the model knows.
        results: What the servers answered, by the call's id: the `mcp` package's `CallToolResult`, with the pictures
            and sounds of which the messages say only that they are there.
        exit_tool: The name of the tool that asked to end the conversation's loop, or None.

    Args:
        messages: The conversation.
        types: The module with the chat's types.
        ask: Sends the conversation; gives the stream of the answer.
        use: Calls a tool, given its name and arguments and where to put the raw result; gives the message's text.
        exit_tools: The names of tools that end the loop; nobody is asked to run them.
        exit_if_text: End the turn, and forget it, when the answer begins with something else than a tool.
    """

    def __init__(
        self,
        messages: Sequence[M | Mapping[str, Any]],
        *,
        types: ModuleType,
        ask: Callable[[], Awaitable[AsyncStream[C]]],
        use: Callable[[ToolCall, dict[str, Any]], Awaitable[str]],
        exit_tools: Collection[str] = (),
        exit_if_text: bool = False,
    ) -> None:
        self.messages: list[M | Mapping[str, Any]] = list(messages)
        self.calls: list[str] = []
        self.results: dict[str, Any] = {}
        self.exit_tool: str | None = None
        self._types = types
        self._ask = ask
        self._use = use
        self._exit_tools = exit_tools
        self._exit_if_text = exit_if_text
        self._items = self._run()

    def __aiter__(self) -> AsyncIterator[C | M]:
        """The turn itself."""
        return self

    async def __anext__(self) -> C | M:
        """The next chunk or message.

        Returns:
            A chunk of the model's answer, or the message with a tool's result.

        Raises:
            StopAsyncIteration: The turn is over.
            InferloomError: The model could not be asked.
        """
        return await anext(self._items)

    async def aclose(self) -> None:
        """Break the turn off: the model is no longer listened to, and calls that are under way are cancelled."""
        await self._items.aclose()

    async def _run(self) -> AsyncGenerator[C | M, None]:
        answer = Answer()
        stream = await self._ask()
        whole = False
        try:
            async for chunk in stream:
                choices = cast(Any, chunk).choices
                if not choices:
                    continue
                answer.take(choices[0].delta)
                if self._exit_if_text and answer.text and not answer.calls:
                    answer.text = ""
                    return
                yield chunk
            whole = True
        finally:
            if not whole:
                # A call that may lack its end is not one.
                answer.calls = []
            if answer.text or answer.calls:
                self.messages.append(self._spoken(answer))
            await stream.close()
        async for message in self._served(answer.calls):
            yield message

    def _spoken(self, answer: Answer) -> M:
        types = self._types
        calls: list[Any] = []
        for call in answer.calls:
            try:
                arguments = call.arguments if call.parsed() else "{}"
            except ValueError:
                # Servers read the arguments of earlier calls again. The result quotes what the model wrote.
                arguments = "{}"
            function = types.ChatCompletionInputFunctionCall(name=call.name, arguments=arguments)
            calls.append(types.ChatCompletionInputToolCall(id=call.id, type="function", function=function))
        message: M = types.ChatCompletionInputMessage(
            role="assistant", content=answer.text, tool_calls=calls if calls else None
        )
        return message

    async def _served(self, calls: Sequence[ToolCall]) -> AsyncGenerator[M, None]:
        """The results of all calls, in the order of the calls; the calls run side by side."""
        tasks = [asyncio.ensure_future(self._text(call)) for call in calls]
        self.calls = [call.name for call in calls]
        answered = 0
        try:
            for call, task in zip(calls, tasks, strict=True):
                message = self._result(call, await task)
                answered += 1
                yield message
        finally:
            under_way = {task for task in tasks if not task.done()}
            for task in under_way:
                task.cancel()
            if under_way:
                await asyncio.wait(under_way)
            for call, task in list(zip(calls, tasks, strict=True))[answered:]:
                self._result(call, _BROKEN_OFF if task.cancelled() else task.result())

    def _result(self, call: ToolCall, text: str) -> M:
        message: M = self._types.ChatCompletionInputMessage(
            role="tool", tool_call_id=call.id, content=text, name=call.name or None
        )
        self.messages.append(message)
        return message

    async def _text(self, call: ToolCall) -> str:
        if not call.name:
            return "Error: the call names no tool."
        try:
            arguments = call.parsed()
        except ValueError as error:
            return f"Error: the arguments {call.arguments} cannot be read: {error}."
        if call.name in self._exit_tools:
            self.exit_tool = call.name
            return ""
        return await self._use(call, arguments)
