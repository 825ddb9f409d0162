"""The error of a wait that timed out says what was waited for, how long, and what was last seen, but nothing
that a person wrote.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_async import ArgumentError, CortexClient, CortexError, WaitTimedOut
from cortex_async._core.timing.waiting import seen, time_limit, wait_error
from cortex_async.contrib.polling import Patience, StillPending, poll
from cortex_async.emulator import Emulator, ThreadedEmulator
from cortex_sync import CortexClient as SyncClient

CANARY = "Kim wrote this"


class Job:
    status = "queued"
    title = CANARY


def has_started(value: Any) -> bool:
    return False


def check(error: BaseException, *words: str) -> None:
    assert isinstance(error, WaitTimedOut)
    assert isinstance(error, CortexError)
    assert isinstance(error, TimeoutError)
    text = str(error)
    for word in words:
        assert word in text, text
    assert CANARY not in text
    assert len(text) < 300
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert (str(other), other.seconds) == (text, error.seconds)


async def test_live_views() -> None:
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        sessions = client.project(emulator.project_id).sessions
        session = await sessions.create(title=CANARY, external_room_id=CANARY)
        async with sessions.watch() as everything, sessions.watch(session.id) as one:
            with pytest.raises(TimeoutError) as caught:
                await everything.wait_until(has_started, timeout=0.01)
            check(caught.value, "has_started", "session", "within 0.01 s", "last seen: 1 of them")
            with pytest.raises(TimeoutError) as caught:
                await one.wait_until(lambda value: False, timeout=0.01)
            check(caught.value, "the condition on", "session", "last seen: status 'active'")
            assert caught.value.seconds == 0.01  # type: ignore[attr-defined]  # checked above
        async with sessions.watch("nobody") as missing:
            with pytest.raises(TimeoutError) as caught:
                await missing.wait_until(has_started, timeout=0.01)
            check(caught.value, "last seen: nothing")
        with pytest.raises(TimeoutError) as caught:
            await sessions.wait_until_ended(session.id, timeout=1.0)
        check(caught.value, session.id, "did not end within 1 s", "status 'active'")
        context = caught.value.__context__
        assert caught.value.__suppress_context__
        assert context is None or context.__traceback__ is None


async def test_functions() -> None:
    async with (
        Emulator(activation_step=3600.0) as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        functions = client.project(emulator.project_id).functions
        with pytest.raises(TimeoutError) as caught:
            await functions.wait_until_active(timeout=1.0, poll=0.01)
        check(caught.value, "Functions were not active within 1 s", "last seen: ")


@pytest.fixture
def emulator() -> Iterator[ThreadedEmulator]:
    with Emulator.in_thread() as emulator:
        yield emulator


def test_blocking_code(emulator: ThreadedEmulator) -> None:
    with SyncClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        project = client.project(emulator.project_id)
        session = project.sessions.create(title=CANARY, external_room_id=CANARY)
        with project.sessions.watch(session.id) as live:
            with pytest.raises(TimeoutError) as caught:
                live.wait_until(has_started, timeout=0.01)
            check(caught.value, "has_started", "session", "within 0.01 s", "status 'active'")
            with pytest.raises(TimeoutError) as caught:
                live.changes().next_within(0.01)
            check(caught.value, "within 0.01 s")
        with pytest.raises(TimeoutError) as caught:
            project.sessions.wait_until_ended(session.id, timeout=1.0)
        check(caught.value, session.id, "did not end", "status 'active'")
        with pytest.raises(TimeoutError) as caught:
            project.functions.wait_until_active(timeout=1.0, poll=0.01)
        check(caught.value, "Functions were not active")


async def test_polling() -> None:
    async def ask() -> Job:
        return Job()

    with pytest.raises(StillPending) as caught:
        await poll(ask, lambda job: False, what="the job", patience=Patience(first=0.01, deadline=0.02))
    check(caught.value, "the job was not done within 0.02 s", "last seen: status 'queued'")
    assert isinstance(caught.value.last, Job)
    assert caught.value.seconds == 0.02


async def test_a_timeout_of_other_code_passes_through() -> None:
    async def ask() -> object:
        raise TimeoutError("of the credential")

    with pytest.raises(TimeoutError, match="of the credential") as caught:
        await poll(ask, bool, what="the job", patience=Patience())
    assert not isinstance(caught.value, WaitTimedOut)


@pytest.mark.parametrize("timeout", ["1", True, float("nan"), object()])
async def test_a_limit_that_is_none_is_refused(timeout: Any) -> None:
    async with CortexClient(base_url="http://127.0.0.1:1", api_key="k") as client:
        project = client.project("p")
        for wait in (
            lambda: project.sessions.wait_until_ended("s", timeout=timeout),
            lambda: project.functions.wait_until_active(timeout=timeout),
        ):
            with pytest.raises(ArgumentError, match=r"timeout must be a number of seconds .*or None"):
                await wait()


async def test_no_limit_and_one_that_is_over() -> None:
    async with time_limit(None, lambda: wait_error("it did not come", None, "nothing")):
        pass
    async with time_limit(0, lambda: wait_error("it did not come", 0, "nothing")):
        pass


@given(st.text(max_size=80))
def test_a_state_is_shown_only_if_it_is_a_word(state: str) -> None:
    class Seen:
        status = state

    text = seen(Seen())
    shown = text.removeprefix("status ")
    assert text == "an unknown status" or shown == repr(state)
    assert text == "an unknown status" or (
        len(state) <= 32 and not any(c.isdigit() or c.isspace() for c in state)
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "nothing"),
        ({}, "0 of them"),
        ([1, 2], "2 of them"),
        ("secret", "str"),
        (b"secret", "bytes"),
        (5, "int"),
    ],
)
def test_what_else_was_seen(value: object, text: str) -> None:
    assert seen(value) == text
