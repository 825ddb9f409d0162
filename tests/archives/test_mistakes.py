"""What goes wrong: one clear line each, nothing lost, nothing half-written."""

from __future__ import annotations

import asyncio
import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cortex_async import (
    ArgumentError,
    CortexClient,
    DecodeError,
    Forbidden,
    NotFound,
    ProjectScope,
    ServerError,
    Unauthorized,
)
from cortex_async.archives import (
    Archive,
    ArchiveDamaged,
    ArchiveError,
    ArchiveInUse,
    ArchiveMismatch,
    ArchiveProgress,
)
from cortex_async.emulator import Emulator
from cortex_async.transcripts import Line
from tests.archives.made import calls, delete_session, end, said, tree
from tests.disk import largest_file, unprivileged_folder


def keep(line: Line) -> Line:
    return line


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"formats": "vtt"}, "formats must be an iterable of srt, vtt, text, markdown, html, .*, got a str"),
        ({"formats": ["vtt", "doc"]}, "formats must be an iterable of srt, .*, got 'doc'"),
        ({"layout": "robots"}, "layout must be 'people' or 'engines', got 'robots'"),
        ({"layout": "engines", "formats": ["vtt"]}, "formats must be None with the layout 'engines'"),
        ({"annotations": 1}, "annotations must be True, False or None, got 1"),
        ({"audio": "yes"}, "audio must be True, False or None, got a str"),
        ({"audio": True, "redact": keep}, "audio must be False with redact, which cannot change recordings"),
        ({"redact": "mask"}, "redact must be a function"),
        (
            {"where": 5},
            r"where must be a directory, a URL such as s3://bucket/prefix, or \(fsspec filesystem, path\), got 5",
        ),
    ],
)
def test_options_are_checked(options: dict[str, Any], message: str, place: Path) -> None:
    with pytest.raises(ArgumentError, match=message):
        Archive(**{"where": place, **options})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"project": "p"}, r"project must be a project such as client.project\(project_id\), got a str"),
        ({"sessions": "abc"}, "sessions must be an iterable of session ids or None, got a str"),
        ({"sessions": ["a", ""]}, r"sessions\[1\] must be a non-empty string, got ''"),
        ({"since": "today"}, "since must be an aware datetime or None, got a str"),
        ({"since": datetime(2026, 1, 1)}, "since must be a datetime with a time zone"),  # noqa: DTZ001
        ({"reread": 1}, "reread must be True or False, got 1"),
        ({"progress": 5}, "progress must be a function or None, got 5"),
        ({"concurrency": 0}, "concurrency must be a whole number >= 1, got 0"),
    ],
)
async def test_arguments_are_checked(
    arguments: dict[str, Any], message: str, project: ProjectScope, archive: Archive, place: Path
) -> None:
    with pytest.raises(ArgumentError, match=message):
        await archive.update(**{"project": project, **arguments})
    assert not place.exists()


async def test_a_session_that_cannot_be_read_does_not_stop_the_others(
    emulator: Emulator, project: ProjectScope, archive: Archive
) -> None:
    ids = [await said(emulator, project, f"text {number}") for number in range(5)]
    rule = emulator.faults.next("getMessages", status=500)
    emulator.faults.next("getMessages", malformed=True)
    emulator.faults.next("getMessages", status=404)
    report = await archive.update(project, concurrency=1)
    assert list(report.failed) == ids[:3]
    assert [type(error) for error in report.failed.values()] == [ServerError, DecodeError, NotFound]
    assert (report.new, report.read, report.listed, report.unchanged) == (2, 2, 5, 0)
    assert [one.id for one in archive.sessions()] == ids[3:]
    emulator.faults.remove(rule)
    assert (await archive.update(project)).new == 3
    assert [one.id for one in archive.sessions()] == ids


async def test_a_session_that_vanishes_while_it_is_read_keeps_what_is_known(
    emulator: Emulator, project: ProjectScope, archive: Archive, place: Path
) -> None:
    session, _ = await said(emulator, project, "one"), await said(emulator, project, "two")
    await archive.update(project)
    before = tree(place)
    emulator.requests.listen(
        lambda one: delete_session(emulator, session) if one.operation == "listSessions" else None
    )
    report = await archive.update(project)
    assert (list(report.failed), report.gone) == ([session], ())
    assert tree(place) == before


@pytest.mark.parametrize(("status", "error"), [(401, Unauthorized), (403, Forbidden)])
async def test_what_every_session_would_meet_stops_at_once(
    emulator: Emulator, project: ProjectScope, place: Path, status: int, error: type[Exception]
) -> None:
    ids = [await said(emulator, project, str(number)) for number in range(20)]
    emulator.faults.always("getMessages", status=status)
    archive = Archive(place)
    with pytest.raises(error):
        await archive.update(project, concurrency=2)
    assert calls(emulator)["getMessages"] <= 2
    emulator.faults.clear()
    assert (await archive.update(project)).new == len(ids)


async def test_a_project_that_cannot_be_listed_leaves_nothing(
    emulator: Emulator, project: ProjectScope, archive: Archive, place: Path
) -> None:
    _, stranger = emulator.add_tenant("Other")
    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        with pytest.raises((NotFound, Forbidden)):
            await archive.update(client.project(stranger))
    emulator.faults.next("listSessions", status=500)
    with pytest.raises(ServerError):
        await archive.update(project)
    assert not place.exists()


async def test_another_project_is_refused_before_any_request(
    emulator: Emulator, project: ProjectScope, archive: Archive, place: Path
) -> None:
    await said(emulator, project, "one")
    await archive.update(project)
    before = tree(place)
    other = emulator.add_project("other")
    emulator.requests.clear()
    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        with pytest.raises(
            ArchiveMismatch, match=rf"project must be {emulator.project_id}, .* got {other}: use"
        ):
            await archive.update(client.project(other))
    assert len(emulator.requests) == 0
    assert tree(place) == before


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"formats": ["srt"]},
            "formats of the archive .* is html, jsonl, vtt, got jsonl, srt: leave it out, or",
        ),
        ({"layout": "engines"}, "layout of the archive .* is 'people', got 'engines'"),
        ({"annotations": True}, "annotations of the archive .* is False, got True"),
        ({"audio": True}, "audio of the archive .* is False, got True"),
        (
            {"redact": keep},
            r"redact of the archive .* is None, got tests\.archives\.test_mistakes\.keep: pass",
        ),
    ],
)
async def test_other_options_are_refused(
    options: dict[str, Any], message: str, emulator: Emulator, project: ProjectScope, place: Path
) -> None:
    await said(emulator, project, "one")
    await Archive(place).update(project)
    before = tree(place)
    with pytest.raises(ArchiveMismatch, match=message):
        await Archive(place, **options).update(project)
    assert tree(place) == before


async def test_a_redaction_cannot_be_left_out_later(
    emulator: Emulator, project: ProjectScope, place: Path
) -> None:
    session = await said(emulator, project, "one")
    await Archive(place, redact=keep).update(project)
    with pytest.raises(
        ArchiveMismatch, match=r"is tests.archives.test_mistakes.keep, got None: pass the same"
    ):
        await Archive(place).update(project)
    assert Archive(place).transcript(session).lines[-1].text == "one"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "archive.json",
            b"",
            "archive.json in the archive .* cannot be used, it is not a JSON object: restore",
        ),
        ("archive.json", b"{}", "cannot be used, it has no project_id: restore it from a backup"),
        ("archive.json", b'{"project_id": "p", "layout": "x"}', "cannot be used, its layout is 'x'"),
        ("archive.json", b'{"version": 2}', "has version 2, and this version of the SDK reads up to 1"),
        ("archive.json", None, "archive.json in the archive .* it is missing: restore it from a backup"),
        (
            "days",
            b"[1, 2",
            r"days/....-..-...json in the archive .* it is not a JSON object: .* or remove it",
        ),
        ("days", b'{"day": "2020-01-01", "files": [], "sessions": {}}', "it is of 2020-01-01"),
        ("pending.json", b"[]", "pending.json in the archive .* it is no list of files by day: remove it"),
    ],
)
async def test_a_state_that_cannot_be_read_is_named(
    name: str, content: bytes | None, message: str, emulator: Emulator, project: ProjectScope, place: Path
) -> None:
    await said(emulator, project, "one")
    await Archive(place).update(project)
    state = place / ".cortex-archive"
    path = next((state / "days").iterdir()) if name == "days" else state / name
    path.write_bytes(content) if content is not None else path.unlink()
    before = tree(place)
    with pytest.raises(ArchiveError, match=message) as raised:
        await Archive(place).update(project)
    assert "\n" not in str(raised.value)
    assert tree(place) == before


async def test_a_day_without_its_state_is_read_again(
    emulator: Emulator, project: ProjectScope, archive: Archive, place: Path
) -> None:
    await said(emulator, project, "one")
    await archive.update(project)
    before = tree(place)
    shutil.rmtree(place / ".cortex-archive" / "days")
    await archive.update(project)
    assert tree(place) == before


async def test_a_path_that_leads_out_of_the_archive_is_refused(
    emulator: Emulator, project: ProjectScope, archive: Archive, place: Path
) -> None:
    session = await said(emulator, project, "one")
    await archive.update(project)
    path = next((place / ".cortex-archive" / "days").iterdir())
    parsed = json.loads(path.read_bytes())
    parsed["sessions"][session]["files"][0]["path"] = "../secret.jsonl"
    path.write_text(json.dumps(parsed))
    with pytest.raises(ArchiveDamaged, match="a path in it leads out of the archive"):
        await archive.update(project)


async def test_lines_that_somebody_changed_fail_their_session_alone(
    emulator: Emulator, project: ProjectScope, archive: Archive, place: Path
) -> None:
    bad, good = await said(emulator, project, "bad"), await said(emulator, project, "good")
    await archive.update(project)
    path = next(place.glob(f"*/*{bad[-12:]}).jsonl"))
    path.write_bytes(path.read_bytes() + b"mine\n")
    for session in (bad, good):
        await emulator.say(session, "ann", "more")
    report = await archive.update(project)
    assert list(report.failed) == [bad]
    assert "line 3 is not a line of a transcript (JSONDecodeError)" in str(report.failed[bad])
    assert report.changed == 1
    assert path.read_bytes().endswith(b"mine\n")
    path.unlink()
    assert (await archive.update(project)).changed == 1
    assert archive.transcript(bad).lines[-1].text == "more"


async def test_two_updates_at_once(emulator: Emulator, project: ProjectScope, archive: Archive) -> None:
    await said(emulator, project, "one")
    await archive.update(project)
    second: list[BaseException] = []

    async def progress(_now: ArchiveProgress) -> None:
        before = len(emulator.requests)
        with pytest.raises(ArchiveInUse, match="is in use by process"):
            await archive.update(project)
        assert len(emulator.requests) == before
        second.append(ArchiveInUse())

    await archive.update(project, progress=progress)
    assert len(second) == 1
    await archive.update(project)


async def test_a_directory_that_cannot_be_written(emulator: Emulator, project: ProjectScope) -> None:
    await said(emulator, project, "one")
    with unprivileged_folder() as folder:
        folder.chmod(0o500)
        with pytest.raises(ArchiveError, match=r"cannot be (written|locked): Permission denied") as raised:
            await Archive(folder).update(project)
        folder.chmod(0o700)
        assert "\n" not in str(raised.value)
        assert list(folder.iterdir()) == []


async def test_a_full_disk(emulator: Emulator, project: ProjectScope, archive: Archive, place: Path) -> None:
    session = await said(emulator, project, "one")
    await archive.update(project)
    before = tree(place)
    for number in range(3):
        await emulator.say(session, "ann", f"{number}" * 4_000)
    with largest_file(4096), pytest.raises(ArchiveError, match="cannot be written: File too large"):
        await archive.update(project)
    assert tree(place) == before
    await archive.update(project)
    assert len(archive.transcript(session).lines) == 5


async def test_a_cancelled_update_leaves_the_archive_usable(
    emulator: Emulator, project: ProjectScope, place: Path
) -> None:
    ids = [await said(emulator, project, str(number)) for number in range(20)]
    archive = Archive(place)
    reached = asyncio.Event()

    def progress(now: ArchiveProgress) -> None:
        if now.done == 18:
            reached.set()

    update = asyncio.create_task(archive.update(project, progress=progress))
    await reached.wait()
    update.cancel()
    with pytest.raises(asyncio.CancelledError):
        await update
    assert not list(place.rglob("*.part"))
    assert 16 <= len(archive.sessions()) <= 20
    report = await archive.update(project)
    assert report.new + len(ids) - 4 <= 24
    assert [one.id for one in archive.sessions()] == ids
    other = place.with_name("other")
    await Archive(other).update(project)
    assert tree(place) == tree(other)


async def test_what_progress_raises_ends_the_update(
    emulator: Emulator, project: ProjectScope, archive: Archive
) -> None:
    await said(emulator, project, "one")
    with pytest.raises(ZeroDivisionError):
        await archive.update(project, progress=lambda now: 1 // (now.done - 1))
    assert (await archive.update(project)).new == 1


def test_there_is_no_archive(archive: Archive, place: Path) -> None:
    with pytest.raises(ArchiveError, match=r"there is no archive in .*: update it first"):
        archive.sessions()
    with pytest.raises(ArchiveError, match="there is no archive in"):
        archive.transcript("s")
    assert not place.exists()


async def test_a_session_that_the_archive_does_not_have(
    emulator: Emulator, project: ProjectScope, archive: Archive, place: Path
) -> None:
    session = await said(emulator, project, "one")
    await archive.update(project)
    with pytest.raises(KeyError, match="session nobody"):
        archive.transcript("nobody")
    next(place.glob("*/*.jsonl")).unlink()
    with pytest.raises(ArchiveError, match=f"the files of session {session} are missing in the archive"):
        archive.transcript(session)


async def test_files_of_the_user_stay(
    emulator: Emulator, project: ProjectScope, archive: Archive, place: Path
) -> None:
    session = await said(emulator, project, "one")
    await archive.update(project)
    day = archive.sessions()[0].created_at.date().isoformat()
    mine = [place / day / "20-15-03 Mine (0123456789ab).vtt", place / day / ".notes", place / "notes.txt"]
    for path in mine:
        path.write_text("mine")
    await end(emulator, project, session)
    await archive.update(project)
    assert [path.read_text() for path in mine] == ["mine"] * 3
