"""The wires of the table's providers: their hosts, routes, keys, bodies, answers, queues."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

from inferloom_runtime import media
from inferloom_runtime.sandbox import inverses, openai
from inferloom_runtime.sandbox.answers import placed, written
from inferloom_runtime.sandbox.bundles import Bundle
from inferloom_runtime.sandbox.dialect import Dialect
from inferloom_runtime.sandbox.dice import Dice
from inferloom_runtime.sandbox.exchange import Refusal, Reply, Request, of_bytes, of_events, of_json
from inferloom_runtime.sandbox.jobs import Job, Jobs, grant, wish_of
from inferloom_runtime.sandbox.registry import CONVERSATIONAL, WRITING, Registry
from inferloom_runtime.sandbox.routes import HUGGING_FACE
from inferloom_runtime.sandbox.shelf import Shelf
from inferloom_runtime.sandbox.streaming import items_of
from inferloom_runtime.sandbox.table import Cell, Row
from inferloom_runtime.sandbox.value import members

_ROUTER = "router.huggingface.co"
_BEARER = ("authorization", "Bearer {key}")
# A sandbox's queue need not be waited for.
_SOON = {"retry-after-ms": "1"}
# Whoever speaks OpenAI's wire lists its models beside it.
_MODELS = ("/chat/completions", "/models")
_OPEN_IN_CHAT = ("messages", "tools")


class Player(Protocol):
    """Does tasks, whoever's wire they come by."""

    def output(self, task: str, given: dict[str, Any], model: str) -> Any:
        """The whole output."""
        ...

    def pieces(self, task: str, given: dict[str, Any], model: str) -> Iterator[bytes]:
        """The output as a stream of server-sent events."""
        ...


@dataclass(frozen=True, slots=True)
class Visit:
    """A request to a provider.

    Attributes:
        request: The request.
        row: The provider.
        path: The path below the provider's address, or below its path on the router.
        base: The provider's own address that was asked; None for the router.
        strayed: The address belongs to a job, and to no host that says whose key is right.
    """

    request: Request
    row: Row
    path: str
    base: str | None = None
    strayed: bool = False

    def reaches(self, cell: Cell) -> bool:
        """Whether a cell is served at the address."""
        if self.strayed:
            return True
        if self.base is not None:
            return cell.base_url.rstrip("/") == self.base
        query = self.request.query
        asked = [each for each in self.row.cells if each.routed_query and each.routed_query.items() <= query.items()]
        return cell.routed_query in [each.routed_query for each in asked] if asked else not cell.routed_query


class Providers:
    """Plays the providers of a table.

    Args:
        rows: The providers by id.
        bundles: The tasks.
        registry: The models.
        player: Does the tasks.
        seed: The sandbox's seed.
        keys: The keys that are accepted; None accepts every key of the right kind.
        extra: Further members that requests may have.
    """

    def __init__(
        self,
        rows: Mapping[str, Row],
        bundles: Mapping[str, Bundle],
        registry: Registry,
        player: Player,
        shelf: Shelf,
        *,
        seed: int,
        keys: frozenset[str] | None,
        extra: frozenset[str],
    ) -> None:
        self._bundles = bundles
        self._registry = registry
        self._player = player
        self._shelf = shelf
        self._seed = seed
        self._keys = keys
        self._extra = extra
        self._jobs = Jobs(seed)
        self._rows = list(rows.values())
        self._dialects: dict[int, Dialect] = {}
        self._bases: dict[str, list[tuple[str, str, Row]]] = {}
        for row in self._rows:
            for base in dict.fromkeys(cell.base_url.rstrip("/") for cell in row.cells if cell.base_url):
                parts = urlsplit(base)
                self._bases.setdefault(parts.hostname or "", []).append((parts.path, base, row))

    def find(self, request: Request) -> Visit | None:
        """The provider that a request is for; None where it is for somebody else."""
        own = self._own(request, request.host, request.path)
        if own is not None:
            return own
        is_neutral = request.host not in HUGGING_FACE
        host, _, rest = request.path.removeprefix("/").partition("/")
        if is_neutral and (own := self._own(request, host.lower(), f"/{rest}")) is not None:
            return own
        if is_neutral or request.host == _ROUTER:
            for row in self._rows:
                if row.router_path and request.path.startswith(f"{row.router_path}/"):
                    return Visit(request, row, request.path.removeprefix(row.router_path))
        found = self._jobs.find(request.path) if is_neutral else None
        asked = [row for row in self._rows if found is not None and row.id == found[0].row]
        return Visit(request, asked[0], request.path, strayed=True) if asked else None

    def serve(self, visit: Visit) -> Reply:
        """Answer a request.

        Raises:
            Refusal: 401, 404, 405, 400, 415 or 422; the key, the address or the body is not right.
        """
        found = self._job_at(visit)
        if found is not None and found[0].row == visit.row.id and visit.reaches(found[0].cell):
            return self._asked(visit, *found)
        request = visit.request
        self._check_key(visit, keyless=False)
        routes = [(cell, route) for cell in visit.row.cells if visit.reaches(cell) for route in _routes(cell)]
        if request.method == "GET" and visit.path in [
            route.replace(*_MODELS) for _, route in routes if _MODELS[0] in route
        ]:
            return of_json(openai.models(self._registry.all()))
        matches = [(cell, route, match) for cell, route in routes if (match := _matched(route, visit.path))]
        if not matches or request.method != "POST":
            raise self._lost(visit, [route for _, route in routes], is_known=bool(matches))
        model = next((match["model"] for _, _, match in matches if "model" in match.groupdict()), None)
        dialect, body, given = self._read(visit, [(self._dialect(cell), route) for cell, route, _ in matches], model)
        named = model or dialect.model_in(body) or ""
        return self._answered(visit, dialect, given, named, body)

    def _job_at(self, visit: Visit) -> tuple[Job, Mapping[str, str]] | None:
        # The router's callers keep the whole path of an address that the provider gave, its base's among it.
        paths = [prefix for bases in self._bases.values() for prefix, _, row in bases if row is visit.row]
        return next((found for path in ["", *paths] if (found := self._jobs.find(visit.path.removeprefix(path)))), None)

    def _own(self, request: Request, host: str, path: str) -> Visit | None:
        bases = self._bases.get(host, [])
        for prefix, base, row in sorted(bases, key=lambda each: -len(each[0])):
            if f"{path}/".startswith(f"{prefix}/"):
                return Visit(request, row, path.removeprefix(prefix) or "/", base)
        # A provider's host has nothing beside its address.
        return Visit(request, bases[0][2], path, f"https://{host}") if bases else None

    def _dialect(self, cell: Cell) -> Dialect:
        if id(cell) not in self._dialects:
            bundle = self._bundles[cell.task]
            open_at = _OPEN_IN_CHAT if bundle.hub == CONVERSATIONAL else ()
            self._dialects[id(cell)] = Dialect(cell, bundle, self._seed, open_at, self._extra)
        return self._dialects[id(cell)]

    # Who may ask, and for what

    def _check_key(self, visit: Visit, *, keyless: bool) -> None:
        row = visit.row
        if keyless or not row.needs_key:
            return
        kinds = [_BEARER, row.auth] if visit.strayed else [row.auth if visit.base is not None else _BEARER]
        for header, shape in kinds:
            given = visit.request.headers.get(header, "").strip()
            before, _, after = shape.partition("{key}")
            if given[: len(before)].lower() == before.lower() and given.endswith(after) and len(given) > len(before):
                key = given[len(before) : len(given) - len(after)].strip()
                break
        else:
            header, shape = kinds[-1]
            whose = "The router" if visit.base is None else row.name
            raise Refusal(401, f"{whose} needs a key: send it as '{header}: {shape.replace('{key}', '<key>')}'.")
        is_hubs = key.startswith("hf_")
        if not visit.strayed and is_hubs is (visit.base is not None):
            sentence = (
                f"This is a Hugging Face token; {row.name} itself takes its own keys, the router takes such tokens."
                if is_hubs
                else "The router takes Hugging Face tokens (hf_...); a provider's own key goes to its own address."
            )
            raise Refusal(401, sentence)
        if self._keys is not None and key not in self._keys:
            raise Refusal(401, "The key is malformed or not known here.")

    def _lost(self, visit: Visit, routes: list[str], *, is_known: bool) -> Refusal:
        row, request = visit.row, visit.request
        if request.method != "POST" and any(cell.queue is not None for cell in row.cells):
            return Refusal(404, f"{row.name} has no job at {visit.path}.")
        if is_known:
            return Refusal(405, f"{visit.path} takes POST, got {request.method}.", headers={"allow": "POST"})
        others = sorted({word for cell in row.cells for word in cell.routed_query.items()})
        hint = f" With the query {'&'.join('='.join(word) for word in others)} there is more." if others else ""
        listed = ", ".join(dict.fromkeys(f"POST {route}" for route in routes)) or "nothing at this address"
        return Refusal(
            404, f"{row.name} has nothing at {visit.path}; there is {listed}.{hint if not visit.base else ''}"
        )

    # What is asked

    def _read(
        self, visit: Visit, choices: list[tuple[Dialect, str]], model: str | None
    ) -> tuple[Dialect, dict[str, Any], dict[str, Any]]:
        """The dialect that a request is in, with its body and the task's input."""
        body = choices[0][0].body_of(visit.request)
        dialects = self._likely([dialect for dialect, _ in choices], model or choices[0][0].model_in(body), visit)
        needed = sorted({name for dialect, route in choices for name in _demanded(dialect.cell, route)} - body.keys())
        if needed:
            raise Refusal(422, f"$.{needed[0]}: the field '{needed[0]}' is required and missing.", (needed[0],))
        refusals: list[tuple[int, Refusal]] = []
        for dialect in dialects:
            try:
                return dialect, body, dialect.read(body)
            except Refusal as refusal:
                refusals.append((dialect.knows(body), refusal))
        # The one that was likeliest meant says what is wrong.
        raise max(refusals, key=lambda each: each[0])[1]

    def _likely(self, dialects: list[Dialect], model: str | None, visit: Visit) -> list[Dialect]:
        """The dialects that a model may mean, the likeliest first."""
        known = self._registry.known(model) if model else None
        if known is None:
            task = self._registry.find(model) if model else None
            return sorted(dialects, key=lambda dialect: task is None or dialect.bundle.task != task.task)
        meant = [dialect for dialect in dialects if dialect.bundle.task == known.task]
        if not meant and known.hub in WRITING:
            meant = [dialect for dialect in dialects if dialect.bundle.hub in WRITING]
        if not meant:
            does = ", ".join(sorted({dialect.bundle.task for dialect in dialects}))
            raise Refusal(
                404, f"The model '{model}' is for {known.task}; POST {visit.path} of {visit.row.name} does {does}."
            )
        return meant

    # What is answered

    def _answered(
        self, visit: Visit, dialect: Dialect, given: dict[str, Any], model: str, body: dict[str, Any]
    ) -> Reply:
        cell, request = dialect.cell, visit.request
        wish = wish_of(request.headers, given, visit.row.id)
        grant(wish, visit.row.name, cell.task, is_queued=cell.queue is not None)
        dice, route = Dice(self._seed, visit.row.id, body), visit.path
        if cell.stream is not None and given.get("stream") is True:
            pieces = self._player.pieces(cell.task, given, model)
            return of_events(self._told(cell, pieces, given, route, model, dice))
        whole = given if cell.stream is None else {name: value for name, value in given.items() if name != "stream"}
        if "details" in members(cell.result.get("shape")):
            # Such a provider tells how a text ended without being asked.
            whole = {**whole, "parameters": {**members(whole.get("parameters")), "details": True}}
        # Of a job too: what nobody could draw is refused at once, not when its turn comes.
        make = partial(written, cell.result, self._player.output(cell.task, whole, model), whole)
        if cell.queue is not None:
            return self._queued(visit, Job(self._jobs.name(), visit.row.id, cell, None, make, wish))
        answer = make(partial(self._put, visit))
        if isinstance(answer, bytes):
            return of_bytes(answer, media.sniff(answer) or "application/octet-stream")
        return of_json(openai.dressed(answer, route, model, dice, whole))

    def _told(
        self, cell: Cell, pieces: Iterator[bytes], given: Mapping[str, Any], route: str, model: str, dice: Dice
    ) -> Iterator[bytes]:
        """A stream in the provider's words."""
        if "json" in members(cell.stream):
            yield from pieces
            return
        for item in items_of(pieces):
            answer = written(members(cell.stream), item, given, self._shelf.put)
            yield openai.event(openai.dressed(answer, route, model, dice, None))
        yield openai.DONE

    def _put(self, visit: Visit, content: bytes) -> str:
        parts = urlsplit(visit.request.url)
        return f"{parts.scheme}://{parts.netloc}{self._shelf.put(content)}"

    # Queues

    def _queued(self, visit: Visit, job: Job) -> Reply:
        cell, queue = job.cell, job.cell.queue
        assert queue is not None
        place = f"{visit.path}/requests/{job.id}"
        asked = queue.get.replace("{id}", job.id) if queue.get is not None else f"{place}{queue.suffix or '/status'}"
        addresses = [(asked, "GET", "state")]
        ticket = placed(placed(None, queue.id, job.id), queue.status, queue.pending[0])
        if queue.then is not None:
            addresses.append((place, "GET", "result"))
            ticket = placed(ticket, queue.then, self._address(visit, cell, place))
        if queue.at is not None:
            ticket = placed(ticket, queue.at, self._address(visit, cell, asked.removesuffix(queue.suffix)))
        if queue.cancel is not None:
            method, target = queue.cancel
            is_route = "{id}" in target
            cancel = target.replace("{id}", job.id) if is_route else f"{place}/cancel"
            addresses.append((cancel, method, "cancel"))
            ticket = ticket if is_route else placed(ticket, target, self._address(visit, cell, cancel))
        job.ticket = ticket
        self._jobs.add(job, addresses)
        wants_now = "wait" in visit.request.headers.get("prefer", "").replace("=", ",").split(",")
        if queue.unless is not None and wants_now and not (job.wish.fails or job.wish.never or job.wish.polls):
            job.finish()
            return of_json(job.state(partial(self._put, visit)))
        return of_json(job.ticket, headers=_SOON)

    def _address(self, visit: Visit, cell: Cell, path: str) -> str:
        """The address of a job: on the provider's own host, as providers answer the router's calls too."""
        request, quoted = visit.request, quote(path, safe="/:@")
        if request.host in HUGGING_FACE or request.host in self._bases:
            return cell.base_url.rstrip("/") + quoted
        # A server on this machine is all that its callers can reach.
        parts = urlsplit(request.url)
        return f"{parts.scheme}://{parts.netloc}{quoted}"

    def _asked(self, visit: Visit, job: Job, uses: Mapping[str, str]) -> Reply:
        queue = job.cell.queue
        assert queue is not None
        self._check_key(visit, keyless=queue.keyless)
        what = uses.get(visit.request.method)
        if what is None:
            allowed = ", ".join(uses)
            raise Refusal(405, f"{visit.path} takes {allowed}, got {visit.request.method}.", headers={"allow": allowed})
        put_file = partial(self._put, visit)
        if what == "cancel":
            return of_json(job.cancel())
        return of_json(job.result(put_file) if what == "result" else job.state(put_file), headers=_SOON)


def _routes(cell: Cell) -> list[str]:
    if cell.route_quirk is None:
        return [f"/{cell.route.strip('/')}"]
    return list(inverses.ROUTES.get(cell.route_quirk, {"/{model}": ()}))


def _demanded(cell: Cell, route: str) -> tuple[str, ...]:
    """What a body must have because of its route."""
    routes = inverses.ROUTES.get(cell.route_quirk or "", {})
    return tuple(str(name) for name in routes.get(route, ()))


def _matched(route: str, path: str) -> re.Match[str] | None:
    before, found, after = route.partition("{model}")
    model = r"(?P<model>[^?#]+?)" if found else ""
    return re.fullmatch(re.escape(before) + model + re.escape(after), path)
