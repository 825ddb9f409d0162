"""What the tools read and return."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from cortex_async import ProjectScope
from cortex_async.emulator import Emulator
from cortex_async.evidence import verify
from tests.evidence.cases import Case
from tests.mcp.serving import Tools, pages, result


async def test_sessions_are_listed_newest_first_and_paged(
    emulator: Emulator, project: ProjectScope, tools: Tools
) -> None:
    ids: list[str] = []
    for number in range(7):
        session = await project.sessions.create(title=f"Match {number}", external_room_id="room")
        ids.insert(0, session.id)
        if number % 2:
            await emulator.clock.advance(60)  # some begin at the same time
    found = await pages(tools, "list_sessions", "sessions", limit=3)
    listed = [one["session_id"] for page in found for one in page["sessions"]]
    assert sorted(listed) == sorted(ids)
    assert [len(page["sessions"]) for page in found] == [3, 3, 1]
    assert [page["total"] for page in found] == [7, 7, 7]
    began = [one["began"] for page in found for one in page["sessions"]]
    assert began == sorted(began, reverse=True)
    await project.sessions.stop(ids[0])
    ended = await tools.call("list_sessions", status="ended")
    assert [one["session_id"] for one in ended["sessions"]] == [ids[0]]
    assert ended["sessions"][0]["from_players"] == {"title": "Match 6", "room": "room"}


async def test_sessions_of_a_time_range(emulator: Emulator, project: ProjectScope, tools: Tools) -> None:
    first = await project.sessions.create(title="First", external_room_id="room")
    await emulator.clock.advance(3600)
    second = await project.sessions.create(title="Second", external_room_id="room")
    late = await tools.call("list_sessions", since="2026-05-01T18:30:00Z")
    early = await tools.call("list_sessions", until="2026-05-01T18:30:00Z")
    assert [one["session_id"] for one in late["sessions"]] == [second.id]
    assert [one["session_id"] for one in early["sessions"]] == [first.id]


async def test_a_transcript_is_read_by_lines_and_around_a_message(case: Case, tools: Tools) -> None:
    whole = await tools.call("read_transcript", session_id=case.session_id)
    assert [one["line"] for one in whole["lines"]] == list(range(1, whole["total_lines"] + 1))
    assert whole["next_line"] is None
    assert whole["session"]["from_players"]["title"] == "Ranked match"
    line = next(one for one in whole["lines"] if one["message_id"] == case.message_id)
    assert line["from_players"] == {"speaker": "Bob", "external_user_id": "bob", "text": "you are done"}
    assert line["speaker_known_by"] == "name"

    read: list[Any] = []
    at: int | None = 1
    async with tools.client() as client:
        while at is not None:
            part = await result(client, "read_transcript", session_id=case.session_id, from_line=at, lines=2)
            read += part["lines"]
            at = part["next_line"]
            assert part["truncated"] is (at is not None)
    assert read == whole["lines"]

    around = await tools.call(
        "read_transcript", session_id=case.session_id, around_message=case.message_id, lines=3
    )
    assert [one["line"] for one in around["lines"]] == [line["line"] - 1, line["line"], line["line"] + 1]
    beyond = await tools.call("read_transcript", session_id=case.session_id, from_line=500)
    assert (beyond["lines"], beyond["truncated"]) == ([], False)


async def test_a_search_ignores_case_width_and_what_cannot_be_seen(
    emulator: Emulator, project: ProjectScope, tools: Tools
) -> None:
    session = await project.sessions.create(title="Match", external_room_id="room")
    spellings = ("you are DONE", "\uff44\uff4f\uff4e\uff45", "d\u200bo\u2060n\u00ade", "d\U000e0061one")
    for text in (*spellings, "don e", "nothing"):
        await emulator.say(session.id, "ann", text)
        await emulator.clock.advance(1)
    found = await tools.call("search_transcripts", query="Done")
    assert len(found["lines"]) == len(spellings)
    assert {one["session_id"] for one in found["lines"]} == {session.id}
    assert [one.get("hidden_characters", 0) for one in found["lines"]] == [0, 0, 3, 1]
    assert found["covered"] == {"sessions_in_range": 1, "sessions_read": 1, "sessions_gone": 0}


async def test_a_search_goes_on_where_it_stopped(
    emulator: Emulator, project: ProjectScope, tools: Tools
) -> None:
    said: list[str] = []
    for number in range(5):
        session = await project.sessions.create(title=f"Match {number}", external_room_id="room")
        for text in range(number):
            said.append((await emulator.say(session.id, "ann", f"hit {text}"))["id"])
            await emulator.clock.advance(1)
    for limit, most in ((1, 1), (3, 2), (100, 100)):
        found = await pages(tools, "search_transcripts", "lines", query="hit", limit=limit, max_sessions=most)
        lines = [one["message_id"] for page in found for one in page["lines"]]
        assert sorted(lines) == sorted(said), (limit, most)
        assert all(page["covered"]["sessions_read"] <= most for page in found)
    other = await tools.call("search_transcripts", query="hit", session_id=session.id)
    assert len(other["lines"]) == 4


async def test_a_session_that_is_deleted_meanwhile_is_counted(
    emulator: Emulator, project: ProjectScope, tools: Tools
) -> None:
    await project.sessions.create(title="Match", external_room_id="room")
    emulator.faults.next("getMessages", status=404)
    found = await tools.call("search_transcripts", query="hit")
    assert found["covered"] == {"sessions_in_range": 1, "sessions_read": 0, "sessions_gone": 1}


async def test_flagged_lines_by_score(emulator: Emulator, case: Case, tools: Tools) -> None:
    found = await tools.call("flagged_lines", min_score=0.9)
    (line,) = found["lines"]
    assert line["message_id"] == case.message_id
    assert line["flags"][0]["type"] == "toxicity"
    assert line["flags"][0]["score"] == 0.93
    assert "threat" in line["flags"][0]["from_players"]["found"]
    assert (await tools.call("flagged_lines", min_score=0.95))["lines"] == []
    other = (await tools.call("read_transcript", session_id=case.session_id))["lines"][-1]["message_id"]
    await emulator.annotate(other, "profanity", {"severity": "high", "token": "canary_of_a_plugin"})
    await emulator.annotate(other, "sentiment", {"score": 1.0})
    found = await tools.call("flagged_lines", session_id=case.session_id)
    assert [one["message_id"] for one in found["lines"]] == [case.message_id, other]
    assert [flag["type"] for flag in found["lines"][1]["flags"]] == ["profanity"]
    assert "canary_of_a_plugin" not in str(found)
    paged = await pages(tools, "flagged_lines", "lines", limit=1)
    assert [one["message_id"] for page in paged for one in page["lines"]] == [case.message_id, other]


async def test_the_history_of_a_person(emulator: Emulator, case: Case, tools: Tools) -> None:
    found = await tools.call("person_history", external_user_id="bob")
    assert found["person"]["from_players"] == {"name": "Bob", "external_user_id": "bob"}
    assert [one["sanction_id"] for one in found["sanctions"]] == [case.sanction_id]
    (session,) = found["sessions"]
    assert session["session_id"] == case.session_id
    assert (session["lines"], session["flagged_lines"]) == (1, 1)
    assert session["lines_of_somebody_with_this_name"] == 0
    await emulator.join(case.session_id, "bob-2", "Bob")
    unsure = (await tools.call("person_history", external_user_id="bob"))["sessions"][0]
    assert (unsure["lines"], unsure["lines_of_somebody_with_this_name"]) == (0, 1)
    nobody = await tools.call("person_history", external_user_id="bo")
    assert nobody["person"] is None
    assert nobody["sanctions"] == []


async def test_active_sanctions_of_all_and_of_one(project: ProjectScope, tools: Tools) -> None:
    made = [
        (await project.sanctions.create(type=kind, external_user_id=user, reason="Because")).id
        for user in ("ann", "bob", "eve")
        for kind in ("mute", "warn")
    ]
    await project.sanctions.revoke(made[0])
    for limit in (1, 2, 50):
        found = await pages(tools, "active_sanctions", "sanctions", limit=limit)
        assert sorted(one["sanction_id"] for page in found for one in page["sanctions"]) == sorted(made[1:])
    of_bob = await pages(tools, "active_sanctions", "sanctions", external_user_id="bob", limit=1)
    assert sorted(one["sanction_id"] for page in of_bob for one in page["sanctions"]) == sorted(made[2:4])
    mutes = await tools.call("active_sanctions", type="mute")
    assert sorted(one["sanction_id"] for one in mutes["sanctions"]) == sorted(made[2::2])


async def test_evidence_is_collected_once(case: Case, tools: Tools, tmp_path: Path) -> None:
    tools.evidence = tmp_path
    found = await tools.call("collect_evidence", message_id=case.message_id, session_id=case.session_id)
    bundle = tmp_path / found["file"]
    assert verify(bundle).ok
    assert found["session_id"] == case.session_id
    assert {one["part"] for one in found["unavailable"]} <= {"audio"}
    assert tools.notes == [f"evidence is in {bundle}"]
    before = bundle.read_bytes()
    again = await tools.error("collect_evidence", message_id=case.message_id)
    assert again.startswith(f"evidence about it is in {bundle.name} already")
    assert bundle.read_bytes() == before
    assert str(tmp_path) not in again


async def test_evidence_that_two_calls_collect_at_once_is_written_once(
    case: Case, tools: Tools, tmp_path: Path
) -> None:
    tools.evidence = tmp_path
    async with tools.client() as client:
        found = await asyncio.gather(
            *(client.call_tool("collect_evidence", {"message_id": case.message_id}) for _ in range(2))
        )
    (refused,) = [one for one in found if one.is_error]
    assert refused.content[0].text.startswith("evidence about it is ")  # type: ignore[union-attr]  # all content is text
    assert len(tools.notes) == len(list(tmp_path.iterdir())) == 1


async def test_a_person_is_found_among_many_whose_ids_contain_theirs(
    project: ProjectScope, tools: Tools
) -> None:
    for start in range(0, 600, 50):
        await asyncio.gather(
            *(
                project.participants.create(external_user_id=f"7{number}", display_name="Other")
                for number in range(start, start + 50)
            )
        )
    await project.participants.create(external_user_id="7", display_name="Seven")
    found = await tools.call("person_history", external_user_id="7")
    assert found["person"]["from_players"] == {"name": "Seven", "external_user_id": "7"}


async def test_evidence_needs_a_directory(tools: Tools) -> None:
    assert "no tool has this name" in await tools.error("collect_evidence", message_id="m1")


async def test_personal_data_is_masked_if_wanted(
    emulator: Emulator, project: ProjectScope, tools: Tools
) -> None:
    session = await project.sessions.create(title="Ask ann@example.com", external_room_id="room")
    await emulator.join(session.id, "76561198000000000", "call me at 5551234567")
    message = await emulator.say(session.id, "76561198000000000", "write to an\u200bn@example.com")
    await emulator.annotate(message["id"], "toxicity", {"score": 1, "quote": "ann@example.com"})
    tools.redact = True
    for name, arguments in (
        ("list_sessions", {}),
        ("read_transcript", {"session_id": session.id}),
        ("search_transcripts", {"query": "write"}),
        ("flagged_lines", {}),
        ("person_history", {"external_user_id": "76561198000000000"}),
    ):
        shown = str(await tools.call(name, **arguments))
        assert "example.com" not in shown, name
        assert "5551234567" not in shown, name
    # What is masked cannot be found out by searching for it.
    assert (await tools.call("search_transcripts", query="ann@example"))["lines"] == []
    line = (await tools.call("read_transcript", session_id=session.id))["lines"][-1]
    assert line["from_players"] == {
        "speaker": "call me at [phone]",
        "external_user_id": "76561198000000000",
        "text": "write to [email]",
    }
