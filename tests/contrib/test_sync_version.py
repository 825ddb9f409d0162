"""The three APIs for blocking code: the same names and behaviour, no coroutine."""

from __future__ import annotations

import inspect
import threading
import typing
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Unpack, get_args, get_origin

import pytest

import cortex_sync.contrib.nimrobo as sync_nimrobo
import cortex_sync.contrib.orga as sync_orga
import cortex_sync.contrib.rtcstack as sync_rtcstack
from cortex_async._core.call_errors import NotFound
from cortex_async._core.errors import ClientClosed
from cortex_async._core.response import Response
from cortex_async.contrib import nimrobo, orga, rtcstack
from cortex_async.contrib.fake import FakeServer, Reply
from cortex_async.contrib.nimrobo.fake import FakeNimrobo
from cortex_async.contrib.orga.fake import FakeOrga
from cortex_async.contrib.rtcstack.fake import FakeRTCStack
from tests.contrib.calls import CALLS
from tests.contrib.clock import ManualClock
from tests.contrib.specs import APIS, Documented, documented

PAIRS = [
    (rtcstack.RTCStackClient, sync_rtcstack.RTCStackClient),
    (orga.OrgaClient, sync_orga.OrgaClient),
    (nimrobo.NimroboClient, sync_nimrobo.NimroboClient),
    (rtcstack.TokenManager, sync_rtcstack.TokenManager),
]
OWN_WORDS = {"close", "open"}
"""Docstrings that differ: those of blocking calls do not mention the event loop."""


@pytest.fixture
def stage() -> Iterator[dict[str, tuple[FakeServer, Any]]]:
    """A fake in its own thread and a blocking client, by name of the API."""
    clock = ManualClock()
    with ExitStack() as stack:
        enter = stack.enter_context
        one = enter(FakeRTCStack(clock=clock).in_thread())
        two = enter(FakeOrga(clock=clock).in_thread())
        three = enter(FakeNimrobo(clock=clock).in_thread())
        yield {
            "rtcstack": (
                one,
                enter(
                    sync_rtcstack.RTCStackClient(
                        base_url=one.base_url, api_key=one.api_key, api_secret=one.api_secret, clock=clock
                    )
                ),
            ),
            "orga": (
                two,
                enter(sync_orga.OrgaClient(base_url=two.base_url, api_key=two.api_key, clock=clock)),
            ),
            "nimrobo": (
                three,
                enter(
                    sync_nimrobo.NimroboClient(base_url=three.base_url, api_key=three.api_key, clock=clock)
                ),
            ),
        }


def public(kind: type) -> dict[str, Any]:
    return {
        name: value
        for name, value in inspect.getmembers_static(kind)
        if not name.startswith("_") and not isinstance(value, property)
    }


@pytest.mark.parametrize(("there", "here"), PAIRS, ids=lambda kind: kind.__name__)
def test_async_and_sync_have_the_same_names_and_parameters(there: type, here: type) -> None:
    theirs, ours = public(there), public(here)
    # The other name of close(), for contextlib.aclosing.
    theirs.pop("aclose", None)
    assert sorted(theirs) == sorted(ours)
    for name, method in theirs.items():
        twin = ours[name]
        if not inspect.isfunction(method):
            continue
        assert not inspect.iscoroutinefunction(twin)
        given, expected = (inspect.signature(fn).parameters for fn in (twin, method))
        assert {p.name: (p.kind, p.default) for p in given.values()} == {
            p.name: (p.kind, p.default) for p in expected.values()
        }, name
        if name not in OWN_WORDS:
            assert inspect.getdoc(twin) == inspect.getdoc(method), name


@pytest.mark.parametrize("api", APIS)
def test_async_and_sync_have_the_same_operations(api: str) -> None:
    def scopes(package: str) -> Any:
        return import_module(f"{package}.contrib.{api}._generated.scopes").AccountScope

    resources = sorted(public(scopes("cortex_async")))
    assert resources == sorted(public(scopes("cortex_sync")))
    for resource in resources:
        modules = [
            import_module(f"{package}.contrib.{api}._generated.operations.account.{resource}")
            for package in ("cortex_async", "cortex_sync")
        ]
        kinds = [
            next(
                kind
                for name, kind in vars(module).items()
                if name.endswith("Operations") and kind.__module__ == module.__name__
            )
            for module in modules
        ]
        theirs, ours = map(public, kinds)
        assert sorted(theirs) == sorted(ours)
        for name in theirs:
            assert (
                str(inspect.signature(theirs[name])).partition("->")[0]
                == str(inspect.signature(ours[name])).partition("->")[0]
            )


FIRST = {
    (case.api, case.operation): case
    for api in APIS
    for case in documented(api)
    if case.status < 300 and case.media != "text/plain"
}


@pytest.mark.parametrize("case", FIRST.values(), ids=str)
def test_every_operation(case: Documented, stage: dict[str, tuple[FakeServer, Any]]) -> None:
    fake, client = stage[case.api]
    fake.next(case.operation, Reply(case.status, case.body))
    response = CALLS[case.api][case.operation](client)
    assert not inspect.isawaitable(response)
    assert (response is None) == (case.body is None)


def test_rtcstack(stage: dict[str, tuple[Any, Any]]) -> None:
    fake, client = stage["rtcstack"]
    recording = client.ensure_recording("lobby")
    assert client.ensure_recording("lobby").egress_id == recording.egress_id
    queued = client.recordings.transcribe("EG_1")
    fake.transcriptions.proceed(queued.transcription_id, status="completed")
    assert client.wait_transcription(queued.transcription_id).status == "completed"
    fake.rooms.join("lobby", "ada", "Ada")
    assert client.wait_participant("lobby", "ada").name == "Ada"
    manager = client.token_manager(room_id="lobby", user_id="ada", name="Ada", role="host")
    assert manager.token() == manager.token()
    client.live_transcription.start("lobby")
    for second in range(3):
        at = 1_769_860_800_000 + second * 1000
        fake.transcriptions.say("lobby", at, at + 1, "TR_1", str(second))
    fake.transcriptions.rooms["lobby"].status = "stopped"
    since = datetime.fromtimestamp(1_769_860_801, UTC)
    assert [segment.text for segment in client.iter_segments("lobby", since=since)] == ["1", "2"]
    with pytest.raises(NotFound):
        next(client.iter_segments("nowhere"))
    with pytest.raises(ValueError, match="wildcard"):
        client.transcriptions.delete("*")
    waiting = client.recordings.transcribe("EG_2").transcription_id
    with pytest.raises(sync_rtcstack.StillPending):
        client.wait_transcription(waiting, patience=sync_rtcstack.Patience(deadline=10))


def test_orga(stage: dict[str, tuple[Any, Any]]) -> None:
    fake, client = stage["orga"]
    config = client.session_config()
    assert config.to_json()["ephemeralToken"] == config.ephemeral_token
    assert client.exchange_sdp("v=0\r\n").conversation_id == "conv_1"
    assert client.ephemeral_token().ephemeral_token != config.ephemeral_token
    fake.revoke_tokens()
    assert client.with_options(retry=False).exchange_sdp("v=0\r\n").conversation_id == "conv_2"


def test_nimrobo(stage: dict[str, tuple[Any, Any]], tmp_path: Path) -> None:
    fake, client = stage["nimrobo"]
    session = sync_nimrobo.SessionRef.project("sess_1", "proj_1")
    fake.add("sess_1", project_id="proj_1", status="completed", transcript="Hello.", audio=b"RIFF")
    assert client.wait_session(session).status == "completed"
    assert client.get_status(session).project_id == "proj_1"
    assert client.get_transcript(session).transcript == "Hello."
    assert client.get_audio_url(session).startswith("http://")
    first = client.wait_summary(session)
    assert client.get_summary(session) == first
    assert client.regenerate_summary(session).success
    assert client.regenerate_and_wait(session, previous=first.summary).summary != first.summary
    saved = client.download_audio(session, tmp_path / "a.wav")
    assert saved.path.read_bytes() == b"RIFF"
    assert "authorization" not in fake.audio.header_names[0]


def test_hooks_run_in_the_calling_thread(stage: dict[str, tuple[Any, Any]]) -> None:
    """This includes helpers that make several calls, or use another credential."""
    names: list[tuple[str, int]] = []

    def note(response: Response) -> None:
        names.append((threading.current_thread().name, response.status))

    stage["rtcstack"][1].rooms.list(on_response=note)
    stage["rtcstack"][1].ensure_recording("lobby", on_response=note)
    stage["orga"][1].session_config(on_response=note)
    here = threading.current_thread().name
    assert names == [(here, 200), (here, 201), (here, 200), (here, 200)]


def test_one_fetch_for_many_threads(stage: dict[str, tuple[Any, Any]]) -> None:
    fake, client = stage["orga"]
    tokens: list[str] = []
    threads = [
        threading.Thread(target=lambda: tokens.append(client.ephemeral_token().ephemeral_token))
        for _ in range(10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(tokens)) == 1
    fake.requests.assert_called("createClientSecret", times=1)


@pytest.mark.parametrize(
    ("make", "call"),
    [
        (lambda: sync_rtcstack.RTCStackClient(api_key="k"), lambda c: c.rooms.list()),
        (lambda: sync_orga.OrgaClient(api_key="k"), lambda c: c.session_config()),
        (lambda: sync_nimrobo.NimroboClient(api_key="k"), lambda c: c.sessions.get_summary(session_id="s")),
    ],
    ids=["rtcstack", "orga", "nimrobo"],
)
def test_a_closed_client_says_so(make: Callable[[], Any], call: Callable[[Any], object]) -> None:
    with make() as client:
        assert type(client).__name__ in repr(client)
    with pytest.raises(ClientClosed):
        call(client)


def test_options_are_typed_for_both() -> None:
    """``**fields`` and ``**options`` unpack the same typed dictionaries in the async and the sync version."""
    for there, here in PAIRS[:1]:
        hints = [typing.get_type_hints(kind.__init__)["settings"] for kind in (there, here)]  # type: ignore[misc]  # the very classes
        assert all(get_origin(hint) is Unpack for hint in hints)
        async_keys, sync_keys = (set(get_args(hint)[0].__annotations__) for hint in hints)
        assert async_keys - sync_keys == {"session"}
