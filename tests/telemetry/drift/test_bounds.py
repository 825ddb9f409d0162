"""What a server can make a DriftObserver hold, show and do is bounded."""

from __future__ import annotations

import json
import os
import threading
import uuid
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import orjson
import pytest

from cortex_async._core.telemetry.bodies import BodySink, SeenBody
from cortex_async.telemetry import Deviation, DriftObserver
from tests.telemetry.drift.bodies import CREATED, SESSION

SECRET = "canary-5d1f"


def put(observer: DriftObserver, body: Any, status: int | None = 200, path: str = "sessions/{id}") -> None:
    """Hand a response of ``getSession`` over, as the client does. An event with ``status`` None."""
    sink: BodySink = observer._sees_bodies
    if sink.wants():
        place = "/api/events/stream" if status is None else f"/api/projects/{{projectId}}/{path}"
        raw = body if isinstance(body, bytes) else orjson.dumps(body)
        sink.put(
            SeenBody(
                package="cortex_async._generated",
                operation="getSession",
                method="GET",
                path=place,
                status=status,
                content_type="application/json",
                body=raw,
            )
        )


def names_of(observer: DriftObserver) -> list[str]:
    observer.flush()
    return [one.name for one in observer.deviations]


@pytest.fixture
def blocked() -> Any:
    """An observer whose thread waits within its first report, and what lets it go on."""
    entered, go = threading.Event(), threading.Event()

    def wait(deviation: Deviation) -> None:
        entered.set()
        go.wait(30)

    observer = DriftObserver(share=1, on_deviation=wait)
    put(observer, {**SESSION, "first": 1})
    assert entered.wait(30)
    yield observer, go
    go.set()


def test_a_full_queue_skips_and_counts(blocked: tuple[DriftObserver, threading.Event]) -> None:
    observer, go = blocked
    for _ in range(300):
        put(observer, SESSION)
    assert observer.counts.skipped == 300 - 256
    go.set()
    observer.flush()
    assert observer.counts.checked == 257


def test_the_queue_is_bounded_in_bytes_too(blocked: tuple[DriftObserver, threading.Event]) -> None:
    observer, go = blocked
    for _ in range(100):
        put(observer, {**SESSION, "title": "x" * 200_000})
    assert 55 <= observer.counts.skipped < 65
    go.set()
    observer.flush()


def test_a_large_body_is_skipped_and_counted() -> None:
    observer = DriftObserver(share=1)
    put(observer, {**SESSION, "mood": "x" * 300_000})
    assert names_of(observer) == []
    assert (observer.counts.too_large, observer.counts.checked) == (1, 0)


@pytest.mark.parametrize(
    "key",
    [
        lambda number: str(uuid.uuid4()),
        lambda number: f"sess_{uuid.uuid4().hex}",
        lambda number: str(number),
        lambda number: f"player{number}",
        lambda number: f"ada{number}@example.com",
        lambda number: f"a\nb{number}",
        lambda number: f"\x1b[31m{number}",
        lambda number: f"\u202ename{number}",
        lambda number: "x" * (number + 65),
        lambda number: "",
    ],
)
def test_the_keys_of_a_map_make_few_deviations(key: Callable[[int], str]) -> None:
    observer = DriftObserver(share=1)
    for number in range(50):
        put(observer, {**SESSION, key(number): 1, key(number + 1000): 2})
    names = names_of(observer)
    assert "*" in names
    assert len(names) <= 17
    assert all(name == "*" or name.startswith("player") for name in names)
    everything = observer.summary() + "".join(map(str, observer.deviations))
    assert everything.isascii()
    assert "\x1b" not in everything


def test_a_declared_map_makes_none() -> None:
    observer = DriftObserver(share=1)
    for number in range(50):
        put(observer, {f"key{number}": []}, path="plugins/instances/{id}/nothing")
        put(observer, {**CREATED, "payload": {"action": "created", "data": SESSION}}, None)
    assert names_of(observer) == []


def test_there_are_only_so_many_deviations() -> None:
    observer = DriftObserver(share=1)
    for status in range(200, 700):
        for path in ("sessions", "participants"):
            put(observer, b"", status, path)
        observer.flush()
    assert len(names_of(observer)) == 500
    assert observer.counts.unreported > 400
    assert observer.counts.checked == 1000


@pytest.mark.parametrize(
    "body",
    [
        [SESSION] * 1000,
        b"[" * 1000 + b"]" * 1000,
        {**SESSION, **{f"field{number}": number for number in range(5000)}},
    ],
)
def test_a_body_that_holds_much_is_looked_at_in_part(body: Any) -> None:
    observer = DriftObserver(share=1)
    put(observer, body, path="sessions")
    observer.flush()
    assert observer.counts.checked == 1
    assert len(observer.deviations) <= 17
    assert observer.counts.incomplete == (isinstance(body, list))


@pytest.mark.parametrize("shows", [False, True])
def test_no_value_is_shown(shows: bool, caplog: pytest.LogCaptureFixture) -> None:
    observer = DriftObserver(share=1, show_names=shows)
    value = f"{SECRET} with a space"
    bodies: list[Any] = [
        {**SESSION, "mood": value, "title": [value], "gateway": {value: value}, "createdAt": 5},
        {**SESSION, value: value},
        value,
        value.encode(),
    ]
    for body in bodies:
        for status in (200, 404, 202):
            put(observer, body, status)
    for change in ({"type": value}, {"source": value}, {"payload": {"action": value, "data": value}}):
        put(observer, {**CREATED, **change}, None)
    put(observer, [{"type": value, "id": value}], path="sessions/{id}/messages")
    put(observer, b'{"' + value.encode(), None)
    observer.flush()
    assert len(observer.deviations) > 8
    shown = [observer.summary(), repr(observer), repr(observer.deviations), caplog.text]
    shown += [repr(vars(observer)), repr(observer.counts), *map(str, observer.deviations)]
    assert [one for one in shown if SECRET in one] == []


def test_a_waiting_sample_shows_nothing() -> None:
    seen = SeenBody(package="p", operation="o", method="GET", path="/", body=SECRET.encode())
    assert SECRET not in repr(seen)


def test_names_are_shown_only_if_they_look_like_names() -> None:
    observer = DriftObserver(share=1, show_names=True)
    for type_ in ("room.opened", "a b", str(uuid.uuid4()), "x" * 70):
        put(observer, {**CREATED, "type": type_}, None)
    assert sorted(names_of(observer)) == ["", "room.opened"]


def test_what_the_spec_does_not_know_is_not_checked() -> None:
    observer = DriftObserver(share=1)
    put(observer, {"a": 1}, path="unknown")
    put(observer, {"no": "type"}, None)
    put(observer, b"ping", None)
    assert names_of(observer) == []
    assert observer.counts.checked == 0


def test_a_package_without_its_description_is_reported(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(resources, "files", lambda package: tmp_path)
    observer = DriftObserver(share=1)
    put(observer, {**SESSION, "mood": 1})
    put(observer, {**SESSION, "mood": 1})
    assert names_of(observer) == []
    assert [record.getMessage() for record in caplog.records] == [
        "nothing of cortex_async._generated is checked: its file responses.json is missing"
    ]


def test_the_thread_ends_when_there_is_nothing_to_do() -> None:
    observer = DriftObserver(share=1)
    put(observer, SESSION)
    observer.flush()
    for thread in threading.enumerate():
        if thread.name == "cortex-drift":
            thread.join(10)
            assert not thread.is_alive()
    put(observer, {**SESSION, "mood": 1})
    assert names_of(observer) == ["mood"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_a_forked_process_checks_its_own() -> None:
    observer = DriftObserver(share=1)
    put(observer, {**SESSION, "mood": 1})
    observer.flush()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        put(observer, {**SESSION, "weather": 1})
        os.write(writer, json.dumps(names_of(observer)).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert json.loads(os.read(reader, 1000)) == ["mood", "weather"]
    os.close(reader)
    os.close(writer)
