"""Evidence about messages and sanctions, from the emulator."""

from __future__ import annotations

import asyncio
import io
import json
import wave
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cortex_async import ArgumentError, CortexClient, Forbidden, NotFound, ProjectScope, Retry, ServerError
from cortex_async.emulator import Emulator
from cortex_async.events import MessageAnnotationCreatedEvent, MessageCreatedEvent
from cortex_async.evidence import (
    Appeal,
    Decision,
    EvidenceError,
    collect_evidence,
    read_evidence,
    save_evidence,
    search,
    verify,
)
from tests.disk import largest_file, names, unprivileged_folder
from tests.evidence.cases import AFTER, BEFORE, Case, manifest, parts
from tests.evidence.conftest import START


def unavailable(path: Path) -> dict[str, str]:
    return {one.part: one.reason for one in read_evidence(path).unavailable}


async def test_a_bundle_has_everything_about_a_message(
    case: Case, project: ProjectScope, tmp_path: Path
) -> None:
    collected = await collect_evidence(project, tmp_path, message_id=case.message_id)
    assert collected.path == tmp_path / f"evidence-{case.message_id}.zip"
    assert (collected.unavailable, names(tmp_path)) == ((), [collected.path.name])
    assert verify(collected.path).ok
    found = read_evidence(collected.path)
    assert found.session is not None
    assert found.session.title == "Ranked match"
    assert [line.text for line in found.lines if line.kind != "system"] == [*BEFORE, "you are done", *AFTER]
    assert found.line is not None
    assert (found.line.text, found.line.speaker.name) == ("you are done", "Bob")
    assert [one.data for one in found.line.annotations or ()] == [{"score": 0.93, "labels": ["threat"]}]
    assert found.person is not None
    assert (found.person.external_user_id, found.person.known_from) == ("bob", "name")
    assert [one.id for one in found.sanctions] == [case.sanction_id]
    assert found.audio is not None
    with wave.open(io.BytesIO(b"".join(found.audio.chunks()))) as audio:
        assert audio.getframerate() == 16_000
    spec = Path("cortex_async/_generated/openapi.json").read_bytes()
    assert found.software.spec == json.loads(spec)["info"]["version"]


async def test_the_same_content_gives_the_same_bytes(
    case: Case, project: ProjectScope, tmp_path: Path
) -> None:
    one = await collect_evidence(project, tmp_path / "one.zip", message_id=case.message_id)
    two = await collect_evidence(project, tmp_path / "two.zip", message_id=case.message_id)
    assert one.path.read_bytes() == two.path.read_bytes()
    assert one.sha256 == two.sha256
    # Reading a bundle and writing it again changes nothing either.
    again = save_evidence(read_evidence(one.path), tmp_path / "again.zip")
    assert again.sha256 == one.sha256


@pytest.mark.parametrize(
    ("before", "after", "texts"),
    [
        (0, 0, ["you are done"]),
        (1, 2, ["careful", "you are done", *AFTER]),
        (timedelta(seconds=4), timedelta(seconds=2), [*BEFORE[1:], "you are done", AFTER[0]]),
        (timedelta(0), timedelta(0), ["you are done"]),
    ],
)
async def test_as_much_of_the_transcript_as_wanted(
    before: Any, after: Any, texts: list[str], case: Case, project: ProjectScope, tmp_path: Path
) -> None:
    collected = await collect_evidence(
        project, tmp_path, message_id=case.message_id, before=before, after=after
    )
    assert [line.text for line in read_evidence(collected.path).lines] == texts


async def test_a_sanction_names_its_message(case: Case, project: ProjectScope, tmp_path: Path) -> None:
    collected = await collect_evidence(project, tmp_path, sanction_id=case.sanction_id)
    found = read_evidence(collected.path)
    assert (found.subject.message_id, found.subject.session_id) == (case.message_id, case.session_id)
    assert found.person is not None
    assert (found.person.name, found.person.known_from) == ("Bob", "sanction")
    assert collected.path.name == f"evidence-{case.sanction_id}.zip"


async def test_a_sanction_without_a_message_has_the_transcript_around_its_time(
    case: Case, project: ProjectScope, tmp_path: Path
) -> None:
    sanction = await project.sanctions.create(
        type="temp_ban", external_user_id="bob", session_id=case.session_id
    )
    collected = await collect_evidence(project, tmp_path, sanction_id=sanction.id, before=2)
    assert [line.text for line in read_evidence(collected.path).lines] == [*AFTER]
    assert set(unavailable(collected.path)) == {"line", "audio"}


async def test_a_sanction_of_no_session_has_the_sanctions_only(
    case: Case, project: ProjectScope, tmp_path: Path
) -> None:
    sanction = await project.sanctions.create(type="temp_ban", external_user_id="bob")
    collected = await collect_evidence(project, tmp_path, sanction_id=sanction.id)
    assert {one.id for one in read_evidence(collected.path).sanctions} == {case.sanction_id, sanction.id}
    reasons = unavailable(collected.path)
    assert set(reasons) == {"session", "transcript", "line", "audio"}
    assert reasons["session"] == "the sanction names neither a session nor, in its metadata, a message"


async def test_a_recording_is_gone_after_a_day(
    case: Case, emulator: Emulator, project: ProjectScope, tmp_path: Path
) -> None:
    await emulator.clock.advance(timedelta(hours=24))
    collected = await collect_evidence(project, tmp_path, message_id=case.message_id)
    assert "audio.wav" not in parts(collected.path)
    assert "keeps them for 24 h" in unavailable(collected.path)["audio"]


@pytest.mark.parametrize(
    ("operation", "status", "part", "reason"),
    [
        ("getMessages", 404, "transcript", "the transcript does not exist, was deleted, or"),
        ("getSession", 404, "session", "the session does not exist, was deleted, or"),
        ("listParticipants", 403, "participants", "may not be read with this credential (403)"),
        ("getMessageAnnotationsBatch", 403, "annotations", "may not be read"),
        ("getSanctionsByUser", 403, "sanctions", "sanctions of the person may not be read"),
        ("downloadDebugAudio", 404, "audio", "the recording does not exist, was deleted"),
    ],
)
async def test_what_the_api_does_not_have_is_named(
    operation: str,
    status: int,
    part: str,
    reason: str,
    case: Case,
    emulator: Emulator,
    project: ProjectScope,
    tmp_path: Path,
) -> None:
    emulator.faults.always(operation, status=status)
    collected = await collect_evidence(
        project, tmp_path, sanction_id=case.sanction_id, session_id=case.session_id
    )
    assert reason in unavailable(collected.path)[part]
    assert part in {one["part"] for one in manifest(collected.path)["unavailable"]}
    assert reason in parts(collected.path)["index.html"].decode()


async def test_a_deleted_session_leaves_what_events_have_brought(
    emulator: Emulator, project: ProjectScope, tmp_path: Path
) -> None:
    async with project.events.stream(types=["message.*"]) as stream:
        case = await Case.play(emulator, project)
        events = [await anext(aiter(stream)) for _ in range(9)]
    for operation in ("getSession", "getMessages", "downloadDebugAudio"):
        emulator.faults.always(operation, status=404)
    known = [one for one in events if isinstance(one, (MessageCreatedEvent, MessageAnnotationCreatedEvent))]
    assert len(known) == len(events)
    collected = await collect_evidence(project, tmp_path, message_id=case.message_id, events=known)
    found = read_evidence(collected.path)
    assert found.line is not None
    assert found.line.text == "you are done"
    assert found.person is not None
    assert (found.person.external_user_id, found.person.known_from) == ("bob", "event")
    assert set(unavailable(collected.path)) == {"session", "transcript", "audio"}
    # An annotation alone does not say what was said, but that it was flagged, and whose it is.
    flag = [event for event in known if isinstance(event, MessageAnnotationCreatedEvent)]
    collected = await collect_evidence(
        project, tmp_path, message_id=case.message_id, session_id=case.session_id, events=flag
    )
    found = read_evidence(collected.path)
    assert found.line is None
    assert [one.type for one in found.annotations] == ["toxicity"]
    assert found.person is not None
    assert found.person.external_user_id == "bob"
    assert "toxicity" in parts(collected.path)["index.html"].decode()


async def test_events_say_who_spoke_where_a_name_does_not(
    emulator: Emulator, project: ProjectScope, tmp_path: Path
) -> None:
    session = await project.sessions.create(title="Two of a name", external_room_id="room")
    for user in ("u1", "u2"):
        await emulator.join(session.id, user, "Ann")
    async with project.events.stream(types=["message.created"]) as stream:
        message = await emulator.say(session.id, "u2", "hi")
        event = await anext(aiter(stream))
    collected = await collect_evidence(project, tmp_path, message_id=message["id"])
    reasons = unavailable(collected.path)
    assert reasons["person"].startswith("2 participants have the name of the sender")
    assert reasons["sanctions"] == "the person is not known, and so whose sanctions to fetch"
    assert isinstance(event, MessageCreatedEvent)
    collected = await collect_evidence(project, tmp_path, message_id=message["id"], events=[event])
    person = read_evidence(collected.path).person
    assert person is not None
    assert (person.external_user_id, person.known_from) == ("u2", "event")


async def test_a_sender_without_a_participant_is_named(
    case: Case, project: ProjectScope, tmp_path: Path
) -> None:
    bob = (await project.participants.list(search="Bob")).items[0]
    await project.participants.update(bob.id, display_name="Robert")
    collected = await collect_evidence(
        project, tmp_path, message_id=case.message_id, session_id=case.session_id
    )
    assert "no participant has the name of the sender" in unavailable(collected.path)["person"]


async def test_the_session_is_searched_for_within_bounds(
    case: Case, emulator: Emulator, project: ProjectScope, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        await emulator.clock.advance(1)
        await project.sessions.create(title=f"later {number}", external_room_id="room", auto_start=False)
    collected = await collect_evidence(project, tmp_path, message_id=case.message_id)
    assert collected.subject.session_id == case.session_id
    monkeypatch.setattr(search, "MOST_SESSIONS", 5)
    emulator.requests.clear()
    emulator.faults.always("getMessageAnnotationsBatch", status=403)
    message = f"^message_id '{case.message_id}' was not found: the message is in none of the 5 newest of 7"
    with pytest.raises(EvidenceError, match=message):
        await collect_evidence(project, tmp_path / "none.zip", message_id=case.message_id)
    assert Counter(one.operation for one in emulator.requests)["getMessages"] == 5
    assert names(tmp_path) == [collected.path.name]


async def test_what_does_not_exist_is_an_error(
    case: Case, emulator: Emulator, project: ProjectScope, tmp_path: Path
) -> None:
    with pytest.raises(
        EvidenceError, match=r"^message_id 'none' was not found: .* the project's 1 sessions$"
    ):
        await collect_evidence(project, tmp_path, message_id="none")
    with pytest.raises(EvidenceError, match=r"^message_id 'none' was not found: it is not in the session$"):
        await collect_evidence(project, tmp_path, message_id="none", session_id=case.session_id)
    with pytest.raises(EvidenceError, match=r"^message_id 'none' was not found: the session does not exist"):
        await collect_evidence(project, tmp_path, message_id="none", session_id="none")
    with pytest.raises(NotFound):
        await collect_evidence(project, tmp_path, sanction_id="none")
    key, other = emulator.add_tenant("Somebody else")
    async with CortexClient(base_url=emulator.base_url, api_key=key) as client:
        for foreign in (client.project(emulator.project_id), client.project(other)):
            with pytest.raises((NotFound, Forbidden, EvidenceError)) as raised:
                await collect_evidence(foreign, tmp_path, message_id=case.message_id)
            assert "\n" not in str(raised.value)
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "message_id or sanction_id is needed, got neither"),
        ({"message_id": ""}, "message_id must be a non-empty string"),
        ({"message_id": 5}, "message_id must be a non-empty string, got 5"),
        ({"message_id": "m", "before": -1}, r"before must be a whole number >= 0, got -1"),
        ({"message_id": "m", "after": 1.5}, "after must be a number of lines or a timedelta, got 1.5"),
        ({"message_id": "m", "after": True}, "after must be"),
        (
            {"message_id": "m", "before": timedelta(-1)},
            "before must be a number of lines >= 0 or a timedelta",
        ),
        ({"message_id": "m", "decision": {}}, "decision must be a Decision or None, got a dict"),
        ({"message_id": "m", "events": [5]}, r"events\[0\] must be a message.created event"),
        (
            {"message_id": "m", "sign_with": b"secret"},
            "sign_with must be the PEM of an unencrypted private key$",
        ),
        (
            {"message_id": "m", "sign_with": "secret"},
            "sign_with must be an Ed25519 private key .* got a str$",
        ),
        ({"message_id": "m", "where": 5}, "where must be a directory or the path of a file, got 5"),
    ],
)
async def test_arguments_are_checked_before_anything_is_sent(
    options: Any, message: str, emulator: Emulator, project: ProjectScope, tmp_path: Path
) -> None:
    emulator.requests.clear()
    with pytest.raises(ArgumentError, match=f"^{message}"):
        await collect_evidence(project, **{"where": tmp_path, **options})
    assert not emulator.requests
    assert names(tmp_path) == []


async def test_a_place_that_cannot_be_written_is_found_before_any_call(
    case: Case, emulator: Emulator, project: ProjectScope, tmp_path: Path
) -> None:
    emulator.requests.clear()
    with pytest.raises(FileNotFoundError, match="none"):
        await collect_evidence(project, tmp_path / "none" / "a.zip", message_id=case.message_id)
    with unprivileged_folder() as folder:
        folder.chmod(0o500)
        with pytest.raises(PermissionError, match=r"evidence-.*\.zip"):
            await collect_evidence(project, folder, message_id=case.message_id)
        folder.chmod(0o700)
        assert names(folder) == []
    assert not emulator.requests


@pytest.mark.parametrize("size", [5_000, 20_000], ids=["recording", "bundle"])
async def test_a_full_disk_leaves_what_was_there(
    size: int, case: Case, project: ProjectScope, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.zip"
    kept.write_text("before")
    with largest_file(size), pytest.raises(OSError, match="File too large"):
        await collect_evidence(project, kept, message_id=case.message_id)
    assert (names(tmp_path), kept.read_text()) == (["kept.zip"], "before")


async def test_a_call_that_fails_for_the_moment_is_an_error_and_leaves_nothing(
    case: Case, emulator: Emulator, tmp_path: Path
) -> None:
    async with CortexClient(
        base_url=emulator.base_url, api_key=emulator.api_key, retry=Retry(attempts=1)
    ) as client:
        project = client.project(emulator.project_id)
        for operation in ("getSanctionsByUser", "downloadDebugAudio", "getMessages"):
            emulator.faults.next(operation, status=503)
            with pytest.raises(ServerError):
                await collect_evidence(project, tmp_path, message_id=case.message_id)
    assert names(tmp_path) == []


async def test_a_cancelled_collection_leaves_nothing(
    case: Case, emulator: Emulator, project: ProjectScope, tmp_path: Path
) -> None:
    emulator.faults.always("getSanctionsByUser", delay=30)
    task = asyncio.create_task(collect_evidence(project, tmp_path, message_id=case.message_id))
    async with asyncio.timeout(30):
        while not any(one.operation == "downloadDebugAudio" for one in emulator.requests):  # noqa: ASYNC110  (records cannot be awaited)
            await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task})
    assert names(tmp_path) == []


PICTURE = "see https://cdn.example/a.png?X-Amz-Signature=canary-3#canary-4 there"
CANARIES = {
    "token": "canary-1",
    "apiKey": "canary-2",
    "picture": PICTURE,
    "deep": [{"client_secret": "canary-5", "url": "https://user:canary-6@cdn.example/b"}],
}


async def test_no_credential_gets_into_a_bundle(
    case: Case, emulator: Emulator, project: ProjectScope, tmp_path: Path
) -> None:
    bob = (await project.participants.list(search="Bob")).items[0]
    await project.participants.update(bob.id, user_data=CANARIES)
    await emulator.annotate(case.message_id, "toxicity", CANARIES)
    await emulator.annotate_session(case.session_id, "summary", CANARIES)
    await project.sanctions.create(
        type="mute", participant_id=bob.id, metadata=CANARIES, scope=CANARIES, reason=PICTURE
    )
    collected = await collect_evidence(project, tmp_path, message_id=case.message_id)
    content = b"".join(parts(collected.path).values())
    assert b"canary" not in content
    assert emulator.api_key.encode() not in content
    assert b"https://cdn.example/a.png?***" in content
    assert len(read_evidence(collected.path).sanctions) == 2


DECISION = Decision(
    actor="moderator-7",
    decided_at=START,
    policy_version="2026-04",
    measure="mute",
    ends_at=START + timedelta(days=1),
    facts="A threat",
    source="own_initiative",
    automated_detection=True,
    automated_decision=False,
    ground="terms",
    ground_reference="4.2 <b>",
    redress="appeals.example",
)


async def test_a_decision_is_kept_and_a_later_version_names_the_earlier(
    case: Case, project: ProjectScope, tmp_path: Path
) -> None:
    collected = await collect_evidence(project, tmp_path, message_id=case.message_id, decision=DECISION)
    first = read_evidence(collected.path)
    assert first.decision == DECISION
    appeal = Appeal(lodged_at=START + timedelta(hours=2), statement="It was a joke")
    decision = Decision(actor="moderator-8", measure="none", appeals=(appeal,))
    save_evidence(first.revised("appeal upheld", decision=decision, at=START), collected.path)
    second = read_evidence(collected.path)
    assert verify(collected.path).ok
    assert second.decision == decision
    assert [(one.reason, one.manifest_sha256) for one in second.revisions] == [
        ("appeal upheld", first.manifest_sha256)
    ]
    assert second.audio == first.audio
    with pytest.raises(ArgumentError, match=r"^reason must be a non-empty string"):
        first.revised(" ")
