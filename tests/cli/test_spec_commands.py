"""``cortex spec``: what is downloaded, and which changes are seen."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from cortex_async.emulator import ThreadedEmulator
from cortex_cli.spec.compare import compare
from tests.catch_all import serving
from tests.cli.running import ran, ran_beside

FILE = Path(__file__).parents[2] / "cortex_async/_generated/openapi.json"
BUILT_FROM: dict[str, Any] = json.loads(FILE.read_text("utf-8"))

LOG = "/api/projects/{projectId}/webhooks/events"
STOP = "/api/projects/{projectId}/sessions/{id}/stop"

Edit = Callable[[dict[str, Any], dict[str, Any]], object]
"""Gets the paths and the schemas."""


def _moved(paths: dict[str, Any]) -> None:
    paths["/api/v2/stop/{id}"] = paths.pop(STOP)


CHANGES: list[tuple[Edit, list[str]]] = [
    (lambda paths, _: paths.pop(STOP), ["breaking: project.sessions.stop (cortex sessions stop) is removed"]),
    (
        lambda paths, _: paths.update({"/api/x": {"get": {"operationId": "getX", "responses": {}}}}),
        ["additive: getX is new: GET /api/x"],
    ),
    (
        lambda paths, _: _moved(paths),
        [
            "additive: project.sessions.stop (cortex sessions stop) calls POST /api/v2/stop/{id} instead of POST "
            f"{STOP}"
        ],
    ),
    (
        lambda paths, _: paths[STOP]["post"].update(operationId="halt", deprecated=True),
        [
            "additive: project.sessions.stop (cortex sessions stop) has the operationId halt now",
            "additive: project.sessions.stop (cortex sessions stop) is deprecated",
        ],
    ),
    (
        lambda paths, _: paths[STOP]["post"].update(security=[{"bearer": []}]),
        ["breaking: project.sessions.stop (cortex sessions stop) accepts bearer only"],
    ),
    (
        lambda paths, _: paths[LOG]["get"]["parameters"].append(
            {"name": "createdAfter", "in": "query", "schema": {"type": "string", "format": "date-time"}}
        ),
        [
            "additive: project.webhooks.list_events (cortex webhooks list-events) gains created_after "
            "(--created-after): string(date-time)"
        ],
    ),
    (
        lambda paths, _: paths[LOG]["get"]["parameters"].pop(1),
        ["breaking: project.webhooks.list_events (cortex webhooks list-events) loses status (--status)"],
    ),
    (
        lambda _, schemas: schemas["CreateSanctionRequest"]["required"].append("reason"),
        ["breaking: project.sanctions.create (cortex sanctions create) now requires reason (--reason)"],
    ),
    (
        lambda _, schemas: schemas["CreateSanctionRequest"]["properties"]["type"]["enum"].append("wink"),
        ["additive: project.sanctions.create (cortex sanctions create) has type (--type) that knows wink"],
    ),
    (
        lambda _, schemas: schemas["SanctionResponse"]["properties"].pop("externalUserId"),
        ["breaking: models.Sanction (schema SanctionResponse) loses external_user_id"],
    ),
    (
        lambda _, schemas: schemas["SanctionResponse"]["required"].remove("status"),
        ["breaking: models.Sanction (schema SanctionResponse) has status not always"],
    ),
    (
        lambda _, schemas: schemas["SanctionResponse"]["properties"]["reason"].update(type="number"),
        ["breaking: models.Sanction (schema SanctionResponse) has reason as number instead of string"],
    ),
    (
        lambda paths, schemas: (
            schemas.update(SessionMovedEvent={"type": "object"}),
            paths["/api/events/schema"]["get"]["responses"]["200"]["content"]["application/json"]["schema"][
                "oneOf"
            ].append({"$ref": "#/components/schemas/SessionMovedEvent"}),
        ),
        ["additive: event SessionMovedEvent is new"],
    ),
    (lambda paths, _: paths[STOP]["post"].update(summary="Halt!", description="At once."), []),
]


@pytest.mark.parametrize(("edit", "expected"), CHANGES)
def test_each_kind_of_change_is_told_in_the_names_of_users(edit: Edit, expected: list[str]) -> None:
    spec = copy.deepcopy(BUILT_FROM)
    edit(spec["paths"], spec["components"]["schemas"])
    assert [f"{one.level}: {one.effect}" for one in compare(BUILT_FROM, spec)] == expected


def test_what_is_added_one_way_is_removed_the_other_way() -> None:
    spec = copy.deepcopy(BUILT_FROM)
    del spec["paths"][STOP]
    del spec["components"]["schemas"]["SessionResponse"]["properties"]["title"]
    there, back = compare(BUILT_FROM, spec), compare(spec, BUILT_FROM)
    assert {one.rule.replace("removed", "added") for one in there} == {one.rule for one in back}
    assert {one.level for one in there} == {"breaking"}
    assert "breaking" not in {one.level for one in back}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_json_in_place_of_a_part_can_be_compared(data: st.DataObject) -> None:
    """A server may serve anything that says it is OpenAPI 3."""
    paths, schemas = BUILT_FROM["paths"], BUILT_FROM["components"]["schemas"]
    known = {
        "paths": {STOP: paths[STOP], LOG: paths[LOG]},
        "components": {"schemas": {"WebhookEvent": schemas["WebhookEvent"]}},
    }
    place: Any = copy.deepcopy(known)
    spec = place
    for _ in range(data.draw(st.integers(1, 7))):
        key: Any = data.draw(st.sampled_from([*place] if isinstance(place, dict) else [*range(len(place))]))
        parent, place = place, place[key]
        if not isinstance(place, (dict, list)) or not place:
            break
    parent[key] = data.draw(JSON)
    compare(known, spec)
    compare(spec, known)


def test_the_spec_is_fetched_without_a_credential_and_as_it_is(
    env: dict[str, str], served: ThreadedEmulator, tmp_path: Path
) -> None:
    target = tmp_path / "spec.json"
    done = ran("spec", "fetch", "--base-url", served.base_url, "--save-to", str(target), env=env)
    assert (done.code, done.out) == (0, "")
    assert done.err == f"{target.stat().st_size} bytes are in {target}\n"
    assert target.read_bytes() == FILE.read_bytes()
    shown = ran("spec", "fetch", "--base-url", served.base_url, env=env)
    assert shown.out.encode() == target.read_bytes()


def test_a_diff_with_the_server_or_a_file(
    env: dict[str, str], served: ThreadedEmulator, tmp_path: Path
) -> None:
    assert ran("spec", "diff", "--base-url", served.base_url, env=env).out == ""
    spec = copy.deepcopy(BUILT_FROM)
    del spec["paths"][STOP]
    changed = tmp_path / "new.json"
    changed.write_text(json.dumps(spec), "utf-8")
    done = ran("spec", "diff", str(changed), "--fail-on", "breaking", env=env)
    assert (done.code, done.err) == (1, "cortex: the spec has breaking changes\n")
    assert done.lines == [
        {
            "level": "breaking",
            "rule": "operation-removed",
            "subject": "stopSession",
            "effect": "project.sessions.stop (cortex sessions stop) is removed",
            "pointer": "#/paths/~1api~1projects~1{projectId}~1sessions~1{id}~1stop/post",
        }
    ]
    piped = ran("spec", "diff", "-", "-o", "table", env=env, stdin=changed.read_bytes())
    assert piped.out == (
        "breaking: project.sessions.stop (cortex sessions stop) is removed [operation-removed]\n"
    )


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"openapi": "2.0"}', b'{"openapi": "3.0.0"}', b"\xff"]
)
def test_a_file_that_is_no_spec_is_one_line(env: dict[str, str], tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "spec.json"
    file.write_bytes(content)
    done = ran("spec", "diff", str(file), env=env)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith(f"cortex: {file} must be an OpenAPI document")


def test_a_file_that_is_not_there_is_one_line(env: dict[str, str], tmp_path: Path) -> None:
    done = ran("spec", "diff", str(tmp_path / "none.json"), env=env)
    assert (done.code, done.err.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("response", "arguments", "code"),
    [
        (lambda: web.Response(body=FILE.read_bytes()), ["--max-bytes", "1000"], 1),
        (lambda: web.Response(text="<html>", content_type="text/html"), [], 2),
        (lambda: web.Response(status=404), [], 4),
    ],
)
async def test_a_download_that_fails_leaves_the_file_as_it_was(
    env: dict[str, str], tmp_path: Path, response: Callable[[], web.Response], arguments: list[str], code: int
) -> None:
    async def handler(_: web.Request) -> web.Response:
        return response()

    target = tmp_path / "spec.json"
    target.write_text("before")
    async with serving(handler) as url:
        words = ["spec", "fetch", "--base-url", url, "--save-to", str(target), *arguments]
        done = await ran_beside(*words, env=env)
    assert (done.code, done.out, done.err.count("\n")) == (code, "", 1)
    assert target.read_text() == "before"
    assert [*tmp_path.glob("*.part")] == [*tmp_path.glob(".*.part")] == []


async def test_a_server_that_never_ends_is_given_up(env: dict[str, str], tmp_path: Path) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b" " * 1000)
            await asyncio.sleep(0.001)  # a fast server would reach the limit of bytes first

    async with serving(handler) as url:
        done = await ran_beside(
            "spec", "fetch", "--base-url", url, "--max-bytes", "100000000", "--timeout", "0.5", env=env
        )
    assert (done.code, done.out) == (6, "")


def test_a_folder_that_is_not_there_is_told_before_the_download(env: dict[str, str], tmp_path: Path) -> None:
    target = str(tmp_path / "none" / "spec.json")
    done = ran("spec", "fetch", "--base-url", "http://127.0.0.1:1", "--save-to", target, env=env)
    assert (done.code, done.err) == (
        2,
        f"cortex: --save-to {target} cannot be written: No such file or directory\n",
    )
