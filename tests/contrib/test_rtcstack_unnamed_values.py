"""Enumeration values for which the server's LiveKit library has no name arrive as integers."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import attrs
import pytest

from cortex_async.contrib.rtcstack import RTCStackClient
from cortex_async.contrib.rtcstack.fake import FakeRTCStack
from cortex_async.contrib.rtcstack.models import Ingress, Participant, Room
from cortex_async.contrib.rtcstack.service import RTCSTACK

UNNAMED = 99


def parts(hint: Any) -> Iterator[Any]:
    """A type hint and all types inside it."""
    yield hint
    if get_origin(hint) is not Literal:
        for inner in get_args(hint):
            yield from parts(inner)


def hints(kind: type, seen: set[type]) -> Iterator[tuple[str, Any]]:
    """Every field of LiveKit's objects, recursively."""
    if kind in seen:
        return
    seen.add(kind)
    for name, hint in typing.get_type_hints(kind, _names(kind)).items():
        yield f"{kind.__name__}.{name}", hint
        for inner in parts(hint):
            if isinstance(inner, type) and attrs.has(inner):
                yield from hints(inner, seen)


def _names(kind: type) -> dict[str, Any]:
    from cortex_async.contrib.rtcstack import models

    return {name: getattr(models, name) for name in models.__all__}


FIELDS = dict(pair for kind in (Room, Participant, Ingress) for pair in hints(kind, set()))
ENUMERATIONS = {
    name: hint for name, hint in FIELDS.items() if any(get_origin(part) is Literal for part in parts(hint))
}


def test_livekit_has_as_many_enumerations_as_its_protocol_says() -> None:
    assert len(ENUMERATIONS) == 22, sorted(ENUMERATIONS)


@pytest.mark.parametrize("hint", ENUMERATIONS.values(), ids=ENUMERATIONS)
def test_the_type_of_an_enumeration_says_that_it_may_be_an_integer(hint: Any) -> None:
    assert {str, int} <= set(parts(hint))


def unnamed(message: Any, kind: type) -> Any:
    """The message with a number for every enumeration value."""
    spellings = {
        field.name.replace("_", "").lower(): f"{kind.__name__}.{field.name}" for field in attrs.fields(kind)
    }
    changed = dict(message)
    for name, value in message.items():
        place = spellings.get(name.lower(), "")
        inner = next((p for p in parts(FIELDS.get(place)) if isinstance(p, type) and attrs.has(p)), None)
        if place in ENUMERATIONS:
            changed[name] = [UNNAMED] if isinstance(value, list) else UNNAMED
        elif inner is not None and isinstance(value, list):
            changed[name] = [unnamed(one, inner) for one in value]
        elif inner is not None and isinstance(value, dict):
            changed[name] = unnamed(value, inner)
    return changed


async def test_a_participant_of_a_newer_livekit(stack: RTCStackClient, rtcstack: FakeRTCStack) -> None:
    rtcstack.rooms.participants["lobby"] = {
        "ada": unnamed(rtcstack.rooms.join("lobby", "ada", "Ada"), Participant)
    }
    [ada] = (await stack.participants.list("lobby")).participants
    values = (ada.state, ada.kind, ada.disconnect_reason, ada.kind_details, ada.tracks[0].source)
    assert values == (UNNAMED, UNNAMED, UNNAMED, [UNNAMED], UNNAMED)
    assert (await stack.wait_participant("lobby", "ada")).identity == "ada"
    # And out again as it came.
    assert RTCSTACK.codec.unstructure(ada) == rtcstack.rooms.participants["lobby"]["ada"]


async def test_an_ingress_of_a_newer_livekit(stack: RTCStackClient, rtcstack: FakeRTCStack) -> None:
    made = await stack.ingress.create("lobby")
    rtcstack.rooms.ingresses[made.ingress_id] = unnamed(rtcstack.rooms.ingresses[made.ingress_id], Ingress)
    [found] = (await stack.ingress.list("lobby")).ingress
    assert found.state is not None
    assert (found.input_type, found.state.status) == (UNNAMED, UNNAMED)
