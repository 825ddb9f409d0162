"""What is published keeps its shape: names of path parameters, lists that gain pages, responses that gain a
body.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.__main__ import main
from generator.source.published import kept_names
from generator.surface.compare import compare_surfaces
from generator.surface.entry import Entry
from tests.generator.exchange import Wire, account, blocking
from tests.generator.workshop import INTEGER, STRING, document, generate, operation, part, ref, thing

ROOM = {"RoomResponse": thing({"id": STRING}, "id")}
PAGES = [{"name": name, "in": "query", "schema": INTEGER} for name in ("limit", "offset")]


def path_parameter(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": STRING}


def rooms(path: str, *names: str, **more: Any) -> dict[str, Any]:
    """A document with one operation at ``path``."""
    parameters = [path_parameter(name) for name in names]
    return document(
        {path: {"get": operation("getRoom", ref("RoomResponse"), parameters=parameters, **more)}}, ROOM
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "0.1.0"\n')
    return tmp_path


def build(root: Path, declared: Mapping[str, Any]) -> str:
    """Build and return the emitted operations."""
    folder = root / "spec" / "rooms"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "openapi.json").write_text(json.dumps(declared))
    assert main(["build", "rooms", "--root", str(root)]) == 0
    made = root / "cortex_async/contrib/rooms/_generated/operations/account"
    return "".join(path.read_text() for path in sorted(made.glob("*.py")))


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/halls/{id}", ["id"]),
        ("/rooms/{roomKey}", ["roomKey"]),
        ("/halls/{hall}", ["hall"]),
        ("/houses/{house}/rooms/{id}", ["house", "id"]),
    ],
)
def test_a_moved_path_or_a_renamed_placeholder_changes_no_keyword(
    root: Path, path: str, names: list[str]
) -> None:
    assert "room_id: str" in build(root, rooms("/rooms/{id}", "id"))
    again = build(root, rooms(path, *names))
    assert "room_id: str" in again
    assert path in again


def test_neither_does_a_new_operation_id_beside_it(root: Path) -> None:
    build(root, rooms("/rooms/{id}", "id"))
    renamed = rooms("/rooms/{key}", "key")
    renamed["paths"]["/rooms/{key}"]["get"]["operationId"] = "findRoom"
    emitted = build(root, renamed)
    assert '"findRoom"' in emitted
    assert "room_id: str" in emitted


def test_which_placeholder_has_which_published_name() -> None:
    published = (("a", "first"), ("id", "second"))
    assert kept_names(published, ["a", "id"]) == {"a": "first", "id": "second"}
    assert kept_names(published, ["id", "a"]) == {"a": "first", "id": "second"}
    assert kept_names(published, ["x", "y"]) == {"x": "first", "y": "second"}
    assert kept_names(published, ["x", "id"]) == {"x": "first", "id": "second"}
    assert kept_names(published, ["id", "x", "y"]) == {"id": "second"}
    assert kept_names(published, []) == {}


def listing(*parameters: Any, items: str = "") -> dict[str, Any]:
    several = {"type": "array", "items": ref("RoomResponse")}
    schema = thing({items: several, "total": INTEGER}, items) if items else several
    return document({"/rooms": {"get": operation("listRooms", schema, parameters=list(parameters))}}, ROOM)


@pytest.mark.parametrize("items", ["", "rooms"])
def test_a_list_that_gains_limit_stays_a_list_of_everything(root: Path, items: str) -> None:
    before, after = build(root, listing()), build(root, listing(*PAGES, items=items))
    for emitted in (before, after):
        assert "-> list[Room]:" in emitted.replace("builtins.", "")
        assert "async def " in emitted
    assert "page_size: int = 50" in after
    assert build(root, listing(*PAGES, items=items)) == after, "a later build keeps the shape"


def test_a_list_that_has_limit_from_the_beginning_is_a_pager(root: Path) -> None:
    assert "-> Pager[Room]:" in build(root, listing(*PAGES))


@pytest.fixture
def package(tmp_path: Path) -> ModuleType:
    """Generated from a list with pages that was published without them."""
    (tmp_path / "spec").mkdir()
    published = {"operations": {"listRooms": "GET /rooms"}, "responses": {"listRooms": "list"}}
    (tmp_path / "spec" / "lock.json").write_text(json.dumps({"published": published}))
    names = '[operations]\nlistRooms = "account.rooms.list"\n'
    return generate(tmp_path, listing(*PAGES, items="rooms"), names=names)


async def test_such_a_list_has_the_items_of_all_pages(package: ModuleType, wire: Wire) -> None:
    room = part(package, "models").Room
    wire.reply({"rooms": [{"id": "1"}], "total": 1})
    async with account(package, wire) as scope:
        assert await scope.rooms.list() == [room(id="1")]
        assert wire.last().query == [("limit", "50"), ("offset", "0")]
        assert await scope.rooms.list(page_size=7, offset=0, max_items=5) == [room(id="1")]
        assert wire.last().query == [("limit", "5"), ("offset", "0")]


async def test_so_it_does_without_async(package: ModuleType, wire: Wire) -> None:
    room = part(package, "models").Room
    wire.reply({"rooms": [{"id": "1"}], "total": 1})

    def call() -> Any:
        with blocking(package, wire) as scope:
            return scope.rooms.list(page_size=7)

    assert await asyncio.to_thread(call) == [room(id="1")]


def test_an_undescribed_response_that_gains_a_body_stays_json(root: Path) -> None:
    plain = document(
        {"/rooms": {"post": operation("openRoom", responses={"200": {"description": ""}})}}, ROOM
    )
    described = document({"/rooms": {"post": operation("openRoom", ref("RoomResponse"))}}, ROOM)
    assert "-> JSON:" in build(root, plain)
    assert "-> JSON:" in build(root, described)
    assert "-> JSON:" in build(root, described)
    decided = document(
        {"/rooms": {"post": operation("openRoom", ref("RoomResponse"), **{"x-typed-response": True})}}, ROOM
    )
    assert "-> Room:" in build(root, decided)
    assert "-> Room:" in build(root, described), "decided once"


def test_nothing_that_becomes_something_is_additive() -> None:
    for old, new, level in (
        ("None", "Room", "additive"),
        ("Room", "None", "breaking"),
        ("int", "Room", "breaking"),
    ):
        (change,) = compare_surfaces(
            {"a.f": Entry("async function", old)}, {"a.f": Entry("async function", new)}
        )
        assert (change.rule, change.level) == ("type", level)
