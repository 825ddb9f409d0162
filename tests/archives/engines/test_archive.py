"""Archives for engines from the emulator: on the disk and on S3, killed and taken over."""

from __future__ import annotations

import asyncio
import signal
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cortex_async import ProjectScope
from cortex_async.archives import Archive, ArchiveInUse
from cortex_async.archives.records import DayState
from cortex_async.archives.state import State
from cortex_async.emulator import Emulator
from tests.archives.made import LOCK, end, said, tree
from tests.archives.s3 import file_system, make_older, new_bucket

ROOT = Path(__file__).parents[3]

KILLED = """
import asyncio, os, signal, sys
from cortex_async import CortexClient
from cortex_async.archives import Archive
from tests.archives.s3 import file_system
s3, where, base_url, api_key, project = sys.argv[1:]

def stop(now):
    if now.done == 2:
        os.kill(os.getpid(), signal.SIGKILL)

async def main():
    async with CortexClient(base_url=base_url, api_key=api_key) as client:
        archive = Archive((file_system(s3), where), layout="engines", annotations=True)
        await archive.update(client.project(project), progress=stop)

asyncio.run(main())
"""


async def talk(emulator: Emulator, project: ProjectScope) -> list[str]:
    """Three sessions on two days, the second of which has ended."""
    ids = [await said(emulator, project, "hello", "two behind the gate")]
    ids.append(await said(emulator, project, "gg", title="Duel"))
    message = await emulator.say(ids[1], "bob", "wp")
    await emulator.annotate(message["id"], "toxicity", {"score": 0.25})
    await end(emulator, project, ids[1])
    await emulator.clock.advance(24 * 3600)
    ids.append(await said(emulator, project, "next day"))
    return ids


def rows(place: Path, query: str) -> list[Any]:
    found = duckdb.sql(query.replace("{}", str(place)))
    assert found is not None
    return found.fetchall()


async def test_updates_of_an_archive(emulator: Emulator, project: ProjectScope, place: Path) -> None:
    ids = await talk(emulator, project)
    archive = Archive(place, layout="engines", annotations=True)
    report = await archive.update(project)
    assert (report.new, report.messages) == (3, 9)
    for session_id in ids:
        expected = await project.sessions.transcript(session_id, annotations=True)
        assert archive.transcript(session_id) == expected
    before = tree(place)
    again = await Archive(place).update(project)
    assert (again.changed, again.new) == (0, 0)
    assert tree(place) == before
    await emulator.say(ids[0], "ann", "more")
    await end(emulator, project, ids[0])
    changed = await Archive(place).update(project)
    assert (changed.changed, changed.messages) == (1, 1)
    sessions = "select title, status, messages, day::text from '{}/sessions/*/*.parquet' order by created_at"
    assert rows(place, sessions) == [
        ("Raid", "ended", 4, "2026-05-01"),
        ("Duel", "ended", 4, "2026-05-01"),
        ("Raid", "active", 2, "2026-05-02"),
    ]
    said_by = "select speaker_name, count(*) from '{}/messages/*/*.parquet' group by all order by all"
    assert rows(place, said_by) == [("[System]", 4), ("ann", 5), ("bob", 1)]
    scores = "select text, (data->>'score')::double from '{}/annotations/*/*.parquet' join '{}/messages/*/*.parquet' using (day, message_id)"
    assert rows(place, scores) == [("wp", 0.25)]


async def test_a_state_that_is_older_than_its_files_is_made_right(
    emulator: Emulator, project: ProjectScope, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def write_day(self: State, state: DayState) -> None:
        raise Killed

    (session_id, *_) = await talk(emulator, project)
    await end(emulator, project, session_id)
    archive = Archive(place, layout="engines", annotations=True)
    await archive.update(project)
    message = archive.transcript(session_id).lines[-1]
    await emulator.annotate(message.id, "toxicity", {"score": 1})
    with monkeypatch.context() as patched:
        patched.setattr(State, "write_day", write_day)
        with pytest.raises(Killed):
            await archive.update(project, reread=True)
    # The next one has no reason to read the session again, which had ended.
    assert (await archive.update(project)).read == 1
    for day in State(archive._storage).days():
        for entry in State(archive._storage).day(day).files:
            assert sha256((place / entry.path).read_bytes()).hexdigest() == entry.sha256
    assert not (place / ".cortex-archive" / "pending.json").exists()


async def test_an_archive_on_s3_whose_update_is_killed(
    emulator: Emulator, project: ProjectScope, place: Path, s3_address: str
) -> None:
    await talk(emulator, project)
    undisturbed = Archive(place, layout="engines", annotations=True)
    await undisturbed.update(project)

    system = file_system(s3_address)
    bucket = new_bucket(system)
    where = f"{bucket}/archive"
    command = [sys.executable, "-c", KILLED, s3_address, where, emulator.base_url, emulator.api_key]
    # While it runs, this loop has the emulator.
    process = await asyncio.create_subprocess_exec(*command, emulator.project_id, cwd=ROOT)
    assert await process.wait() == -signal.SIGKILL

    archive = Archive((system, f"s3://{where}"), layout="engines", annotations=True)
    assert repr(archive) == f"<Archive s3://{where}>"
    with pytest.raises(ArchiveInUse, match=r"the lock of a killed run expires after 120 s$"):
        await archive.update(project)
    make_older(bucket, f"archive/{LOCK}", 121)
    report = await archive.update(project)
    assert report.failed == {}
    found = {path.removeprefix(f"{where}/"): system.cat_file(path) for path in system.find(where)}
    assert found == tree(place)
    assert list(archive.transcripts()) == list(undisturbed.transcripts())
    again = await Archive((system, where)).update(project)
    assert (again.new, again.changed) == (0, 0)
