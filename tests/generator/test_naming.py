"""Names: the default rules, and names.toml, which always wins."""

from __future__ import annotations

import keyword
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.naming import default_schema_names, pascal, singular, snake
from generator.source.names import Names
from generator.source.specification import load
from tests.generator.workshop import MINIMAL, changed, read, specification


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("updateE2EEncryption", "update_e2e_encryption"),
        ("e2eEncryptionMode", "e2e_encryption_mode"),
        ("X-Timestamp", "x_timestamp"),
        ("last-event-id", "last_event_id"),
        ("userID", "user_id"),
        ("from", "from_"),
        ("self", "self_"),
        ("2fa", "n2fa"),
    ],
)
def test_snake(name: str, expected: str) -> None:
    assert snake(name) == expected


@given(st.text(max_size=30))
def test_any_string_becomes_an_identifier(text: str) -> None:
    for name in (snake(text), pascal(text)):
        assert name.isidentifier()
        assert not keyword.iskeyword(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("sessions", "session"), ("api-keys", "api-key"), ("entries", "entry"), ("access", "access")],
)
def test_singular(name: str, expected: str) -> None:
    assert singular(name) == expected


def test_schema_suffixes_are_removed_unless_names_collide() -> None:
    names = default_schema_names(
        ["SessionResponse", "LoginRequest", "LoginResponse", "Room", "RoomResponse", "IngestEventDto"]
    )
    assert names == {
        "SessionResponse": "Session",
        "LoginRequest": "LoginRequest",
        "LoginResponse": "LoginResponse",
        "Room": "Room",
        "RoomResponse": "RoomResponse",
        "IngestEventDto": "IngestEvent",
    }


def test_an_operation_without_an_entry_gets_a_name_and_a_line_in_the_table(tmp_path: Path) -> None:
    specified = load(specification(tmp_path, MINIMAL))
    from generator.model.assemble import assemble

    (operation,) = assemble(specified).operations
    assert operation.public_name == "account.rooms.get_room"
    assert [p.name for p in operation.parameters] == ["room_id"]
    assert 'getRoom = "account.rooms.get_room"' in specified.names.text_with_additions()


def test_the_table_wins_and_keeps_its_comments(tmp_path: Path) -> None:
    text = '# ours\n[operations]\ngetRoom = "account.halls.fetch"  # polished\n'
    specified = load(specification(tmp_path, MINIMAL, names=text))
    from generator.model.assemble import assemble

    (operation,) = assemble(specified).operations
    assert operation.public_name == "account.halls.fetch"
    written = specified.names.text_with_additions()
    assert written.startswith(text)
    assert 'RoomResponse = "Room"' in written


def test_a_new_schema_does_not_take_a_published_name(tmp_path: Path) -> None:
    document = changed(
        ("components/schemas/Room", {"type": "object", "properties": {"a": {"type": "string"}}})
    )
    api = read(tmp_path, document, names='[schemas]\nRoomResponse = "Room"\n')
    assert {model.schema: model.name for model in api.models} == {"RoomResponse": "Room", "Room": "Room_"}


def test_a_table_that_is_not_toml() -> None:
    from generator.refusal import Refusal

    with pytest.raises(Refusal, match=r"names\.toml: is not TOML"):
        Names("names.toml", "[operations\n")
