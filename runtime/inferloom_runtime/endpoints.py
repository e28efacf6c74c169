"""What a body of the Inference Endpoints API is made of, where one argument is not one value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from inferloom_runtime.call import Json
from inferloom_runtime.errors import UsageError


def created(options: Mapping[str, Any], body: Json) -> None:
    """Put image and metric into the body of a new endpoint.

    Args:
        options: The arguments that were given.
        body: The body; it is changed.

    Raises:
        UsageError: Some of them make no sense together.
    """
    updated(options, body)
    body.setdefault("model", {}).setdefault("image", {"huggingface": {}})


def updated(options: Mapping[str, Any], body: Json) -> None:
    """Put image and metric into the body of an update.

    Args:
        options: The arguments that were given.
        body: The body; it is changed.

    Raises:
        UsageError: Some of them make no sense together.
    """
    image = _image(options)
    if image is not None:
        body.setdefault("model", {})["image"] = image
    metric, threshold = options.get("scaling_metric"), options.get("scaling_threshold")
    if metric is not None:
        body.setdefault("compute", {}).setdefault("scaling", {})["measure"] = {metric: threshold}
    elif threshold is not None:
        raise UsageError("scaling_threshold needs scaling_metric: the threshold of what?")


def _image(options: Mapping[str, Any]) -> Json | None:
    """The container by its engine's name: only a flat one has an address of its own, and no engine is called `url`."""
    given = cast("Mapping[str, Any] | None", options.get("custom_image"))
    username, password = options.get("container_registry_username"), options.get("container_registry_password")
    if password is not None and username is None:
        raise UsageError("container_registry_password needs container_registry_username.")
    if given is None:
        if username is not None:
            raise UsageError("container_registry_username needs custom_image, the image that comes from there.")
        return None
    image: Json = {"custom": dict(given)} if "url" in given else dict(given)
    if username is None:
        return image
    own = image.get("custom")
    if not isinstance(own, Mapping):
        raise UsageError("container_registry_username is for an image of your own: {'url': ...} or {'custom': ...}.")
    credentials = {"username": username} | ({} if password is None else {"password": password})
    return {**image, "custom": {**cast("Mapping[str, Any]", own), "credentials": credentials}}
