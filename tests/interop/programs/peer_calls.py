"""Make calls with other people's clients: one JSON object a line in, one out.

In: {"client": "openai" or "huggingface_hub", "url": ..., "method": ..., "arguments": {...}}. A method named with dots
is looked up step by step.
"""

import json
import sys

import huggingface_hub
import openai

_CLIENTS = {
    "openai": lambda url: openai.OpenAI(base_url=url, api_key="none", timeout=30, max_retries=0),
    "huggingface_hub": lambda url: huggingface_hub.InferenceClient(url, timeout=30),
}
_made = {}


def plain(value):
    """The value as JSON has it."""
    if hasattr(value, "model_dump"):
        return value.model_dump(exclude_unset=True)
    if hasattr(value, "tolist"):
        return value.tolist()
    if hasattr(value, "__dataclass_fields__"):
        return {key: plain(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return value


def perform(wish):
    """One call."""
    where = (wish["client"], wish["url"])
    function = _made.setdefault(where, _CLIENTS[where[0]](where[1]))
    for name in wish["method"].split("."):
        function = getattr(function, name)
    answer = {}
    try:
        result = function(**wish["arguments"])
        if wish["arguments"].get("stream"):
            answer["items"] = []
            for item in result:
                answer["items"].append(plain(item))
        else:
            answer["result"] = plain(result)
    except Exception as error:
        response = getattr(error, "response", None)
        answer.update(error=type(error).__name__, words=str(error), status=getattr(response, "status_code", None))
    return answer


for line in sys.stdin:
    print(json.dumps(perform(json.loads(line))), flush=True)
