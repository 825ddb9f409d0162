"""Typed readers of free-form content: whatever a plugin sends, reading it gives the type that was asked for."""

from __future__ import annotations

import copy
import math
import pickle
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_async import ArgumentTypeError, CortexClient, FreeForm
from cortex_async.events import MessageAnnotationCreatedEvent, decode_event
from cortex_async.models import MessageAnnotation, MessageAnnotationCreatedEventData

CONTENT: dict[str, Any] = {
    "score": 0.9,
    "severity": "medium",
    "count": 3,
    "whole": 4.0,
    "written": "0.9",
    "spam": True,
    "nothing": None,
    "words": ["damn", 5, "hell"],
    "scores": {"toxicity": 0.7},
    "findings": [{"start": 3, "text": "damn"}, "odd"],
}

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
ANY_JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def flagged(content: Any) -> MessageAnnotationCreatedEventData:
    """The data of an event as a stream would deliver it."""
    event = decode_event(
        {
            "id": "e",
            "type": "message.annotation.created",
            "timestamp": "2026-01-31T12:00:00Z",
            "resourceId": "message:m",
            "tenantId": "t",
            "source": "cortex:plugin",
            "payload": {
                "action": "created",
                "data": {"annotationId": "a", "messageId": "m", "type": "profanity", "content": content},
            },
        }
    )
    assert isinstance(event, MessageAnnotationCreatedEvent)
    return event.payload.data


@pytest.mark.parametrize(
    ("name", "number", "integer", "text", "flag"),
    [
        ("score", 0.9, None, None, None),
        ("severity", None, None, "medium", None),
        ("count", 3.0, 3, None, None),
        ("whole", 4.0, 4, None, None),
        ("written", None, None, "0.9", None),
        ("spam", None, None, None, True),
        ("nothing", None, None, None, None),
        ("words", None, None, None, None),
        ("missing", None, None, None, None),
    ],
)
def test_a_member_reads_as_its_own_type_only(
    name: str, number: float | None, integer: int | None, text: str | None, flag: bool | None
) -> None:
    data = flagged(CONTENT)
    assert (data.number(name), data.integer(name), data.text(name), data.flag(name)) == (
        number,
        integer,
        text,
        flag,
    )
    default = object()
    assert data.number(name, default) == (default if number is None else number)
    assert data.integer(name, default=default) == (default if integer is None else integer)
    assert data.text(name, default=default) == (default if text is None else text)
    assert data.flag(name, default=default) == (default if flag is None else flag)
    assert type(data.number("count")) is float
    assert type(data.integer("whole")) is int


def test_a_threshold_holds_whatever_a_plugin_sends() -> None:
    assert flagged({"severity": 0.9}).number("severity", default=0.0) > 0.8
    for severity in ("medium", None, True, [0.9], {"value": 0.9}, "0.9", math.nan, math.inf, 10**400):
        assert not flagged({"severity": severity}).number("severity", default=0.0) > 0.8


def test_lists_and_nested_objects() -> None:
    data = flagged(CONTENT)
    assert data.texts("words") == ["damn", "hell"]
    assert data.texts("score") == data.texts("severity") == []
    assert data.each("scores") == []
    assert [one.text("text", "?") for one in data.each("findings")] == ["damn", "?"]
    assert data.at("scores").number("toxicity") == data.at("scores", "toxicity").value == 0.7
    assert data.at("findings", 0).integer("start") == 3
    assert data.at("words").text(-1) == "hell"
    assert data.at("words").text(3) is data.at("words").text(-4) is data.at("score").text(0) is None
    assert data.at("nowhere", "deeper", 5) == FreeForm(None)
    assert data.at().value is data.content


@given(ANY_JSON, st.text(max_size=3) | st.integers(-4, 4))
def test_any_content_reads_as_what_was_asked_for(content: Any, name: str | int) -> None:
    for data in (flagged(content), FreeForm(content)):
        assert math.isfinite(data.number(name, 0.5))
        assert type(data.integer(name, 1)) is int
        assert isinstance(data.text(name, ""), str)
        assert isinstance(data.flag(name, False), bool)
        assert all(isinstance(text, str) for text in data.texts(name))
        assert all(isinstance(item, FreeForm) for item in data.each(name))
        assert isinstance(data.at(name, name), FreeForm)


@pytest.mark.parametrize("name", [0.5, None, True, b"score"])
def test_a_name_is_a_string_or_a_position(name: Any) -> None:
    with pytest.raises(ArgumentTypeError, match="name must be a string or an integer, got "):
        flagged(CONTENT).number(name)


def test_a_rounded_number_is_not_a_whole_one() -> None:
    assert FreeForm({"n": 2.0**53}).integer("n") is None
    assert FreeForm({"n": 2**64}).integer("n") == 2**64


async def test_a_class_with_readers_is_like_any_other() -> None:
    annotation = MessageAnnotation(
        id="a",
        created_at=datetime(2026, 1, 31, tzinfo=UTC),
        data=CONTENT,
        message_id="m",
        tenant_id="t",
        type="x",
    )
    assert annotation.number("score") == 0.9
    assert copy.deepcopy(annotation) == annotation == pickle.loads(pickle.dumps(annotation))
    assert not hasattr(annotation, "__dict__")
    async with CortexClient(api_key="k", base_url="http://127.0.0.1:9") as client:
        written = client.codec.encode(annotation)
        assert orjson.loads(written)["data"] == CONTENT
        assert client.codec.decode(written, MessageAnnotation) == annotation
