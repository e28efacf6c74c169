"""Jobs on the played queues: their states, their ends, who may ask for them."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from provider_material import ROUTER, TABLE, Seen, arguments, cells, check_result
from sandbox_material import BUNDLES, answer, error_of, get, post

from inferloom import AsyncInferenceClient, InferenceClient, InferenceTimeoutError, JobFailedError
from inferloom_runtime import clock
from inferloom_runtime.errors import JobCancelledError, NotFoundError, RateLimitError, ServerError
from inferloom_runtime.job import AsyncJob, Job
from inferloom_runtime.sandbox import api, transport
from inferloom_runtime.sandbox.exchange import Reply, Request

QUEUES = [(row, cell) for row, cell in cells() if cell.queue is not None]
FAL = "https://queue.fal.run/sandbox/text-to-video"
KEY = {"authorization": "Key k"}

# The states that the providers document, in their order; the last one is the end.
STATES = {
    "black-forest-labs": ["Pending", "Ready"],
    "fal-ai": ["IN_QUEUE", "IN_PROGRESS", "COMPLETED"],
    "replicate": ["starting", "processing", "succeeded"],
    "together": ["queued", "in_progress", "completed"],
    "wavespeed": ["created", "processing", "completed"],
    "zai-org": ["PROCESSING", "SUCCESS"],
}
STATUS = {"together": "status", "wavespeed": "data.status", "zai-org": "task_status"}
FAILED = {"black-forest-labs": "Error", "fal-ai": "FAILED", "zai-org": "FAIL"}


@pytest.fixture(autouse=True)
def _standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    async def turn(seconds: float) -> None:
        await asyncio.get_running_loop().run_in_executor(None, bool)

    monkeypatch.setattr(clock, "sleep", bool)
    monkeypatch.setattr(clock, "sleep_async", turn)


@pytest.fixture
def seen() -> Seen:
    return Seen()


def client(seen: Seen, provider: str, token: str = "own-key") -> Any:
    return InferenceClient(provider=provider, token=token, http_client=transport.client(seen))  # type: ignore[call-overload]


def status_in(provider: str, reply: Reply) -> str:
    value = json.loads(reply.content)
    for name in STATUS.get(provider, "status").split("."):
        value = value[name]
    return str(value)


def put(sandbox: Any, url: str, **headers: str) -> Reply:
    reply: Reply = sandbox.respond(Request("PUT", url, headers))
    return reply


@pytest.mark.parametrize("token", ["hf_token", "own-key"], ids=["routed", "direct"])
@pytest.mark.parametrize(("row", "cell"), QUEUES, ids=[f"{row.id}:{cell.task}" for row, cell in QUEUES])
def test_states(seen: Seen, row: Any, cell: Any, token: str) -> None:
    """A job is queued, runs, is done; the wish keeps Replicate from giving the result at once."""
    states = STATES[row.id]
    wish = {"x-inferloom-sandbox": f"{len(states) - 1} polls"}
    method = getattr(client(seen, row.id, token), BUNDLES[cell.task].method)
    check_result(cell.task, method(**arguments(cell.task), model=f"sandbox/{cell.task}", headers=wish))
    asked = [(request, reply) for request, reply in seen.exchanges if "/api/models/" not in request.url]
    told = [status_in(row.id, reply) for request, reply in asked if b'tus":' in reply.content]
    assert told == [states[0], *states]
    waits = [reply.headers.get("retry-after-ms") for request, reply in asked if b'tus":' in reply.content]
    assert waits == ["1"] * len(waits)


def test_a_prediction_is_waited_for_on_replicate(seen: Seen) -> None:
    """`Prefer: wait` keeps the connection open until there is an output: https://replicate.com/docs/reference/http."""
    client(seen, "replicate").text_to_image("A fox", model="flux")
    paths = [request.path for request in seen.requests]
    assert len(paths) == 2  # the prediction, the picture
    body, headers = {"input": {"prompt": "A fox"}}, {"authorization": "Bearer k"}
    url = "https://api.replicate.com/v1/models/sandbox/text-to-image/predictions"
    assert answer(post(seen.sandbox, url, body, **headers))["status"] == "starting"
    assert answer(post(seen.sandbox, url, body, **headers, prefer="wait=5"))["status"] == "succeeded"


@pytest.mark.parametrize(("row", "cell"), QUEUES, ids=[f"{row.id}:{cell.task}" for row, cell in QUEUES])
@pytest.mark.parametrize("way", ["sync", "async"])
def test_failure_on_request(seen: Seen, row: Any, cell: Any, way: str) -> None:
    method, wish = BUNDLES[cell.task].method, {"x-inferloom-sandbox": "fail"}
    given: dict[str, Any] = {**arguments(cell.task), "model": f"sandbox/{cell.task}", "headers": wish}

    async def ask() -> None:
        http = transport.async_client(seen)
        made: Any = AsyncInferenceClient(provider=row.id, token="own-key", http_client=http)
        await getattr(made, method)(**given)

    with pytest.raises(JobFailedError, match="asked to fail") as failed:
        asyncio.run(ask()) if way == "async" else getattr(client(seen, row.id), method)(**given)
    assert FAILED.get(row.id, "failed") in str(failed.value)


def test_wishes_in_prompts(seen: Seen) -> None:
    fal = client(seen, "fal-ai")
    with pytest.raises(JobFailedError, match="FAILED"):
        fal.text_to_video("A fox runs. [sandbox: fail]", model="acme/wan-t2v")
    assert fal.text_to_video("A fox runs. [sandbox: 30 polls]", model="acme/wan-t2v")[:4] == b"RIFF"
    assert len([request for request in seen.requests if request.path.endswith("/status")]) > 30
    groq = client(seen, "groq")
    with pytest.raises(ServerError, match="asked to fail"):
        groq.chat_completion([{"role": "user", "content": "Hi. [sandbox: fail]"}], model="llama")
    with pytest.raises(RateLimitError):
        groq.chat_completion([{"role": "user", "content": "Hi. [sandbox: fail 429]"}], model="llama")


def test_wishes_for_one_of_several(seen: Seen) -> None:
    """The first provider is down, and the call goes to the second one of the list."""
    first: Any = ["groq", "together"]
    both = InferenceClient(provider=first, token="hf_a", http_client=transport.client(seen), max_retries=0)
    said = both.chat_completion([{"role": "user", "content": "Hi. [sandbox: fail 503 at groq]"}], model="acme/llama")
    assert "synthetic" in said.choices[0].message.content
    asked = [request.path.split("/")[1] for request in seen.requests]
    assert asked == ["groq", "together"]


@pytest.mark.parametrize(("words", "status"), [("fail", 500), ("fail 503", 503), ("never", 400)])
def test_wishes_on_the_other_wires(words: str, status: int) -> None:
    sandbox = api.load("inferloom")
    for url in (f"https://{ROUTER}/hf-inference/models/sandbox/summarization", "http://localhost/summarization"):
        assert post(sandbox, url, {"inputs": f"A text. [sandbox: {words}]"}).status == status
        assert post(sandbox, url, {"inputs": "A text."}, x_inferloom_sandbox=words).status == status
        assert post(sandbox, url, {"inputs": "A text."}).status == 200


@pytest.mark.parametrize(
    ("words", "sentence"),
    [("explode", "does not understand 'explode'"), ("3 polls", "Groq has no queue for chat-completion")],
)
def test_wishes_that_cannot_be_granted(seen: Seen, words: str, sentence: str) -> None:
    body = {"model": "m", "messages": [{"role": "user", "content": f"[sandbox: {words}]"}]}
    reply = post(seen.sandbox, "https://api.groq.com/openai/v1/chat/completions", body, authorization="Bearer k")
    assert reply.status == 400
    assert sentence in error_of(reply)["error"]


def test_a_job_that_never_ends(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    passed = iter(range(0, 10**9, 60))  # each look at the clock is a minute later
    monkeypatch.setattr(clock, "now", lambda: float(next(passed)))
    with pytest.raises(InferenceTimeoutError, match="IN_PROGRESS"):
        client(seen, "fal-ai").text_to_video("[sandbox: never]", model="acme/wan-t2v")


class TestSubmit:
    """`client.submit`, with the job asked for by other clients."""

    def test_another_client_takes_the_job_up(self) -> None:
        sandbox = api.load("inferloom")
        first, second = (api.client("inferloom", sandbox=sandbox, provider="fal-ai") for _ in range(2))
        job = first.submit.text_to_video("A fox", model="acme/wan-t2v")
        kept = json.loads(json.dumps(job.to_dict()))
        again = Job.resume(kept, second)
        assert again.id == job.id
        assert [again.status() for _ in range(3)] == ["pending", "pending", "done"]
        assert again.result() == job.result()

    def test_cancel(self, seen: Seen) -> None:
        job = client(seen, "fal-ai").submit.text_to_video("A fox", model="acme/wan-t2v")
        job.cancel()
        assert job.status() == "cancelled"
        with pytest.raises(JobCancelledError, match="CANCELED: The job was cancelled"):
            job.result()

    def test_cancel_async(self, seen: Seen) -> None:
        async def ask() -> None:
            http = transport.async_client(seen)
            made: Any = AsyncInferenceClient(provider="replicate", token="own-key", http_client=http)
            job: AsyncJob[Any] = await made.submit.text_to_video("A fox [sandbox: never]", model="acme/wan-t2v")
            await job.cancel()
            with pytest.raises(JobFailedError, match="canceled"):
                await job.result()

        asyncio.run(ask())

    @pytest.mark.parametrize("provider", sorted(STATES))
    def test_every_queue_takes_jobs(self, seen: Seen, provider: str) -> None:
        cell = next(cell for row, cell in QUEUES if row.id == provider)
        method = getattr(client(seen, provider).submit, BUNDLES[cell.task].method)
        check_result(cell.task, method(**arguments(cell.task), model=f"sandbox/{cell.task}").result())


def test_the_fixtures_clients_share_their_jobs(inferloom_sandbox: Any) -> None:
    first, second = (inferloom_sandbox.client(provider="wavespeed") for _ in range(2))
    job = first.submit.text_to_image("A fox", model="flux")
    assert Job.resume(job.to_dict(), second).result().size == (512, 512)
    assert {request.path.split("/")[1] for request in inferloom_sandbox.requests} >= {"wavespeed", "api"}
    inferloom_sandbox.configure(seed=1)
    with pytest.raises(NotFoundError):
        Job.resume(job.to_dict(), inferloom_sandbox.client(provider="wavespeed")).result()


class TestWire:
    """What any HTTP client sees."""

    def submit(self, sandbox: Any, prompt: str = "A fox") -> dict[str, Any]:
        found: dict[str, Any] = answer(post(sandbox, FAL, {"prompt": prompt}, **KEY))
        return found

    def test_ids_differ_and_stay(self, seen: Seen) -> None:
        first, second = self.submit(seen.sandbox), self.submit(seen.sandbox)
        assert first["request_id"] != second["request_id"]
        for ticket in (first, second):
            told = answer(get(seen.sandbox, f"{ticket['response_url']}/status", **KEY))
            assert told["request_id"] == ticket["request_id"]
        assert self.submit(api.load("inferloom"))["request_id"] == first["request_id"]

    def test_no_result_before_the_end(self, seen: Seen) -> None:
        ticket = self.submit(seen.sandbox)
        reply = get(seen.sandbox, ticket["response_url"], **KEY)
        assert reply.status == 400
        assert "is not done" in error_of(reply)["error"]
        while answer(get(seen.sandbox, f"{ticket['response_url']}/status", **KEY))["status"] != "COMPLETED":
            pass
        film = answer(get(seen.sandbox, ticket["response_url"], **KEY))["video"]["url"]
        assert get(seen.sandbox, film).headers["content-type"].startswith("video/")

    def test_unknown_ids(self, seen: Seen) -> None:
        for url in (f"{FAL}/requests/nothing/status", f"{FAL}/requests/nothing"):
            assert get(seen.sandbox, url, **KEY).status == 404
        assert put(seen.sandbox, f"{FAL}/requests/nothing/cancel", **KEY).status == 404
        assert get(seen.sandbox, "https://queue.fal.run/sandbox-files/nothing.png").status == 404

    def test_cancelling_twice(self, seen: Seen) -> None:
        url = self.submit(seen.sandbox)["cancel_url"]
        assert post(seen.sandbox, url, {}, **KEY).status == 405
        assert answer(put(seen.sandbox, url, **KEY))["status"] == "CANCELED"
        again = put(seen.sandbox, url, **KEY)
        assert again.status == 400
        assert "has ended already: CANCELED" in error_of(again)["error"]

    def test_a_job_is_asked_for_with_its_providers_key(self, seen: Seen) -> None:
        url = f"{self.submit(seen.sandbox)['response_url']}/status"
        assert get(seen.sandbox, url).status == 401
        assert get(seen.sandbox, url, authorization="Bearer k").status == 401
        assert get(seen.sandbox, url, **KEY).status == 200

    def test_a_job_is_asked_for_where_it_is(self, seen: Seen) -> None:
        path = self.submit(seen.sandbox)["response_url"].removeprefix("https://queue.fal.run")
        token = {"authorization": "Bearer hf_a"}
        routed = f"https://{ROUTER}/fal-ai{path}/status"
        assert get(seen.sandbox, f"{routed}?_subdomain=queue", **token).status == 200
        assert get(seen.sandbox, routed, **token).status == 404
        assert get(seen.sandbox, f"https://fal.run{path}/status", **KEY).status == 404
        assert get(seen.sandbox, f"https://{ROUTER}/together{path}/status", **token).status == 404

    def test_a_local_server_is_all_there_is(self, seen: Seen) -> None:
        """Through a socket the addresses in answers lead back to it, for programs that follow them as they are."""
        server = "http://127.0.0.1:8000"
        url = f"{server}/fal-ai/sandbox/text-to-video?_subdomain=queue"
        token = {"authorization": "Bearer hf_a"}
        ticket = answer(post(seen.sandbox, url, {"prompt": "A fox"}, **token))
        assert ticket["response_url"].startswith(f"{server}/")
        assert answer(get(seen.sandbox, f"{ticket['response_url']}/status", **token))["status"] == "IN_QUEUE"
        assert get(seen.sandbox, f"{ticket['response_url']}/status").status == 401
        job = answer(post(seen.sandbox, f"{server}/black-forest-labs/v1/flux", {"prompt": "A fox"}, **token))
        while (told := answer(get(seen.sandbox, job["polling_url"])))["status"] != "Ready":
            pass
        assert get(seen.sandbox, told["result"]["sample"]).headers["content-type"] == "image/png"


def test_only_the_newest_jobs_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    from inferloom_runtime.sandbox import jobs

    monkeypatch.setattr(jobs, "_MOST", 2)
    sandbox = api.load("inferloom")
    body = {"prompt": "A fox", "num_frames": 1}
    tickets = [answer(post(sandbox, FAL, body, **KEY)) for _ in range(3)]
    found = [get(sandbox, f"{ticket['response_url']}/status", **KEY).status for ticket in tickets]
    assert found == [404, 200, 200]


def test_only_the_newest_files_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    from inferloom_runtime.sandbox import shelf
    from inferloom_runtime.sandbox.exchange import Refusal

    monkeypatch.setattr(shelf, "_MOST_BYTES", 25)
    kept = shelf.Shelf()
    paths = [kept.put(bytes([number] * 10)) for number in (1, 2, 1, 3)]
    assert paths[0] == paths[2]
    assert [kept.serve(path).content[0] for path in paths[2:]] == [1, 3]
    with pytest.raises(Refusal, match="no file"):
        kept.serve(paths[1])


def test_the_table_knows_all_queues() -> None:
    assert {row.id for row, _ in QUEUES} == set(STATES)
    assert set(TABLE) >= set(STATES)
