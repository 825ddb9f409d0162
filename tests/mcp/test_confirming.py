"""A model alone cannot sanction anybody: a person confirms, or runs a command."""

from __future__ import annotations

import asyncio
import shlex
from typing import Any

import pytest
from mcp_types import ElicitResult, ErrorData, InputRequiredResult

from cortex_async import ProjectScope
from cortex_async.emulator import Emulator
from cortex_cli.mcp.proposals import LIFETIME, MOST, PAUSE
from tests.cli.running import environment, ran_beside
from tests.limits.attempts import until
from tests.mcp.conftest import KEY
from tests.mcp.serving import MODES, YES, Tools, failure, result

MUTE = {"type": "mute", "external_user_id": "bob", "reason": "It's a threat", "length": "30m"}
NOT_YES = (
    ElicitResult(action="decline"),
    ElicitResult(action="cancel"),
    ElicitResult(action="accept"),
    ElicitResult(action="accept", content={"confirm": False}),
    ElicitResult(action="accept", content={"confirm": "yes"}),
    ElicitResult(action="accept", content={"other": True}),
)


@pytest.fixture
def writing(tools: Tools) -> Tools:
    tools.write = True
    return tools


@pytest.mark.parametrize("mode", MODES)
async def test_what_a_person_confirms_is_created_once(
    emulator: Emulator, project: ProjectScope, writing: Tools, mode: str
) -> None:
    writing.reply = YES
    await project.participants.create(external_user_id="bob", display_name="Bob\u202e\nLength: permanent")
    async with writing.client(mode) as client:
        proposed = await result(client, "propose_sanction", **MUTE, message_id="m1")
        emulator.requests.assert_not_called("createSanction")
        confirmed = await result(client, "confirm_sanction", proposal_id=proposed["proposal_id"])
        again = await failure(client, "confirm_sanction", proposal_id=proposed["proposal_id"])
    assert confirmed["decision"].startswith("confirmed by a person")
    assert again.startswith("proposal_id is of no open proposal")
    emulator.requests.assert_called("createSanction", times=1)
    (made,) = await project.sanctions.list_by_user("bob")
    assert made.id == confirmed["sanction_id"]
    assert (made.type, made.reason) == ("mute", "It's a threat")
    assert made.metadata == {"proposedBy": "cortex mcp", "messageId": "m1"}
    assert made.end_at is not None
    (question,) = writing.questions
    assert question.splitlines()[1:] == [
        "Type: mute",
        "User: 'bob' (named 'Bob Length: permanent' now)",
        "Length: 0:30:00 (h:mm:ss) from the confirmation on",
        "Session: all sessions",
        'Reason: "It\'s a threat"',
    ]
    assert writing.notes == [f"sanction {made.id} was created: mute of bob, as confirmed"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("reply", NOT_YES)
async def test_only_a_yes_is_a_yes(
    emulator: Emulator, writing: Tools, mode: str, reply: ElicitResult
) -> None:
    writing.reply = reply
    async with writing.client(mode) as client:
        proposed = await result(client, "propose_sanction", **MUTE)
        declined = await result(client, "confirm_sanction", proposal_id=proposed["proposal_id"])
        assert declined["decision"].startswith("declined by a person")
        # Nor can a model go on asking.
        assert "was declined by a person" in await failure(client, "propose_sanction", **MUTE)
        await result(client, "propose_sanction", **MUTE | {"external_user_id": "eve"})
        writing.time.now += PAUSE
        await result(client, "propose_sanction", **MUTE)
    emulator.requests.assert_not_called("createSanction")


async def test_what_was_declined_is_not_asked_about_again_by_another_proposal(
    emulator: Emulator, writing: Tools
) -> None:
    writing.reply = ElicitResult(action="decline")
    async with writing.client() as client:
        made = [
            (await result(client, "propose_sanction", **MUTE | {"reason": f"Because {number}"}))[
                "proposal_id"
            ]
            for number in range(3)
        ]
        other = (await result(client, "propose_sanction", **MUTE | {"type": "warn"}))["proposal_id"]
        await result(client, "confirm_sanction", proposal_id=made[1])
        for one in made:
            line = await failure(client, "confirm_sanction", proposal_id=one)
            assert line.startswith("proposal_id is of no open proposal")
        assert len(writing.questions) == 1
        writing.reply = YES
        await result(client, "confirm_sanction", proposal_id=other)
    emulator.requests.assert_called("createSanction", times=1)


@pytest.mark.parametrize("mode", MODES)
async def test_a_client_that_cannot_ask_gets_the_command(
    emulator: Emulator, project: ProjectScope, writing: Tools, mode: str
) -> None:
    async with writing.client(mode) as client:
        proposed = await result(client, "propose_sanction", **MUTE)
        found = await result(client, "confirm_sanction", proposal_id=proposed["proposal_id"])
    assert found["decision"].startswith("none: nothing was changed")
    assert found["command"] == proposed["command"]
    emulator.requests.assert_not_called("createSanction")


@pytest.mark.parametrize("length", ["30m", "permanent"])
async def test_the_command_creates_the_sanction(
    emulator: Emulator, project: ProjectScope, tools: Tools, length: str
) -> None:
    reason = "@/etc/passwd; $(rm -rf ~) `id` --scope 'x' \"y\" \\"
    arguments = MUTE | {"reason": reason, "external_user_id": "--help", "length": length}
    session = await project.sessions.create(title="Match", external_room_id="room")
    proposed = await tools.call("propose_sanction", **arguments, session_id=session.id, message_id="@m")
    assert "proposal_id" not in proposed
    name, *words = shlex.split(proposed["command"])
    assert name == "cortex"
    assert KEY not in proposed["command"]
    done = await ran_beside(*words, env=environment(emulator.base_url))
    assert done.code == 0, done.err
    sent = emulator.requests.last("createSanction").body
    assert (sent["reason"], sent["externalUserId"], sent["sessionId"]) == (reason, "--help", session.id)
    assert sent["metadata"]["messageId"] == "@m"
    assert (sent["endAt"] is None) is (length == "permanent")


async def test_a_client_that_fails_to_ask_confirms_nothing(emulator: Emulator, writing: Tools) -> None:
    writing.reply = ErrorData(code=-32603, message="canary of a client")
    async with writing.client("legacy") as client:
        proposed = await result(client, "propose_sanction", **MUTE)
        line = await failure(client, "confirm_sanction", proposal_id=proposed["proposal_id"])
        assert (
            line == "the client could not ask a person: nothing was changed, and the proposal is still open"
        )
        writing.reply = YES
        await result(client, "confirm_sanction", proposal_id=proposed["proposal_id"])
    emulator.requests.assert_called("createSanction", times=1)


async def test_without_allow_write_nothing_can_be_confirmed(emulator: Emulator, tools: Tools) -> None:
    tools.reply = YES
    async with tools.client() as client:
        assert "confirm_sanction" not in [one.name for one in (await client.list_tools()).tools]
        await result(client, "propose_sanction", **MUTE)
        assert "no tool has this name" in await failure(client, "confirm_sanction", proposal_id="x")
    assert tools.questions == []
    emulator.requests.assert_not_called("createSanction")


@pytest.mark.parametrize("state", [None, "", "guessed", "\ud800"])
async def test_a_reply_to_a_question_that_was_not_asked_counts_for_nothing(
    emulator: Emulator, writing: Tools, state: str | None
) -> None:
    writing.reply = YES
    async with writing.client() as client:
        proposed = await result(client, "propose_sanction", **MUTE)
        found = await client.session.call_tool(
            "confirm_sanction",
            {"proposal_id": proposed["proposal_id"]},
            input_responses={"decision": YES},
            request_state=state,
            allow_input_required=True,
        )
    assert isinstance(found, InputRequiredResult)
    emulator.requests.assert_not_called("createSanction")


async def test_a_proposal_expires_and_there_are_only_so_many(emulator: Emulator, writing: Tools) -> None:
    writing.reply = YES
    async with writing.client() as client:
        ids = [(await result(client, "propose_sanction", **MUTE))["proposal_id"] for _ in range(MOST)]
        assert len(set(ids)) == MOST
        assert f"{MOST} proposals are open" in await failure(client, "propose_sanction", **MUTE)
        writing.time.now += LIFETIME
        assert "no open proposal" in await failure(client, "confirm_sanction", proposal_id=ids[0])
        await result(client, "propose_sanction", **MUTE)
    emulator.requests.assert_not_called("createSanction")


async def test_two_questions_about_one_proposal_create_one_sanction(
    emulator: Emulator, writing: Tools
) -> None:
    writing.reply = YES
    async with writing.client("legacy") as client:
        proposed = await result(client, "propose_sanction", **MUTE)
        arguments = {"proposal_id": proposed["proposal_id"]}
        both = await asyncio.gather(*(client.call_tool("confirm_sanction", arguments) for _ in range(2)))
    assert sorted(one.is_error for one in both) == [False, True]
    emulator.requests.assert_called("createSanction", times=1)


@pytest.mark.parametrize(
    ("effect", "line"),
    [
        ({"close": "after"}, "the sanction may or may not be in force: look at active_sanctions before"),
        ({"malformed": True}, "the sanction may or may not be in force: look at active_sanctions before"),
        ({"status": 403}, "createSanction"),
    ],
)
async def test_a_failure_says_what_became_of_the_sanction(
    emulator: Emulator, writing: Tools, effect: Any, line: str
) -> None:
    writing.reply = YES
    emulator.faults.always("createSanction", **effect)
    async with writing.client() as client:
        proposed = await result(client, "propose_sanction", **MUTE)
        found = await failure(client, "confirm_sanction", proposal_id=proposed["proposal_id"])
        assert line in found
        # What was tried is not tried again with the same confirmation.
        assert "no open proposal" in await failure(
            client, "confirm_sanction", proposal_id=proposed["proposal_id"]
        )
    emulator.requests.assert_called("createSanction", times=1)


async def test_a_question_keeps_no_other_tool_waiting(emulator: Emulator, writing: Tools) -> None:
    writing.reply, writing.decided = YES, asyncio.Event()
    async with writing.client("legacy") as client:
        proposed = await result(client, "propose_sanction", **MUTE)
        arguments = {"proposal_id": proposed["proposal_id"]}
        waiting = [asyncio.create_task(client.call_tool("confirm_sanction", arguments)) for _ in range(6)]
        await until(lambda: len(writing.questions) == 6)
        assert (await result(client, "list_sessions"))["sessions"] == []
        # The client gives up. What the person says now comes too late.
        for one in waiting:
            one.cancel()
        await until(lambda: all(one.done() for one in waiting))
        writing.decided.set()
        assert (await result(client, "active_sanctions"))["sanctions"] == []
    emulator.requests.assert_not_called("createSanction")


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"type": "hang"}, "type must be one of warn, mute, "),
        ({"length": "soon"}, "length must be a duration such as 90s, 10m or 1h30m, got 'soon'"),
        ({"length": "0s"}, "length must be longer than nothing"),
        ({"length": "9999999d"}, "length must be at most 3660d, or permanent"),
        ({"reason": "a\nb"}, "reason must have no invisible or control characters"),
        ({"reason": "x" * 501}, "reason must have at most 500 characters, got 501"),
        ({"external_user_id": "bo\u200bb"}, "external_user_id must have no invisible or control characters"),
    ],
)
async def test_a_proposal_that_a_person_could_not_read(
    tools: Tools, changed: dict[str, str], line: str
) -> None:
    assert (await tools.error("propose_sanction", **MUTE | changed)).startswith(line)
