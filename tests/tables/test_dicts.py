"""``to_dict`` and ``from_dict``: both forms of names, and errors that name the place."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import define

import cortex_async
import cortex_sync
from cortex_async import ArgumentError, DecodeError, from_dict, to_dict
from cortex_async.events import SessionDeletedEvent, UnknownEvent
from cortex_async.models import (
    CreateSanction,
    CreateWebhookSubscription,
    FunctionSettings,
    Message,
    MessageAnnotation,
)

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
PYTHON: dict[str, Any] = {
    "id": "m1", "content": "hi", "sender_name": "ann", "session_id": "s1", "timestamp": NOON,
    "has_debug_audio": False, "type": "user",
}  # fmt: skip
API: dict[str, Any] = {
    "id": "m1", "content": "hi", "senderName": "ann", "sessionId": "s1", "timestamp": "2026-01-31T12:00:00Z",
    "hasDebugAudio": False, "type": "user",
}  # fmt: skip
SETTINGS = {"is_activated": True, "max_functions": 5, "max_memory_per_function": 512}
MESSAGE = Message(**PYTHON)


def test_both_forms() -> None:
    assert to_dict(MESSAGE) == PYTHON
    assert to_dict(MESSAGE, names="api") == API
    assert from_dict(Message, PYTHON) == from_dict(Message, API, names="api") == MESSAGE
    assert from_dict(Message, {**PYTHON, "timestamp": "2026-01-31T12:00:00Z"}) == MESSAGE
    assert from_dict(Message, {**API, "timestamp": NOON}, names="api") == MESSAGE


def test_both_packages_have_them() -> None:
    assert cortex_sync.to_dict is cortex_async.to_dict
    assert cortex_sync.from_dict is cortex_async.from_dict


def test_unset_is_left_out_and_null_is_not() -> None:
    sanction = CreateSanction(type="mute", external_user_id="bob", end_at=None)
    assert to_dict(sanction) == {"type": "mute", "external_user_id": "bob", "end_at": None}
    assert from_dict(CreateSanction, to_dict(sanction)) == sanction
    assert to_dict(sanction, names="api") == {"type": "mute", "externalUserId": "bob", "endAt": None}


def test_integers_of_any_size_are_exact() -> None:
    annotation = MessageAnnotation(
        id="a", created_at=NOON, data={"n": 2**70}, message_id="m", tenant_id="t", type="profanity"
    )
    text = json.dumps(to_dict(annotation, names="api"))
    assert from_dict(MessageAnnotation, json.loads(text), names="api") == annotation


def test_nothing_is_shared() -> None:
    data: dict[str, Any] = {"list": [1]}
    annotation = MessageAnnotation(
        id="a", created_at=NOON, data=data, message_id="m", tenant_id="t", type="profanity"
    )
    for names in ("python", "api"):
        written: Any = to_dict(annotation, names=names)
        read = from_dict(MessageAnnotation, written, names=names)
        written["data"]["list"].append(2)
        assert read.data == data == {"list": [1]}


def test_members_that_the_model_lacks() -> None:
    assert from_dict(Message, {**API, "new": 1}, names="api") == MESSAGE
    with pytest.raises(DecodeError, match=r"^senderName: Message has no such field$") as caught:
        from_dict(Message, API)
    assert caught.value.location == "senderName"


@pytest.mark.parametrize(
    ("model", "data", "expected"),
    [
        (Message, {}, "id: missing"),
        (
            Message,
            {**PYTHON, "timestamp": "soon"},
            "timestamp: expected an ISO 8601 date and time, got 'soon'",
        ),
        (Message, {**PYTHON, "timestamp": 5}, "timestamp: expected an ISO 8601 date and time, got 5"),
        (FunctionSettings, {**SETTINGS, "env_vars": 5}, "env_vars: expected a list, got 5"),
        (
            FunctionSettings,
            {**SETTINGS, "env_vars": [{"key": "k", "value": "v"}, 5]},
            "env_vars[1]: expected an object, got 5",
        ),
        (FunctionSettings, {**SETTINGS, "env_vars": [{"key": "k"}]}, "env_vars[0].value: missing"),
        (SessionDeletedEvent, {"payload": {"data": {"created_at": []}}}, "id: missing"),
    ],
)
def test_an_error_names_the_place(model: type, data: dict[str, Any], expected: str) -> None:
    with pytest.raises(DecodeError) as caught:
        from_dict(model, data)
    assert str(caught.value) == expected
    assert caught.value.location == expected.partition(":")[0]


def test_an_error_of_the_api_form_names_the_place() -> None:
    with pytest.raises(DecodeError, match=r"^timestamp: expected an ISO 8601 date and time, got 'soon'$"):
        from_dict(Message, {**API, "timestamp": "soon"}, names="api")


def test_errors_mask_secrets() -> None:
    for names in ("python", "api"):
        with pytest.raises(DecodeError) as caught:
            from_dict(CreateWebhookSubscription, {"secret": "hunter2hunter2"}, names=names)
        assert "hunter2" not in str(caught.value)


def test_an_event_of_an_unknown_type() -> None:
    raw = {"id": "e", "type": "new.type", "payload": {"x": 1}}
    event = from_dict(UnknownEvent, raw, names="api")
    assert (event.type, event.payload) == ("new.type", {"x": 1})
    assert to_dict(event, names="api") == raw
    assert from_dict(UnknownEvent, to_dict(event)) == event


@define
class Foreign:
    id: str


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda: to_dict({}), "model must be a model, got a dict"),
        (lambda: to_dict(Message), "model must be a model, got a type"),
        (lambda: to_dict(MESSAGE, names="json"), "names must be 'python' or 'api', got 'json'"),  # type: ignore[arg-type]
        (
            lambda: to_dict(Foreign("x"), names="api"),
            "model must be a model of an API where names='api', got Foreign",
        ),
        (lambda: from_dict(dict, {}), "model must be a model class, got a type"),
        (lambda: from_dict(Message, [("id", 1)]), "data must be a mapping, got a list"),  # type: ignore[arg-type]
        (
            lambda: to_dict(Message(**{**PYTHON, "timestamp": NOON.replace(tzinfo=None)}), names="api"),
            "a datetime must be a datetime with a time zone",
        ),
    ],
)
def test_arguments_that_cannot_be_used(call: Any, expected: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        call()
    assert str(caught.value).startswith(expected)


def test_any_attrs_class_has_the_python_form() -> None:
    assert from_dict(Foreign, to_dict(Foreign("x"))) == Foreign("x")
