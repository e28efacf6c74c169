"""Agent: a model that goes on by itself until its task is done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Collection, Iterable, Mapping
from functools import cache
from typing import Any, cast

from inferloom_runtime.errors import InferloomError, UsageError
from inferloom_runtime.mcp.client import CONNECT_TIMEOUT, TOOL_TIMEOUT, C, I, M, MCPClient, P, T
from inferloom_runtime.mcp.client import bound as bound_client
from inferloom_runtime.mcp.turn import Turn

MAX_TURNS = 50
"""How often an agent asks its model for one input, where nobody says otherwise."""

DEFAULT_PROMPT = """\
You work on the user's task by yourself, with the tools that you are given.
Go on until the task is done; do not stop half-way to announce what you are about to do.
Find out with your tools what you do not know. Never invent what a file, a page or a person says.
Say in a sentence what you are going to do before you call a tool, and look at its result before you go on.
When a call fails, read the error, then try another way.
Call task_complete when the task is done. Call ask_question when you cannot go on without an answer of the user's; put
the question into your message."""
"""The instructions of an agent that was given none."""

_EXIT_TOOLS = {
    "task_complete": "Say that the user's task is done. Call it once, at the end.",
    "ask_question": "Ask the user for something that is needed to go on. Write the question in the same message.",
}


class TurnLimitError(InferloomError):
    """The agent had as many turns as it may have, and its task is not done."""


class Agent(MCPClient[I, C, M, T, P]):
    """A model with instructions and tools, which goes on by itself until its task is done.

        async with Agent(model="...", servers=[{"type": "stdio", "command": "..."}]) as agent:
            await agent.load_tools()
            async for chunk in agent.run("..."):
                ...

    Attributes:
        client: The client that asks the model.
        available_tools: The tools of all servers, as the model gets to know them.
        messages: The conversation so far, instructions first.
        results: What the servers answered to the calls of the last run, by the call's id: the `mcp` package's
            `CallToolResult`, with the pictures and sounds of which the messages say only that they are there.

    Args:
        model: The model's id on the Hub, or the URL of an endpoint.
        servers: The MCP servers: dicts of what `add_mcp_server` takes.
        provider: The provider that serves the model, one that chats; "auto" by default.
        base_url: The URL of an endpoint or of a local server; then `model` is only a name in the request.
        api_key: A key of the provider's, or a Hugging Face token; the machine's own token by default.
        prompt: The instructions; a general one by default.
        client: An AsyncInferenceClient to ask the model with, in place of one of its own; it stays yours to close.
        tool_timeout: Seconds that a tool may take before the model is told that it did not answer; None for no limit.
        connect_timeout: Seconds that a server may take to get ready; None for no limit.
        max_turns: How often the model may be asked for one input. At least 1.

    Raises:
        UsageError: There is no model to ask, there is no such provider or it does not chat, or an argument is wrong.
    """

    def __init__(
        self,
        *,
        model: str | None = None,
        servers: Iterable[Mapping[str, Any]] = (),
        provider: P | None = None,
        base_url: str | None = None,
        api_key: str | None = None,
        prompt: str | None = None,
        client: I | None = None,
        tool_timeout: float | None = TOOL_TIMEOUT,
        connect_timeout: float | None = CONNECT_TIMEOUT,
        max_turns: int = MAX_TURNS,
    ) -> None:
        super().__init__(
            model=model,
            provider=provider,
            base_url=base_url,
            api_key=api_key,
            client=client,
            tool_timeout=tool_timeout,
            connect_timeout=connect_timeout,
        )
        if isinstance(max_turns, bool) or max_turns < 1:
            raise UsageError(f"max_turns={max_turns!r} must be a whole number, 1 or more.")
        self.messages: list[M | Mapping[str, Any]] = [{"role": "system", "content": prompt or DEFAULT_PROMPT}]
        self.results: dict[str, Any] = {}
        self._servers = [dict(server) for server in servers]
        self._loaded = False
        self._max_turns = max_turns
        self._running = False

    async def load_tools(self) -> None:
        """Connect to the servers, side by side. Done once; doing it again after `cleanup` connects again.

        Raises:
            MissingDependencyError: The extra `mcp` is not installed.
            UsageError: A server's settings are wrong, or its program cannot be started.
            ConnectionFailedError: A server cannot be reached, or does not speak MCP.
        """
        if self._loaded:
            return
        wanted = [
            self._described(server.get("type"), {name: value for name, value in server.items() if name != "type"})
            for server in self._servers
        ]
        await self._add(wanted)
        self._loaded = True

    async def cleanup(self) -> None:
        """Close the connections to the servers, end the programs that were started, and forget their tools.

        The conversation stays. It may be called from any task, and more than once.
        """
        self._loaded = False
        await super().cleanup()

    async def run(self, user_input: str, *, abort_event: asyncio.Event | None = None) -> AsyncGenerator[C | M, None]:
        """Give the agent something to do, and see what it does.

        It is over when the model answers without calling a tool, says that it is done (task_complete), or asks
        something (ask_question; give the answer to another `run`). A run that is broken off, by its event, by
        cancellation or by leaving the loop, leaves a conversation that can be continued; a first answer that failed
        leaves none of the input behind.

        Args:
            user_input: What the user says.
            abort_event: Ends the run when it is set, also in the middle of an answer or of a tool's call.

        Yields:
            The chunks of the model's answers (ChatCompletionStreamOutput) and the results of the tools that it calls
            (ChatCompletionInputMessage).

        Raises:
            UsageError: The agent is running already.
            TurnLimitError: The model was asked `max_turns` times and is not done; another `run` may go on.
            InferloomError: The model could not be asked.
        """
        if self._running:
            raise UsageError("The agent is running already: one run at a time.")
        self._running = True
        before = self.messages
        asked: list[M | Mapping[str, Any]] = [*before, {"role": "user", "content": user_input}]
        self.messages, self.results = asked, {}
        try:
            for _ in range(self._max_turns):
                if abort_event is not None and abort_event.is_set():
                    return
                turn = self.process_single_turn_with_tools(self.messages, exit_loop_tools=self._exit_tools())
                try:
                    async for item in _until(turn, abort_event):
                        yield item
                finally:
                    await turn.aclose()
                    self.messages = turn.messages
                    self.results |= turn.results
                if turn.exit_tool is not None or not turn.calls:
                    return
            raise TurnLimitError(f"The agent is not done after {self._max_turns} turns (max_turns).")
        finally:
            self._running = False
            if len(self.messages) == len(asked):
                self.messages = before

    def _exit_tools(self) -> list[T]:
        types = self._types
        empty: dict[str, Any] = {"type": "object", "properties": {}}
        return [
            types.ChatCompletionInputTool(
                type="function",
                function=types.ChatCompletionInputFunctionDefinition(name=name, description=what, parameters=empty),
            )
            for name, what in _EXIT_TOOLS.items()
        ]

    def _reserved(self) -> Collection[str]:
        return _EXIT_TOOLS


async def _until(turn: Turn[C, M], event: asyncio.Event | None) -> AsyncGenerator[C | M, None]:
    """The items of a turn until an event is set."""
    if event is None:
        async for item in turn:
            yield item
        return
    stop = asyncio.ensure_future(event.wait())
    step: asyncio.Task[C | M] | None = None
    try:
        while not event.is_set():
            step = asyncio.create_task(cast(Any, turn.__anext__()))
            await asyncio.wait({step, stop}, return_when=asyncio.FIRST_COMPLETED)
            if not step.done():
                return
            try:
                item = step.result()
            except StopAsyncIteration:
                return
            yield item
    finally:
        stop.cancel()
        if step is not None and not step.done():
            step.cancel()
            await asyncio.wait({step})


@cache
def bound(package: str) -> type[Agent[Any, Any, Any, Any, Any]]:
    """The class with the types of a generated package.

    Args:
        package: The package's import name.

    Returns:
        Its `Agent`, which is one of its `MCPClient`s too.
    """
    members = {"_package": package, "__module__": package, "__doc__": Agent.__doc__}
    return type("Agent", (Agent, bound_client(package)), members)
