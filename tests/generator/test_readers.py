"""``x-readers``: typed readers of free-form content, on the class that has it."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.model.readers import READERS
from tests.generator.exchange import Wire, account
from tests.generator.test_refused import ROOM, ROOM_POINTER, refused
from tests.generator.workshop import STRING, changed, document, generate, operation, part, ref, thing

FREE = {"type": "object", "x-readers": True}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    schemas = {
        "Note": thing({"id": STRING, "data": FREE, "more": {"type": "object"}}, "id"),
        "Rest": thing({"id": STRING}, additionalProperties=True, **{"x-readers": True}),
        "Based": {"allOf": [ref("Note"), thing({"any": STRING})]},
        "Plain": thing({"text": STRING, "data": {"type": "object"}}),
        "Odd": thing({"anything": {"x-free-form": True, "x-readers": True, "nullable": True}}),
    }
    paths = {f"/{name}": {"get": operation(f"get{name}", ref(name))} for name in schemas}
    return generate(tmp_path_factory.mktemp("readers"), document(paths, schemas))


async def received(package: ModuleType, wire: Wire, name: str, payload: Any) -> Any:
    wire.reply(payload)
    async with account(package, wire) as scope:
        return await getattr(scope.things, f"get_{name}")()


@pytest.mark.parametrize(
    ("name", "payload", "expected"),
    [
        ("note", {"id": "1", "data": {"n": 1.5}}, 1.5),
        ("note", {"id": "1", "data": {"n": "1.5"}, "more": {"n": 2}}, None),
        ("note", {"id": "1"}, None),
        ("rest", {"id": "1", "n": 2}, 2.0),
        ("based", {"id": "1", "data": {"n": 3}}, 3.0),
        ("odd", {"anything": {"n": 4}}, 4.0),
        ("odd", {"anything": None}, None),
        ("odd", {"anything": "n"}, None),
    ],
)
async def test_the_marked_content_is_read(
    package: ModuleType, wire: Wire, name: str, payload: Any, expected: float | None
) -> None:
    assert (await received(package, wire, name, payload)).number("n") == expected


def test_every_reader_is_there_and_named_in_the_docstring(package: ModuleType) -> None:
    note = part(package, "models").Note
    assert all(callable(getattr(note, name)) for name in READERS)
    assert "Typed readers of ``data``: number, integer, text, flag, texts, each, at." in note.__doc__
    assert not hasattr(part(package, "models").Plain, "number")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (
            [(f"{ROOM}/a", {"type": "string", "x-readers": True})],
            "#/components/schemas/RoomResponse: has x-readers at a, which is not free-form; drop the mark in the overlay",
        ),
        (
            [(f"{ROOM}/a", FREE), (f"{ROOM}/b", FREE)],
            "#/components/schemas/RoomResponse: has x-readers at a and b; mark one of them in the overlay",
        ),
        (
            [(f"{ROOM}/a", FREE), (f"{ROOM}/text", {"type": "string"})],
            f"{ROOM_POINTER}/text: has the name of the reader text; "
            "give it another under [fields] in names.toml, or drop x-readers in the overlay",
        ),
        (
            [("components/schemas/RoomResponse/x-readers", True)],
            "#/components/schemas/RoomResponse: has x-readers at additional_properties, which is not free-form; "
            "drop the mark in the overlay",
        ),
    ],
)
def test_a_wrong_mark_is_refused_with_its_place(
    tmp_path: Path, steps: list[tuple[str, Any]], expected: str
) -> None:
    assert refused(tmp_path, changed(*steps)) == expected
