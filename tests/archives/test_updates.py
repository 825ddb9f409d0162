"""What updates read and write, against the emulator."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest

from cortex_async import ArgumentError, ProjectScope
from cortex_async.archives import Archive, ArchiveProgress
from cortex_async.emulator import Clock, Emulator
from cortex_async.transcripts import Line
from tests.archives.made import START, calls, delete_session, end, said, stats, tree


async def test_an_update_writes_every_session(
    emulator: Emulator, project: ProjectScope, archive: Archive, place: Path
) -> None:
    first = await said(emulator, project, "hello", "two behind the gate", title="Ranked Match")
    second = await said(emulator, project)
    report = await archive.update(project)
    assert (report.listed, report.read, report.new, report.changed, report.unchanged) == (2, 2, 2, 0, 0)
    assert (report.messages, report.failed, report.gone) == (3, {}, ())
    assert str(report).startswith(
        "read 2 of 2 sessions, 2 new, 0 changed, 0 unchanged, 0 failed, 0 gone, 3 new"
    )
    assert [one.id for one in archive.sessions()] == [first, second]
    expected = await project.sessions.transcript(first)
    assert archive.transcript(first) == expected
    assert [one.session_id for one in archive.transcripts()] == [first, second]
    session = archive.sessions()[0]
    folder = place / session.created_at.date().isoformat()
    name = f"{session.created_at:%H-%M-%S} Ranked Match ({first[-12:]})"
    assert (folder / f"{name}.vtt").read_text("utf-8") == expected.to_vtt()
    assert (folder / f"{name}.html").read_text("utf-8") == expected.to_html()
    assert (folder / f"{name}.jsonl").read_text("utf-8") == expected.to_jsonl()


async def test_an_ended_session_is_read_once(
    emulator: Emulator, project: ProjectScope, archive: Archive, place: Path
) -> None:
    ended, active = await said(emulator, project, "hello"), await said(emulator, project, "hi")
    await end(emulator, project, ended)
    await archive.update(project)
    before = stats(place)
    emulator.requests.clear()
    report = await archive.update(project)
    assert calls(emulator) == {"listSessions": 1, "listParticipants": 1, "getMessages": 1}
    assert (report.read, report.unchanged) == (1, 2)
    assert stats(place) == before
    await end(emulator, project, active)
    assert (await archive.update(project)).changed == 1
    before = stats(place)
    emulator.requests.clear()
    report = await archive.update(project)
    assert calls(emulator) == {"listSessions": 1}
    assert (report.listed, report.read, report.unchanged) == (2, 0, 2)
    assert stats(place) == before


async def test_new_messages_are_merged_by_id(
    emulator: Emulator, project: ProjectScope, archive: Archive, place: Path
) -> None:
    session = await said(emulator, project, "one")
    await archive.update(project)
    quiet = await said(emulator, project, "quiet")
    await archive.update(project)
    before = stats(place)
    await emulator.say(session, "bob", "two")
    report = await archive.update(project)
    assert (report.new, report.changed, report.unchanged, report.messages) == (0, 1, 1, 2)
    assert archive.transcript(session) == await project.sessions.transcript(session)
    changed = {name for name, found in stats(place).items() if before.get(name) != found}
    assert {Path(name).suffix for name in changed} == {".html", ".json", ".jsonl", ".vtt"}
    assert not any(quiet[-12:] in name for name in changed)
    assert tree(place) == await fresh(project, place)


async def fresh(project: ProjectScope, place: Path) -> dict[str, bytes]:
    """The same archive, made by one update."""
    other = place.with_name("fresh")
    await Archive(other).update(project)
    return tree(other)


async def test_what_the_api_has_no_more_stays(
    emulator: Emulator, project: ProjectScope, archive: Archive
) -> None:
    session = await said(emulator, project, "one", "two")
    await emulator.say(session, "bob", "three")
    gone = await said(emulator, project, "gone")
    await archive.update(project)
    before = archive.transcript(session)
    ann = next(one for one in (await project.participants.list()).items if one.display_name == "ann")
    await project.participants.delete(ann.id)
    delete_session(emulator, gone)
    assert len(await project.messages.list(session)) < len(before.lines)
    await emulator.say(session, "bob", "four")
    report = await archive.update(project)
    assert report.gone == (gone,)
    now = archive.transcript(session)
    assert [line.id for line in now.lines[:-1]] == [line.id for line in before.lines]
    assert [line.text for line in now.lines][-2:] == ["three", "four"]
    # Her id was known when she was.
    assert {line.speaker.id for line in now.lines if line.speaker.name == "ann"} == {ann.id}
    assert archive.transcript(gone).lines[-1].text == "gone"


async def test_a_speaker_stays_known_when_the_name_becomes_ambiguous(
    emulator: Emulator, project: ProjectScope, archive: Archive
) -> None:
    session = await said(emulator, project, "one")
    await archive.update(project)
    await project.participants.create(external_user_id="other", display_name="ann")
    await emulator.say(session, "ann", "two")
    await archive.update(project)
    spoken = archive.transcript(session).spoken().lines
    assert spoken[0].speaker.id_source == "name"
    assert spoken[1].speaker.ambiguous


async def test_sessions_and_since_choose(emulator: Emulator, project: ProjectScope, archive: Archive) -> None:
    first, second = await said(emulator, project, "one"), await said(emulator, project, "two")
    report = await archive.update(project, sessions=[second])
    assert (report.listed, report.new) == (1, 1)
    assert [one.id for one in archive.sessions()] == [second]
    tomorrow = START + timedelta(days=1)
    assert (await archive.update(project, since=tomorrow)).listed == 0
    report = await archive.update(project, since=tomorrow - timedelta(days=2))
    assert (report.new, report.unchanged) == (1, 1)
    assert [one.id for one in archive.sessions()] == [first, second]


async def test_an_ended_session_is_read_again_on_request(
    emulator: Emulator, project: ProjectScope, archive: Archive
) -> None:
    session = await said(emulator, project, "one")
    await end(emulator, project, session)
    await archive.update(project)
    await project.sessions.start(session)
    await emulator.settle()
    await emulator.say(session, "ann", "two")
    await end(emulator, project, session)
    assert (await archive.update(project)).read == 0
    report = await archive.update(project, reread=True)
    assert (report.changed, report.messages) == (1, 2)  # and the system's about who joined


async def test_days_come_in_order_and_sessions_within_them(tmp_path: Path) -> None:
    from cortex_async import CortexClient

    seen: list[ArchiveProgress] = []

    async def progress(now: ArchiveProgress) -> None:
        await asyncio.sleep(0)
        seen.append(now)

    async with Emulator() as emulator:
        emulator.seed("large", sessions=120, messages=3)
        async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
            project = client.project(emulator.project_id)
            archive = Archive(tmp_path / "voice", formats=())
            report = await archive.update(project, progress=progress)
            listed = sorted(await project.sessions.list(), key=lambda one: (one.created_at, one.id))
    assert report.new == len(listed) == 120
    assert [one.done for one in seen] == list(range(1, 121))
    assert {one.total for one in seen} == {120}
    assert [one.day for one in seen] == [one.created_at.date() for one in listed]
    assert (seen[-1].messages, seen[-1].remaining) == (360, 0)
    assert archive.sessions() == listed
    days = {one.created_at.date().isoformat() for one in listed}
    assert {path.name for path in (tmp_path / "voice").iterdir()} == days | {".cortex-archive"}
    assert {path.suffix for path in (tmp_path / "voice").glob("2*/*")} == {".jsonl"}


async def test_annotations_are_kept_and_read_back(
    emulator: Emulator, project: ProjectScope, place: Path
) -> None:
    session = await said(emulator, project, "one")
    message = (await project.messages.list(session))[-1]
    data = {"score": 0.25, "words": ["a\u2028b", "\x00"], "deep": {"none": None}}
    await emulator.annotate(message.id, "toxicity", data)
    archive = Archive(place, annotations=True)
    await archive.update(project)
    found = archive.transcript(session)
    assert found == await project.sessions.transcript(session, annotations=True)
    assert found.lines[-1].annotations is not None
    assert found.lines[-1].annotations[0].data == data
    await emulator.annotate(message.id, "profanity", {})
    assert (await archive.update(project)).changed == 1
    assert len(archive.transcript(session).lines[-1].annotations or ()) == 2


async def test_every_line_is_redacted_before_anything_is_written(
    emulator: Emulator, project: ProjectScope, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = await said(emulator, project, "my secret is K4711", "leave me out", "hello")

    def mask(line: Line) -> Line | None:
        from attrs import evolve

        return None if "leave" in line.text else evolve(line, text=line.text.replace("K4711", "***"))

    archive = Archive(place, redact=mask)
    await archive.update(project)
    assert json.loads((place / ".cortex-archive/archive.json").read_text())["redaction"].endswith("mask")
    assert [line.text for line in archive.transcript(session).lines[1:]] == ["my secret is ***", "hello"]
    await emulator.say(session, "ann", "K4711 again")
    await archive.update(project)
    assert [line.text for line in archive.transcript(session).lines[2:]] == ["hello", "*** again"]
    assert not any(b"K4711" in content or b"leave" in content for content in tree(place).values())


async def test_lines_that_a_redaction_drops_later_disappear(
    emulator: Emulator, project: ProjectScope, place: Path
) -> None:
    session = await said(emulator, project, "one", "two")
    dropped: set[str] = set()

    class Dropping:
        name = "dropping"

        def __call__(self, line: Line) -> Line | None:
            return None if line.text in dropped else line

    await Archive(place, redact=Dropping()).update(project)
    dropped.add("one")
    await Archive(place, redact=Dropping()).update(project)
    assert [line.text for line in Archive(place).transcript(session).lines[1:]] == ["two"]


async def test_a_redaction_that_fails_fails_its_session_alone(
    emulator: Emulator, project: ProjectScope, place: Path
) -> None:
    bad, good = await said(emulator, project, "bad"), await said(emulator, project, "good")

    def redact(line: Line) -> Line:
        if line.text == "bad":
            raise LookupError("no")
        return line

    report = await Archive(place, redact=redact).update(project)
    assert (report.new, list(report.failed)) == (1, [bad])
    assert isinstance(report.failed[bad], ArgumentError)
    assert [one.id for one in Archive(place).sessions()] == [good]


async def test_recordings_are_kept_where_the_api_has_them(place: Path) -> None:
    from cortex_async import CortexClient

    async with (
        Emulator(clock=Clock(START)) as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        await project.settings.update_debug_audio(enabled=True)
        session = await said(emulator, project, "one", "two")
        archive = Archive(place, audio=True)
        await archive.update(project)
        wav = {name: content for name, content in tree(place).items() if name.endswith(".wav")}
        messages = (await project.messages.list(session))[1:]
        assert list(wav) == sorted(f"audio/2026-05-01/{session}/{one.id}.wav" for one in messages)
        assert wav[
            f"audio/2026-05-01/{session}/{messages[0].id}.wav"
        ] == await project.messages.download_debug_audio(session, messages[0].id)
        await emulator.say(session, "ann", "three")
        emulator.requests.clear()
        await archive.update(project)
        assert calls(emulator)["downloadDebugAudio"] == 1
        emulator.faults.next("downloadDebugAudio", status=404)
        await emulator.say(session, "ann", "four")
        report = await archive.update(project)
        assert (report.missing_audio, report.failed, report.changed) == (1, {}, 1)
        await emulator.clock.advance(timedelta(days=2))
        await end(emulator, project, session)
        assert (await archive.update(project)).failed == {}
        assert len([name for name in tree(place) if name.endswith(".wav")]) == 3


async def test_recordings_of_dropped_lines_are_not_read(
    emulator: Emulator, project: ProjectScope, place: Path
) -> None:
    with pytest.raises(
        ArgumentError, match="audio must be False with redact, which cannot change recordings"
    ):
        Archive(place, audio=True, redact=lambda line: line)
