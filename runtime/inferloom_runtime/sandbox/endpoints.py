"""Dedicated endpoints: the API that manages them, and the way to each of them."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from inferloom_runtime.sandbox.bundles import Bundle
from inferloom_runtime.sandbox.checker import Checker
from inferloom_runtime.sandbox.dice import Dice
from inferloom_runtime.sandbox.exchange import Refusal, Reply, Request, of_json
from inferloom_runtime.sandbox.jobs import FAILURE, Wish, wish_of
from inferloom_runtime.sandbox.routes import HUGGING_FACE
from inferloom_runtime.sandbox.value import members

USER = "sandbox"
"""Who every token belongs to; the organisation of the same name with `-org` behind it is theirs too."""

_WHOAMI = "/api/whoami-v2"
_DIRECT = "/deployed/"
_PAGE = 20
_BEGINNING = datetime(2025, 1, 1, tzinfo=UTC)
_PARAMETER = re.compile(r"\\\{(\w+)\\\}")


def read(package: str) -> dict[str, Any] | None:
    """What a generated package says of the service that manages endpoints.

    Args:
        package: The package's import name.

    Returns:
        Its bundle, or None where the package has no such service.
    """
    path = files(f"{package}.schemas").joinpath("services", "endpoints.json")
    return members(json.loads(path.read_text("utf-8"))) if path.is_file() else None


@dataclass(slots=True)
class _Deployed:
    """One endpoint.

    Attributes:
        id: The first word of its address.
        scope: Whose it is.
        spec: What it was made from.
        url: Its address.
        created: When it was made: how many changes there had been.
        updated: When it was changed last, likewise.
        state: Its state.
        plan: The states to come, one a question.
        failure: What went wrong, or "".
        was_ready: Whether it ever ran: only then it has an address.
    """

    id: str
    scope: str
    spec: dict[str, Any]
    url: str
    created: int
    updated: int
    state: str
    plan: list[str] = field(default_factory=list[str])
    failure: str = ""
    was_ready: bool = False

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.spec["name"])


class Endpoints:
    """Plays the API of Inference Endpoints, strictly, and leads calls to the endpoints that run.

    A new endpoint is pending; each question takes it one state further, until it runs. `x-inferloom-sandbox: fail` (or
    `[sandbox: fail]` in a text of the body) lets it fail in the end, `fail 500` is refused at once, `never` stays as it
    begins, `5 polls` takes that many questions.

    Args:
        bundle: What `read` gives.
        tasks: The tasks, by which an endpoint's calls are understood.
        seed: The sandbox's seed.
        keys: The keys that are accepted; None accepts any, but not none at all.
    """

    def __init__(
        self, bundle: Mapping[str, Any] | None, tasks: Mapping[str, Bundle], seed: int, keys: Collection[str] | None
    ) -> None:
        self._bundle = members(bundle)
        self._tasks = {task.hub: name for name, task in tasks.items()} | {name: name for name in tasks}
        self._seed = seed
        self._keys = keys
        self._deployed: dict[tuple[str, str], _Deployed] = {}
        self._gone: set[str] = set()
        self._changes = 0
        self._lock = threading.Lock()
        base = urlsplit(str(self._bundle.get("base_url", "")))
        self._host, self._base = base.hostname or "", base.path
        operations = members(self._bundle.get("operations"))
        self._routes = [
            (re.compile(_PARAMETER.sub(r"(?P<\1>[^/]+)", re.escape(operation["route"]))), name, operation)
            for name, operation in operations.items()
        ]
        definitions = members(self._bundle.get("definitions"))
        self._checkers = {
            name: Checker({**members(definitions[name]), "$defs": definitions})
            for name in {operation["body"] for operation in operations.values() if operation["body"]}
        }

    def visit(self, request: Request) -> Reply | Request:
        """Answer what the API is asked, and lead on what an endpoint is asked.

        Args:
            request: The request.

        Returns:
            The reply; or a request for the rest of the sandbox: where the call of an endpoint is to go, or the same one
            where it is for somebody else.

        Raises:
            Refusal: 400, 401, 404, 405, 409 or 503.
        """
        if not self._bundle:
            return request
        is_neutral = request.host not in HUGGING_FACE and not request.host.endswith(f".{self._host.partition('.')[2]}")
        if request.path == _WHOAMI and (is_neutral or request.host in HUGGING_FACE):
            self._check_key(request)
            organisation = {"name": f"{USER}-org", "type": "org"}
            return of_json({"name": USER, "type": "user", "orgs": [organisation]})
        path = self._path(request, is_neutral)
        if path is None:
            return self._led(request)
        self._check_key(request)
        with self._lock:
            return self._managed(request, path)

    def _path(self, request: Request, is_neutral: bool) -> str | None:
        """The path of a request under the API's address; None where it is for somebody else."""
        bases = [self._base] if request.host == self._host else []
        if is_neutral:
            bases = [f"{self._base}/endpoint", f"/{self._host}{self._base}"]
        found = next((base for base in bases if f"{request.path}/".startswith(f"{base}/")), None)
        if found is None:
            return None
        return request.path.partition(self._base)[2] or "/"

    def _check_key(self, request: Request) -> None:
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            raise Refusal(401, "A token is needed: send it as 'Authorization: Bearer <token>'.")
        if self._keys is not None and key.strip() not in self._keys:
            raise Refusal(401, "The token is not known here.")

    # The API

    def _managed(self, request: Request, path: str) -> Reply:
        found = [
            (name, operation, match) for route, name, operation in self._routes if (match := route.fullmatch(path))
        ]
        if not found:
            raise Refusal(404, f"There is nothing at {request.path} on {request.host}.")
        chosen = next((each for each in found if each[1]["verb"] == request.method), None)
        if chosen is None:
            allowed = ", ".join(sorted({operation["verb"] for _, operation, _ in found}))
            raise Refusal(405, f"{request.path} takes {allowed}, got {request.method}.", headers={"allow": allowed})
        name, operation, match = chosen
        body = self._body(request, operation)
        wish = wish_of(request.headers, body, "inference-endpoints")
        if wish.status is not None:
            raise Refusal(wish.status, f"{FAILURE}.")
        where = match.groupdict()
        scope = where[self._bundle["scope"]]
        if name == "list":
            return self._listed(scope, request)
        if name == "create":
            return self._created(scope, body, wish, request)
        one = self._deployed.get((scope, where["name"]))
        if one is None:
            raise Refusal(404, f"{scope} has no endpoint {where['name']!r}.")
        self._changed(name, one, body, wish, operation)
        return of_json({} if name == "delete" else self._told(one))

    def _body(self, request: Request, operation: Mapping[str, Any]) -> dict[str, Any]:
        if not operation["body"]:
            return {}
        if request.content_type != "application/json":
            raise Refusal(415, f"The body must be application/json, got {request.content_type or 'no content-type'}.")
        try:
            body: object = json.loads(request.body)
        except (ValueError, RecursionError):
            raise Refusal(400, "The body is not JSON.") from None
        try:
            self._checkers[operation["body"]].check(body)
        except Refusal as refusal:
            raise Refusal(400, refusal.sentence, refusal.at) from None
        return members(body)

    def _listed(self, scope: str, request: Request) -> Reply:
        mine = [one for (owner, _), one in sorted(self._deployed.items()) if owner == scope]
        after = request.query.get("cursor", "")
        rest = [one for one in mine if one.name > after]
        page = rest[:_PAGE]
        for one in page:
            self._move(one)
        answer: dict[str, Any] = {"items": [self._told(one) for one in page]}
        return of_json(answer | ({"nextCursor": page[-1].name} if len(rest) > _PAGE else {}))

    def _created(self, scope: str, body: dict[str, Any], wish: Wish, request: Request) -> Reply:
        if (scope, body["name"]) in self._deployed:
            raise Refusal(409, f"{scope} has an endpoint {body['name']!r} already.")
        _check_scaling(body)
        self._changes += 1
        word = Dice(self._seed, "endpoint", scope, body["name"], self._changes).name(16)
        made = urlsplit(request.url)
        url = f"{made.scheme}://{made.netloc}{_DIRECT}{word}"
        if request.host == self._host:
            provider = body["provider"]
            domain = self._host.partition(".")[2]
            url = f"https://{word}.{provider['region']}.{provider['vendor']}.{domain}"
        one = _Deployed(word, scope, body, url, self._changes, self._changes, "pending")
        one.plan = _plan(wish, "initializing", "failed")
        one.failure = f"{FAILURE}." if wish.fails else ""
        self._deployed[scope, one.name] = one
        return of_json(self._told(one))

    def _changed(
        self, name: str, one: _Deployed, body: dict[str, Any], wish: Wish, operation: Mapping[str, Any]
    ) -> None:
        if name == "get":
            self._move(one)
            return
        self._changes += 1
        one.updated = self._changes
        if name == "delete":
            del self._deployed[one.scope, one.name]
            self._gone.add(one.id)
        elif name == "resume":
            if one.state == "running":
                status, words = operation["refuses"] or (400, "already running")
                raise Refusal(status, f"The endpoint is {words}.")
            one.state, one.plan = "pending", _plan(wish, "initializing", "failed")
            one.failure = f"{FAILURE}." if wish.fails else ""
        elif name in ("pause", "scale_to_zero"):
            one.state, one.plan, one.failure = "paused" if name == "pause" else "scaledToZero", [], ""
        else:
            spec = _merged(one.spec, body)
            _check_scaling(spec)
            one.spec = spec
            if one.state not in ("paused", "scaledToZero"):
                one.state, one.plan = "updating", _plan(wish, "updating", "updateFailed")[1:]
                one.failure = f"{FAILURE}." if wish.fails else ""

    def _move(self, one: _Deployed) -> None:
        """Take an endpoint one state further."""
        if one.plan:
            one.state = one.plan[0] if len(one.plan) == 1 and one.plan[0] in _ENDLESS else one.plan.pop(0)
        one.was_ready = one.was_ready or one.state == "running"

    def _told(self, one: _Deployed) -> dict[str, Any]:
        """An endpoint as the API tells of it."""
        spec, is_running = one.spec, one.state == "running"
        scaling = members(spec["compute"]["scaling"])
        target = 0 if one.state in ("paused", "scaledToZero") else max(int(scaling["minReplica"]), 1)
        image = members(spec["model"].get("image"))
        containers: list[Any] = list(image.values())
        container = members(containers[0] if containers else None)
        shown = {name: value for name, value in container.items() if name != "credentials"}
        model = {name: value for name, value in spec["model"].items() if name not in ("secrets", "image")}
        model["image"] = {next(iter(image), "huggingface"): shown}
        account = {"id": Dice(self._seed, "account", USER).name(), "name": USER}
        status: dict[str, Any] = {
            "state": one.state,
            "message": _MESSAGES.get(one.state, ""),
            "createdAt": _time(one.created),
            "createdBy": account,
            "updatedAt": _time(one.updated),
            "updatedBy": account,
            "readyReplica": target if is_running else 0,
            "targetReplica": target,
        }
        if one.was_ready:
            status["url"] = one.url
        if one.failure and one.state in _FAILED:
            status["errorMessage"] = one.failure
        return {
            **{name: value for name, value in spec.items() if name != "model"},
            "model": {"revision": "main", **model},
            "healthRoute": container.get("healthRoute", "/health"),
            "tags": spec.get("tags", []),
            "experimentalFeatures": {},
            "notifications": {},
            "status": status,
        }

    # The endpoints

    def _led(self, request: Request) -> Request:
        """Where the call of an endpoint is to go; the same request where it is none."""
        if not self._deployed and not self._gone:
            return request
        word, rest = request.host.partition(".")[0], urlsplit(request.url).path
        if request.path.startswith(_DIRECT):
            word, _, inner = request.path.removeprefix(_DIRECT).partition("/")
            rest = f"/{inner}"
        if word in self._gone:
            raise Refusal(404, "There is no such endpoint any more.")
        with self._lock:
            one = next((each for each in self._deployed.values() if each.id == word), None)
            if one is None:
                return request
            if one.spec["type"] != "public":
                self._check_key(request)
            self._check_awake(one)
            task = self._tasks.get(str(one.spec["model"].get("task") or ""))
        parts = urlsplit(request.url)
        host = f"sandbox-{task}.localhost" if task is not None else "endpoint.localhost"
        return replace(request, url=urlunsplit(("http", host, rest, parts.query, "")))

    def _check_awake(self, one: _Deployed) -> None:
        if one.state == "running":
            return
        if one.state == "paused":
            raise Refusal(400, "Bad Request: Invalid state")
        if one.state == "scaledToZero":
            one.state, one.plan = "pending", ["initializing", "running"]
        else:
            self._move(one)
        if one.state != "running":
            raise Refusal(503, "503 Service Unavailable", headers={"retry-after": "0"})


_FAILED = ("failed", "updateFailed")
_ENDLESS = ("initializing", "updating")
_MESSAGES = {
    "pending": "Waiting to be scheduled",
    "initializing": "Getting ready",
    "updating": "Being updated",
    "running": "Running",
    "paused": "Paused",
    "scaledToZero": "Scaled to zero",
    "failed": "Failed to deploy",
    "updateFailed": "Failed to update",
}


def _plan(wish: Wish, working: str, failed: str) -> list[str]:
    """The states to come, one a question."""
    if wish.never:
        return [working]
    return [working] * (wish.polls if wish.polls is not None else 1) + [failed if wish.fails else "running"]


def _check_scaling(spec: Mapping[str, Any]) -> None:
    scaling = members(members(spec.get("compute")).get("scaling"))
    least, most = scaling.get("minReplica", 0), scaling.get("maxReplica", 0)
    if least > most:
        raise Refusal(400, f"minReplica is {least}, more than maxReplica, which is {most}.")


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """An object with another one laid over it; maps of names to values, and images, are replaced as a whole."""
    made = dict(old)
    for name, value in new.items():
        inner, over = members(made.get(name)), members(value)
        is_whole = name in ("env", "secrets", "image", "measure") or not inner or not over
        made[name] = value if is_whole else _merged(inner, over)
    return made


def _time(changes: int) -> str:
    return (_BEGINNING + timedelta(seconds=changes)).isoformat().replace("+00:00", ".000Z")
