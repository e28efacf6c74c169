"""Record what huggingface_hub sends to the management API of Inference Endpoints.

Run it with the Python of an environment that has huggingface_hub and nothing of ours:

    python tests/endpoints/record.py tests/endpoints/recorded

It calls the library against a server on this machine and writes `huggingface_hub-<version>.json`: each call with the
requests that it made. The keys of the environment are not sent.
"""

from __future__ import annotations

import json
import sys
import threading
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

NEW = {
    "name": "my-endpoint",
    "repository": "gpt2",
    "framework": "pytorch",
    "accelerator": "cpu",
    "instance_size": "x2",
    "instance_type": "intel-icl",
    "region": "us-east-1",
    "vendor": "aws",
}
"""The arguments that every endpoint needs."""

FULL = {
    **NEW,
    "task": "text-generation",
    "revision": "6c0e6080953db56375760c0471a8c5f2929baf11",
    "min_replica": 0,
    "max_replica": 3,
    "scale_to_zero_timeout": 15,
    "custom_image": {"url": "images.acme.example/server:1.0", "healthRoute": "/health", "port": 8080},
    "env": {"MAX_INPUT_LENGTH": "1024"},
    "secrets": {"DATABASE": "never-shown"},
    "type": "public",
    "domain": "models.acme.example",
    "path": "/gpt2",
    "cache_http_responses": True,
    "tags": ["dev", "text-generation"],
}

CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "list": ("list", {}),
    "get": ("get", {"name": "my-endpoint"}),
    "create": ("create", NEW),
    "create in full": ("create", FULL),
    "create with a scaling metric": (
        "create",
        {**NEW, "scaling_metric": "pendingRequests", "scaling_threshold": 2.0},
    ),
    "create with a metric and no threshold": ("create", {**NEW, "scaling_metric": "hardwareUsage"}),
    "create with an engine's image": (
        "create",
        {**NEW, "custom_image": {"vLLM": {"url": "vllm/vllm-openai:v0.23.0", "port": 8000}}},
    ),
    "create from a closed registry": (
        "create",
        {
            **NEW,
            "custom_image": {"url": "images.acme.example/closed:1.0"},
            "container_registry_username": "me",
            "container_registry_password": "never-shown",
        },
    ),
    "create with a command": (
        "create",
        {**NEW, "container_command": ["serve"], "container_args": ["--port", "80"]},
    ),
    "update the machine": (
        "update",
        {"name": "my-endpoint", "accelerator": "gpu", "instance_size": "x1", "instance_type": "nvidia-a10g"},
    ),
    "update the replicas": (
        "update",
        {"name": "my-endpoint", "min_replica": 0, "max_replica": 2, "scale_to_zero_timeout": 30},
    ),
    "update the metric": (
        "update",
        {"name": "my-endpoint", "scaling_metric": "hardwareUsage", "scaling_threshold": 75.0},
    ),
    "update the model": (
        "update",
        {
            "name": "my-endpoint",
            "repository": "org/model",
            "framework": "custom",
            "revision": "main",
            "task": "text-classification",
            "custom_image": {"url": "images.acme.example/server:2.0"},
            "env": {"A": "1"},
            "secrets": {"B": "never-shown"},
        },
    ),
    "update the rest": (
        "update",
        {
            "name": "my-endpoint",
            "domain": "models.acme.example",
            "path": "/v2",
            "cache_http_responses": False,
            "tags": ["prod"],
        },
    ),
    "update the command": ("update", {"name": "my-endpoint", "container_command": ["serve"], "container_args": []}),
    "pause": ("pause", {"name": "my-endpoint"}),
    "resume": ("resume", {"name": "my-endpoint"}),
    "scale to zero": ("scale_to_zero", {"name": "my-endpoint"}),
    "delete": ("delete", {"name": "my-endpoint"}),
}
"""A title -> our method's name, with arguments that both libraries take."""

ANSWER = {
    "name": "my-endpoint",
    "type": "authenticated",
    "healthRoute": "/health",
    "provider": {"vendor": "aws", "region": "us-east-1"},
    "compute": {
        "accelerator": "cpu",
        "instanceType": "intel-icl",
        "instanceSize": "x2",
        "scaling": {"minReplica": 1, "maxReplica": 1},
    },
    "model": {"repository": "gpt2", "revision": "main", "task": "text-generation", "framework": "pytorch", "image": {}},
    "status": {
        "createdAt": "2023-10-26T12:41:53.263078506Z",
        "updatedAt": "2023-10-26T12:41:53.263079138Z",
        "state": "pending",
    },
}


class Recorder(BaseHTTPRequestHandler):
    """Writes down each request and answers with an endpoint."""

    seen: ClassVar[list[dict[str, Any]]] = []

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.seen.append(
            {
                "method": self.command,
                "path": self.path,
                "authorization": self.headers.get("authorization"),
                "body": json.loads(body) if body else None,
            }
        )
        value: Any = {"name": "alice", "type": "user", "orgs": []} if "whoami" in self.path else ANSWER
        if self.command == "GET" and self.path.endswith("/endpoint/acme"):
            value = {"items": [ANSWER]}
        data = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_DELETE = _answer


def main(folder: Path) -> None:
    """Record every call.

    Args:
        folder: Where the recording goes.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"

    import huggingface_hub
    from huggingface_hub import constants

    constants.INFERENCE_ENDPOINTS_ENDPOINT = f"{url}/v2"
    api = huggingface_hub.HfApi(endpoint=url, token="hf_of_the_tests")
    names = {"list": "list_inference_endpoints"}
    recorded: dict[str, Any] = {}
    for title, (method, arguments) in CALLS.items():
        Recorder.seen.clear()
        function = getattr(api, names.get(method, f"{method}_inference_endpoint"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                function(**arguments, namespace="acme", token="hf_of_the_tests")
            except TypeError as error:
                print(f"{title}: left out: {error}")
                continue
        recorded[title] = {"method": method, "arguments": arguments, "requests": list(Recorder.seen)}
    Recorder.seen.clear()
    api.get_inference_endpoint("my-endpoint", token="hf_of_the_tests")
    recorded["get without a namespace"] = {
        "method": "get",
        "arguments": {"name": "my-endpoint"},
        "requests": list(Recorder.seen),
    }
    version = huggingface_hub.__version__
    path = folder / f"huggingface_hub-{version}.json"
    said = {"source": f"huggingface_hub {version}, recorded by tests/endpoints/record.py", "calls": recorded}
    path.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    print(f"{path}: {len(recorded)} calls")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
