"""Live views for blocking code, over real sockets: the same behaviour, and nothing left behind on any way
out.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from attrs import evolve

from cortex_async import live as async_live
from cortex_async.emulator import Emulator, ThreadedEmulator
from cortex_async.resources.functions import ActivationFailed
from cortex_sync import ClientClosed, CortexClient, LoopStopped, NotFound, ServerError, Unauthorized
from cortex_sync.bridge import loop
from cortex_sync.bridge.process import loop_thread
from cortex_sync.bridge.runner import Runner
from cortex_sync.live import Added, Change, LiveCollection, LiveItem, LiveView, Modified, Removed
from cortex_sync.project import ProjectScope

WAIT = 30.0


@pytest.fixture
def emulator() -> Iterator[ThreadedEmulator]:
    with Emulator.in_thread() as emulator:
        yield emulator
        emulator.wait_for_streams(0)


@pytest.fixture
def client(emulator: ThreadedEmulator) -> Iterator[CortexClient]:
    with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        yield client
    assert live_tasks() == []
    assert [thread for thread in threading.enumerate() if thread.name == "cortex-sync-on-change"] == []


@pytest.fixture
def project(client: CortexClient, emulator: ThreadedEmulator) -> ProjectScope:
    return client.project(emulator.project_id)


def live_tasks() -> list[str]:
    async def names() -> list[str]:
        return [task.get_name() for task in asyncio.all_tasks() if task.get_name().startswith("cortex-")]

    async def nothing() -> None:
        return None

    runner = Runner(nothing)
    try:
        return runner.run(names)
    finally:
        runner.close()


def test_a_list_and_its_changes(project: ProjectScope, emulator: ThreadedEmulator) -> None:
    with project.sessions.watch() as live:
        assert (dict(live.value), live.stale, emulator.streams) == ({}, False, 1)
        created = project.sessions.create(title="Round 1", external_room_id="room")
        changes = iter(live)
        assert next(changes) == Added(created.id, created)
        assert list(live.value) == [created.id]
        project.sessions.stop(created.id)
        ended = evolve(created, status="ended")
        assert next(changes) == Modified(created.id, created, ended, frozenset({"status"}))
        assert next(live.snapshots())[created.id] == ended
    assert live.stale
    assert list(live.value) == [created.id]
    assert list(changes) == []


def test_one_object(project: ProjectScope) -> None:
    kim = project.participants.create(external_user_id="kim")
    with project.participants.watch(kim.id) as live:
        assert live.value == kim
        project.participants.update(kim.id, display_name="Kim")
        found = live.wait_until(lambda one: one is not None and one.display_name == "Kim", timeout=WAIT)
        assert found is not None
        project.participants.delete(kim.id)
        assert live.wait_until(lambda one: one is None, timeout=WAIT) is None
        assert [type(change) for change in (next(iter(live)),)] == [Removed]


def test_lists_that_belong_to_an_object(project: ProjectScope, emulator: ThreadedEmulator) -> None:
    kim = project.participants.create(external_user_id="kim")
    lobby = project.gatherings.create(name="Lobby", type="lobby")
    session = project.sessions.create(title="Round 1", external_room_id="room")
    with (
        project.gatherings.watch() as lobbies,
        project.gatherings.watch(lobby.id) as one,
        project.gatherings.watch_members(lobby.id) as members,
        project.gatherings.watch_invitations(lobby.id) as invitations,
        project.sessions.watch_messages(session.id) as said,
        project.sanctions.watch() as sanctions,
    ):
        assert emulator.streams == 1
        project.gatherings.send_invitations(lobby.id, invited_by_id=kim.id, participant_ids=[kim.id])
        invitations.wait_until(len, timeout=WAIT)
        members.wait_until(len, timeout=WAIT)
        project.gatherings.join(join_code=lobby.join_code, participant_id=kim.id)
        one.wait_until(lambda found: found is not None and found.member_count == 1, timeout=WAIT)
        assert lobbies.wait_until(lambda all_: all_[lobby.id].member_count == 1, timeout=WAIT)
        emulator.settle()
        emulator.say(session.id, "kim", "hello")
        said.wait_until(lambda all_: len(all_) == 2, timeout=WAIT)
        mute = project.sanctions.create(type="mute", external_user_id="kim")
        sanctions.wait_until(lambda all_: mute.id in all_, timeout=WAIT)
        with project.sanctions.watch(mute.id) as found:
            assert found.value == mute


def test_waiting_has_a_time_limit(project: ProjectScope) -> None:
    with project.sessions.watch() as live:
        with pytest.raises(TimeoutError):
            live.wait_until(len, timeout=0.01)
        with pytest.raises(ZeroDivisionError):
            live.wait_until(lambda value: 1 // 0)
        here = threading.current_thread()
        live.wait_until(lambda value: threading.current_thread() is here)


def test_a_predicate_that_takes_longer_than_the_limit(
    project: ProjectScope, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    monkeypatch.setattr("cortex_sync.live.monotonic", lambda: now)

    def slow(value: object) -> bool:
        nonlocal now
        now += 60.0
        return False

    with project.sessions.watch() as live, pytest.raises(TimeoutError, match="slow"):
        live.wait_until(slow, timeout=10)
    assert now == 60.0


def test_waiting_for_the_end_of_a_session(project: ProjectScope) -> None:
    session = project.sessions.create(title="Round 1", external_room_id="room")
    with pytest.raises(TimeoutError):
        project.sessions.wait_until_ended(session.id, timeout=0.01)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(project.sessions.wait_until_ended, session.id, timeout=WAIT)
        project.sessions.stop(session.id)
        assert waiting.result(WAIT).status == "ended"
    with pytest.raises(NotFound):
        project.sessions.wait_until_ended("nothing")


def test_waiting_for_functions(client: CortexClient, emulator: ThreadedEmulator) -> None:
    poor = client.project(emulator.add_project("poor", secret=False)).functions
    place = poor.list_locations()[0]
    poor.activate(
        location_city=place.city, location_continent=place.continent, location_country=place.country
    )
    emulator.clock.advance(60)
    with pytest.raises(ActivationFailed):
        poor.wait_until_active(timeout=WAIT, poll=0.01)


# -- hooks


def test_hooks_run_in_a_thread_of_their_own_and_may_call(project: ProjectScope) -> None:
    seen: list[tuple[Change[object], str]] = []
    done = threading.Event()

    def hook(change: Change[object]) -> None:
        project.participants.get(change.id)
        seen.append((change, threading.current_thread().name))
        done.set()

    with project.participants.watch() as live:
        stop = live.on_change(hook)
        kim = project.participants.create(external_user_id="kim")
        assert done.wait(WAIT)
        assert seen == [(Added(kim.id, kim), "cortex-sync-on-change")]
        stop()
        stop()
        project.participants.create(external_user_id="ada")
        live.wait_until(lambda all_: len(all_) == 2, timeout=WAIT)
        assert len(seen) == 1


def test_a_hook_that_raises_is_reported(project: ProjectScope) -> None:
    errors: list[Exception] = []
    called = threading.Event()

    def on_error(error: Exception) -> None:
        errors.append(error)
        called.set()

    with project.participants.watch() as live:
        live.on_change(lambda change: 1 // 0)
        stop = live.on_error(on_error)
        project.participants.create(external_user_id="kim")
        assert called.wait(WAIT)
        stop()
        stop()
    assert [type(error) for error in errors] == [ZeroDivisionError]


def test_without_an_error_hook_it_is_logged(project: ProjectScope, caplog: pytest.LogCaptureFixture) -> None:
    raised = threading.Event()

    def hook(change: Change[object]) -> None:
        raised.set()
        raise KeyError("broken")

    with project.participants.watch() as live:
        live.on_change(hook)
        project.participants.create(external_user_id="kim")
        assert raised.wait(WAIT)
    assert "an on_change hook raised" in caplog.text


def test_coroutine_functions_are_refused(project: ProjectScope) -> None:
    async def hook(value: object) -> None: ...

    wrong: Any = None
    with project.participants.watch() as live:
        for add in (live.on_change, live.on_error):
            with pytest.raises(
                TypeError, match="hook must be a plain function in blocking code, got an async"
            ):
                add(hook)
            with pytest.raises(TypeError, match="hook must be a function, got None"):
                add(wrong)


def test_a_failed_fetch_reaches_the_hook_in_a_thread(
    client: CortexClient, emulator: ThreadedEmulator
) -> None:
    project = client.with_options(retry=False).project(emulator.project_id)
    errors: list[tuple[Exception, str]] = []
    called = threading.Event()

    def on_error(error: Exception) -> None:
        errors.append((error, threading.current_thread().name))
        called.set()

    with project.participants.watch(resync=0.05) as live:
        live.on_error(on_error)
        emulator.faults.next("listParticipants", status=500)
        assert called.wait(WAIT)
    assert [(type(error), name) for error, name in errors] == [(ServerError, "cortex-sync-blocking")]


def test_a_credential_that_is_refused_ends_the_view(
    project: ProjectScope, emulator: ThreadedEmulator
) -> None:
    with project.participants.watch() as live:
        live.on_error(lambda error: None)
        emulator.faults.next("streamProject", status=401)
        emulator.cut_streams()
        with pytest.raises(Unauthorized):
            next(iter(live))
        with pytest.raises(Unauthorized):
            live.wait_until(lambda value: False)


# -- ways out


def test_leaving_the_block_leaves_nothing(project: ProjectScope, emulator: ThreadedEmulator) -> None:
    with project.sessions.watch() as live:
        live.on_change(lambda change: None)
        project.sessions.create(title="Round 1", external_room_id="room")
        for _ in live:
            break
    emulator.wait_for_streams(0)
    assert live_tasks() == []
    live.close()


def test_closing_from_another_thread_ends_the_wait(project: ProjectScope) -> None:
    with project.sessions.watch() as live, ThreadPoolExecutor(2) as pool:
        reading = pool.submit(list, live)
        waiting = pool.submit(live.wait_until, lambda value: len(value) > 5)
        live.wait_until(lambda value: True)
        live.close()
        assert reading.result(WAIT) == []
        with pytest.raises(RuntimeError, match="was closed while"):
            waiting.result(WAIT)


def test_a_view_that_is_dropped_closes(project: ProjectScope, emulator: ThreadedEmulator) -> None:
    live = project.sessions.watch()
    live.__enter__()
    live.on_change(lambda change: None)
    assert emulator.streams == 1
    del live
    gc.collect()
    emulator.wait_for_streams(0)
    for thread in threading.enumerate():
        if thread.name == "cortex-sync-on-change":
            thread.join(WAIT)


def test_ctrl_c_ends_the_wait_and_the_view(
    project: ProjectScope, emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "CLEAN_UP", 10 * WAIT)
    started = time.perf_counter()
    with project.sessions.watch() as live:
        changes = iter(live)
        timer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT))
        with pytest.raises(KeyboardInterrupt):  # noqa: PT012  (the signal may come before the wait begins)
            timer.start()
            next(changes)
    assert time.perf_counter() - started < WAIT
    emulator.wait_for_streams(0)
    assert live_tasks() == []


def test_outside_of_the_block(project: ProjectScope, client: CortexClient) -> None:
    live = project.sessions.watch()
    with pytest.raises(RuntimeError, match="enter the view first"):
        iter(live)
    assert (dict(live.value), live.stale) == ({}, True)
    client.close()
    with pytest.raises(ClientClosed):
        live.__enter__()


def test_a_view_of_an_ended_thread_raises_instead_of_waiting(project: ProjectScope) -> None:
    live = project.sessions.watch()
    live.__enter__()
    thread = loop_thread()
    thread._loop.handover.put(thread._loop.stop)
    thread._thread.join(WAIT)
    with pytest.raises(LoopStopped, match="stayed behind"):
        iter(live)
    with pytest.raises(LoopStopped):
        _ = live.value
    live.close()
    assert dict(live.value) == {}


@pytest.mark.parametrize("client_first", [False, True])
def test_a_program_ends_quietly_with_a_view_open(emulator: ThreadedEmulator, client_first: bool) -> None:
    script = f"""
        import contextlib, threading
        from cortex_sync import CortexClient, CortexError
        client = CortexClient(base_url={emulator.base_url!r}, api_key={emulator.api_key!r})
        live = client.project({emulator.project_id!r}).sessions.watch()
        live.__enter__()
        live.on_change(print)
        def read():
            with contextlib.suppress(CortexError):  # how a reader learns that the client was closed
                list(live)
        threading.Thread(target=read, daemon=True).start()
        print(len(live.value))
        if {client_first}:
            client.close()
    """
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "0\n", "")


def test_an_interrupted_entering_leaves_nothing(
    project: ProjectScope, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C may come when the view is open and its ``with`` block has not begun.

    The fixtures check that nothing is left.
    """
    live = project.sessions.watch()
    run = live._runner.run

    def interrupted(*arguments: Any, **keywords: Any) -> None:
        run(*arguments, **keywords)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(live._runner, "run", interrupted)
        with pytest.raises(KeyboardInterrupt):
            live.__enter__()


# -- the async and the sync version


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (async_live.LiveView, LiveView),
        (async_live.LiveCollection, LiveCollection),
        (async_live.LiveItem, LiveItem),
    ],
)
def test_both_versions_have_the_same_names(ours: type, theirs: type) -> None:
    def public(kind: type) -> set[str]:
        return {name for name in dir(kind) if not name.startswith("_")} - {"aclose"}

    assert public(ours) == public(theirs)


@pytest.mark.parametrize("close", ["view", "client"])
def test_the_value_is_read_where_it_changes_also_while_the_view_closes(
    project: ProjectScope, client: CortexClient, close: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_by: list[str] = []
    inner: Any = async_live.LiveCollection.value

    def value(view: object) -> object:
        read_by.append(threading.current_thread().name)
        return inner.fget(view)

    monkeypatch.setattr(async_live.LiveCollection, "value", property(value))
    with project.sessions.watch() as live:
        _ = live.value
        (live if close == "view" else client).close()
        assert dict(live.value) == {}
    assert set(read_by) == {"cortex-sync"}


def test_the_value_can_be_read_although_the_client_is_closed_just_then(
    project: ProjectScope, client: CortexClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with project.sessions.watch() as live:
        run = Runner.run

        def close_first(runner: Runner, *work: Any) -> object:
            monkeypatch.undo()
            client.close()
            return run(runner, *work)

        monkeypatch.setattr(Runner, "run", close_first)
        assert dict(live.value) == {}
