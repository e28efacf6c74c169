"""MCPClient: a model that can use the tools of MCP servers."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, cast, overload

from inferloom_runtime import capable
from inferloom_runtime.errors import InferloomError, UsageError
from inferloom_runtime.mcp import contents, naming
from inferloom_runtime.mcp.connection import Connection, every
from inferloom_runtime.mcp.server import Kind, Server, server_of
from inferloom_runtime.mcp.turn import ToolCall, Turn

if TYPE_CHECKING:
    import mcp_types

I = TypeVar("I")  # noqa: E741
"""The package's AsyncInferenceClient."""
C = TypeVar("C")
"""Its ChatCompletionStreamOutput."""
M = TypeVar("M")
"""Its ChatCompletionInputMessage."""
T = TypeVar("T")
"""Its ChatCompletionInputTool."""
P = TypeVar("P", bound=str)
"""The names of its providers that chat, "auto" among them."""
Self = TypeVar("Self", bound="MCPClient[Any, Any, Any, Any, Any]")

TOOL_TIMEOUT = 120.0
"""Seconds that a tool may take where nobody says otherwise."""

CONNECT_TIMEOUT = 120.0
"""Seconds that a server may take to get ready: `npx` and `uvx` download a program before they run it."""


class MCPClient(Generic[I, C, M, T, P]):
    """A model that can use the tools of MCP servers.

    Add servers with `add_mcp_server`, then let the model have a turn with `process_single_turn_with_tools`. Use it with
    `async with`, or close it with `cleanup`; both may happen in any task.

    Attributes:
        client: The client that asks the model.
        available_tools: The tools of all servers, as the model gets to know them. A tool whose name another server has
            already carries its server's name before it.

    Args:
        model: The model's id on the Hub, or the URL of an endpoint.
        provider: The provider that serves the model, one that chats; "auto" by default.
        base_url: The URL of an endpoint or of a local server; then `model` is only a name in the request.
        api_key: A key of the provider's, or a Hugging Face token; the machine's own token by default.
        client: An AsyncInferenceClient to ask the model with, in place of one of its own; it stays yours to close.
        tool_timeout: Seconds that a tool may take before the model is told that it did not answer; None for no limit.
        connect_timeout: Seconds that a server may take to get ready; None for no limit.

    Raises:
        UsageError: There is no model to ask, there is no such provider or it does not chat, or `client` stands beside
            arguments that it makes meaningless.
    """

    _package: str | None = None

    def __init__(
        self,
        *,
        model: str | None = None,
        provider: P | None = None,
        base_url: str | None = None,
        api_key: str | None = None,
        client: I | None = None,
        tool_timeout: float | None = TOOL_TIMEOUT,
        connect_timeout: float | None = CONNECT_TIMEOUT,
    ) -> None:
        if self._package is None:
            raise UsageError(f"Import {type(self).__name__} from a generated package, such as inferloom.")
        if client is not None and (provider, base_url, api_key) != (None, None, None):
            raise UsageError("client has its own provider, base_url and api_key: give either it or them.")
        if client is None and model is None and base_url is None:
            raise UsageError(f"{type(self).__name__} needs model or base_url: there is no model to ask.")
        for name, seconds in (("tool_timeout", tool_timeout), ("connect_timeout", connect_timeout)):
            if seconds is not None and not seconds > 0:
                raise UsageError(f"{name}={seconds!r} must be more than 0 seconds.")
        if provider is not None and provider != "auto":
            # Whoever does not chat is an error that names those who do.
            capable.table(self._package).refuses(provider, "chat_completion")
        self._owned = client is None
        if client is None:
            package: Any = import_module(self._package)
            # Beside a base_url the model is a name in the body; otherwise the client knows it already.
            client = package.AsyncInferenceClient(
                model=None if base_url is not None else model, provider=provider, base_url=base_url, api_key=api_key
            )
            model = model if base_url is not None else None
        self.client: I = cast(I, client)
        self.available_tools: list[T] = []
        self._model = model
        self._tool_timeout = tool_timeout
        self._connect_timeout = connect_timeout
        self._connections: dict[str, Connection] = {}
        self._tools: dict[str, tuple[Connection, str]] = {}

    # Servers

    @overload
    async def add_mcp_server(
        self,
        type: Literal["stdio"],
        *,
        command: str,
        args: Sequence[str] | None = None,
        env: Mapping[str, str] | None = None,
        cwd: str | Path | None = None,
        allowed_tools: Collection[str] | None = None,
        name: str | None = None,
    ) -> None:
        """Start a program that is a server."""

    @overload
    async def add_mcp_server(
        self,
        type: Literal["sse"],
        *,
        url: str,
        headers: Mapping[str, str] | None = None,
        timeout: float | timedelta | None = None,
        sse_read_timeout: float | timedelta | None = None,
        allowed_tools: Collection[str] | None = None,
        name: str | None = None,
    ) -> None:
        """Connect to a server that streams events."""

    @overload
    async def add_mcp_server(
        self,
        type: Literal["http"],
        *,
        url: str,
        headers: Mapping[str, str] | None = None,
        timeout: float | timedelta | None = None,
        sse_read_timeout: float | timedelta | None = None,
        terminate_on_close: bool | None = None,
        allowed_tools: Collection[str] | None = None,
        name: str | None = None,
    ) -> None:
        """Connect to a streamable HTTP server."""

    async def add_mcp_server(self, type: Kind, **params: Any) -> None:
        """Connect to a server; its tools are the model's from now on.

        A connection that is lost later is made anew when it is needed.

        Args:
            type: "stdio" for a program on this machine, "sse" for an address that streams events, "http" for a
                streamable HTTP address.
            command: stdio: the program.
            args: stdio: its arguments.
            env: stdio: its environment variables, beside a few that are inherited (PATH, HOME and the like).
            cwd: stdio: its working directory.
            url: sse, http: the address.
            headers: sse, http: headers of every request.
            timeout: sse, http: seconds for a connection and for each answer. 30 by default.
            sse_read_timeout: sse, http: seconds without an event after which a stream counts as broken. 300 by default.
            terminate_on_close: http: tell the server at the end that the session is over. True by default.
            allowed_tools: The tools, by their names on the server, that the model may use; all of them by default.
            name: What to call the server; the name that it announces by default.

        Raises:
            MissingDependencyError: The extra `mcp` is not installed.
            UsageError: A setting is missing, unknown or wrong, or the program cannot be started.
            ConnectionFailedError: The server cannot be reached, or does not speak MCP.
        """
        await self._add([self._described(type, params)])

    def _described(self, kind: object, params: Mapping[str, Any]) -> _Wanted:
        settings = dict(params)
        allowed, name = settings.pop("allowed_tools", None), settings.pop("name", None)
        if isinstance(allowed, str) or not (allowed is None or isinstance(allowed, Collection)):
            raise UsageError("allowed_tools: must be a list of tool names.")
        if name is not None and (not isinstance(name, str) or not name):
            raise UsageError("name: must be a string that is not empty.")
        return _Wanted(server_of(kind, settings), cast("Collection[str] | None", allowed), name)

    async def _add(self, wanted: Sequence[_Wanted]) -> None:
        """Connect to servers side by side; all of them are added, in the order given, or none."""
        made = [Connection(one.server, self._connect_timeout) for one in wanted]
        try:
            found = await asyncio.gather(*map(_introduced, made), return_exceptions=True)
            for failure in found:
                if isinstance(failure, BaseException):
                    raise failure
        except BaseException:
            await asyncio.gather(*(connection.close() for connection in made))
            raise
        for one, connection, introduced in zip(wanted, made, found, strict=True):
            self._register(one, connection, *cast("tuple[str, list[mcp_types.Tool]]", introduced))

    def _register(self, wanted: _Wanted, connection: Connection, announced: str, tools: list[mcp_types.Tool]) -> None:
        connection.name = naming.server_name(wanted.name or announced or "server", self._connections)
        known = {tool.name for tool in tools}
        if unknown := sorted(set(wanted.allowed or ()) - known):
            warnings.warn(
                f"allowed_tools: the MCP server {connection.name!r} has no tool {', '.join(unknown)}; "
                f"it has {', '.join(sorted(known)) or 'none'}.",
                stacklevel=4,
            )
        self._connections[connection.name] = connection
        types = self._types
        for tool in tools:
            if wanted.allowed is not None and tool.name not in wanted.allowed:
                continue
            name = naming.tool_name(tool.name, connection.name, {*self._tools, *self._reserved()})
            self._tools[name] = (connection, tool.name)
            function = types.ChatCompletionInputFunctionDefinition(
                name=name, description=tool.description, parameters=tool.input_schema
            )
            self.available_tools.append(types.ChatCompletionInputTool(type="function", function=function))

    def _reserved(self) -> Collection[str]:
        """Names that no tool of a server may have."""
        return ()

    @property
    def _types(self) -> ModuleType:
        return import_module(f"{self._package}.types")

    # Turns

    def process_single_turn_with_tools(
        self,
        messages: Sequence[M | Mapping[str, Any]],
        exit_loop_tools: Sequence[T] | None = None,
        exit_if_first_chunk_no_tool: bool = False,
    ) -> Turn[C, M]:
        """Let the model answer, and run the tools that it calls.

        `messages` is left as it is. To go on with the conversation, keep what is returned and take its `messages`:

            turn = client.process_single_turn_with_tools(messages)
            async for chunk in turn:
                ...
            messages = turn.messages

        Tools that the model calls at once run at once. What goes wrong in a tool or on its server goes to the model, as
        the tool's result, and begins with "Error: ".

        Args:
            messages: The conversation so far, oldest message first.
            exit_loop_tools: Further tools that the model may call to say that it is done; nothing is run for them.
            exit_if_first_chunk_no_tool: End the turn, and forget it, when the answer begins with something else than a
                tool.

        Returns:
            The turn: iterate over it for the chunks of the answer (ChatCompletionStreamOutput), followed by the results
            of the tools (ChatCompletionInputMessage).
        """
        exits = [] if exit_loop_tools is None else list(exit_loop_tools)
        turn: Turn[C, M] = Turn(
            messages,
            types=self._types,
            ask=lambda: self._asked(turn, [*exits, *self.available_tools]),
            use=lambda call, arguments: self._used(turn, call, arguments),
            exit_tools={cast(Any, tool)["function"]["name"] for tool in exits},
            exit_if_text=exit_if_first_chunk_no_tool,
        )
        return turn

    async def _asked(self, turn: Turn[C, M], tools: list[T]) -> Any:
        # An empty list of tools is an error on many servers.
        with_tools = {"tools": tools, "tool_choice": "auto"} if tools else {}
        return await cast(Any, self.client).chat_completion(turn.messages, model=self._model, stream=True, **with_tools)

    async def _used(self, turn: Turn[C, M], call: ToolCall, arguments: dict[str, Any]) -> str:
        found = self._tools.get(call.name)
        if found is None:
            return f"Error: there is no tool {call.name!r}; there are {', '.join(self._tools) or 'none'}."
        connection, tool = found
        try:
            result = await connection.ask(lambda session: session.call_tool(tool, arguments), self._tool_timeout)
        except InferloomError as error:
            return f"Error: {error}"
        turn.results[call.id] = result
        return contents.text_of(result)

    # Prompts, resources

    async def list_prompts(self) -> dict[str, list[mcp_types.Prompt]]:
        """The prompts that the servers offer.

        Returns:
            Server name -> its prompts, as the `mcp` package describes them; servers without prompts are left out.

        Raises:
            InferloomError: A server does not answer.
        """
        return await self._listed("prompts")

    async def get_prompt(
        self, name: str, arguments: Mapping[str, str] | None = None, *, server: str | None = None
    ) -> list[M]:
        """A server's prompt, as messages to begin a conversation with.

        Args:
            name: The prompt's name.
            arguments: What to fill in.
            server: The server's name; needed only where several servers have a prompt of this name.

        Returns:
            The messages.

        Raises:
            UsageError: No server, or more than one, has the prompt.
            InferloomError: The server does not answer, or refuses.
        """
        prompts = await self.list_prompts()
        connection = self._only("prompt", name, server, [s for s, has in prompts.items() if name in _names(has)])
        filled = dict(arguments or {})
        result = await connection.ask(lambda session: session.get_prompt(name, filled), self._tool_timeout)
        decode = self._types.ChatCompletionInputMessage
        return [decode(**contents.message_of(message)) for message in result.messages]

    async def list_resources(self) -> dict[str, list[mcp_types.Resource]]:
        """The resources that the servers offer.

        Returns:
            Server name -> its resources, as the `mcp` package describes them; servers without resources are left out.

        Raises:
            InferloomError: A server does not answer.
        """
        return await self._listed("resources")

    async def list_resource_templates(self) -> dict[str, list[mcp_types.ResourceTemplate]]:
        """The patterns of further resources that the servers offer.

        Returns:
            Server name -> its templates, as the `mcp` package describes them; servers without any are left out.

        Raises:
            InferloomError: A server does not answer.
        """
        return await self._listed("resource_templates")

    async def read_resource(
        self, uri: str, *, server: str | None = None
    ) -> list[mcp_types.TextResourceContents | mcp_types.BlobResourceContents]:
        """Read a resource.

        Args:
            uri: Its URI: one that is listed, or one that fits a template.
            server: The server's name; needed only where more than one server has resources and none, or several, list
                this one.

        Returns:
            Its contents, as the `mcp` package describes them: text in `.text`, anything else base64-encoded in `.blob`.

        Raises:
            UsageError: It is not clear whose resource it is.
            InferloomError: The server does not answer, or refuses.
        """
        uri = str(uri)
        resources = await self.list_resources()
        owners = [name for name, has in resources.items() if any(str(one.uri) == uri for one in has)]
        if not owners and server is None:
            owners = [*{**resources, **await self.list_resource_templates()}]
        connection = self._only("resource", uri, server, owners)
        result = await connection.ask(lambda session: session.read_resource(uri), self._tool_timeout)
        return result.contents

    async def _listed(self, what: str) -> dict[str, Any]:
        capability = "prompts" if what == "prompts" else "resources"

        async def listed(connection: Connection) -> list[Any]:
            session = await connection.open()
            if getattr(session.server_capabilities, capability) is None:
                return []
            return await connection.ask(lambda session: every(session, what), self._tool_timeout)

        names = list(self._connections)
        found = await asyncio.gather(*(listed(self._connections[name]) for name in names))
        return {name: entries for name, entries in zip(names, found, strict=True) if entries}

    def _only(self, what: str, name: str, server: str | None, owners: list[str]) -> Connection:
        if server is not None:
            if server not in self._connections:
                raise UsageError(f"server={server!r}: there is {', '.join(self._connections) or 'no server'}.")
            return self._connections[server]
        if len(owners) != 1:
            who = (
                f"more than one server has it: give server=, one of {', '.join(owners)}" if owners else "nobody has it"
            )
            raise UsageError(f"The {what} {name!r} cannot be had: {who}.")
        return self._connections[owners[0]]

    # The end

    async def cleanup(self) -> None:
        """Close the connections to the servers, end the programs that were started, and forget their tools.

        It may be called from any task, and more than once. Afterwards servers can be added again.
        """
        connections = list(self._connections.values())
        self._connections.clear()
        self._tools.clear()
        self.available_tools = []
        try:
            await asyncio.gather(*(connection.close() for connection in connections))
        finally:
            if self._owned:
                await cast(Any, self.client).close()

    async def close(self) -> None:
        """The same as `cleanup`."""
        await self.cleanup()

    async def __aenter__(self: Self) -> Self:
        """The client itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Clean up."""
        await self.cleanup()


class _Wanted:
    """A server to add."""

    def __init__(self, server: Server, allowed: Collection[str] | None, name: str | None) -> None:
        self.server = server
        self.allowed = allowed
        self.name = name


async def _introduced(connection: Connection) -> tuple[str, list[mcp_types.Tool]]:
    """A server's announced name with its tools; empty where it does not say."""
    session = await connection.open()
    announced = session.server_info.name if session.server_info is not None else ""
    tools = await connection.tools() if session.server_capabilities.tools is not None else []
    return announced, tools


def _names(entries: Sequence[Any]) -> set[str]:
    return {entry.name for entry in entries}


@cache
def bound(package: str) -> type[MCPClient[Any, Any, Any, Any, Any]]:
    """The class with the types of a generated package.

    Args:
        package: The package's import name.

    Returns:
        Its `MCPClient`.
    """
    members = {"_package": package, "__module__": package, "__doc__": MCPClient.__doc__}
    return type("MCPClient", (MCPClient,), members)
