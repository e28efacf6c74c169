"""Jobs on providers' queues: handed in, asked for, waited for, taken up again, cancelled."""

from __future__ import annotations

import asyncio
import json
import pickle
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from inferloom import AsyncInferenceClient, AsyncJob, InferenceClient, Job
from inferloom_runtime import clock
from inferloom_runtime.errors import (
    InferenceTimeoutError,
    JobCancelledError,
    JobFailedError,
    ServerError,
    UsageError,
)
from wire.exchange import SAMPLES, Server, Way, answering

pytestmark = pytest.mark.anyio

QUEUE = "https://queue.fal.run/vendor/film"
# What fal's queue answers: https://docs.fal.ai/model-apis/model-endpoints/queue
TAKEN = {
    "status": "IN_QUEUE",
    "request_id": "7",
    "response_url": f"{QUEUE}/requests/7",
    "status_url": f"{QUEUE}/requests/7/status",
    "cancel_url": f"{QUEUE}/requests/7/cancel",
}
DONE = {"video": {"url": "https://files.example/film.mp4"}}


class Queue:
    """fal's queue: each question takes one state off the list; the last one stays."""

    def __init__(self, *states: str) -> None:
        self.states = list(states)
        self.asked: list[str] = []
        self.keys: set[str | None] = set()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if request.url.host == "huggingface.co":
            entry = {"status": "live", "providerId": "vendor/film", "task": "text-to-video"}
            return answering({"inferenceProviderMapping": {"fal-ai": entry}})
        if request.url.host == "files.example":
            self.keys.add(request.headers.get("authorization"))
            return httpx.Response(200, content=SAMPLES["video"], headers={"content-type": "video/mp4"})
        assert request.headers["authorization"] == "Key own-key"
        self.asked.append(f"{request.method} {path}")
        if path.endswith("/status"):
            return answering({"status": self.states.pop(0) if len(self.states) > 1 else self.states[0]})
        if path.endswith("/cancel"):
            self.states = ["CANCELLED"]
            return answering({"status": "CANCELLATION_REQUESTED"}, 202)
        return answering(DONE if path.endswith("/requests/7") else TAKEN)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that only sleeping moves."""
    now = [1000.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    async def sleep_async(seconds: float) -> None:
        sleep(seconds)

    monkeypatch.setattr(clock, "now", lambda: now[0])
    monkeypatch.setattr(clock, "sleep", sleep)
    monkeypatch.setattr(clock, "sleep_async", sleep_async)
    return now


def client_of(way: Way, queue: Callable[[httpx.Request], httpx.Response], **settings: Any) -> Any:
    return way.client(queue, "org/model", **({"provider": "fal-ai", "token": "own-key"} | settings))


async def test_a_job_is_handed_in_and_asked_for(way: Way, time: list[float]) -> None:
    queue = Queue("IN_QUEUE", "IN_PROGRESS", "COMPLETED")
    client = client_of(way, queue)
    job = await way.call(client.submit.text_to_video, "A fox")
    assert isinstance(job, Job if way.name == "sync" else AsyncJob)
    assert (job.id, job.provider, job.task, job.model, job.state) == ("7", "fal-ai", "text_to_video", "org/model", None)
    assert queue.asked == ["POST /vendor/film"], "nothing is waited for"
    assert [await way.call(job.status) for _ in range(4)] == ["pending", "pending", "done", "done"]
    assert job.state == "COMPLETED"
    assert len(queue.asked) == 4, "an end is not asked for again"
    film = await way.call(job.result)
    assert film == SAMPLES["video"]
    assert (film.meta.provider, film.meta.status) == ("fal-ai", 200)
    assert await way.call(job.result) is film
    assert queue.keys == {None}, "no key goes to where the file is"


async def test_waiting_gives_the_job_back(way: Way, time: list[float]) -> None:
    job = await way.call(client_of(way, Queue("IN_QUEUE", "COMPLETED")).submit.text_to_video, "A fox")
    assert await way.call(job.wait) is job
    assert await way.call(job.result) == SAMPLES["video"]


async def test_a_job_is_taken_up_by_another_process(way: Way, time: list[float]) -> None:
    queue = Queue("IN_QUEUE", "COMPLETED")
    job = await way.call(client_of(way, queue).submit.text_to_video, "A fox")
    kept = json.loads(json.dumps(job.to_dict()))
    assert "own-key" not in json.dumps(kept)
    again = type(job).resume(kept, client_of(way, queue))
    assert (again.id, again.provider, again.model) == ("7", "fal-ai", "org/model")
    assert await way.call(again.result) == SAMPLES["video"]
    assert queue.asked.count("POST /vendor/film") == 1, "it was not handed in twice"


async def test_a_job_is_cancelled(way: Way, time: list[float]) -> None:
    queue = Queue("IN_PROGRESS")
    job = await way.call(client_of(way, queue).submit.text_to_video, "A fox")
    await way.call(job.cancel)
    assert queue.asked[-1] == "PUT /vendor/film/requests/7/cancel"
    assert await way.call(job.status) == "cancelled"
    with pytest.raises(JobCancelledError, match="Job 7 ended as CANCELLED"):
        await way.call(job.result)


async def test_a_job_fails(way: Way, time: list[float]) -> None:
    job = await way.call(client_of(way, Queue("IN_PROGRESS", "ERROR")).submit.text_to_video, "A fox")
    with pytest.raises(JobFailedError, match="Job 7 ended as ERROR") as caught:
        await way.call(job.wait)
    assert not isinstance(caught.value, JobCancelledError)
    assert await way.call(job.status) == "failed"


async def test_a_wait_ends_in_time_and_can_be_repeated(way: Way, time: list[float]) -> None:
    queue = Queue("IN_PROGRESS")
    job = await way.call(client_of(way, queue).submit.text_to_video, "A fox")
    with pytest.raises(InferenceTimeoutError, match=r"Job 7 is still IN_PROGRESS after 5 s") as caught:
        await way.call(job.wait, timeout=5)
    assert (caught.value.job, caught.value.limit, caught.value.seconds, caught.value.attempts) == (job, None, 5, 1)
    assert time[0] == pytest.approx(1005, abs=0.01)
    queue.states = ["COMPLETED"]
    assert await way.call(job.result) == SAMPLES["video"]


async def test_paid_work_is_not_lost_when_time_runs_out(way: Way, time: list[float]) -> None:
    from inferloom import Timeout

    queue = Queue("IN_PROGRESS")
    client = client_of(way, queue, timeout=Timeout(total=20))
    with pytest.raises(InferenceTimeoutError, match="limit of 20 s") as caught:
        await way.call(client.text_to_video, "A fox")
    assert caught.value.limit == "total"
    assert caught.value.ticket.id == "7"
    assert time[0] == pytest.approx(1020, abs=0.01)
    queue.states = ["COMPLETED"]
    assert await way.call(caught.value.job.result) == SAMPLES["video"]
    assert queue.asked.count("POST /vendor/film") == 1


class Lost(Queue):
    """Takes the job, and then is down at one of its addresses."""

    down = "/status"
    other_asked = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith(self.down) and request.method == "GET":
            return answering({"detail": "down"}, 503)
        if "replicate" in request.url.host:
            self.other_asked += 1
        return super().__call__(request)


@pytest.mark.parametrize("down", ["/status", "/requests/7", "/film.mp4"])
async def test_paid_work_is_not_lost_when_the_way_to_it_breaks(down: str, way: Way, time: list[float]) -> None:
    """Nor is it done a second time by the next provider of a list."""
    queue = Lost("COMPLETED")
    queue.down = down
    client = client_of(way, queue, max_retries=0, provider=["fal-ai", "replicate"])
    with pytest.raises(ServerError) as caught:
        await way.call(client.text_to_video, "A fox")
    assert (caught.value.provider, caught.value.ticket.id, queue.other_asked) == ("fal-ai", "7", 0)
    with pytest.raises(ServerError) as again:
        await way.call(caught.value.job.result)
    assert again.value.job is caught.value.job
    queue.down = "nothing"
    assert await way.call(caught.value.job.result) == SAMPLES["video"]
    assert queue.asked.count("POST /vendor/film") == 1
    assert pickle.loads(pickle.dumps(caught.value)).ticket == caught.value.ticket


async def test_a_job_that_has_failed_is_not_to_be_taken_up(way: Way, time: list[float]) -> None:
    with pytest.raises(JobFailedError) as caught:
        await way.call(client_of(way, Queue("ERROR")).text_to_video, "A fox")
    assert caught.value.job is None


async def test_a_jobs_errors_tell_their_story(way: Way, time: list[float]) -> None:
    queue = Lost("COMPLETED")
    job = await way.call(client_of(way, queue, max_retries=1).submit.text_to_video, "A fox")
    for ask in (job.status, job.wait, job.result):
        with pytest.raises(ServerError) as caught:
            await way.call(ask)
        meta = caught.value.meta
        assert (meta.status, meta.provider, meta.task, meta.attempts) == (503, "fal-ai", "text_to_video", 2)


@pytest.mark.parametrize("timeout", [-1, "5", True, float("nan")])
async def test_what_is_no_time_to_wait(timeout: Any, way: Way) -> None:
    queue = Queue("COMPLETED")
    job = await way.call(client_of(way, queue).submit.text_to_video, "A fox")
    for ask in (job.wait, job.result):
        with pytest.raises(UsageError, match="timeout="):
            await way.call(ask, timeout=timeout)
    assert queue.asked == ["POST /vendor/film"]


async def test_a_job_is_taken_up_by_its_own_kind_of_client(way: Way) -> None:
    job = await way.call(client_of(way, Queue("COMPLETED")).submit.text_to_video, "A fox")
    other = AsyncJob if isinstance(job, Job) else Job
    with pytest.raises(UsageError, match="client of this kind"):
        other.resume(job.to_dict(), client_of(way, Queue("COMPLETED")))


async def test_the_server_says_when_to_ask_again(way: Way, time: list[float]) -> None:
    class Slow(Queue):
        def __call__(self, request: httpx.Request) -> httpx.Response:
            answer = super().__call__(request)
            if request.url.path.endswith("/status"):
                answer.headers["retry-after"] = "30"
            return answer

    job = await way.call(client_of(way, Slow("IN_QUEUE", "IN_QUEUE", "COMPLETED")).submit.text_to_video, "A fox")
    await way.call(job.wait)
    assert time[0] == pytest.approx(1060.5, abs=0.01), "half a second before the first question, then twice 30"


async def test_a_question_that_fails_is_asked_again(way: Way, time: list[float]) -> None:
    class Shaky(Queue):
        failed = 0

        def __call__(self, request: httpx.Request) -> httpx.Response:
            if request.url.path.endswith("/status") and self.failed < 2:
                self.failed += 1
                return answering({"detail": "try later"}, 503)
            return super().__call__(request)

    job = await way.call(client_of(way, Shaky("COMPLETED")).submit.text_to_video, "A fox")
    assert await way.call(job.status) == "done"
    assert (await way.call(job.result)).meta.attempts == 1


async def test_handing_in_is_retried_only_as_far_as_is_safe(way: Way, time: list[float]) -> None:
    server = Server([answering({"detail": "down"}, 503)])
    server.hub["/api/models/org/model?expand=inferenceProviderMapping"] = {
        "inferenceProviderMapping": {"fal-ai": {"status": "live", "providerId": "v", "task": "text-to-video"}}
    }
    with pytest.raises(ServerError, match="3 attempts"):
        await way.call(client_of(way, server).submit.text_to_video, "A fox")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"inferloom_job": 2}, "version 1"),
        ({"task": "text_to_vidio"}, "no job"),
        ({"module": "os.path"}, "no job"),
        ({"provider": "fal"}, "fal"),
        ({"ticket": {"id": "7"}}, "no job"),
        ({"routed": True}, "Hugging Face token"),
    ],
)
async def test_what_is_no_job(change: dict[str, Any], words: str, way: Way) -> None:
    client = client_of(way, Queue("COMPLETED"))
    job = await way.call(client.submit.text_to_video, "A fox")
    with pytest.raises(UsageError, match=words):
        type(job).resume({**job.to_dict(), **change}, client)


@pytest.mark.parametrize("url", ["https://evil.example/status", "https://queue.fal.run.evil.example/s", "file:///etc"])
async def test_a_key_does_not_follow_a_foreign_address(url: str, way: Way) -> None:
    client = client_of(way, Queue("COMPLETED"))
    job = await way.call(client.submit.text_to_video, "A fox")
    kept = job.to_dict()
    for name in ("status_url", "result_url", "cancel_url"):
        with pytest.raises(UsageError, match="is not the provider's"):
            type(job).resume({**kept, "ticket": {**kept["ticket"], name: url}}, client)


async def test_who_has_no_queue_says_so(way: Way) -> None:
    server = Server([answering({})], {"/api/models/org/model": "text-to-image"})
    with pytest.raises(UsageError, match="hf-inference has no queue for text_to_image"):
        await way.call(client_of(way, server, provider="hf-inference", token="hf_x").submit.text_to_image, "A fox")
    assert server.seen == []


@pytest.mark.parametrize("provider", ["auto", ["novita", "fal-ai"]])
async def test_a_job_goes_to_the_first_one_with_a_queue(provider: Any, way: Way) -> None:
    """novita answers at once."""

    def server(request: httpx.Request) -> httpx.Response:
        if request.url.host == "huggingface.co":
            entry = {"status": "live", "providerId": "vendor/film", "task": "text-to-video"}
            return answering({"inferenceProviderMapping": {"novita": entry, "fal-ai": entry}})
        return answering(TAKEN)

    client = client_of(way, server, provider=provider, token="hf_key")
    assert (await way.call(client.submit.text_to_video, "A fox")).provider == "fal-ai"


def test_submit_has_the_methods_that_are_queued() -> None:
    from inferloom.async_client import AsyncSubmit
    from inferloom.client import Submit

    for client, submit in ((InferenceClient, Submit), (AsyncInferenceClient, AsyncSubmit)):
        offered = {name for name in dir(submit) if not name.startswith("_")}
        assert {"text_to_video", "image_to_video", "image_to_image"} <= offered
        assert "chat_completion" not in offered
        assert all(hasattr(client, name) for name in offered)


async def test_waiting_stops_when_its_task_is_cancelled() -> None:
    job = await client_of(Way("async"), Queue("IN_PROGRESS")).submit.text_to_video("A fox")
    waiting = asyncio.ensure_future(job.wait())
    await asyncio.sleep(0.01)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await job.status() == "pending", "the job goes on"


def test_an_error_crosses_to_another_process() -> None:
    error = JobFailedError("no fox", attempts=2, status=500, headers={"x-request-id": "r"}, body="b")
    error.add_note("a note")
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.status, copy.request_id, copy.attempts) == (str(error), 500, "r", 2)
