"""Pictures made from prompts."""

from __future__ import annotations

import colorsys
import io
import math
from itertools import pairwise
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from inferloom_runtime.sandbox.dice import Dice

LARGEST = 4096
"""The longest edge, in pixels."""

_LABEL = "synthetic"
_BLEND = 0.45
_ABOUT = "inferloom-sandbox, synthetic"


def picture(prompt: str, size: tuple[int, int], dice: Dice, over: Image.Image | None = None) -> Image.Image:
    """Draw a picture for a prompt.

    Args:
        prompt: The prompt; it is written on the picture.
        size: Width and height in pixels.
        dice: What colours and shapes depend on.
        over: A picture to draw over, for tasks that change one.

    Returns:
        The picture, in RGB.
    """
    background = _background(size, dice.fork("background"))
    if over is not None:
        background = Image.blend(over.convert("RGB").resize(size), background, _BLEND)
    pen = ImageDraw.Draw(background)
    _shapes(pen, size, dice.fork("shapes"), outlines=over is not None)
    _write(pen, size, prompt)
    return background


def frames(
    prompt: str, size: tuple[int, int], count: int, dice: Dice, over: Image.Image | None = None
) -> list[Image.Image]:
    """Draw a film for a prompt: one scene, with a ball that crosses it.

    Args:
        prompt: The prompt.
        size: Width and height in pixels.
        count: How many pictures.
        dice: What colours and shapes depend on.
        over: A picture to draw over.

    Returns:
        The pictures.
    """
    scene, colour = picture(prompt, size, dice, over), _colour(dice.fork("ball"))
    radius = max(1, min(size) // 10)
    result: list[Image.Image] = []
    for position in range(count):
        part = (position + 0.5) / count
        x, y = size[0] * part, size[1] * (0.5 - 0.3 * math.sin(math.pi * part))
        frame = scene.copy()
        ImageDraw.Draw(frame).ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour, outline="white")
        result.append(frame)
    return result


def masks(size: tuple[int, int], count: int, dice: Dice) -> list[Image.Image]:
    """Share a picture out among segments that do not overlap.

    Args:
        size: Width and height in pixels.
        count: How many segments.
        dice: What the shares depend on.

    Returns:
        One greyscale picture a segment: white inside, black outside.
    """
    width, height = size
    weights = [0.5 + dice.fraction() for _ in range(count)]
    edges = [round(width * sum(weights[:position]) / sum(weights)) for position in range(count)] + [width]
    result: list[Image.Image] = []
    for left, right in pairwise(edges):
        mask = Image.new("L", size, 0)
        if right > left:
            mask.paste(255, (left, 0, right, height))
        result.append(mask)
    return result


def depth(size: tuple[int, int]) -> Image.Image:
    """A picture of distances, in grey: near at the bottom, far at the top."""
    return Image.linear_gradient("L").resize(size)


def encoded(image: Image.Image, media_type: str = "image/png") -> bytes:
    """A picture as a file.

    Args:
        image: The picture.
        media_type: "image/png", "image/jpeg", "image/webp" or "image/gif".
    """
    buffer = io.BytesIO()
    if media_type == "image/png":
        about = PngImagePlugin.PngInfo()
        about.add_text("Software", _ABOUT)
        large = image.width * image.height > 1 << 20
        image.save(buffer, "PNG", pnginfo=about, compress_level=1 if large else 6)
    else:
        image.save(buffer, media_type.partition("/")[2].upper(), quality=85)
    return buffer.getvalue()


def colour_name(image: Image.Image) -> str:
    """The name of a picture's average colour."""
    red, green, blue = (part / 255 for part in _average(image))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if lightness > 0.88 or lightness < 0.12:
        return "white" if lightness > 0.5 else "black"
    if saturation < 0.12:
        return "grey"
    names = ("red", "orange", "yellow", "green", "green", "turquoise", "blue", "blue", "violet", "pink", "red")
    return names[int(hue * (len(names) - 1) + 0.5)]


def _average(image: Image.Image) -> tuple[int, int, int]:
    content = image.convert("RGB").resize((1, 1), Image.Resampling.BOX).tobytes()
    return content[0], content[1], content[2]


def _colour(dice: Dice, lightness: float | None = None) -> tuple[int, int, int]:
    level = lightness if lightness is not None else dice.between(0.35, 0.75)
    red, green, blue = colorsys.hls_to_rgb(dice.fraction(), level, dice.between(0.45, 0.9))
    return int(red * 255), int(green * 255), int(blue * 255)


def _background(size: tuple[int, int], dice: Dice) -> Image.Image:
    tiny = Image.new("RGB", (3, 3))
    for position in range(9):
        tiny.putpixel((position % 3, position // 3), _colour(dice, dice.between(0.25, 0.7)))
    return tiny.resize(size, Image.Resampling.BICUBIC)


def _shapes(pen: ImageDraw.ImageDraw, size: tuple[int, int], dice: Dice, *, outlines: bool) -> None:
    width, height = size
    stroke = max(1, min(size) // 100)
    for _ in range(dice.integer(6, 12)):
        x, y, extent = dice.fraction() * width, dice.fraction() * height, dice.between(0.06, 0.28) * min(size)
        colour, shape = _colour(dice), dice.integer(0, 2)
        fill = None if outlines else colour
        box = (x - extent, y - extent, x + extent, y + extent)
        if shape == 0:
            pen.ellipse(box, fill=fill, outline=colour, width=stroke)
        elif shape == 1:
            pen.rectangle(box, fill=fill, outline=colour, width=stroke)
        else:
            corners = [(x, y - extent), (x + extent, y + extent), (x - extent, y + extent)]
            pen.polygon(corners, fill=fill, outline=colour)


def _write(pen: ImageDraw.ImageDraw, size: tuple[int, int], prompt: str) -> None:
    width, height = size
    letters = max(8, min(size) // 22)
    if width < 4 * letters or height < 4 * letters:
        return
    font = ImageFont.load_default(letters)
    columns = max(4, int(width / (letters * 0.62)))
    most = max(1, int(height * 0.4 / (letters * 1.3)) - 1)
    # The font at hand may lack letters of other scripts; it then draws a box for them.
    lines = [*wrap(" ".join(prompt.split())[:400], columns)[:most], _LABEL]
    top = height - int(len(lines) * letters * 1.3) - letters // 2
    pen.rectangle((0, top - letters // 2, width, height), fill=(20, 20, 28))
    for position, line in enumerate(lines):
        at = (letters // 2, top + int(position * letters * 1.3))
        pen.text(at, line, font=font, fill=(160, 220, 255) if line == _LABEL else "white")
