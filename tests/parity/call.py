"""One call of the parity run, put together."""

from __future__ import annotations

from typing import Any

from .answers import Json, Script, described, mapped
from .offers import ARGUMENTS

ROUTER_KEY = "hf_of_the_parity_run"
OWN_KEY = "key-of-the-provider"
ENDPOINT = "https://models.example.com/some/path"


def method_of(task: str) -> str:
    """The method of a task.

    Args:
        task: The Hub's name.

    Returns:
        The method's name.
    """
    return "chat_completion" if task == "conversational" else task.replace("-", "_")


def make_case(
    provider: str,
    task: str,
    name: str,
    script: Script,
    *,
    client: Json,
    arguments: list[Any] | None = None,
    keywords: Json | None = None,
    peer: str = "new",
    method: str | None = None,
    **more: Any,
) -> Json:
    """A call.

    Args:
        provider: The provider's id, or "endpoint", or "auto".
        task: The Hub's name of the task.
        name: What is special about the call; with provider and task it is its name.
        script: What the world answers.
        client: The client's settings.
        arguments: The positional arguments; the task's own by default.
        keywords: The keyword arguments.
        peer: "new" or "old": which release it is compared with.
        method: The method; the task's own by default.
        more: Facts for the comparison: `status` and `words` of a refusal, `binary` for the kind of an input,
            `alike` for the name of a call that does the same, `environment` for variables of the environment.

    Returns:
        The case, JSON throughout.
    """
    return {
        "id": f"{provider} | {task} | {name}",
        "peer": peer,
        "provider": provider,
        "task": task,
        "name": name,
        "client": client,
        "method": method or method_of(task),
        "args": ARGUMENTS[task] if arguments is None else arguments,
        "kwargs": keywords or {},
        "script": script,
        **more,
    }


def model_of(provider: str, task: str) -> str:
    """The id of the model that is called."""
    return "gpt-4o-mini" if provider == "openai" else f"acme/{task}"


_OWN_MODELS = {
    "fal-ai": "fal-ai/models/{task}",
    "replicate": "acme/{task}",
    "featherless-ai": "Acme/{task}",
    "fireworks-ai": "accounts/fireworks/models/{task}",
}


def own_model_of(provider: str, task: str) -> str:
    """The provider's own name for that model."""
    return _OWN_MODELS.get(provider, "own-{task}").format(task=task)


def mapping_entry(provider: str, task: str, **more: Any) -> Json:
    """What the Hub's mapping says of a provider."""
    return {"status": "live", "providerId": own_model_of(provider, task), "task": task, **more}


def hub_says(provider: str, task: str, **more: Any) -> Script:
    """The Hub's part of a script: what it says about the model that is called."""
    model = model_of(provider, task)
    if provider in {"openai", "auto", "endpoint"}:
        return []
    if provider == "hf-inference":
        tag = "text-generation" if task == "conversational" else task
        return [described(model, tag, task, "conversational")]
    other = {"status": "live", "providerId": "elsewhere", "task": task}
    return [mapped(model, {"somebody-else": other, provider: mapping_entry(provider, task, **more)})]


def client_of(provider: str, task: str, key: str | None = None, **settings: Any) -> Json:
    """The settings of a client for a provider."""
    made: Json = {"model": ENDPOINT if provider == "endpoint" else model_of(provider, task)}
    if provider not in {"endpoint", "auto"}:
        made["provider"] = provider
    if key is not None:
        made["token"] = key
    return made | settings


def routes_of(provider: str) -> dict[str, str]:
    """How a provider can be reached: name -> the key that does it."""
    if provider == "openai":
        return {"direct": OWN_KEY}
    if provider == "auto":
        return {"routed": ROUTER_KEY}
    return {"routed": ROUTER_KEY, "direct": OWN_KEY}
