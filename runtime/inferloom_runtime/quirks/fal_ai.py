"""fal's LoRA adapters."""

from __future__ import annotations

from urllib.parse import quote

from inferloom_runtime.call import Adapter, Call


def loras(value: Adapter | None, call: Call) -> list[dict[str, object]] | None:
    """The adapter as fal downloads it: https://fal.ai/models/fal-ai/flux-lora/api

    Args:
        value: The adapter that the Hub's mapping names, if any.
        call: The call.

    Returns:
        A list of one, or None without an adapter.
    """
    if value is None:
        return None
    address = f"https://huggingface.co/{quote(value.hub_model)}/resolve/main/{quote(value.weights)}"
    return [{"path": address, "scale": 1}]


def lora_base(value: Adapter | None, call: Call) -> str | None:
    """The model under an adapter, where fal's endpoint serves several: https://fal.ai/models/fal-ai/lora/api

    Args:
        value: The adapter that the Hub's mapping names, if any.
        call: The call.

    Returns:
        Stable Diffusion XL for the endpoint `fal-ai/lora`, otherwise None.
    """
    shared = value is not None and value.provider_model == "fal-ai/lora"
    return "stabilityai/stable-diffusion-xl-base-1.0" if shared else None
