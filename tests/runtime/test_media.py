"""Media types, pictures, and the text that JSON carries them in."""

from __future__ import annotations

import base64
import io
import json
import struct
import subprocess
import sys
import warnings
import wave
import zlib
from pathlib import Path

import pytest
from PIL import Image as pil

from inferloom_runtime import media
from inferloom_runtime.errors import About, AnswerError


def saved(image: pil.Image, name: str) -> bytes:
    target = io.BytesIO()
    image.save(target, name)
    return target.getvalue()


def box(brand: bytes, *compatible: bytes) -> bytes:
    """The first box of a file of the ISO base media format (ISO/IEC 14496-12, 4.3)."""
    body = b"ftyp" + brand + b"\0\0\0\0" + b"".join(compatible)
    return struct.pack(">I", len(body) + 4) + body + b"\0\0\0\x08free"


def wav() -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\0\0" * 80)
    return target.getvalue()


PIXELS = pil.new("RGB", (4, 3), (200, 10, 10))


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("GIF", "image/gif"),
        ("WEBP", "image/webp"),
        ("BMP", "image/bmp"),
        ("TIFF", "image/tiff"),
    ],
)
def test_pictures_are_known_by_their_content(name: str, media_type: str) -> None:
    assert media.sniff(saved(PIXELS, name)) == media_type


# What the formats' own documents say a file starts with.
HEADS: list[tuple[bytes, str | None]] = [
    (wav(), "audio/wav"),
    (b"RIFF\x00\x00\x00\x00AVI LIST", "video/x-msvideo"),
    (b"RIFF\x00\x00\x00\x00XXXX", None),
    (b"fLaC\0\0\0\x22", "audio/flac"),
    (b"ID3\x04\0\0\0\0\0\0", "audio/mpeg"),
    (b"\xff\xfb\x90\x64" + b"\0" * 100, "audio/mpeg"),  # MPEG 1, layer III, 128 kbit/s, 44.1 kHz
    (b"\xff\xf3\x40\xc0" + b"\0" * 100, "audio/mpeg"),  # MPEG 2, layer III
    (b"\xff\xfd\x84\x00", "audio/mpeg"),  # layer II
    (b"\xff\xf1\x50\x80\x02\x1f\xfc", "audio/aac"),  # ADTS, 44.1 kHz
    (b"\xff\xeb\x90\x00", None),  # version 01 is reserved
    (b"\xff\xfb\xf0\x00", None),  # bit rate 15 is forbidden
    (b"\xff\xfb\x9c\x00", None),  # sampling rate 3 is reserved
    (b"\xff\xfe\x00a\x00b", None),  # UTF-16 text
    (b"OggS\0\x02" + b"\0" * 20 + b"\x01\x1eOpusHead", "audio/ogg"),
    (b"OggS\0\x02" + b"\0" * 22 + b"\x80theora", "video/ogg"),
    (b"#!AMR\n\x3c", "audio/amr"),
    (b"#!AMR-WB\n\x3c", "audio/amr-wb"),
    (b"FORM\0\0\0\0AIFFCOMM", "audio/aiff"),
    (box(b"M4A ", b"isom", b"mp42"), "audio/mp4"),
    (box(b"isom", b"iso2", b"mp41"), "video/mp4"),
    (box(b"mp42", b"M4A "), "video/mp4"),
    (box(b"qt  ", b"qt  "), "video/quicktime"),
    (box(b"3gp5", b"3gp5"), "video/3gpp"),
    (box(b"avif", b"mif1", b"miaf"), "image/avif"),
    (box(b"avis", b"avif"), "image/avif"),
    (box(b"mif1", b"avif", b"miaf"), "image/avif"),
    (box(b"heic", b"mif1", b"heic"), "image/heic"),
    (box(b"mif1", b"heic"), "image/heic"),
    (box(b"mif1", b"mif1"), "image/heif"),
    (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webmB\x87\x81\x04", "video/webm"),
    (b"\x1aE\xdf\xa3\xa3B\x86\x81\x01B\x82\x88matroska", "video/x-matroska"),
    (b"%PDF-1.7\n", "application/pdf"),
    (b"II*\0\x08\0\0\0", "image/tiff"),
    (b"MM\0*\0\0\0\x08", "image/tiff"),
    (b"II+\0\x08\0\0\0", "image/tiff"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2"),  # ISO/IEC 15444-1, annex I
    (b"\0\0\0\x0cJXL \r\n\x87\n", "image/jxl"),
    (b".snd\0\0\0\x18", "audio/basic"),
    (b"caff\0\x01\0\0", "audio/x-caf"),
    (b"MThd\0\0\0\x06", "audio/midi"),
    (b"\0\0\x01\xba\x44", "video/mpeg"),  # ISO/IEC 13818-1: a pack header
    (b"FLV\x01\x05", "video/x-flv"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9", "video/x-ms-asf"),
    (b"\0\0\0\x08wide\0\0\0\0mdat", "video/quicktime"),
    (b"\0\0\0\x18stypmsdh", "video/mp4"),
    (b"The free encyclopedia", None),
    (b"BMW is a maker of cars", None),
    (b"BM", None),
    (b"", None),
    (b"\xff", None),
    (b"hello", None),
    (b'{"error": "no"}', None),
    (b"\0\0\0\x04ftyp", "video/mp4"),
]


@pytest.mark.parametrize(("head", "media_type"), HEADS)
def test_files_are_known_by_their_first_bytes(head: bytes, media_type: str | None) -> None:
    assert media.sniff(head) == media_type
    assert media.sniff(head + b"\0" * 5000) == (media_type if head[:2] != b"BM" or len(head) > 17 else None)


def test_no_start_of_a_file_breaks_sniffing() -> None:
    for head, _ in HEADS:
        for length in range(len(head[:40]) + 1):
            assert media.sniff(head[:length]) is None or "/" in str(media.sniff(head[:length]))


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.png", "image/png"),
        ("A.JPG", "image/jpeg"),
        ("dir.mp3/file", None),
        ("dir/x.flac", "audio/flac"),
        ("x.tar.wav", "audio/wav"),
        ("x.m4a", "audio/mp4"),
        ("x.webm", "video/webm"),
        ("x.unknown", None),
        ("png", None),
        (".png", None),
        ("x.", None),
        ("", None),
    ],
)
def test_names_promise_a_type(name: str, media_type: str | None) -> None:
    assert media.guess(name) == media_type


def test_a_picture_is_loaded_and_keeps_its_format() -> None:
    image = media.picture(saved(PIXELS, "JPEG"))
    assert (image.format, image.size, image.mode) == ("JPEG", (4, 3), "RGB")
    image.close()  # nothing is read later
    assert media.picture(saved(PIXELS, "PNG")).tobytes() == PIXELS.tobytes()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no bytes came"),
        (b'{"error": "Model is loading"}', r'JSON \(\'{"error": "Model is loading"}\'\) came instead'),
        (b'  [{"a": 1}]', "JSON"),
        (b"<!DOCTYPE html><html>503", "HTML"),
        (b"<html><body>", "HTML"),
        (wav(), "a file of type audio/wav came instead"),
        (b"%PDF-1.4", "application/pdf"),
        (b"\x00\x01\x02" * 100, "something unknown of 300 bytes"),
    ],
)
def test_what_is_no_picture_is_named(data: bytes, words: str) -> None:
    with pytest.raises(AnswerError, match=words) as caught:
        media.picture(data, about=About(task="text_to_image", provider="fal-ai"))
    assert caught.value.provider == "fal-ai"
    assert len(str(caught.value)) < 400


def test_a_broken_picture_is_an_answer_error() -> None:
    whole = saved(pil.effect_noise((64, 64), 50), "PNG")
    with pytest.raises(AnswerError, match=r"PNG.* is broken"):
        media.picture(whole[: len(whole) // 2])


def bomb(width: int, height: int) -> bytes:
    """A PNG file of a few bytes that claims many pixels (PNG specification, section 11.2)."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(10_000, 9_000), (100_000, 100_000)])
def test_a_picture_with_too_many_pixels_is_not_decoded(size: tuple[int, int]) -> None:
    # PIL warns of the one and refuses the other; in both cases the caller learns it as an error of ours.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pil.DecompressionBombWarning)
        with pytest.raises(AnswerError, match=r"pixels"):
            media.picture(bomb(*size))
    with pytest.raises(AnswerError, match=r"pixels"):  # warnings are errors here
        media.picture(bomb(*size))


def test_the_pixel_limit_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(PIXELS, "PNG")
    monkeypatch.setattr(media, "PIXEL_LIMIT", 12)
    assert media.picture(data).size == (4, 3)
    monkeypatch.setattr(media, "PIXEL_LIMIT", 11)
    with pytest.raises(AnswerError, match="4 x 3 pixels; the limit is 11"):
        media.picture(data)


def test_pils_own_limit_holds_where_there_is_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(PIXELS, "PNG")
    monkeypatch.setattr(pil, "MAX_IMAGE_PIXELS", 11)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pil.DecompressionBombWarning)
        with pytest.raises(AnswerError, match="4 x 3 pixels; the limit is 11"):
            media.picture(data)
        monkeypatch.setattr(media, "PIXEL_LIMIT", 12)
        assert media.picture(data).size == (4, 3)
    monkeypatch.setattr(pil, "MAX_IMAGE_PIXELS", None)
    monkeypatch.setattr(media, "PIXEL_LIMIT", None)
    assert media.picture(data).size == (4, 3)


def test_postscript_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """PIL hands such files to an interpreter, which no answer shall reach."""
    monkeypatch.setattr(pil, "open", lambda *_: pytest.fail("PIL was asked"))
    for start in (b"%!PS-Adobe-3.0 EPSF-3.0", b"\xc5\xd0\xd3\xc6" + b"\0" * 40):
        with pytest.raises(AnswerError, match="PostScript"):
            media.picture(start)


@pytest.mark.parametrize("text", ["+/+/AA==", "-_-_AA==", "-_-_AA", "+/+/AA", "+/+/\nAA==\n", " +/+/ AA "])
def test_base64_in_every_common_spelling(text: str) -> None:
    assert media.decode_base64(text) == b"\xfb\xff\xbf\x00"
    assert media.bytes_of(text) == b"\xfb\xff\xbf\x00"


@pytest.mark.parametrize("text", ["!!!!", "AAAAA", "no text!", "ä", "AA\0A"])
def test_what_is_no_base64_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must be base64 text"):
        media.decode_base64(text)


def test_bytes_of_takes_bytes_and_nothing_else() -> None:
    assert media.bytes_of(bytearray(b"a")) == media.bytes_of(memoryview(b"a")) == media.bytes_of(b"a") == b"a"
    with pytest.raises(ValueError, match="must be base64 text, is int"):
        media.bytes_of(3)


# RFC 2397.
@pytest.mark.parametrize(
    ("url", "named", "data"),
    [
        ("data:image/png;base64,AP8=", "image/png", b"\x00\xff"),
        ("data:,A%20brief%20note", None, b"A brief note"),
        ("data:text/plain;charset=iso-8859-7,%be%fg", "text/plain", b"\xbe%fg"),
        ("DATA:Image/PNG;name=a.png;BASE64,AP8", "image/png", b"\x00\xff"),
        ("data:;base64,QQ==", None, b"A"),
        ("data:audio/wav;base64,%2B%2F%2B%2F", "audio/wav", b"\xfb\xff\xbf"),
        ("data:application/x;base64x,QQ", "application/x", b"QQ"),
    ],
)
def test_data_urls(url: str, named: str | None, data: bytes) -> None:
    assert media.parse_data_url(url) == (named, data)
    assert media.bytes_of(url) == data


def test_data_urls_that_are_none() -> None:
    with pytest.raises(ValueError, match="comma"):
        media.parse_data_url("data:image/png;base64")
    with pytest.raises(ValueError, match="base64"):
        media.parse_data_url("data:;base64,****")


def test_an_image_field_takes_text_url_bytes_and_pictures() -> None:
    data = saved(PIXELS, "PNG")
    text = base64.b64encode(data).decode()
    for value in (text, f"data:image/png;base64,{text}", data):
        image = media.image_of(value)
        assert image.size == (4, 3)
    assert media.image_of(PIXELS) is PIXELS
    for wrong in ("aGVsbG8=", "????", 5):
        with pytest.raises(ValueError):  # noqa: PT011  # the words depend on what is wrong
            media.image_of(wrong)
    with pytest.raises(AnswerError, match="hello"):
        media.image_of(b"hello")


def test_pydantic_decodes_the_field_types_too() -> None:
    from pydantic import TypeAdapter

    text = base64.b64encode(saved(PIXELS, "PNG")).decode()
    assert TypeAdapter(media.Image).validate_json(json.dumps(text)).size == (4, 3)
    assert TypeAdapter(list[media.Media]).validate_json('["AP8="]') == [b"\x00\xff"]
    with pytest.raises(ValueError, match="must be base64"):
        TypeAdapter(media.Media).validate_python("***")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "HSV", "F", "I", "LAB"])
def test_every_mode_can_be_written_as_text(mode: str) -> None:
    image = pil.new(mode, (2, 2))
    back = media.picture(base64.b64decode(media.text_of(image)))
    assert back.size == (2, 2)


def test_is_picture_does_not_import_pil() -> None:
    code = (
        "import sys\nfrom inferloom_runtime.media import is_picture, sniff\n"
        "assert not is_picture(b'x') and sniff(b'GIF89a') == 'image/gif' and 'PIL' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert media.is_picture(PIXELS)
    assert not media.is_picture(Path("x"))


def test_shown_is_bounded_and_printable() -> None:
    assert media.shown(b"abc") == "'abc'"
    assert media.shown(b"\n\x00") == r"'\n\x00'"
    assert media.shown("é\u2028\ud800") == r"'é\u2028\ud800'"
    assert media.shown("ключ".encode()) == "'ключ'"
    assert media.shown(b"x" * 100, 10) == "'xxxxxxxxxx'..."
    assert media.shown(b"x" * 10, 10) == "'xxxxxxxxxx'"
    assert len(media.shown(b"\0" * 100, 80)) < 90
    assert media.shown(b"\xff\xfe").isprintable()


PCM = bytes(range(256)) * 4  # samples without a header: nothing can tell what they are


@pytest.mark.parametrize(
    ("data", "content_type", "kind"),
    [
        (saved(PIXELS, "PNG"), "image/png", "image/*"),
        (saved(PIXELS, "PNG"), "image/jpeg", "image/*"),
        (saved(PIXELS, "PNG"), "application/octet-stream", "image/*"),
        (saved(PIXELS, "PNG"), "", "image/*"),
        (saved(PIXELS, "PNG"), "text/html", "image/*"),
        (b"\0\x01\x02" * 50, "image/x-own", "image/*"),
        (wav(), "audio/x-wav", "audio/*"),
        (wav(), "binary/octet-stream", "audio/*"),
        (box(b"isom"), "video/mp4", "audio/*"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm", "audio/webm", "audio/*"),
        (PCM, "audio/pcm", "audio/*"),
        (PCM, "audio/l16", "audio/*"),
        (box(b"isom"), "", "video/*"),
        (saved(PIXELS, "GIF"), "image/gif", "video/*"),
        (saved(PIXELS, "PNG"), "image/png", "video/*"),
        (b"any words", "text/plain", "text/*"),
        (b"", "text/plain", "text/*"),
    ],
)
def test_files_of_the_kind_that_was_asked_for(data: bytes, content_type: str, kind: str) -> None:
    assert media.misfit(data, content_type, kind) is None


@pytest.mark.parametrize(
    ("data", "content_type", "kind", "words"),
    [
        (b"", "image/png", "image/*", "empty"),
        (b'{"error": "busy"}', "application/json", "image/*", 'JSON (\'{"error": "busy"}\'), said to be appl'),
        (b'{"error": "busy"}', "image/png", "image/*", "JSON ("),
        (b"<!DOCTYPE html><html>", "video/mp4", "video/*", "HTML ('<!DOCTYPE html><html>'), said to be video/mp4"),
        (b"<?xml version='1.0'?><Error><Code>AccessDenied", "", "image/*", "XML ("),
        (b"no more credits", "audio/mpeg", "audio/*", "text ('no more credits'), said to be audio/mpeg"),
        ("für später".encode(), "audio/pcm", "audio/*", "text ("),
        (("ä" * 256).encode() + b"x", "audio/pcm", "audio/*", "text ("),
        (b"x" + ("ä" * 256).encode(), "audio/pcm", "audio/*", "text ("),
        (PCM, "audio/mpeg", "audio/*", "something unknown of 1024 bytes"),
        (PCM, "audio/x-wav", "audio/*", "something unknown of 1024 bytes"),
        (PCM, "audio/vnd.wave", "audio/*", "something unknown of 1024 bytes"),
        (PCM, "application/octet-stream", "audio/*", "something unknown"),
        (PCM, "", "image/*", "something unknown"),
        (PCM, "image/png", "image/*", "something unknown"),
        (wav(), "image/png", "image/*", "a file of type audio/wav"),
        (wav(), "video/mp4", "video/*", "a file of type audio/wav"),
        (saved(PIXELS, "PNG"), "audio/wav", "audio/*", "a file of type image/png"),
        (b"%PDF-1.7", "image/png", "image/*", "a file of type application/pdf"),
    ],
)
def test_files_of_another_kind(data: bytes, content_type: str, kind: str, words: str) -> None:
    assert str(media.misfit(data, content_type, kind)).startswith(words)
