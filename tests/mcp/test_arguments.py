"""Wrong arguments, errors of the API and time limits: one line each, and no call that does harm."""

from __future__ import annotations

import asyncio
import base64
import json

import pytest
from jsonschema import Draft202012Validator

from cortex_async import ProjectScope
from cortex_async.emulator import Emulator
from cortex_cli.mcp.catalog import TOOLS
from cortex_cli.mcp.parameters import values
from tests.limits.attempts import until
from tests.mcp.conftest import KEY
from tests.mcp.serving import MODES, Tools, failure, result


@pytest.mark.parametrize(
    ("name", "arguments", "line"),
    [
        ("list_sessions", {"limit": 0}, "limit must be an integer from 1 to 100, got 0"),
        ("list_sessions", {"limit": True}, "limit must be an integer from 1 to 100, got True"),
        ("list_sessions", {"limit": "5"}, "limit must be an integer from 1 to 100, got '5'"),
        ("list_sessions", {"status": "open"}, "status must be one of active, ended, got 'open'"),
        ("list_sessions", {"status": ["ended"]}, "status must be one of active, ended, got ['ended']"),
        ("list_sessions", {"since": "soon"}, "since must be an ISO 8601"),
        ("list_sessions", {"since": "99999999d"}, "since is too long ago"),
        ("list_sessions", {"since": "2999-01-01T00:00:00Z"}, "since must be in the past"),
        ("list_sessions", {"cursor": "x"}, "cursor must be the next_cursor of an earlier result"),
        ("list_sessions", {"page": 2}, "'page' is no argument of this tool, which takes status, since"),
        ("read_transcript", {}, "session_id is missing"),
        ("read_transcript", {"session_id": ""}, "session_id must be a non-empty string, got ''"),
        ("read_transcript", {"session_id": "a\u202eb"}, "session_id must have no invisible or control"),
        (
            "read_transcript",
            {"session_id": "x" * 201},
            "session_id must have at most 200 characters, got 201",
        ),
        (
            "read_transcript",
            {"session_id": "s", "from_line": 1, "around_message": "m"},
            "from_line and around",
        ),
        ("search_transcripts", {"query": "\u200b"}, "query must have visible characters"),
        ("flagged_lines", {"min_score": 1.5}, "min_score must be a number from 0 to 1, got 1.5"),
        ("flagged_lines", {"min_score": None, "limit": 51}, "limit must be an integer from 1 to 50, got 51"),
        ("propose_sanction", {"type": "hang"}, "external_user_id is missing"),
    ],
)
async def test_wrong_arguments(tools: Tools, name: str, arguments: dict[str, object], line: str) -> None:
    async with tools.client() as client:
        assert (await failure(client, name, **arguments)).startswith(line)


@pytest.mark.parametrize(
    "parts", [None, [], [1, 2, 3], ["2026-01-01", "s", "1"], ["never", "s", 1], ["2026-01-01", "s", 1.5], {}]
)
async def test_cursors_that_are_none(tools: Tools, parts: object) -> None:
    forged = base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=") or "-"
    for name in ("list_sessions", "flagged_lines", "active_sanctions"):
        arguments = {"session_id": None, "cursor": forged}
        if name != "flagged_lines":
            del arguments["session_id"]
        assert (await tools.error(name, **arguments)).startswith("cursor must be the next_cursor"), parts


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_schemas_are_valid_and_agree_with_the_check(tool: object) -> None:
    schema = tool.input_schema  # type: ignore[attr-defined]  # parametrized
    parameters = tool.parameters  # type: ignore[attr-defined]
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    good: dict[str, object] = {}
    for one in parameters:
        given = {"integer": one.least, "number": one.least, "moment": "24h", "length": "30m"}.get(
            one.kind, "x"
        )
        good[one.name] = one.choices[0] if one.choices else given
        assert one.description.endswith(".")
    assert validator.is_valid(good)
    values(parameters, good)
    assert not validator.is_valid(good | {"unknown": 1})
    defaults = {one.name: one.default for one in parameters if one.default is not None}
    assert validator.is_valid({name: good[name] for name in schema["required"]} | defaults)


async def test_errors_of_the_api_are_one_line_without_secrets(
    emulator: Emulator, project: ProjectScope, tools: Tools
) -> None:
    assert "404" in await tools.error("read_transcript", session_id="no-such-session")
    hostile = {"error": {"code": "X", "message": f"\x1b[2J{KEY}\n\u202ejail" + "y" * 5000}}
    emulator.faults.next("listSessions", status=400, body=hostile)
    line = await tools.error("list_sessions")
    assert KEY not in line
    assert "\x1b" not in line
    assert "\u202e" not in line
    assert len(line) <= 500
    emulator.faults.next("listSessions", status=401)
    assert KEY not in await tools.error("list_sessions")


async def test_a_tool_has_a_time_limit_and_closes_what_it_opened(
    emulator: Emulator, project: ProjectScope, tools: Tools
) -> None:
    for _ in range(5):
        await project.sessions.create(title="Match", external_room_id="room")
    tools.seconds = 0.2
    emulator.faults.always("getMessages", stall=True)
    assert (await tools.error("search_transcripts", query="x")).startswith(
        "search_transcripts took longer than 0.2 s: ask for less"
    )
    emulator.faults.clear()
    tools.seconds = 60
    assert (await tools.call("search_transcripts", query="x"))["covered"]["sessions_read"] == 5


@pytest.mark.parametrize("mode", MODES)
async def test_a_call_that_the_client_gives_up_is_cancelled(
    emulator: Emulator, project: ProjectScope, tools: Tools, mode: str
) -> None:
    session = await project.sessions.create(title="Match", external_room_id="room")
    stalled = emulator.faults.next("getSession", stall=True)
    async with tools.client(mode) as client:
        arguments = {"session_id": session.id}
        call = asyncio.create_task(client.call_tool("read_transcript", arguments))
        await until(lambda: stalled.taken)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        # It is recorded when its connection is gone.
        await until(lambda: emulator.requests.all("getSession"))
        assert (await result(client, "read_transcript", **arguments))["total_lines"] == 0


async def test_what_nobody_expected_is_not_shown(
    tools: Tools, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("canary of an error")

    monkeypatch.setattr("cortex_cli.mcp.calling.finished", broken)
    line = await tools.error("list_sessions")
    assert line == "list_sessions failed: ZeroDivisionError; --debug shows more on stderr"
    assert "canary of an error" in caplog.text
