"""Media that are not text: pictures, sound, film."""

from __future__ import annotations

import base64
import binascii
import io
import struct
import sys
from typing import TYPE_CHECKING, Any, TypeAlias, cast
from urllib.parse import unquote_to_bytes

from inferloom_runtime.errors import About, AnswerError

if TYPE_CHECKING:
    import os
    from typing import BinaryIO

    from PIL.Image import Image as Image

    Media: TypeAlias = bytes
    BinaryInput: TypeAlias = bytes | bytearray | memoryview | BinaryIO | str | os.PathLike[str] | Image
    """An image, sound or film as a caller may give it: its bytes, a binary file, a path, a URL, a PIL image."""
else:
    BinaryInput = Any

    class Image:
        """The type of a field that holds a picture: base64 text in JSON, a `PIL.Image.Image` in Python."""

        @classmethod
        def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
            """Tell pydantic how the field is decoded."""
            from pydantic_core import core_schema

            return core_schema.no_info_plain_validator_function(image_of)

    class Media:
        """The type of a field that holds sound or film: base64 text in JSON, `bytes` in Python."""

        @classmethod
        def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
            """Tell pydantic how the field is decoded."""
            from pydantic_core import core_schema

            return core_schema.no_info_plain_validator_function(bytes_of)


PIXEL_LIMIT: int | None = None
"""The largest picture that is decoded, in pixels: a few kilobytes can claim to be gigabytes of them.

None leaves it to PIL: `PIL.Image.MAX_IMAGE_PIXELS`, about 89 million unless it was changed, and no limit where that is
None.
"""

_SUFFIXES = {
    ".aac": "audio/aac",
    ".aif": "audio/aiff",
    ".aiff": "audio/aiff",
    ".amr": "audio/amr",
    ".avi": "video/x-msvideo",
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".flac": "audio/flac",
    ".gif": "image/gif",
    ".heic": "image/heic",
    ".heif": "image/heif",
    ".jfif": "image/jpeg",
    ".jpe": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".m4v": "video/mp4",
    ".mkv": "video/x-matroska",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".mpeg": "video/mpeg",
    ".mpg": "video/mpeg",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".ogv": "video/ogg",
    ".opus": "audio/ogg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".txt": "text/plain",
    ".wav": "audio/wav",
    ".weba": "audio/webm",
    ".webm": "video/webm",
    ".webp": "image/webp",
}

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"II+\0", "image/tiff"),
    (b"MM\0+", "image/tiff"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "image/jxl"),
    (b"fLaC", "audio/flac"),
    (b"ID3", "audio/mpeg"),
    (b"#!AMR-WB\n", "audio/amr-wb"),
    (b"#!AMR\n", "audio/amr"),
    (b".snd", "audio/basic"),
    (b"caff", "audio/x-caf"),
    (b"MThd", "audio/midi"),
    (b"wvpk", "audio/x-wavpack"),
    (b"\0\0\x01\xba", "video/mpeg"),
    (b"\0\0\x01\xb3", "video/mpeg"),
    (b"FLV\x01", "video/x-flv"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
    (b"%PDF-", "application/pdf"),
)

_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}

_BRANDS = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"heim": "image/heic",
    b"heis": "image/heic",
    b"hevc": "image/heic",
    b"hevx": "image/heic",
    b"mif1": "image/heif",
    b"msf1": "image/heif",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"qt  ": "video/quicktime",
}

_BOXES = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"styp", b"moof"})
"""What a film of this family begins with where it does not name its brand: an old one, or a part of one."""

_SPELLINGS = {
    "audio/m4a": "audio/mp4",
    "audio/mp3": "audio/mpeg",
    "audio/opus": "audio/ogg",
    "audio/vnd.wave": "audio/wav",
    "audio/vorbis": "audio/ogg",
    "audio/wave": "audio/wav",
    "image/jpg": "image/jpeg",
    "video/avi": "video/msvideo",
}
"""Other names of a type, without the `x-` that some have."""

_KNOWN = frozenset(
    media_type.replace("/x-", "/")
    for media_type in (
        *(media_type for _, media_type in _STARTS),
        *_RIFF.values(),
        *_BRANDS.values(),
        *("audio/aac", "audio/aiff", "audio/ogg", "audio/webm", "image/bmp"),
        *("video/3gpp", "video/mp4", "video/ogg", "video/webm", "video/x-matroska"),
    )
)
"""The types that `sniff` knows, by whatever name: a file that claims one of them and is not recognised is none."""

_ALSO = {
    # A container may hold sound alone, and a film may be a moving picture, or a single one.
    "audio": ("video/mp4", "video/webm", "video/x-matroska", "video/ogg", "video/quicktime", "video/3gpp"),
    "video": ("audio/mp4", "audio/ogg", "image/"),
    "image": (),
}


def guess(name: str) -> str | None:
    """The media type that a file's name promises.

    Args:
        name: The name, a path, or an address without its query.

    Returns:
        The media type by a fixed table, the same on every machine; None for an unknown suffix.
    """
    stem, dot, suffix = name.rpartition(".")
    return _SUFFIXES.get(f".{suffix.lower()}") if dot and stem else None


def sniff(data: bytes) -> str | None:
    """The media type of a file, from its first bytes.

    Args:
        data: The file, or its first kilobyte.

    Returns:
        The media type; None where the content is not one of the known formats.
    """
    head = bytes(data[:1024])
    for start, media_type in _STARTS:
        if head.startswith(start):
            return media_type
    if head[:4] in (b"RIFF", b"RF64"):
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _sniff_brands(head)
    if head[4:8] in _BOXES and head[0] < 9:  # a box's size, which no text begins with
        return "video/mp4" if head[4:8] in (b"styp", b"moof") else "video/quicktime"
    if head.startswith(b"OggS"):
        return "video/ogg" if b"\x80theora" in head else "audio/ogg"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "video/webm" if b"\x42\x82\x84webm" in head else "video/x-matroska"
    if head.startswith(b"FORM") and head[8:12] in (b"AIFF", b"AIFC"):
        return "audio/aiff"
    if head.startswith(b"BM") and len(head) >= 18:
        # Two letters are little evidence: the size of the second header must be one that exists.
        return "image/bmp" if struct.unpack_from("<I", head, 14)[0] in (12, 16, 40, 52, 56, 64, 108, 124) else None
    return _sniff_frames(head)


def _sniff_brands(head: bytes) -> str:
    size = min(struct.unpack_from(">I", head)[0], len(head))
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, size - 3, 4))]
    # mif1 is what still pictures of any codec may start with: the brands after it say which.
    first = brands[0]
    if first in (b"mif1", b"msf1"):
        first = next((brand for brand in brands[1:] if _BRANDS.get(brand) in ("image/avif", "image/heic")), first)
    if first.startswith(b"3g"):
        return "video/3gpp"
    return _BRANDS.get(first, "video/mp4")


def _sniff_frames(head: bytes) -> str | None:
    """MPEG audio without a container: a frame header whose every field has a legal value."""
    if len(head) < 4 or head[0] != 0xFF:
        return None
    if head[1] & 0xF6 == 0xF0:
        return "audio/aac" if (head[2] >> 2) & 0xF <= 12 else None
    version, layer, rate, sampling = (head[1] >> 3) & 3, (head[1] >> 1) & 3, head[2] >> 4, (head[2] >> 2) & 3
    legal = head[1] & 0xE0 == 0xE0 and version != 1 and layer != 0 and rate not in (0, 15) and sampling != 3
    return "audio/mpeg" if legal else None


def picture(data: bytes, *, about: About | None = None) -> Image:
    """A picture from the bytes of its file.

    Args:
        data: The file.
        about: The call, for errors.

    Returns:
        The picture, loaded in full; its `.format` says which kind of file it was.

    Raises:
        AnswerError: The bytes are no picture, a broken one, or one of more than `PIXEL_LIMIT` pixels.
    """
    if not data:
        raise AnswerError("The picture is empty: no bytes came.", about=about)
    if data[:4] in (b"%!PS", b"\xc5\xd0\xd3\xc6"):
        raise AnswerError("The picture is PostScript, a program that would have to be run.", about=about)
    import PIL
    from PIL import Image as pil

    try:
        image = pil.open(io.BytesIO(data))
    except PIL.UnidentifiedImageError as error:
        raise AnswerError(f"The picture cannot be read: {_what(data)} came instead.", about=about) from error
    except Exception as error:
        raise AnswerError(f"The picture cannot be read: {str(error).rstrip('.')}.", about=about) from error
    width, height = image.size
    limit = pil.MAX_IMAGE_PIXELS if PIXEL_LIMIT is None else PIXEL_LIMIT
    if limit is not None and width * height > limit:
        message = f"The picture claims {width} x {height} pixels; the limit is {limit}."
        raise AnswerError(message, about=about)
    try:
        image.load()
    except Exception as error:
        raise AnswerError(f"The picture ({image.format}) is broken: {error}.", about=about) from error
    return image


def misfit(data: bytes, content_type: str, kind: str) -> str | None:
    """Why some bytes are not the file that was asked for.

    Args:
        data: The bytes.
        content_type: What the server calls them, or an empty string. The bytes themselves are believed more.
        kind: What was asked for: "image/*", "audio/*" or "video/*"; anything else fits.

    Returns:
        What came instead, with its first words where it is text; None where it is a file of that kind, or may be one:
        it has a type of that kind whose files cannot be told by their first bytes, such as "audio/pcm".
    """
    wanted = kind.partition("/")[0]
    if wanted not in _ALSO:
        return None
    if not data:
        return "empty"
    found = sniff(data)
    if found is not None:
        fits = found.startswith((f"{wanted}/", *_ALSO[wanted]))
        return None if fits else f"a file of type {found}"
    claimed = content_type.replace("/x-", "/")
    claimed = _SPELLINGS.get(claimed, claimed)
    if claimed.startswith(f"{wanted}/") and claimed not in _KNOWN and not _is_text(data):
        return None
    said = f", said to be {content_type}" if content_type else ""
    return f"{_what(data)}{said}"


def _is_text(data: bytes) -> bool:
    head = data[:512]
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:  # not a letter that was cut in two
            return False
        text = head[: error.start].decode("utf-8")
    return not any(ord(mark) < 32 and mark not in "\t\n\r\f" for mark in text)


def _what(data: bytes) -> str:
    known = sniff(data)
    if known is not None:
        return f"a file of type {known}"
    start = data[:512].lstrip().lower()
    if start.startswith((b"{", b"[")):
        kind = "JSON"
    elif start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        kind = "HTML"
    elif start.startswith((b"<?xml", b"<svg", b"<error")):
        kind = "XML"
    elif _is_text(data):
        kind = "text"
    else:
        kind = f"something unknown of {len(data)} bytes"
    return f"{kind} ({shown(data)})"


def shown(data: bytes | str, limit: int = 80) -> str:
    """The start of some bytes, fit for a message.

    Args:
        data: The bytes, or a text.
        limit: The most characters to show.

    Returns:
        A quoted text without control characters.
    """
    start = data[:limit] if isinstance(data, str) else data[:limit].decode("utf-8", "replace")
    quoted = repr(start)  # which escapes what cannot be printed, and may be longer for it
    return quoted if len(data) <= limit and len(quoted) <= limit + 2 else f"{quoted[: limit + 1]}'..."


def bytes_of(value: object) -> bytes:
    """The bytes of a binary field.

    Args:
        value: Base64 text as `decode_base64` takes it, a data URL, or bytes.

    Returns:
        The decoded bytes.

    Raises:
        ValueError: The value is none of these.
    """
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(cast("bytes", value))
    if not isinstance(value, str):
        raise ValueError(f"must be base64 text, is {type(value).__name__}")
    if value[:5].lower() == "data:":
        return parse_data_url(value)[1]
    return decode_base64(value)


def decode_base64(text: str) -> bytes:
    """The bytes behind base64 text, as strict as the alphabet and no stricter.

    Args:
        text: The text, in the standard or the URL-safe alphabet; padding and white space are free.

    Returns:
        The bytes.

    Raises:
        ValueError: A character that is in neither alphabet, or a length that no bytes have.
    """
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        pass
    packed = "".join(text.split()).rstrip("=").translate(_STANDARD)
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
    except (ValueError, binascii.Error) as error:
        raise ValueError("must be base64 text") from error


_STANDARD = str.maketrans("-_", "+/")


def parse_data_url(url: str) -> tuple[str | None, bytes]:
    """What a data URL holds.

    Args:
        url: The URL: `data:[type][;parameters][;base64],data`.

    Returns:
        The media type without its parameters (None where it names none), with the bytes.

    Raises:
        ValueError: There is no comma, or the base64 text is none.
    """
    head, comma, body = url[5:].partition(",")
    if not comma:
        raise ValueError("must be a data URL with a comma before the data")
    parts = [part.strip() for part in head.split(";")]
    data = unquote_to_bytes(body)
    if len(parts) > 1 and parts[-1].lower() == "base64":
        data = decode_base64(data.decode("ascii", "replace"))
    return parts[0].lower() or None, data


def image_of(value: object) -> Image:
    """The picture in a binary field.

    Args:
        value: Base64 text, a data URL, the bytes of a file, or a PIL image.

    Returns:
        The picture.

    Raises:
        ValueError: The value is no picture.
    """
    if is_picture(value):
        return cast("Image", value)
    try:
        return picture(bytes_of(value))
    except AnswerError as error:
        if isinstance(value, (bytes, bytearray)):
            raise  # a file that came by itself, and is no picture: there is nothing to deliver in its place
        raise ValueError(error.message) from error


def is_picture(value: object) -> bool:
    """Whether a value is a PIL image; PIL is not imported to find out."""
    module = sys.modules.get("PIL.Image")
    return module is not None and isinstance(value, module.Image)


def text_of(image: Any) -> str:
    """A picture as base64 text of a PNG file; a mode that PNG does not have becomes RGBA."""
    target = io.BytesIO()
    try:
        image.save(target, "PNG")
    except (OSError, ValueError, KeyError):
        target = io.BytesIO()
        image.convert("RGBA").save(target, "PNG")
    return base64.b64encode(target.getvalue()).decode("ascii")
