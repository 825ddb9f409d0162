"""``drift --observed``: from what was observed to an overlay, and after that nothing deviates any more."""

from __future__ import annotations

import json
import shutil
from importlib import resources
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml

from cortex_async._core.telemetry.bodies import BodySink, SeenBody
from cortex_async.telemetry import DriftObserver
from generator.__main__ import main
from tests.generator.workshop import specification

ROOM = "#/components/schemas/Room"
DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.0",
    "info": {"title": "Rooms", "version": "1"},
    "paths": {
        "/rooms/{id}": {
            "get": {
                "operationId": "getRoom",
                "tags": ["Rooms"],
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "responses": {
                    "200": {
                        "description": "The room",
                        "content": {"application/json": {"schema": {"$ref": ROOM}}},
                    }
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Room": {
                "type": "object",
                "properties": {
                    "id": {"type": "string"},
                    "state": {"type": "string", "enum": ["open", "closed"]},
                    "peers": {"type": "integer"},
                    "it's a~b/c": {"type": "string"},
                    "tags": {"type": "array", "items": {"$ref": "#/components/schemas/Tag"}},
                    "kind": {"oneOf": [{"type": "string"}, {"type": "boolean"}]},
                },
                "required": ["id", "state"],
            },
            "Tag": {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]},
        }
    },
}
GOOD: dict[str, Any] = {"id": "r1", "state": "open", "peers": 1, "tags": [{"text": "a"}], "kind": True}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with one API."""
    root, repository = tmp_path_factory.mktemp("observed"), Path(__file__).parents[2]
    version = Path("cortex_async/_core/version.py")
    (root / version).parent.mkdir(parents=True)
    shutil.copy(repository / version, root / version)
    specification(root / "spec" / "cortex", DOCUMENT)
    assert main(["build", "--root", str(root)]) == 0
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path


def observe(
    root: Path, *bodies: tuple[int, Any], shows: bool = False, monkeypatch: pytest.MonkeyPatch
) -> DriftObserver:
    """Hold responses of ``getRoom`` against what was built in ``root``."""
    monkeypatch.setattr(resources, "files", lambda package: root / "cortex_async" / "_generated")
    observer = DriftObserver(share=1, show_names=shows)
    sink: BodySink = observer._sees_bodies
    for status, body in bodies:
        sink.put(
            SeenBody(
                package="any",
                operation="getRoom",
                method="GET",
                path="/rooms/{id}",
                status=status,
                content_type="application/json",
                body=orjson.dumps(body),
            )
        )
    observer.flush()
    return observer


def propose(root: Path, observer: DriftObserver, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any, str]:
    """Exit status, overlay and messages of ``drift --observed``."""
    summary = root / "drift.json"
    summary.write_text(observer.summary(), "utf-8")
    capsys.readouterr()
    status = main(["drift", "--observed", str(summary), "--root", str(root)])
    out, err = capsys.readouterr()
    return status, yaml.safe_load(out), err


CHANGES: list[tuple[int, Any, str]] = [
    (200, {**GOOD, "mood": "good"}, "undocumented field"),
    (200, {**GOOD, "mood": {"a": 1}, "weather": [1], "level": 1, "open": True, "none": None}, "several"),
    (200, {**GOOD, **{f"{number}": 1 for number in range(9)}}, "a map"),
    (200, {**GOOD, "it's": "quoted", "x-é": 1}, "odd names"),
    (200, {**GOOD, "state": "haunted"}, "enum value"),
    (200, {**GOOD, "peers": 1.5}, "a wider number"),
    (200, {**GOOD, "peers": "many"}, "another type"),
    (200, {**GOOD, "id": None}, "null"),
    (200, {**GOOD, "it's a~b/c": 5}, "a name to escape"),
    (200, {key: value for key, value in GOOD.items() if key != "state"}, "missing"),
    (200, {**GOOD, "tags": [{"mood": 1}]}, "in a list"),
    (202, {"queued": True}, "a status"),
    (418, {"message": "tea"}, "an error status"),
]


ALONE = ("undocumented field", "a map", "enum value", "null", "a status")


@pytest.mark.parametrize(
    ("status", "body", "shows"),
    [pytest.param(*one[:2], False, id=one[2]) for one in CHANGES if one[2] in ALONE]
    + [pytest.param(*one[:2], True, id="shown enum value") for one in CHANGES if one[2] == "enum value"],
)
def test_after_the_proposal_nothing_deviates(
    root: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    body: Any,
    shows: bool,
) -> None:
    bodies = [(200, GOOD), (status, body)]
    observer = observe(root, *bodies, shows=shows, monkeypatch=monkeypatch)
    assert observer.deviations
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    code, overlay, messages = propose(root, observer, capsys)
    assert (code, "a build would touch" in messages, "note" in messages) == (1, True, False)
    assert {path: path.read_bytes() for path in root.rglob("*") if path in before} == before

    (root / "spec/cortex/overlay.yaml").write_text(yaml.safe_dump(overlay), "utf-8")
    assert main(["build", "--root", str(root)]) == 0
    assert observe(root, *bodies, monkeypatch=monkeypatch).deviations == ()
    # The summary is older than the repair.
    code, overlay, messages = propose(root, observer, capsys)
    assert (code, overlay) == (0, None)


def test_all_changes_at_once(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = [one[:2] for one in CHANGES]
    observer = observe(root, *bodies, monkeypatch=monkeypatch)
    _, overlay, _ = propose(root, observer, capsys)
    (root / "spec/cortex/overlay.yaml").write_text(yaml.safe_dump(overlay), "utf-8")
    assert main(["build", "--root", str(root)]) == 0
    assert observe(root, *bodies, monkeypatch=monkeypatch).deviations == ()
    assert propose(root, observer, capsys)[:2] == (0, None)


def test_a_proposal_says_where_it_comes_from(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    observer = observe(root, (200, {**GOOD, "state": "haunted"}), shows=True, monkeypatch=monkeypatch)
    _, overlay, _ = propose(root, observer, capsys)
    assert overlay["actions"] == [
        {
            "target": "$.components.schemas.Room.properties.state.enum",
            "description": "Observed 1 times, first in getRoom at $.state: the value haunted outside of the enum.",
            "update": "haunted",
        }
    ]


def test_what_a_person_must_decide_is_noted(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    observer = observe(root, (200, [GOOD]), (200, {**GOOD, "kind": 5}), monkeypatch=monkeypatch)
    code, overlay, messages = propose(root, observer, capsys)
    assert (code, overlay) == (0, None)
    assert "array instead of object, in getRoom at $: no proposal" in messages
    assert "integer instead of boolean or string" in messages
    (root / "spec/cortex/openapi.json").write_text(json.dumps(DOCUMENT).replace("Room", "Hall"), "utf-8")
    code, _, messages = propose(root, observer, capsys)
    assert (code, messages.count("the spec no longer has")) == (0, 2)


ROW = {
    "kind": "undocumented_field",
    "api": "cortex",
    "operation": "getRoom",
    "path": "$.x",
    "schema": ROOM,
    "name": "x",
    "expected": "",
    "found": ["string"],
    "count": 1,
}


@pytest.mark.parametrize(
    ("summary", "problem"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "has no deviations"),
        ('{"deviations": 5}', "has no deviations"),
        ('{"version": 2, "deviations": []}', "is not a summary of version 1"),
        ('{"version": 1, "deviations": [5]}', "is not an object"),
        (json.dumps({"version": 1, "deviations": [{**ROW, "name": 5}]}), "is not a string"),
        (json.dumps({"version": 1, "deviations": [{**ROW, "name": "x" * 3000}]}), "is not a string"),
        (json.dumps({"version": 1, "deviations": [{**ROW, "found": "string"}]}), "is not a list"),
        (json.dumps({"version": 1, "deviations": [{**ROW, "count": "1"}]}), "count"),
        (None, "cannot be read"),
    ],
)
def test_what_is_no_summary_is_refused(
    root: Path, capsys: pytest.CaptureFixture[str], summary: str | None, problem: str
) -> None:
    path = root / "drift.json"
    if summary is not None:
        path.write_text(summary, "utf-8")
    capsys.readouterr()
    assert main(["drift", "--observed", str(path), "--root", str(root)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert problem in err


@pytest.mark.parametrize("name", ["\x1b[31m", "a\nb", "::error::x", "'] | $..*['", "\u202e", "x" * 300])
@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_a_hostile_summary_stays_data(
    root: Path, capsys: pytest.CaptureFixture[str], name: str, form: str
) -> None:
    rows = [{**ROW, "name": name, "operation": name}, {**ROW, "kind": name, "schema": f"#/{name}"}]
    rows += [{**ROW, "kind": "missing_field", "name": name}, {**ROW, "kind": "status", "name": name}]
    path = root / "drift.json"
    path.write_text(json.dumps({"version": 1, "deviations": rows}), "utf-8")
    capsys.readouterr()
    assert main(["drift", "--observed", str(path), "--root", str(root), "--format", form]) in (1, 2)
    out, err = capsys.readouterr()
    assert (out + err).replace("\n", "").isprintable()
    assert "::error" not in err
    assert err.count("\n") <= 5


@pytest.mark.parametrize("arguments", [[], ["openapi.json", "--observed", "drift.json"]])
def test_one_source_is_needed(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert main(["drift", *arguments]) == 2
    assert "give DOCUMENT or --observed FILE" in capsys.readouterr().err
