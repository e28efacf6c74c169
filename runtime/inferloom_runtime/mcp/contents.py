"""What MCP servers send, as text for a model or as parts of a chat message."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import mcp_types

_FORMATS = {"audio/mpeg": "mp3", "audio/mp3": "mp3", "audio/x-wav": "wav", "audio/wave": "wav"}


def text_of(result: mcp_types.CallToolResult) -> str:
    """The result of a tool, as the text of a tool message.

    Args:
        result: What the server answered.

    Returns:
        The texts, one below the other. Of pictures, sounds and files a line that says what they are: the model cannot
        look at them, whoever made the call can. "Error: " stands first where the tool failed.
    """
    parts = [_text(block) for block in result.content]
    if not parts:
        parts = ["[No content]" if result.structured_content is None else json.dumps(result.structured_content)]
    text = "\n".join(parts)
    return f"Error: {text}" if result.is_error and not text.lower().startswith("error") else text


def _text(block: mcp_types.ContentBlock) -> str:
    if block.type == "text":
        return block.text
    if block.type == "resource_link":
        kind = f", {block.mime_type}" if block.mime_type else ""
        return f"[Resource {block.name}: {block.uri}{kind}]"
    if block.type == "resource":
        blob: object = getattr(block.resource, "blob", None)
        if isinstance(blob, str):
            return _binary(f"File {block.resource.uri}", block.resource.mime_type, blob)
        return str(getattr(block.resource, "text", ""))
    return _binary(block.type.capitalize(), block.mime_type, block.data)


def _binary(what: str, media_type: str | None, data: str) -> str:
    size = len(data.rpartition(",")[2].rstrip("=")) * 3 // 4
    return f"[Binary Content: {what} {media_type or 'of an unknown type'}, {size} bytes; for the user, not for you]"


def message_of(message: mcp_types.PromptMessage) -> dict[str, Any]:
    """A message of a server's prompt, as a message of a chat.

    Args:
        message: The server's message.

    Returns:
        A plain dict: the text, or a list of one part for a picture or a sound.
    """
    block = message.content
    if block.type == "image":
        url = f"data:{block.mime_type};base64,{block.data}"
        return {"role": message.role, "content": [{"type": "image_url", "image_url": {"url": url}}]}
    if block.type == "audio":
        kind = _FORMATS.get(block.mime_type, block.mime_type.partition("/")[2])
        part = {"type": "input_audio", "input_audio": {"data": block.data, "format": kind}}
        return {"role": message.role, "content": [part]}
    return {"role": message.role, "content": _text(block)}
