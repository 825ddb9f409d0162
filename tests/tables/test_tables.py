"""What users see of tables: columns, conversions, and one clear error for what does not fit."""

from __future__ import annotations

import enum
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from attrs import define, fields
from freezegun import freeze_time

import cortex_sync.tables
from cortex_async import UNSET, ArgumentError, ArgumentTypeError, ArgumentValueError, CortexClient, tables
from cortex_async.emulator import Emulator
from cortex_async.events import Event, MessageCreatedEvent, UnknownEvent
from cortex_async.models import (
    ActivatedProduct,
    ApiKey,
    CreatedApiKey,
    CreateSession,
    FunctionEnvVar,
    Message,
    MessageAnnotation,
    MessageCreatedEventData,
    MessageCreatedPayload,
    Session,
)
from cortex_async.tables import to_arrow, to_pandas, to_polars, to_records
from cortex_async.transcripts import Transcript

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
FUNCTIONS: list[Callable[..., Any]] = [to_records, to_arrow, to_pandas, to_polars]


def message(**changes: Any) -> Message:
    given: dict[str, Any] = {
        "id": "m1", "content": "hi", "sender_name": "ann", "session_id": "s1", "timestamp": NOON,
    }  # fmt: skip
    return Message(**{**given, **changes})


def created(content: str) -> MessageCreatedEvent:
    data = MessageCreatedEventData(
        id="m1", content=content, external_user_id="ann", participant_id=None, sender_name="Ann", session_id="s1",
        timestamp=NOON,
    )  # fmt: skip
    return MessageCreatedEvent(
        id="e1", payload=MessageCreatedPayload(action="created", data=data), resource_id="message:m1",
        source="cortex:api", tenant_id="t", timestamp=NOON, type="message.created",
    )  # fmt: skip


def test_the_columns_of_messages() -> None:
    columns: list[tuple[str, pyarrow.DataType]] = [
        ("id", pyarrow.string()),
        ("content", pyarrow.string()),
        ("sender_name", pyarrow.string()),
        ("session_id", pyarrow.string()),
        ("timestamp", pyarrow.timestamp("us", "UTC")),
        ("has_debug_audio", pyarrow.bool_()),
        ("type", pyarrow.string()),
    ]
    assert to_arrow([message()]).schema == pyarrow.schema(columns)


async def test_the_values_of_live_views_and_pages_are_taken() -> None:
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        session = await project.sessions.create(title="Raid", external_room_id="r")
        async with project.sessions.watch() as live:
            assert to_records(live.value)[0]["id"] == session.id
        await project.participants.create(external_user_id="ann")
        pager = project.participants.list()
        with pytest.raises(ArgumentTypeError, match=r"^objects must be an iterable, e\.g\. \[item async for"):
            to_records(pager)  # type: ignore[arg-type]
        assert to_polars([one async for one in pager])["external_user_id"].to_list() == ["ann"]


@pytest.mark.parametrize(
    "objects", [(message(),), iter([message()]), {"m1": message()}, {message().id: message()}.values()]
)
def test_any_iterable_and_the_values_of_a_mapping(objects: Any) -> None:
    assert [record["id"] for record in to_records(objects)] == ["m1"]


# -- nested models


def test_a_model_in_a_model_has_columns_of_its_own() -> None:
    record = to_records([created("hi")])[0]
    assert record["payload_data_content"] == "hi"
    assert record["payload_data_timestamp"] == NOON
    assert record["timestamp"] == NOON
    assert "payload" not in record


def test_a_model_in_a_model_may_stay_one_column() -> None:
    (record,) = to_records([created("hi")], nested="keep")
    assert record["payload"]["data"]["content"] == "hi"  # type: ignore[index]
    assert pyarrow.types.is_struct(to_arrow([created("hi")], nested="keep").schema.field("payload").type)


@define
class Inner:
    id: int
    id_: int = 0


@define
class Outer:
    inner: Inner | None
    inner_id: str
    inner__id: str


def test_columns_of_the_same_name_get_another_underscore() -> None:
    assert to_records([Outer(Inner(1, 2), "own", "second")]) == [
        {"inner___id": 1, "inner_id_": 2, "inner_id": "own", "inner__id": "second"}
    ]


@define
class Tree:
    name: str
    children: list[Tree]


def test_a_model_within_itself_is_json() -> None:
    (record,) = to_records([Tree("a", [Tree("b", [])])])
    assert record == {"name": "a", "children": ['{"name":"b","children":[]}']}


def test_events_of_several_types_are_one_table() -> None:
    raw = {"id": "e2", "type": "new.type", "timestamp": "2026-01-31T13:00:00+01:00"}
    unknown = UnknownEvent(id="e2", type="new.type", timestamp="2026-01-31T13:00:00+01:00", raw=raw)
    with pytest.raises(
        ArgumentTypeError,
        match=r"^model must be given for objects of several classes, e\.g\. model=MessageCreatedEvent \| UnknownEv",
    ):
        to_arrow([created("hi"), unknown])
    table = to_arrow([created("hi"), unknown], model=Event)
    assert table["timestamp"].to_pylist() == [NOON, NOON]
    assert json.loads(table["payload"][0].as_py())["data"]["content"] == "hi"
    assert table["payload"][1].as_py() is None
    assert json.loads(table["raw"][1].as_py()) == raw
    assert to_arrow([created("hi")], model=Event).schema == table.schema


def test_a_union_has_the_columns_of_all_its_models() -> None:
    first, second = to_records(
        [message(), FunctionEnvVar(key="k", value="v")], model=Message | FunctionEnvVar
    )
    assert first.keys() == second.keys() > {"content", "key"}
    assert (second["content"], second["key"]) == (None, "k")


# -- values


def test_free_form_content_is_json_text() -> None:
    data = {"score": 0.5, "at": NOON, "big": 2**70, "who": ["Änn", {"x": None}]}
    annotation = MessageAnnotation(
        id="a", created_at=NOON, data=data, message_id="m", tenant_id="t", type="profanity"
    )
    (text,) = to_polars([annotation])["data"]
    assert json.loads(text) == {**data, "at": "2026-01-31T12:00:00Z"}
    assert "Änn" in text


def test_an_enumeration_value_that_is_not_in_the_spec_is_kept() -> None:
    assert to_arrow([message(type="whisper")])["type"].to_pylist() == ["whisper"]
    assert to_pandas([message(type="whisper")])["type"].tolist() == ["whisper"]


class Shade(enum.Enum):
    RED = "red"


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (7, "7"), (2**70, str(2**70)), (0.5, "0.5"), (True, "true"), ({"a": 1}, '{"a":1}'), ([1], "[1]"),
        ("half \ud83d", "half \ufffd"), (Shade.RED, "red"), (NOON, "2026-01-31T12:00:00+00:00"), (None, None),
    ],
)  # fmt: skip
def test_what_a_server_sends_for_a_string_is_kept_as_a_string(sent: Any, read: str | None) -> None:
    objects = [message(), message(content=sent)]
    assert to_records(objects)[1]["content"] == read
    assert to_arrow(objects)["content"].to_pylist() == ["hi", read]
    assert to_polars(objects)["content"].to_list() == ["hi", read]
    assert to_pandas(objects)["content"].astype(object).where(lambda one: one.notna(), None).tolist() == [
        "hi",
        read,
    ]


@define
class Numbers:
    count: int
    ratio: float = 0.0
    on: bool = False
    at: datetime = NOON
    raw: bytes = b""


@pytest.mark.parametrize(
    ("name", "sent", "read"),
    [
        ("count", 5.0, 5), ("count", "42", 42), ("ratio", 3, 3.0), ("ratio", "0.25", 0.25),
        ("at", "2026-01-31T12:00:00Z", NOON), ("at", NOON.astimezone(timezone(timedelta(hours=3))), NOON),
        ("raw", bytearray(b"x"), b"x"),
    ],
)  # fmt: skip
def test_what_can_be_written_without_loss_is_converted(name: str, sent: Any, read: Any) -> None:
    assert to_arrow([Numbers(**{"count": 1, name: sent})])[name].to_pylist() == [read]
    assert to_polars([Numbers(**{"count": 1, name: sent})])[name].to_list() == [read]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("count", 2**63, "an integer of 64 bits"),
        ("count", "many", "an integer of 64 bits"),
        ("count", 0.5, "an integer of 64 bits"),
        ("count", True, "an integer of 64 bits"),
        ("ratio", 10**400, "a number"),
        ("on", 1, "True or False"),
        ("at", NOON.replace(tzinfo=None), "a datetime with a time zone"),
        ("at", "soon", "a datetime with a time zone"),
        ("at", datetime.max.replace(tzinfo=timezone(timedelta(hours=-5))), "a datetime with a time zone"),
        ("raw", "text", "bytes"),
    ],
)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_does_not_fit_is_named(function: Any, name: str, value: Any, expected: str) -> None:
    objects = [Numbers(1), Numbers(**{"count": 1, name: value})]
    with pytest.raises(ArgumentTypeError) as caught:
        function(objects)
    assert str(caught.value).startswith(f"objects[1].{name} must be {expected} for the column {name}, got ")
    assert caught.value.parameter == f"objects[1].{name}"


def test_a_place_within_a_value_is_named() -> None:
    data: Any = "text"
    wrong = created("hi")
    wrong.payload.data = data
    with pytest.raises(
        ArgumentTypeError, match=r"^objects\[0\]\.payload\.data must be a MessageCreatedEventData, got a str$"
    ):
        to_arrow([wrong])
    with pytest.raises(
        ArgumentTypeError, match=r"^objects\[0\]\.payload\.data must be .* for the column payload, got a str$"
    ):
        to_arrow([wrong], nested="keep")


def test_large_integers_keep_their_digits_beside_missing_ones() -> None:
    many: Any = [Numbers(2**63 - 1), Numbers(None)]  # type: ignore[arg-type]
    assert to_pandas(many)["count"][0] == 2**63 - 1
    assert to_pandas(many)["count"].isna().tolist() == [False, True]
    assert to_polars(many)["count"].to_list() == [2**63 - 1, None]


def test_datetimes_of_a_frozen_clock_are_datetimes() -> None:
    with freeze_time("2026-01-31 12:00"):
        frozen = datetime.now(UTC)
    assert type(frozen) is not datetime
    assert to_arrow([message(timestamp=frozen)])["timestamp"].to_pylist() == [NOON]
    assert to_polars([message(timestamp=frozen)])["timestamp"].to_list() == [NOON]
    assert to_records([message(timestamp=frozen)])[0]["timestamp"] == NOON


def test_fields_that_are_not_given_are_missing() -> None:
    (record,) = to_records([CreateSession(title="Raid", external_room_id="r")])
    assert record["title"] == "Raid"
    assert set(record.values()) == {"Raid", "r", None}


# -- secrets


@pytest.mark.parametrize("function", FUNCTIONS)
def test_lines_of_a_transcript_are_no_models(function: Any) -> None:
    with pytest.raises(ArgumentTypeError, match=r"^objects must be models, got a Line$"):
        function(Transcript.of([message()]).lines)


@pytest.mark.parametrize("missing", [None, UNSET])
def test_fields_of_a_missing_model_are_missing(missing: Any) -> None:
    # UNSET has an attribute of its own with the name of a field.
    assert to_records([ActivatedProduct(product=missing)])[0]["product_name"] is None


def test_secrets_are_masked_unless_asked_for() -> None:
    # Null everywhere else, as a server may send.
    key = CreatedApiKey(**{**{item.name: None for item in fields(CreatedApiKey)}, "key": "secret-key"})  # type: ignore[arg-type]
    assert to_records([key])[0]["key"] == "***"
    assert to_records([key], secrets=True)[0]["key"] == "secret-key"
    assert "secret-key" not in str(to_pandas([key]).to_dict())
    assert to_arrow([key]).schema == to_arrow([key], secrets=True).schema
    assert to_arrow([], model=ApiKey).num_rows == 0


@define
class Holder:
    variable: FunctionEnvVar | str
    variables: list[FunctionEnvVar]


def test_secrets_within_json_and_structs_are_masked() -> None:
    variable = FunctionEnvVar(key="TOKEN", value="secret-value")
    (record,) = to_records([Holder(variable, [variable])])
    assert "secret-value" not in str(record)
    (shown,) = to_records([Holder(variable, [variable])], secrets=True)
    assert str(shown).count("secret-value") == 2


# -- arguments


@pytest.mark.parametrize("function", FUNCTIONS)
def test_an_empty_list_needs_the_class(function: Any) -> None:
    with pytest.raises(
        ArgumentValueError, match=r"^model must be given for objects that may be empty, e\.g\. model=Message$"
    ):
        function([])
    assert len(function([], model=Session)) == 0


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"objects": message()}, "objects must be a list or another iterable of models, got a Message"),
        ({"objects": "text"}, "objects must be a list or another iterable of models, got a str"),
        ({"objects": [message(), None]}, "objects[1] must be a model, got None"),
        ({"objects": [{"id": 1}]}, "objects[0] must be a model, got a dict"),
        ({"objects": [message()], "model": Session}, "objects[0] must be a Session, got a Message"),
        (
            {"objects": [], "model": dict},
            "model must be a model class or a union of them, e.g. Message, got a type",
        ),
        (
            {"objects": [], "model": message()},
            "model must be a model class or a union of them, e.g. Message, got a M",
        ),
        ({"objects": [message()], "nested": "yes"}, "nested must be 'flatten' or 'keep', got 'yes'"),
    ],
)
def test_arguments_that_cannot_be_used(arguments: dict[str, Any], expected: str) -> None:
    objects = arguments.pop("objects")
    with pytest.raises(ArgumentError) as caught:
        to_records(objects, **arguments)
    assert str(caught.value).startswith(expected)


@pytest.mark.parametrize(
    ("function", "name", "extra"),
    [(to_arrow, "pyarrow", "arrow"), (to_pandas, "pandas", "pandas"), (to_polars, "polars", "polars")],
)
def test_a_missing_library_names_the_extra(
    function: Any, name: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(
        ModuleNotFoundError,
        match=rf"^{function.__name__} needs {name}, .*: pip install 'odin-cortex\[{extra}\]'$",
    ):
        function([message()])


def test_the_sync_version_is_the_same() -> None:
    assert cortex_sync.tables.__all__ == tables.__all__
    assert all(getattr(cortex_sync.tables, name) is getattr(tables, name) for name in tables.__all__)


def test_parquet_returns_the_same_table(tmp_path: Any) -> None:
    table = to_arrow([created("hi")])
    pyarrow.parquet.write_table(table, tmp_path / "events.parquet")
    assert pyarrow.parquet.read_table(tmp_path / "events.parquet").equals(table)
