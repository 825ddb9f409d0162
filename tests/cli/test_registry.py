"""The registry: what a new operation gets without an edit, and what people decided about the others."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from cortex_cli import commands as by_hand
from cortex_cli.commands import COMMANDS
from cortex_cli.operations.data import load
from cortex_cli.options import CONFIRMATION, CONNECTION, DEBUGGING, OUTPUT
from cortex_cli.tree.catalog import Branch, Leaf, catalog
from generator.build import build
from generator.emit.commands import RESERVED, commands
from tests.contract.arguments import API
from tests.contract.document import ROOT

DECIDED = tomllib.loads((ROOT / "spec/cortex/commands.toml").read_text("utf-8"))
IDS = json.loads((ROOT / "cortex_async/_generated/operation_ids.json").read_text("utf-8")).keys()
"""Of every operation ever published: a new spec must not need an edit of commands.toml."""

BAN = {
    "post": {
        "operationId": "banPlanet",
        "summary": "Ban a planet",
        "tags": ["Planets"],
        "security": [{"api-key": []}],
        "parameters": [
            {"name": "projectId", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "limit", "in": "query", "schema": {"type": "string", "enum": ["orbit", "surface"]}},
        ],
        "responses": {"204": {"description": "Banned"}},
    }
}


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The entry of an operation that a new spec has added."""
    root = tmp_path_factory.mktemp("changed")
    shutil.copytree(ROOT / "spec/cortex", root / "spec/cortex")
    spec = root / "spec/cortex/openapi.json"
    document = json.loads(spec.read_text("utf-8"))
    document["paths"]["/api/projects/{projectId}/planets/{id}/ban"] = BAN
    spec.write_text(json.dumps(document), "utf-8")
    found: dict[str, Any] = {}
    exec(str(build(root, "cortex").files["cortex_cli/_generated/of_planets.py"]), found)
    return dict(found["OPERATIONS"])


def test_a_new_operation_is_a_command_without_an_edit(changed: dict[str, Any]) -> None:
    (entry,) = changed.values()
    assert entry["request"] == "POST /api/projects/{projectId}/planets/{id}/ban"
    planet, limit = entry["parameters"]
    assert planet["positional"]
    assert limit["choices"] == ("orbit", "surface")


def test_a_field_with_the_name_of_an_option_of_the_frame_has_another_one(changed: dict[str, Any]) -> None:
    (entry,) = changed.values()
    assert [one["option"] for one in entry["parameters"]][1] == "field-limit"
    base_url = next(
        one for one in load("gatherings", "send-invitations").parameters if one.name == "base_url"
    )
    assert base_url.option == "field-base-url"


def test_the_generator_knows_every_option_of_the_frame() -> None:
    shared = [option for group in (CONFIRMATION, CONNECTION, DEBUGGING, OUTPUT) for option in group.make()]
    names = {name.removeprefix("--") for option in shared for name in option.opts if name.startswith("--")}
    assert names <= RESERVED


@pytest.mark.parametrize("section", ["confirm", "reveals"])
def test_operations_that_people_listed_exist(section: str) -> None:
    assert set(DECIDED[section]["operations"]) <= IDS


@pytest.mark.parametrize("section", ["paid", "classes", "leave_out", "add"])
def test_operations_that_people_described_exist(section: str) -> None:
    assert DECIDED[section].keys() <= IDS


def test_columns_that_people_chose_exist() -> None:
    for name, columns in DECIDED["columns"].items():
        for model in API.models:
            if model.name == name:
                known = {item.wire for item in model.fields} | {item.wire for item in model.removed}
                assert set(columns) <= known, name
    assert DECIDED["columns"].keys() <= {model.name for model in API.models}


def test_two_scopes_never_have_the_same_command() -> None:
    found = [(command.group, command.name) for command in commands(API)]
    assert len(found) == len(set(found)) == len(API.operations)


def test_an_operation_gives_way_to_a_hand_written_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, ("sessions", "list"), ("api", "By hand."))
    monkeypatch.setitem(COMMANDS, ("health",), ("api", "By hand."))
    monkeypatch.setitem(COMMANDS, ("new", "one"), ("api", "By hand."))
    monkeypatch.setitem(by_hand.GROUPS, "new", "A group.")

    found = catalog()

    sessions = found["sessions"]
    assert isinstance(sessions, Branch)
    assert sessions.members["list"] == Leaf("By hand.", "api")
    assert sessions.members["list-operation"].source == ("sessions", "list")
    assert isinstance(found["health"], Leaf)
    assert isinstance(found["health-operation"], Branch)
    assert found["new"] == Branch("A group.", {"one": Leaf("By hand.", "api")})


def test_hand_written_commands_exist() -> None:
    for path, (module, summary) in COMMANDS.items():
        assert Path(ROOT, "cortex_cli", "commands", f"{module}.py").is_file(), path
        assert summary.endswith(".")
    assert list(COMMANDS) == sorted(COMMANDS)
