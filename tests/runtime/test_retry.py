"""When a request is sent again, and how long is waited before: every branch, with no clock running."""

from __future__ import annotations

import pickle
import random
import threading
import time
from email.utils import formatdate
from typing import Any

import pytest

from inferloom_runtime import retry
from inferloom_runtime.errors import UsageError
from inferloom_runtime.retry import Budget, Retry, hint, retry_of

NOW = 1_800_000_000.0


@pytest.fixture(autouse=True)
def _standing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry.time, "time", lambda: NOW)


def test_full_jitter(monkeypatch: pytest.MonkeyPatch) -> None:
    """A random time between nothing and the doubled one: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/"""
    asked: list[tuple[float, float]] = []

    def uniform(low: float, high: float) -> float:
        asked.append((low, high))
        return high

    monkeypatch.setattr(random, "uniform", uniform)
    policy = Retry(first=0.5, longest=3)
    assert [policy.delay(attempt, None, {}) for attempt in (1, 2, 3, 4, 5)] == [0.5, 1, 2, 3, 3]
    assert {low for low, _ in asked} == {0}


# Retry-After: RFC 9110, 10.2.3. retry-after-ms: Azure's and OpenAI's. The others are rate limits' headers:
# https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ and https://huggingface.co/docs/hub/rate-limits
# and https://platform.openai.com/docs/guides/rate-limits and https://console.groq.com/docs/rate-limits
ASKED: list[tuple[int, dict[str, str], float | None]] = [
    (503, {"retry-after": "7"}, 7),
    (429, {"retry-after": "0"}, 0),
    (503, {"retry-after": " 7 "}, 7),
    (503, {"retry-after": "1.5"}, 1.5),
    (503, {"retry-after": formatdate(NOW + 12, usegmt=True)}, 12),
    (503, {"retry-after": formatdate(NOW - 12, usegmt=True)}, 0),
    (429, {"retry-after-ms": "250", "retry-after": "9"}, 0.25),
    (429, {"ratelimit": '"api";r=0;t=12'}, 12),
    (429, {"ratelimit": '"api";r=5;t=1, "resolvers";r=0;t=20'}, 20),
    (429, {"ratelimit-reset": "12"}, 12),
    (429, {"x-ratelimit-reset": "12"}, 12),
    (429, {"x-ratelimit-reset": str(int(NOW) + 15)}, 15),
    (429, {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "12s"}, 12),
    (429, {"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "120ms"}, 0.12),
    (429, {"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "7.66s"}, 7.66),
    (
        429,
        {
            "x-ratelimit-remaining-requests": "0",
            "x-ratelimit-reset-requests": "2s",
            "x-ratelimit-remaining-tokens": "0",
            "x-ratelimit-reset-tokens": "20s",
        },
        20,
    ),
    (429, {"retry-after": "1", "ratelimit": '"api";r=0;t=12'}, 1),
    # Longer than the caller wants to wait.
    (429, {"retry-after": "61"}, None),
    (429, {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "6m0s"}, None),
    (429, {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1h2m3s"}, None),
]


@pytest.mark.parametrize(("status", "headers", "seconds"), ASKED)
def test_what_the_server_asks_for(status: int, headers: dict[str, str], seconds: float | None) -> None:
    found = Retry().delay(1, status, headers)
    assert found is None if seconds is None else found == pytest.approx(seconds)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"retry-after": "soon"},
        {"retry-after": "-3"},
        {"retry-after": "nan"},
        {"retry-after": "inf"},
        {"retry-after": "9" * 400},
        {"retry-after": "Fri, 01 Jan 99999 00:00:00 GMT"},
        {"retry-after": "²"},
        {"x-ratelimit-reset": "²"},
        {"x-ratelimit-reset": "٣s"},
        {"retry-after-ms": "abc"},
        {"ratelimit": '"api";r=5;t=12'},
        {"x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": "12s"},
        {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "a while"},
    ],
)
def test_what_asks_for_nothing(headers: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random, "uniform", lambda low, high: 0.125)
    assert Retry().delay(1, 429, headers) == 0.125


def test_a_quota_that_is_used_up_matters_only_where_it_was_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random, "uniform", lambda low, high: 0.125)
    assert Retry().delay(1, 500, {"ratelimit-reset": "12"}) == 0.125
    assert Retry().delay(1, 503, {"ratelimit-reset": "12"}) == 12


def test_the_hint_for_polling() -> None:
    assert hint({}) is None
    assert hint({"retry-after": "3"}) == 3
    assert hint({"retry-after": "3000"}) == 60


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"max_retries": -1}, "max_retries=-1"),
        ({"max_retries": True}, "max_retries=True"),
        ({"max_retries": 1.5}, "max_retries=1.5"),
        ({"budget": -1}, "budget=-1"),
        ({"first": -1}, "first=-1"),
        ({"longest": "8"}, "longest='8'"),
        ({"longest_hint": float("nan")}, "longest_hint=nan"),
        ({"statuses": 429}, "statuses=429"),
        ({"statuses": {"429"}}, "statuses="),
        ({"statuses": "429"}, "statuses='429'"),
    ],
)
def test_what_is_no_policy(values: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        Retry(**values)


def test_a_number_is_a_policy() -> None:
    assert retry_of(3) == Retry(3)
    policy = Retry(5, statuses=frozenset({429}))
    assert retry_of(policy) is policy
    for wrong in (-1, True, "2", None, 1.0):
        with pytest.raises(UsageError, match="max_retries"):
            retry_of(wrong)


def test_no_wait_is_longer_than_a_computer_can_sleep() -> None:
    endless = Retry(5000, first=float("inf"), longest=float("inf"), longest_hint=float("inf"))
    waits = [endless.delay(attempt, None, {}) for attempt in (1, 2000)]
    assert all(wait is not None and 0 <= wait <= 1e8 for wait in waits)
    assert endless.delay(1, 429, {"x-ratelimit-reset": "9" * 400 + "s"}) is None
    assert 0 <= (Retry(5000).delay(2000, None, {}) or 0) <= 8


def test_statuses_may_be_any_collection() -> None:
    assert Retry(statuses={429, 503}) == Retry(statuses=[503, 429]) == Retry(statuses=frozenset({429, 503}))  # type: ignore[arg-type]
    hash(Retry(statuses={429}))  # type: ignore[arg-type]


def test_a_budget_runs_out_and_recovers() -> None:
    budget = Budget()
    assert [budget.take(3) for _ in range(4)] == [True, True, True, False]
    for _ in range(9):
        budget.give_back()
    assert not budget.take(3)
    for _ in range(2):
        budget.give_back()
    assert budget.take(3)
    assert not budget.take(0)
    assert pickle.loads(pickle.dumps(budget)).take(1), "another process has a budget of its own"


def test_a_budget_is_shared_by_threads() -> None:
    budget, taken = Budget(), list[bool]()

    def take() -> None:
        for _ in range(1000):
            taken.append(budget.take(500))

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(taken) == 500


def test_nothing_here_looked_at_the_real_clock() -> None:
    assert time.time() == NOW
