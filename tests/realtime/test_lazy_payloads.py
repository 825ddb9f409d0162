"""Payloads of events that are decoded when they are first read: nobody can tell them from those decoded up
front, except by the time it took.
"""

from __future__ import annotations

import copy
import logging
import pickle
import threading
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest
from cattrs import Converter
from hypothesis import given, settings
from hypothesis import strategies as st

from cortex_async import ArgumentTypeError, CortexClient, DecodeError, EventRouter, events
from cortex_async._core.codec import unreadable
from cortex_async._generated.decoders import events as decoders
from cortex_async.dicts import from_dict, to_dict
from tests.catch_all import serving
from tests.realtime.lazy_events import RAW, noting_decoders, read, stream_of, unreadable_message


@pytest.fixture(autouse=True)
def nothing_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unreadable, "_counts", type(unreadable._counts)())


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return noting_decoders(monkeypatch)


WAYS: dict[str, Callable[[Any], Any]] = {
    "itself": lambda event: event,
    "repr": repr,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda event: pickle.loads(pickle.dumps(event)),
    "bytes of a pickle": pickle.dumps,
    "evolve": lambda event: attrs.evolve(event, id="another"),
    "asdict": attrs.asdict,
    "astuple": attrs.astuple,
    "cattrs": lambda event: Converter().unstructure(event),
    "to_dict": to_dict,
    "JSON": lambda event: to_dict(event, names="api"),
    "from_dict": lambda event: from_dict(type(event), to_dict(event)),
    "payload": lambda event: event.payload,
    "fields": lambda event: [(one.name, getattr(event, one.name)) for one in attrs.fields(type(event))],
    "names": dir,
}


def same(raw: dict[str, Any]) -> None:
    eager: Any = events.decode_event(copy.deepcopy(raw))
    for name, way in WAYS.items():
        assert way(read(raw)) == way(eager), name
    assert read(raw) == eager == read(raw)
    assert read(raw) != attrs.evolve(eager, id="another")
    assert read(raw) != attrs.evolve(eager, payload=None)
    assert type(read(raw)).__hash__ is None


def test_every_event_class_is_here() -> None:
    assert {type(events.decode_event(raw)) for raw in RAW.values()} == decoders.PAYLOADS.keys()


@pytest.mark.parametrize("kind", sorted(RAW))
def test_every_event_is_as_if_it_had_been_decoded_up_front(kind: str) -> None:
    same(RAW[kind])


JSON = (
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.just(1.5)
    | st.sampled_from(["", "x", "2026-01-01t00:00:00z"])
)
VALUES = st.recursive(JSON, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.just("id"), inner))


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, member in members:
        yield (*path, key)
        yield from places(member, (*path, key))


@st.composite
def changed_events(draw: st.DrawFn) -> dict[str, Any]:
    """Events of which a member is missing or has any other value."""
    raw = copy.deepcopy(RAW[draw(st.sampled_from(sorted(RAW)))])
    *way, last = draw(st.sampled_from(sorted(places(raw), key=repr)))
    holder: Any = raw
    for key in way:
        holder = holder[key]
    if draw(st.booleans()):
        del holder[last]
    else:
        holder[last] = draw(VALUES)
    return raw


@settings(max_examples=150, deadline=None)
@given(changed_events())
def test_a_changed_event_is_read_alike_or_raises_where_its_payload_is_read(raw: dict[str, Any]) -> None:
    eager, lazy = events.decode_event(copy.deepcopy(raw)), read(raw)
    if type(eager) is type(lazy):
        assert pickle.dumps(lazy) == pickle.dumps(eager)
        assert lazy == eager
        return
    # Only the payload may make the difference.
    assert isinstance(eager, events.UnknownEvent)
    with pytest.raises(DecodeError, match=r"^payload"):
        lazy.payload  # noqa: B018
    assert "<unreadable: payload" in repr(lazy)
    assert lazy == read(raw) == pickle.loads(pickle.dumps(lazy)) == copy.copy(lazy) == copy.deepcopy(lazy)
    assert lazy != read(RAW[raw["type"]])


def test_a_payload_that_does_not_match_raises_each_time_and_is_counted_and_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    event = read(unreadable_message())
    assert isinstance(event, events.MessageCreatedEvent)
    assert event.type == "message.created"
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            with pytest.raises(DecodeError) as caught:
                event.payload  # noqa: B018
            assert (str(caught.value), caught.value.location) == ("payload.data: missing", "payload.data")
            assert caught.value.__context__ is caught.value.__cause__ is None
    assert [record.getMessage() for record in caplog.records] == [
        "events of type message.created have a shape that this version cannot read (payload.data: missing); "
        "reading their payload raises DecodeError"
    ]
    assert events.unreadable_events() == {"message.created": 1}


def test_a_payload_that_does_not_match_can_be_replaced() -> None:
    event = read(unreadable_message())
    event.payload = None
    assert event.payload is None
    assert (
        pickle.loads(pickle.dumps(attrs.evolve(read(RAW["message.created"]), payload=None))).payload is None
    )


def test_other_names_are_no_attributes() -> None:
    class Own(events.MessageCreatedEvent):
        """A user's own class, in a module that is called like a generated one."""

        __module__ = "shop.models.events"

    message = read(RAW["message.created"])
    own: Any = Own(**attrs.asdict(message, recurse=False))
    for event in (message, own):
        with pytest.raises(
            AttributeError, match=f"{type(event).__name__!r} object has no attribute 'paylod'"
        ):
            event.paylod  # noqa: B018
        assert event.payload is not None


def test_times_of_rfc_3339_are_read_in_late_payloads_as_well() -> None:
    raw = copy.deepcopy(RAW["message.created"])
    raw["payload"]["data"]["timestamp"] = "2026-01-01t00:00:60z"
    event = read(raw)
    assert isinstance(event, events.MessageCreatedEvent)
    assert event.payload.data.timestamp.second == 59
    assert event == events.decode_event(raw)
    assert events.unreadable_events() == {}


def test_the_json_is_dropped_once_it_is_decoded() -> None:
    event = read(RAW["message.created"])
    assert event.payload is event.payload
    assert event._undecoded is None


def test_threads_that_look_at_once_see_the_same_content() -> None:
    kinds = sorted(RAW)
    waiting = [read(RAW[kind]) for kind in kinds]
    found: list[list[object]] = [[] for _ in range(4)]
    start = threading.Barrier(4)

    def look(seen: list[object]) -> None:
        start.wait()
        seen += [event.payload for event in waiting]

    threads = [threading.Thread(target=look, args=(seen,)) for seen in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = [events.decode_event(RAW[kind]).payload for kind in kinds]
    assert all(seen == expected for seen in found)


async def test_a_stream_decodes_no_payload_that_nobody_reads(decoded: list[str]) -> None:
    async with (
        serving(stream_of) as base_url,
        CortexClient(base_url=base_url, api_key="key") as client,
        client.project("p").events.stream(retry=False) as stream,
    ):
        seen = [await anext(stream) for _ in RAW]
    assert [event.type for event in seen] == list(RAW)
    assert not any(isinstance(event, events.UnknownEvent) for event in seen)
    assert decoded == []
    message = next(event for event in seen if isinstance(event, events.MessageCreatedEvent))
    assert message.payload.data.session_id
    assert decoded == ["decode_message_created_payload"]


async def test_a_router_decodes_no_payload_that_no_handler_reads(decoded: list[str]) -> None:
    router, contents = EventRouter(), []

    @router.on("*")
    async def seen(event: events.Event) -> None:
        """Reads the envelope only."""
        assert event.id

    @router.on(events.MessageCreatedEvent)
    async def said(event: events.MessageCreatedEvent) -> None:
        contents.append(event.payload.data.content)

    for raw in RAW.values():
        assert (await router.dispatch(read(raw))).ok
    assert decoded == ["decode_message_created_payload"]
    assert len(contents) == 1


async def test_by_option_payloads_are_checked_as_they_arrive(decoded: list[str]) -> None:
    async with serving(stream_of) as base_url, CortexClient(base_url=base_url, api_key="key") as client:
        async with client.project("p").events.stream(retry=False, check_payloads=True) as stream:
            seen = [await anext(stream) for _ in (*RAW, None)]
        assert len(decoded) > len(RAW)
        assert seen[:-1] == [events.decode_event(raw) for raw in RAW.values()]
        assert isinstance(seen[-1], events.UnknownEvent)
        assert seen[-1].raw == unreadable_message()
        with pytest.raises(ArgumentTypeError, match="check_payloads must be True or False, got a str"):
            client.project("p").events.stream(check_payloads="yes")  # type: ignore[arg-type]  # pyright: ignore
