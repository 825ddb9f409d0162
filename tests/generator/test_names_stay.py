"""Published names stay: after renamed operationIds, removed operations and fields, and new schemas."""

from __future__ import annotations

import asyncio
import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cortex_async._core.errors import CortexError
from generator.__main__ import main
from generator.model.assemble import assemble
from generator.source.specification import load
from tests.generator.exchange import Wire, account, blocking
from tests.generator.workshop import STRING, body, changed, document, generate, operation, part, ref, thing

ID = {"name": "id", "in": "path", "required": True, "schema": STRING}
ROOM = "components/schemas/RoomResponse/properties"

BEFORE = document(
    {
        "/rooms": {
            "get": operation("listRooms", {"type": "array", "items": ref("RoomResponse")}),
            "post": operation(
                "createRoom", ref("RoomResponse"), requestBody=body(thing({"title": STRING}, "title"))
            ),
        },
        "/rooms/{id}": {
            "parameters": [ID],
            "get": operation("getRoom", ref("RoomResponse")),
            "delete": operation("deleteRoom"),
        },
    },
    {"RoomResponse": thing({"id": STRING, "title": STRING, "topicOfTheDay": STRING}, "id")},
)
NAMES = """# ours
[repeatable]
operations = [
  "createRoom",  # finds what is there
]

[operations]
listRooms = "account.rooms.list"
createRoom = "account.rooms.create"  # polished
getRoom = "account.rooms.get"
deleteRoom = "account.rooms.delete"

[fields]
"RoomResponse.topicOfTheDay" = "topic"

[parameters]
"createRoom.title" = "heading"
"""


class Repository:
    """A repository with one API called rooms."""

    def __init__(self, root: Path, version: str = "0.1.0") -> None:
        self.root = root
        self.folder = root / "spec" / "rooms"
        self.folder.mkdir(parents=True)
        self.release(version)
        (self.folder / "names.toml").write_text(NAMES)

    def release(self, version: str) -> None:
        (self.root / "pyproject.toml").write_text(f'[project]\nversion = "{version}"\n')

    def build(self, declared: Mapping[str, Any]) -> int:
        (self.folder / "openapi.json").write_text(json.dumps(declared))
        return main(["build", "rooms", "--root", str(self.root)])

    @property
    def text(self) -> str:
        return (self.folder / "names.toml").read_text()

    @property
    def names(self) -> dict[str, Any]:
        return tomllib.loads(self.text)

    def generated(self, path: str) -> str:
        return (self.root / "cortex_async/contrib/rooms/_generated" / path).read_text()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    found = Repository(tmp_path)
    assert found.build(BEFORE) == 0
    return found


def renamed(declared: Mapping[str, Any], path: str, method: str, new: str) -> dict[str, Any]:
    return changed((f"paths/{path.replace('/', '~1')}/{method}/operationId", new), document=declared)


def without(*paths: str) -> dict[str, Any]:
    return changed(*((path, None) for path in paths), document=BEFORE)


def test_a_renamed_operation_id_keeps_every_name_and_its_line(repository: Repository) -> None:
    assert repository.build(renamed(BEFORE, "/rooms", "post", "openRoom")) == 0
    assert 'openRoom = "account.rooms.create"  # polished' in repository.text
    assert '  "openRoom",  # finds what is there' in repository.text
    assert '"openRoom.title" = "heading"' in repository.text
    assert repository.names["schemas"]["OpenRoomRequest"] == "CreateRoomRequest"
    assert "createRoom" not in repository.text
    assert "removed" not in repository.names
    emitted = repository.generated("operations/account/rooms.py")
    assert re.search(r'CREATE = Route\(\s*"openRoom",\s*"POST",\s*"/rooms",\s*repeatable=True,', emitted)
    assert "heading: str" in emitted


def test_a_renamed_path_parameter_does_not_hide_a_renamed_operation(repository: Repository) -> None:
    item = BEFORE["paths"]["/rooms/{id}"]
    moved = changed(("paths/~1rooms~1{id}", None), document=BEFORE)
    moved["paths"]["/rooms/{room}"] = {
        **item,
        "parameters": [{**ID, "name": "room"}],
        "get": {**item["get"], "operationId": "fetch"},
    }
    assert repository.build(moved) == 0
    assert repository.names["operations"]["fetch"] == "account.rooms.get"


def test_a_schema_whose_name_looks_like_an_operations_is_not_renamed_with_it(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    declared = changed(("components/schemas/ListRoomsResponse", thing({"a": STRING})), document=BEFORE)
    assert repository.build(declared) == 0
    assert repository.build(renamed(declared, "/rooms", "get", "getRooms")) == 0
    assert repository.names["schemas"]["ListRoomsResponse"] == "ListRooms"


def test_a_removed_operation_stays_for_the_next_minor_version(repository: Repository) -> None:
    assert repository.build(without("paths/~1rooms~1{id}/delete")) == 0
    assert repository.names["removed"]["operations"] == {
        "deleteRoom": {"name": "account.rooms.delete", "until": "0.3"}
    }
    assert "deleteRoom" not in repository.names["operations"]
    assert "async def delete(self, *args: object" in repository.generated("operations/account/rooms.py")
    repository.release("0.2.4")
    assert main(["build", "rooms", "--root", str(repository.root)]) == 0
    assert "async def delete(self, *args: object" in repository.generated("operations/account/rooms.py")
    repository.release("0.3.0.dev1")
    assert main(["build", "rooms", "--root", str(repository.root)]) == 0
    assert "def delete" not in repository.generated("operations/account/rooms.py")
    assert "deleteRoom" in repository.names["removed"]["operations"], "the name stays taken"


def test_building_again_changes_nothing(repository: Repository) -> None:
    assert repository.build(without("paths/~1rooms~1{id}/delete", f"{ROOM}/topicOfTheDay")) == 0
    text = repository.text
    assert main(["build", "rooms", "--root", str(repository.root)]) == 0
    assert main(["check", "rooms", "--root", str(repository.root)]) == 0
    assert repository.text == text


def test_restored_operations_and_fields_have_their_old_names(repository: Repository) -> None:
    assert repository.build(without("paths/~1rooms~1{id}/delete", f"{ROOM}/topicOfTheDay")) == 0
    assert repository.names["removed"]["fields"] == {
        "RoomResponse.topicOfTheDay": {"name": "topic", "until": "0.3"}
    }
    assert repository.build(BEFORE) == 0
    assert repository.names["operations"]["deleteRoom"] == "account.rooms.delete"
    assert not any(repository.names["removed"].values())
    assert "def delete(self, room_id: str" in repository.generated("operations/account/rooms.py")
    assert "topic: str | None = None" in repository.generated("models/things.py")


def test_a_new_operation_does_not_take_the_name_of_a_removed_one(repository: Repository) -> None:
    declared = without("paths/~1rooms~1{id}/delete")
    assert repository.build(declared) == 0
    declared["paths"]["/rooms/all"] = {"delete": operation("delete", tags=["Rooms"])}
    assert repository.build(declared) == 0
    assert repository.names["operations"]["delete"] == "account.rooms.delete_"


def fields_of(repository: Repository) -> dict[str, str]:
    """Name of each field of Room -> its name in JSON, as the decoder reads it."""
    source = repository.generated("decoders/things.py").partition("def encode_room")[0]
    names = dict(re.findall(r'^(\w+) = parsed_name\("(\w+)"\)', source, re.MULTILINE))
    return {field: names[key] for field, key in re.findall(r"m\.(\w+) = .*?\bo\[(\w+)\]", source)}


def test_properties_of_one_default_name_need_no_line(repository: Repository) -> None:
    both = changed((f"{ROOM}/orgName", STRING), (f"{ROOM}/org_name", STRING), document=BEFORE)
    text = repository.text
    assert repository.build(both) == 0
    twins = {"org_name": "org_name", "org_name_": "orgName"}
    assert twins.items() <= fields_of(repository).items()
    assert repository.text == text
    # A third one, and one that goes, change no published name.
    assert repository.build(changed((f"{ROOM}/OrgName", STRING), document=both)) == 0
    assert (twins | {"org_name__": "OrgName"}).items() <= fields_of(repository).items()
    assert repository.build(changed((f"{ROOM}/org_name", None), document=both)) == 0
    assert fields_of(repository)["org_name_"] == "orgName"
    assert repository.names["removed"]["fields"]["RoomResponse.OrgName"]["name"] == "org_name__"


def test_a_published_field_keeps_its_name_beside_a_new_one(repository: Repository) -> None:
    assert repository.build(changed((f"{ROOM}/orgName", STRING), document=BEFORE)) == 0
    assert fields_of(repository)["org_name"] == "orgName"
    both = changed((f"{ROOM}/orgName", STRING), (f"{ROOM}/org_name", STRING), document=BEFORE)
    assert repository.build(both) == 0
    assert {"org_name": "orgName", "org_name_": "org_name"}.items() <= fields_of(repository).items()
    assert repository.build(both) == 0


def test_a_new_schema_gets_the_new_name(repository: Repository) -> None:
    declared = changed(("components/schemas/Room", thing({"other": STRING})), document=BEFORE)
    assert repository.build(declared) == 0
    assert (repository.names["schemas"]["RoomResponse"], repository.names["schemas"]["Room"]) == (
        "Room",
        "Room_",
    )


def test_a_new_schema_does_not_take_the_name_of_an_enumeration(repository: Repository) -> None:
    declared = changed((f"{ROOM}/kind", {"enum": ["a", "b"]}), document=BEFORE)
    assert repository.build(declared) == 0
    assert repository.names["enums"]["RoomResponse.kind"] == "RoomKind"
    declared = changed(("components/schemas/RoomKind", thing({"x": STRING})), document=declared)
    assert repository.build(declared) == 0
    assert repository.names["enums"]["RoomResponse.kind"] == "RoomKind"
    assert repository.names["schemas"]["RoomKind"] == "RoomKind_"


def test_two_named_enumerations_stay_two_when_their_values_become_the_same(repository: Repository) -> None:
    declared = changed(
        (f"{ROOM}/kind", {"enum": ["a", "b"]}), (f"{ROOM}/mode", {"enum": ["a", "c"]}), document=BEFORE
    )
    assert repository.build(declared) == 0
    declared["components"]["schemas"]["RoomResponse"]["properties"]["mode"]["enum"] = ["a", "b"]
    assert repository.build(declared) == 0
    emitted = repository.generated("models/things.py")
    assert "kind: RoomKind | str" in emitted
    assert "mode: RoomMode | str" in emitted


def test_an_enumeration_stays_one_when_one_place_gains_values(repository: Repository) -> None:
    """Two schemas with the same values share an open enumeration; the vendor adds a value to responses first."""
    kinds, more = {"enum": ["a", "b"]}, {"enum": ["a", "b", "c"]}
    guest = "components/schemas/Guest"
    declared = changed((f"{ROOM}/kind", kinds), (guest, thing({"kind": kinds})), document=BEFORE)
    assert repository.build(declared) == 0
    assert repository.names["enums"] == {"Guest.kind": "GuestKind"}
    later = changed((f"{ROOM}/kind", more), document=declared)
    assert repository.build(later) == 0
    assert repository.names["enums"] == {"Guest.kind": "GuestKind"}
    assert 'GuestKind: TypeAlias = Literal["a", "b", "c"]' in repository.generated("models/common.py")
    assert "kind: GuestKind | str" in repository.generated("models/things.py")
    assert repository.build(changed((f"{guest}/properties/kind", None), document=later)) == 0
    assert repository.names["enums"] == {"Guest.kind": "GuestKind", "RoomResponse.kind": "GuestKind"}


def test_a_place_without_common_values_gets_its_own_enumeration(repository: Repository) -> None:
    kinds = {"enum": ["a", "b"]}
    declared = changed(
        (f"{ROOM}/kind", kinds), ("components/schemas/Guest", thing({"kind": kinds})), document=BEFORE
    )
    assert repository.build(declared) == 0
    assert repository.build(changed((f"{ROOM}/kind", {"enum": ["x", "y"]}), document=declared)) == 0
    assert repository.names["enums"] == {"Guest.kind": "GuestKind", "RoomResponse.kind": "RoomKind"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[operations]\ngetHall = 'account.rooms.hall'", "[operations] getHall: is not an operation of the spec"),
        ("[schemas]\nHall = 'Hall'", "[schemas] Hall: matches nothing in the spec"),
        ("[enums]\n'Room.kind' = 'Kind'", "[enums] Room.kind: matches nothing in the spec"),
        ("[fields]\n'RoomResponse.tile' = 'x'", "[fields] RoomResponse.tile: matches nothing in the spec"),
        ("[parameters]\n'getRoom.idd' = 'x'", "[parameters] getRoom.idd: matches nothing in the spec"),
        ("[repeatable]\noperations = ['openRoom']", "[repeatable] openRoom: is not an operation of the spec"),
        ("[personal]\nparameters = ['idd']", "[personal] idd: is not a path parameter of the spec"),
        ("[personal]\nparameter = ['id']", "[personal] parameter: is unknown; write parameters ="),
        ("[scopes]\nhall = '/halls/{id}'", "[scopes] hall: no path starts with /halls/{id}"),
        ("[bases]\nRoomRespons = 'a.b:C'", "[bases] RoomRespons: matches nothing in the spec; fix or remove"),
        ("[bases]\nRoomResponse = 'a.b.c'", "[bases] RoomResponse: is not a class; write \"module:Class\""),
        ("[operation]\nx = 'y'", "has the unknown section operation; one of operations, schemas,"),
        ("operations = 3", ": operations: is not a section; write [operations]"),
        ("[repeatable]\noperation = []", "[repeatable] operation: is unknown; write operations ="),
        ("[removed.schemas]\nx = {name = 'y', until = '1.0'}", "[removed] schemas: is unknown"),
        ("[removed.fields]\nx = {name = 'y'}", "[removed.fields] x: is incomplete"),
        ("[removed.fields]\nx = {name = 'y', until = 'next'}", "[removed.fields] x: is incomplete"),
        ("[removed.fields]\nx = {name = 'y', until = 1.2}", "[removed.fields] x: is incomplete"),
        ("[removed.operations]\nx = {name = 'y', until = '1.2'}", "[removed.operations] x: is incomplete"),
        ("[operations]\ngetRoom = 3", "[operations] getRoom: is not a string"),
        ("[operations]\ngetRoom = 'account.rooms.class'", "[operations] getRoom: is not scope.resource.method"),
    ],
)  # fmt: skip
def test_a_misspelt_line_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, expected: str
) -> None:
    repository = Repository(tmp_path)
    (repository.folder / "names.toml").write_text(line)
    assert repository.build(BEFORE) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert error.startswith(f"error: {repository.folder}")
    assert expected in error


def test_a_base_class_adds_methods_to_a_model(tmp_path: Path) -> None:
    result = thing({"success": {"type": "boolean"}, "error": STRING, "member": ref("Member")}, "success")
    schemas = {"JoinResponse": result, "Member": thing({"id": STRING}, "id")}
    paths = {"/join": {"post": operation("join", ref("JoinResponse"))}}
    names = '[bases]\nJoinResponse = "cortex_async.join_results:JoinMethods"\n'
    package = generate(tmp_path, document(paths, schemas), names=names)
    models = part(package, "models")
    member = models.Member(id="m")
    assert models.Join(success=True, member=member).require() is member
    with pytest.raises(CortexError, match="full"):
        models.Join(success=False, error="full").require()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    folder = tmp_path_factory.mktemp("removed")
    repository = Repository(folder / "repository")
    assert repository.build(BEFORE) == 0
    after = without("paths/~1rooms~1{id}/delete", f"{ROOM}/topicOfTheDay")
    assert repository.build(after) == 0
    assert {model.name for model in assemble(load(repository.folder)).models} == {"Room", "CreateRoomRequest"}
    return generate(folder / "made", after, names=repository.text)


async def test_calling_a_removed_operation_warns_and_says_why(package: ModuleType, wire: Wire) -> None:
    message = "account.rooms.delete: operation deleteRoom was removed from the API"
    async with account(package, wire) as scope:
        with (
            pytest.warns(DeprecationWarning, match=message) as caught,
            pytest.raises(CortexError, match=message),
        ):
            await scope.rooms.delete("r", timeout=3)
    assert [warning.filename for warning in caught] == [__file__]

    def run() -> None:
        with blocking(package, wire) as scope:
            with (
                pytest.warns(DeprecationWarning, match=message) as caught,
                pytest.raises(CortexError, match=message),
            ):
                scope.rooms.delete("r")
            assert [warning.filename for warning in caught] == [__file__]

    await asyncio.to_thread(run)
    assert wire.arrived == []


async def test_reading_a_removed_field_warns_and_gives_none(package: ModuleType, wire: Wire) -> None:
    wire.reply({"id": "1", "topicOfTheDay": "still sent"})
    async with account(package, wire) as scope:
        room = await scope.rooms.get("r")
    with pytest.warns(DeprecationWarning, match=r"Room\.topic was removed from the API") as caught:
        assert room.topic is None
    assert [warning.filename for warning in caught] == [__file__]
    assert "topic" not in repr(room)
    assert part(package, "models").Room(id="1") == room
