"""What a new spec changes for users of the SDK: rule, level, effect, exit status."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.__main__ import main
from generator.changes.change import Change, highest, next_version
from generator.changes.compare import compare
from generator.changes.sides import Side, read_both
from tests.generator.workshop import (
    DATETIME,
    INTEGER,
    STRING,
    body,
    changed,
    document,
    operation,
    ref,
    success,
    thing,
)

ID = {"name": "id", "in": "path", "required": True, "schema": STRING, "description": "Which."}
STATUS = {"name": "status", "in": "query", "schema": {"enum": ["open", "closed"]}}

BEFORE = document(
    {
        "/rooms": {
            "get": operation(
                "listRooms",
                {"type": "array", "items": ref("Room")},
                parameters=[STATUS, {"name": "q", "in": "query", "schema": STRING}],
            ),
            "post": operation("createRoom", ref("Room"), requestBody=body(ref("CreateRoom"))),
        },
        "/rooms/{id}": {
            "parameters": [ID],
            "get": operation(
                "getRoom", responses={"200": success(ref("Room")), "202": success(ref("Later"))}
            ),
            "delete": operation("closeRoom", summary="Close it"),
        },
        "/events": {
            "get": operation(
                "describe", {"oneOf": [ref("Opened"), ref("Closed")]}, **{"x-documentation-only": True}
            )
        },
    },
    {
        "Room": thing(
            {"id": STRING, "size": INTEGER, "kind": ref("Kind"), "note": {**STRING, "nullable": True}},
            "id",
            "size",
            "note",
            description="A room.",
        ),
        "CreateRoom": thing(
            {"title": STRING, "kind": ref("Kind"), "guest": ref("Guest"), "limit": INTEGER}, "title"
        ),
        "Guest": thing({"name": STRING, "age": INTEGER}, "name"),
        "Later": thing({"job": STRING}, "job"),
        "Kind": {"enum": ["hall", "booth", "lobby"]},
        "Opened": thing({"type": {"const": "opened"}, "room": ref("Room")}, "type"),
        "Closed": thing({"type": {"const": "closed"}}, "type"),
    },
    securitySchemes={
        "key": {"type": "apiKey", "in": "header", "name": "X"},
        "token": {"type": "http", "scheme": "bearer"},
    },
)
BEFORE["security"] = [{"key": []}, {"token": []}]
NAMES = '[operations]\nlistRooms = "project.rooms.list"\ngetRoom = "project.rooms.get"\n'

ROOMS, ROOM = "paths/~1rooms", "paths/~1rooms~1{id}"
SCHEMAS = "components/schemas"
POINTER = "#/components/schemas"


def changes(
    old: Mapping[str, Any], new: Mapping[str, Any], tmp_path: Path, names: str = NAMES
) -> list[Change]:
    sides = [
        Side(tmp_path / "openapi.json", json.dumps(declared).encode(), None, names) for declared in (old, new)
    ]
    return compare(*read_both(sides[0], sides[1], tmp_path, (0, 1)))


RULES: list[tuple[list[tuple[str, Any]], str, str, str, str]] = [
    ([(f"{ROOMS}/get/parameters/0", {"name": "size", "in": "query", "schema": INTEGER})],
     "additive", "keyword-added", "`project.rooms.list` gains keyword `size`", "#/paths/~1rooms/get/parameters/0"),
    ([(f"{ROOMS}/get/parameters/0", {"name": "size", "in": "query", "required": True, "schema": INTEGER})],
     "breaking", "keyword-added", "`project.rooms.list` requires the new keyword `size`", "#/paths/~1rooms/get/parameters/0"),
    ([(f"{ROOMS}/get/parameters/1", None)],
     "breaking", "keyword-removed", "`project.rooms.list` loses keyword `q`", "#/paths/~1rooms/get/parameters/1"),
    ([(f"{ROOMS}/get/parameters/1/required", True)],
     "breaking", "keyword-required", "`project.rooms.list` now requires keyword `q`", "#/paths/~1rooms/get/parameters/1"),
    ([(f"{ROOMS}/get/parameters/1/schema", INTEGER)],
     "breaking", "keyword-type", "`project.rooms.list` takes keyword `q` as `int` instead of `str`", "#/paths/~1rooms/get/parameters/1"),
    ([(f"{ROOMS}/get/parameters/1/schema", {"type": ["string", "integer"]})],
     "additive", "keyword-type", "`project.rooms.list` takes keyword `q` as `str | int` instead of `str`", "#/paths/~1rooms/get/parameters/1"),
    ([(f"{SCHEMAS}/CreateRoom/properties/limit", {"type": "number"})],
     "additive", "keyword-type", "`account.things.create_room` takes keyword `limit` as `float` instead of `int`", f"{POINTER}/CreateRoom/properties/limit"),
    ([(f"{SCHEMAS}/CreateRoom/required", ["title", "limit"])],
     "breaking", "keyword-required", "`account.things.create_room` now requires keyword `limit`", f"{POINTER}/CreateRoom/properties/limit"),
    ([(f"{SCHEMAS}/CreateRoom/required", [])],
     "additive", "keyword-optional", "`account.things.create_room` no longer requires keyword `title`", f"{POINTER}/CreateRoom/properties/title"),
    ([(f"{ROOM}/delete", None)],
     "breaking", "operation-removed", "`account.things.close_room` is removed (operation `closeRoom`): until 0.3 a call warns and raises", "#/paths/~1rooms~1{id}/delete"),
    ([(f"{ROOM}/put", operation("openRoom"))],
     "additive", "operation-added", "`account.things.open_room` is new (operation `openRoom`)", "#/paths/~1rooms~1{id}/put"),
    ([(f"{ROOM}/delete/operationId", "removeRoom")],
     "documentation", "operation-id", "`account.things.close_room` keeps its name: its operationId is now removeRoom instead of closeRoom", "#/paths/~1rooms~1{id}/delete"),
    ([(f"{ROOM}/delete/deprecated", True)],
     "additive", "deprecated", "`account.things.close_room` is deprecated: a call warns", "#/paths/~1rooms~1{id}/delete"),
    ([(f"{ROOM}/delete/summary", "Shut it")],
     "documentation", "description", "`account.things.close_room` has a new description", "#/paths/~1rooms~1{id}/delete"),
    ([(f"{ROOM}/delete/security", [{"key": []}])],
     "breaking", "security", "`account.things.close_room` no longer accepts token", "#/paths/~1rooms~1{id}/delete/security"),
    ([(f"{ROOM}/get/responses/202", None)],
     "additive", "response-type", "`project.rooms.get` returns `Room` instead of `Room | Later`", "#/paths/~1rooms~1{id}/get/responses"),
    ([(f"{ROOM}/get/responses/204", {"description": "x"})],
     "breaking", "response-type", "`project.rooms.get` returns `Room | Later | None` instead of `Room | Later`", "#/paths/~1rooms~1{id}/get/responses"),
    ([(f"{SCHEMAS}/Room/properties/size/nullable", True)],
     "breaking", "field-type", "`Room.size` may now be None", f"{POINTER}/Room/properties/size"),
    ([(f"{SCHEMAS}/Room/required", ["id", "note"])],
     "breaking", "field-type", "`Room.size` may now be None", f"{POINTER}/Room/properties/size"),
    ([(f"{SCHEMAS}/Room/properties/note", STRING)],
     "additive", "field-type", "`Room.note` is no longer None", f"{POINTER}/Room/properties/note"),
    ([(f"{SCHEMAS}/Room/properties/id", DATETIME)],
     "breaking", "field-type", "`Room.id` is now `datetime` instead of `str`", f"{POINTER}/Room/properties/id"),
    ([(f"{SCHEMAS}/Room/properties/extra", INTEGER)],
     "additive", "field-added", "`Room.extra` is new", f"{POINTER}/Room/properties/extra"),
    ([(f"{SCHEMAS}/Room/properties/kind", STRING)],
     "additive", "known-values", "`Room.kind` is written `str | None` instead of `Kind | str | None`", f"{POINTER}/Room/properties/kind"),
    ([(f"{SCHEMAS}/Room/properties/size/deprecated", True)],
     "documentation", "deprecated", "`Room.size` is deprecated", f"{POINTER}/Room/properties/size"),
    ([(f"{SCHEMAS}/Room/properties/id/x-secret", True)],
     "additive", "secret", "`Room.id` is now hidden in reprs", f"{POINTER}/Room/properties/id"),
    ([(f"{SCHEMAS}/Room/additionalProperties", True)],
     "additive", "additional-properties", "`Room` gains `additional_properties`", f"{POINTER}/Room"),
    ([(f"{SCHEMAS}/Room/description", "The room.")],
     "documentation", "description", "`Room` has a new description", f"{POINTER}/Room"),
    ([(f"{SCHEMAS}/Guest/properties/name/nullable", True)],
     "additive", "field-type", "`Guest.name` may now be None", f"{POINTER}/Guest/properties/name"),
    ([(f"{SCHEMAS}/Guest/required", ["name", "age"])],
     "breaking", "field-required", "`Guest.age` is now required", f"{POINTER}/Guest/properties/age"),
    ([(f"{SCHEMAS}/Guest/required", [])],
     "additive", "field-optional", "`Guest.name` is now optional", f"{POINTER}/Guest/properties/name"),
    ([(f"{SCHEMAS}/Guest/properties/seat", STRING), (f"{SCHEMAS}/Guest/required", ["name", "seat"])],
     "breaking", "field-added", "`Guest.seat` is new and required", f"{POINTER}/Guest/properties/seat"),
    ([(f"{SCHEMAS}/Kind/enum", ["hall", "booth", "lobby", "tent"])],
     "additive", "enum-value-added", "`Kind` gains `tent`: not breaking, the enum is open", f"{POINTER}/Kind"),
    ([(f"{SCHEMAS}/Kind/enum", ["hall", "booth"])],
     "breaking", "enum-value-removed", "`Kind` loses `lobby`", f"{POINTER}/Kind"),
    ([(f"{SCHEMAS}/Fresh", thing({"a": STRING}))],
     "additive", "model-added", "`Fresh` is new", f"{POINTER}/Fresh"),
    ([(f"{SCHEMAS}/Moved", thing({"type": {"const": "moved"}}, "type")),
      ("paths/~1events/get/responses/200/content/application~1json/schema/oneOf/0", ref("Moved"))],
     "additive", "event-added", "`moved` is now `Moved` instead of `UnknownEvent`", f"{POINTER}/Moved"),
    ([("paths/~1events/get/responses/200/content/application~1json/schema/oneOf/1", None)],
     "breaking", "event-removed", "`closed` is now an `UnknownEvent` instead of `Closed`", f"{POINTER}/Closed"),
    ([(f"{SCHEMAS}/Shut", thing({"type": {"const": "closed"}}, "type")),
      ("paths/~1events/get/responses/200/content/application~1json/schema/oneOf/1", None),
      ("paths/~1events/get/responses/200/content/application~1json/schema/oneOf/1", ref("Shut")),
      (f"{SCHEMAS}/Closed", None)],
     "breaking", "event-type", "`closed` is now `Shut` instead of `Closed`", f"{POINTER}/Shut"),
    ([(f"{SCHEMAS}/Later", None), (f"{ROOM}/get/responses/202", None)],
     "breaking", "model-removed", "`Later` is removed", f"{POINTER}/Later"),
    ([(f"{SCHEMAS}/Room/properties/kind", STRING), (f"{SCHEMAS}/CreateRoom/properties/kind", STRING), (f"{SCHEMAS}/Kind", None)],
     "breaking", "enum-removed", "`Kind` is removed", f"{POINTER}/Kind"),
    ([(f"{SCHEMAS}/Room/properties/id/enum", ["a", "b"])],
     "additive", "enum-added", "`RoomId` is new", f"{POINTER}/Room/properties/id"),
    ([(f"{SCHEMAS}/Guest/properties/name", {"type": "string", "default": "x"}), (f"{SCHEMAS}/Later/properties/left", {"type": "integer", "default": 1})],
     "additive", "field-added", "`Later.left` is new", f"{POINTER}/Later/properties/left"),
    ([(f"{ROOM}/put", operation("putRoom", requestBody=body({"type": "array", "items": ref("Room")})))],
     "breaking", "model-direction", "`Room` has UNSET instead of None for fields missing in a response", f"{POINTER}/Room"),
    ([(f"{ROOMS}/post/requestBody", body(ref("CreateRoom"), "application/x-www-form-urlencoded")),
      (f"{SCHEMAS}/CreateRoom/properties/guest", None)],
     "breaking", "keyword-removed", "`account.things.create_room` loses keyword `guest`", f"{POINTER}/CreateRoom/properties/guest"),
    ([(f"{ROOMS}/post/requestBody", body(ref("CreateRoom"), "application/vnd.rooms+json"))],
     "additive", "body-media", "`account.things.create_room` sends application/vnd.rooms+json instead of application/json", "#/paths/~1rooms/post"),
    ([(f"{ROOM}/delete/security", [])],
     "additive", "security", "`account.things.close_room` no longer requires a credential", "#/paths/~1rooms~1{id}/delete/security"),
    ([(f"{ROOMS}/get/parameters/1/description", "What to look for.")],
     "documentation", "description", "`project.rooms.list` has a new description of keyword `q`", "#/paths/~1rooms/get/parameters/1"),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "level", "rule", "effect", "pointer"), RULES)
def test_each_rule(
    tmp_path: Path, steps: list[tuple[str, Any]], level: str, rule: str, effect: str, pointer: str
) -> None:
    found = changes(BEFORE, changed(*steps, document=BEFORE), tmp_path)
    declared = [(change.level, change.rule, change.effect, change.pointer) for change in found]
    assert (level, rule, effect, pointer) in declared
    assert highest(found) == level


def test_a_removed_field_is_breaking_and_names_its_alias(tmp_path: Path) -> None:
    (change,) = changes(BEFORE, changed((f"{SCHEMAS}/Room/properties/kind", None), document=BEFORE), tmp_path)
    assert (change.level, change.rule) == ("breaking", "field-removed")
    assert change.effect == "`Room.kind` is removed: until 0.3 it is a property that warns and is None"


def test_changes_of_names_toml_are_compared_too(tmp_path: Path) -> None:
    old = Side(tmp_path / "openapi.json", json.dumps(BEFORE).encode(), None, NAMES)
    decided = '[repeatable]\noperations = ["createRoom"]\n[fields]\n"Room.size" = "seats"\n'
    new = Side(tmp_path / "openapi.json", json.dumps(BEFORE).encode(), None, NAMES + decided)
    found = compare(*read_both(old, new, tmp_path, (0, 1)))
    assert [(change.rule, change.effect) for change in found] == [
        ("field-removed", "`Room.size` is removed"),
        ("field-added", "`Room.seats` is new"),
        ("repeatable", "`account.things.create_room` is now repeated after an unknown outcome"),
    ]


def test_a_default_and_a_json_name(tmp_path: Path) -> None:
    field = f"{SCHEMAS}/Later/properties/left"
    old = changed((field, {"type": "integer", "default": 1}), document=BEFORE)
    (change,) = changes(old, changed((f"{field}/default", 2), document=old), tmp_path)
    assert (change.rule, change.effect) == ("default", "`Later.left` now defaults to 2")
    new = changed(
        (field, None), (f"{SCHEMAS}/Later/properties/Left", {"type": "integer", "default": 1}), document=old
    )
    (change,) = changes(old, new, tmp_path)
    assert (change.rule, change.effect) == ("wire-name", "`Later.left` is sent as Left instead of left")


def test_another_path_is_reported(tmp_path: Path) -> None:
    moved = changed((ROOM, None), document=BEFORE)
    moved["paths"]["/halls/{id}"] = BEFORE["paths"]["/rooms/{id}"]
    effects = {change.effect for change in changes(BEFORE, moved, tmp_path)}
    assert effects == {
        "`project.rooms.get` calls GET /halls/{id} instead of GET /rooms/{id}",
        "`account.things.close_room` calls DELETE /halls/{id} instead of DELETE /rooms/{id}",
    }


def shuffled(value: Any, source: random.Random, name: str = "") -> Any:
    """Shuffle keys, and lists whose order has no meaning."""
    if isinstance(value, dict):
        keys = list(value)
        source.shuffle(keys)
        return {key: shuffled(value[key], source, key) for key in keys}
    if isinstance(value, list):
        items = [shuffled(item, source) for item in value]
        if name in ("parameters", "required", "security", "enum", "oneOf", "allOf", "tags"):
            source.shuffle(items)
        return items
    return value


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_order_makes_no_difference(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp()
    assert changes(BEFORE, shuffled(BEFORE, random.Random(seed)), folder) == []


def additions() -> st.SearchStrategy[list[tuple[str, Any]]]:
    """Steps that only add to the spec."""
    name = st.sampled_from(["alpha", "beta", "gammaRay", "class", "x-y"])
    schema = st.sampled_from(
        [STRING, INTEGER, DATETIME, ref("Guest"), {"type": "array", "items": ref("Kind")}]
    )
    field = st.tuples(name.map(lambda n: f"{SCHEMAS}/Room/properties/{n}"), schema)
    keyword = st.tuples(name.map(lambda n: f"{SCHEMAS}/CreateRoom/properties/{n}"), schema)
    model = st.tuples(name.map(lambda n: f"{SCHEMAS}/New{n}"), st.just(thing({"a": STRING})))
    call = st.tuples(name.map(lambda n: f"paths/~1{n}"), st.just({"get": operation(None, ref("Room"))}))
    query = st.tuples(
        st.just(f"{ROOMS}/get/parameters/0"), name.map(lambda n: {"name": n, "in": "query", "schema": STRING})
    )
    return st.lists(
        st.one_of(field, keyword, model, call, query),
        min_size=1,
        max_size=5,
        unique_by=lambda step: repr(step),
    )


@settings(max_examples=40, deadline=None)
@given(steps=additions())
def test_additions_are_additive_and_their_removal_is_breaking(
    steps: list[tuple[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    after = changed(*steps, document=BEFORE)
    there = changes(BEFORE, after, folder)
    back = changes(after, BEFORE, folder)
    assert {change.level for change in there} == {"additive"}
    assert "breaking" in {change.level for change in back}
    assert changes(after, after, folder) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository whose one API is called cortex."""
    spec = tmp_path / "spec" / "cortex"
    spec.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "0.4.2"\n')
    (spec / "names.toml").write_text(NAMES)
    (spec / "openapi.json").write_text(json.dumps(BEFORE))
    return tmp_path


def diff(folder: Path, *arguments: str) -> int:
    return main(["diff", "--root", str(folder), *arguments])


def written(folder: Path, name: str, *steps: tuple[str, Any]) -> str:
    path = folder / name
    path.write_text(json.dumps(changed(*steps, document=BEFORE)))
    return str(path)


ADDED = (f"{SCHEMAS}/Room/properties/extra", INTEGER)
GONE = (f"{ROOM}/delete", None)
TEXT_ONLY = (f"{SCHEMAS}/Room/description", "Another text.")


@pytest.mark.parametrize(
    ("steps", "status", "suggested"),
    [([], 0, None), ([TEXT_ONLY], 0, "0.4.3"), ([ADDED], 1, "0.4.3"), ([ADDED, GONE], 2, "0.5.0")],
)
def test_exit_status_and_suggested_version(
    folder: Path, capsys: pytest.CaptureFixture[str], steps: Any, status: int, suggested: str | None
) -> None:
    old, new = written(folder, "old.json"), written(folder, "new.json", *steps)
    assert diff(folder, old, new) == status
    out = capsys.readouterr().out
    assert (
        out == "no change of the Python surface\n"
        if suggested is None
        else f"Suggested version: {suggested} (last release: 0.4.2; " in out
    )


def test_text_has_one_line_for_each_change(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert diff(folder, written(folder, "old.json"), written(folder, "new.json", ADDED, GONE)) == 2
    assert capsys.readouterr().out.splitlines() == [
        "cortex: breaking: `account.things.close_room` is removed (operation `closeRoom`): until 0.6 a call warns and raises "
        "[operation-removed] #/paths/~1rooms~1{id}/delete",
        "cortex: additive: `Room.extra` is new [field-added] #/components/schemas/Room/properties/extra",
        "Suggested version: 0.5.0 (last release: 0.4.2; breaking)",
    ]


def test_json_for_programs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        diff(folder, written(folder, "old.json"), written(folder, "new.json", ADDED), "--format", "json") == 1
    )
    assert json.loads(capsys.readouterr().out) == {
        "apis": {
            "cortex": [
                {
                    "effect": "`Room.extra` is new",
                    "level": "additive",
                    "pointer": "#/components/schemas/Room/properties/extra",
                    "rule": "field-added",
                    "subject": "Room.extra",
                }
            ]
        },
        "level": "additive",
        "version": {"current": "0.4.2", "suggested": "0.4.3"},
    }


def test_markdown_for_a_pull_request_with_the_changelog_entry(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = (written(folder, "old.json"), written(folder, "new.json", ADDED, GONE, TEXT_ONLY))
    assert diff(folder, *arguments, "--format", "markdown") == 2
    assert capsys.readouterr().out == (
        "Suggested version: 0.5.0 (last release: 0.4.2; breaking)\n\n"
        "### Breaking\n\n"
        "- `account.things.close_room` is removed (operation `closeRoom`): until 0.6 a call warns and raises"
        " (operation-removed, `#/paths/~1rooms~1{id}/delete`)\n\n"
        "### Added or changed\n\n"
        "- `Room.extra` is new (field-added, `#/components/schemas/Room/properties/extra`)\n\n"
        "### Documentation\n\n"
        "- `Room` has a new description (description, `#/components/schemas/Room`)\n\n"
        "### For CHANGELOG.md\n\n"
        "```markdown\n"
        "## 0.5.0\n\n"
        "### Breaking\n\n"
        "- `account.things.close_room` is removed (operation `closeRoom`): until 0.6 a call warns and raises.\n\n"
        "### Added or changed\n\n"
        "- `Room.extra` is new.\n"
        "```\n"
    )


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


def test_without_arguments_the_commit_is_compared_with_the_disk(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(folder, "init", "-q")
    assert diff(folder) == 0
    assert capsys.readouterr().err == "cortex: no committed version to compare with\n"
    git(folder, "add", "spec")
    git(folder, "commit", "-q", "-m", "before")
    assert diff(folder) == 0
    assert capsys.readouterr() == ("no change of the Python surface\n", "")
    written(folder, "spec/cortex/openapi.json", GONE)
    assert diff(folder) == 2
    assert main(["build", "--root", str(folder)]) == 0
    assert diff(folder) == 2, "a build takes nothing back"


def test_without_git_the_document_of_the_last_build_is_compared(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "--root", str(folder)]) == 0
    written(folder, "spec/cortex/openapi.json", ADDED)
    assert diff(folder) == 1
    assert "`Room.extra` is new" in capsys.readouterr().out


def test_an_overlay_may_not_match_the_old_document(folder: Path) -> None:
    (folder / "spec/cortex/overlay.yaml").write_text(
        "overlay: 1.0.0\nactions:\n"
        "- {target: $.components.schemas.Room.properties.extra, description: why, update: {type: integer}}\n"
    )
    old = written(folder, "old.json")
    new = written(folder, "new.json", (f"{SCHEMAS}/Room/properties/extra", {"description": "no type"}))
    assert diff(folder, old, new) == 1


@pytest.mark.parametrize(("steps", "status"), [([], 0), ([ADDED], 1), ([GONE], 2)])
def test_drift_reports_changes_and_writes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], steps: Any, status: int
) -> None:
    assert main(["build", "--root", str(folder)]) == 0
    given = written(folder, "given.json", *steps)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert main(["drift", given, "--root", str(folder)]) == status
    out, err = capsys.readouterr()
    assert ("Suggested version" in out) == bool(steps)
    assert ("a build would touch 0 files" in err) == (not steps)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_build_that_is_refused_for_the_last_api_writes_nothing_of_the_first(folder: Path) -> None:
    shutil.copytree(folder / "spec" / "cortex", folder / "spec" / "later")
    document = next((folder / "spec" / "later").glob("openapi.*"))
    document.write_text("{}")
    before = sorted(path for path in folder.rglob("*") if path.is_file())
    assert main(["build", "--root", str(folder)]) == 2
    assert sorted(path for path in folder.rglob("*") if path.is_file()) == before


def test_drift_of_a_missing_api_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = written(folder, "given.json")
    assert main(["drift", given, "--root", str(folder), "--api", "nothing"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "holds no OpenAPI document" in err


def test_drift_refuses_what_a_build_refuses(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = written(folder, "given.json", (f"{SCHEMAS}/Room/properties/extra", {"if": {}}))
    assert main(["drift", given, "--root", str(folder)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "uses if" in err


@pytest.mark.parametrize("arguments", [["one.json"], ["missing.json", "other.json"]])
def test_a_side_that_is_missing_is_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert diff(folder, *arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("error: ")


@pytest.mark.parametrize(
    ("version", "level", "expected"),
    [
        ("0.1.0", "breaking", "0.2.0"),
        ("0.1.0", "additive", "0.1.1"),
        ("0.1.9", "documentation", "0.1.10"),
        ("1.2.3", "breaking", "2.0.0"),
        ("1.2.3", "additive", "1.3.0"),
        ("1.2.3", "documentation", "1.2.4"),
        ("1.2.3", None, "1.2.3"),
    ],
)
def test_next_version(version: str, level: Any, expected: str) -> None:
    assert next_version(version, level) == expected


def test_the_openapi_document_compared_with_itself() -> None:
    root = Path(__file__).parents[2]
    path = str(root / "spec/cortex/openapi.json")
    assert main(["diff", path, path, "--root", str(root)]) == 0
