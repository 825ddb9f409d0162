"""What a killed update leaves, and the pure parts of an update: the window of reads, and merging."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from cortex_async import ProjectScope
from cortex_async.archives import Archive
from cortex_async.archives.merging import merged
from cortex_async.archives.window import in_order
from cortex_async.emulator import Emulator
from cortex_async.transcripts import Line, Speaker
from tests.archives.made import START, calls, delete_session, said, tree

PENDING = ".cortex-archive/pending.json"


def left_behind(place: Path, *paths: str) -> None:
    """Note that an update was about to put these files in place."""
    (place / PENDING).write_text(json.dumps({"2026-05-01": paths}))


async def test_files_that_no_state_has_are_removed(
    emulator: Emulator, project: ProjectScope, archive: Archive, place: Path
) -> None:
    await said(emulator, project, "one")
    await archive.update(project)
    before = tree(place)
    stray = "2026-05-01/23-00-00 Raid (0123456789ab).vtt"
    (place / stray).write_text("half an update")
    left_behind(place, stray, *(name for name in before if name.startswith("2026")))
    await archive.update(project)
    assert tree(place) == before


async def test_files_that_are_newer_than_their_state_are_written_anew(
    emulator: Emulator, project: ProjectScope, archive: Archive, place: Path
) -> None:
    session = await said(emulator, project, "one")
    await archive.update(project)
    before = tree(place)
    delete_session(emulator, session)  # so nothing is read that would replace them
    newer = next(name for name in before if name.endswith(".vtt"))
    (place / newer).write_text("WEBVTT newer")
    left_behind(place, newer)
    report = await archive.update(project)
    assert report.gone == (session,)
    assert tree(place) == before


async def test_a_session_whose_lines_are_missing_is_read_again(
    emulator: Emulator, project: ProjectScope, archive: Archive, place: Path
) -> None:
    await said(emulator, project, "one")
    await archive.update(project)
    before = tree(place)
    lines = next(name for name in before if name.endswith(".jsonl"))
    (place / lines).unlink()
    left_behind(place, lines)
    assert (await archive.update(project)).new == 1
    assert tree(place) == before


async def test_recordings_of_a_killed_update_are_used_or_removed(
    emulator: Emulator, project: ProjectScope, place: Path
) -> None:
    await project.settings.update_debug_audio(enabled=True)
    session = await said(emulator, project, "one")
    archive = Archive(place, audio=True)
    await archive.update(project)
    path = next(name for name in tree(place) if name.endswith(".wav"))
    for day in (place / ".cortex-archive" / "days").iterdir():
        day.unlink()
    other = f"audio/2026-05-01/{session}/0f0c44b7-0000-4000-8000-a2d91f0c44b7.wav"
    (place / other).write_bytes(b"RIFF")
    left_behind(place, path, other)
    emulator.requests.clear()
    await archive.update(project)
    assert calls(emulator)["downloadDebugAudio"] == 0
    assert [name for name in tree(place) if name.endswith(".wav")] == [path]
    assert not (place / PENDING).exists()


async def test_a_busy_api_is_waited_for(emulator: Emulator, place: Path) -> None:
    from cortex_async import CortexClient

    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        project = client.project(emulator.project_id)
        for number in range(3):
            await said(emulator, project, str(number))
        emulator.faults.next("getMessages", times=3, status=429, headers={"Retry-After": "0"})
        report = await Archive(place).update(project)
        assert (report.new, report.failed) == (3, {})


@pytest.mark.parametrize("limit", [1, 3, 100])
async def test_results_are_in_order_and_work_is_bounded(limit: int) -> None:
    running: set[int] = set()
    most = 0

    async def work(item: int) -> int:
        nonlocal most
        running.add(item)
        most = max(most, len(running))
        for _ in range(1 + item * 7 % 5):
            await asyncio.sleep(0)
        running.remove(item)
        return item

    results = in_order(range(20), work, limit)
    assert [one async for one in results] == list(range(20))
    assert most == min(limit, 20)


async def test_a_failure_cancels_what_runs() -> None:
    running: set[int] = set()

    async def work(item: int) -> int:
        running.add(item)
        try:
            if item == 1:
                raise ZeroDivisionError
            await asyncio.sleep(0 if item == 0 else 3600)
        finally:
            running.remove(item)
        return item

    found: list[int] = []

    async def take() -> None:
        async for one in in_order(range(9), work, 4):
            found.append(one)  # noqa: PERF401  (it ends with an error)

    with pytest.raises(ZeroDivisionError):
        await take()
    assert (found, running) == ([0], set())


def line(number: int, second: int, text: str = "", speaker: str | None = None) -> Line:
    at = START + timedelta(seconds=second)
    who = Speaker(name="ann", id=speaker, id_source=speaker and "name")  # type: ignore[arg-type]
    return Line(id=str(number), session_id="s", speaker=who, start=at, end=at, text=text, kind="user")


LINES = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 3), st.sampled_from(["a", "b"])), unique_by=lambda one: one[0]
).map(lambda found: tuple(sorted((line(*one) for one in found), key=lambda one: one.start)))


@given(LINES, LINES, st.sets(st.integers(0, 9).map(str)))
def test_merging_keeps_everything_once_and_in_order(
    old: tuple[Line, ...], new: tuple[Line, ...], dropped: set[str]
) -> None:
    dropped -= {one.id for one in new}
    found = merged(old, new, dropped)
    ids = [one.id for one in found]
    assert len(set(ids)) == len(ids)
    assert set(ids) == ({one.id for one in old} | {one.id for one in new}) - dropped
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert [one for one in found if one in new] == list(new)
    assert merged(found, new, dropped) == found


def test_merging_keeps_lines_of_one_moment_where_they_were() -> None:
    old = (line(1, 0), line(2, 0), line(3, 0), line(4, 1))
    new = (line(1, 0), line(3, 0), line(5, 0), line(4, 1))
    assert [one.id for one in merged(old, new, ())] == ["1", "2", "3", "5", "4"]
    assert [one.id for one in merged(old, (), {"1"})] == ["2", "3", "4"]


def test_merging_keeps_ids_of_the_same_speaker() -> None:
    old, new = (line(1, 0, speaker="p1"),), (line(1, 0, text="corrected"),)
    assert merged(old, new, ())[0].speaker.id == "p1"
    assert merged(old, new, ())[0].text == "corrected"
    renamed = (evolve(new[0], speaker=Speaker(name="bob")),)
    assert merged(old, renamed, ())[0].speaker == Speaker(name="bob")
    sure = (evolve(new[0], speaker=Speaker(name="ann", id="p2", id_source="event")),)
    assert merged(old, sure, ())[0].speaker.id == "p2"
