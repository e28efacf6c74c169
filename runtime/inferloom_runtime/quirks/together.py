"""Together's reference images."""

from __future__ import annotations

from inferloom_runtime.call import Call


def reference(value: object, call: Call) -> dict[str, object]:
    """The image to start from, under the key that the model reads: https://docs.together.ai/docs/images-overview

    Args:
        value: The image as a URL.
        call: The call, whose model decides.

    Returns:
        `image_url` for FLUX.1 Kontext, `reference_images` for all others.
    """
    model = call.model.lower()
    kontext = "flux.1" in model and "kontext" in model
    return {"image_url": value} if kontext else {"reference_images": [value]}
