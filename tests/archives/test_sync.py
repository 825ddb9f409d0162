"""The same archives for blocking code."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from cortex_async.archives import Archive as AsyncArchive
from cortex_async.emulator import Clock, Emulator
from cortex_sync import ArgumentError, CortexClient
from cortex_sync.archives import Archive, ArchiveProgress
from tests.archives.made import START


def test_an_update_for_blocking_code(place: Path) -> None:
    seen: list[ArchiveProgress] = []
    with (
        Emulator.in_thread(clock=Clock(START)) as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        session = project.sessions.create(title="Raid", external_room_id="room")
        emulator.settle()
        emulator.say(session.id, "ann", "hello")
        archive = Archive(place)
        report = archive.update(project, progress=seen.append)
        assert (report.new, report.messages, seen[-1].done) == (1, 2, 1)
        assert archive.transcript(session.id) == project.sessions.transcript(session.id)
        assert archive.where == str(place)
        with pytest.raises(
            ArgumentError, match=r"project must be a project such as client.project\(project_id\)"
        ):
            archive.update(project._inner)  # type: ignore[arg-type]


def test_both_versions_take_the_same() -> None:
    ours, theirs = (inspect.signature(one.update).parameters for one in (AsyncArchive, Archive))
    assert [(one.name, one.kind, one.default) for one in ours.values()] == [
        (one.name, one.kind, one.default) for one in theirs.values()
    ]
    assert inspect.signature(AsyncArchive) == inspect.signature(Archive)
