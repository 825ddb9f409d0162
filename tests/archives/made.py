"""What tests of archives share: sessions, calls, and what lies in a directory."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from cortex_async import ProjectScope
from cortex_async.emulator import Emulator

LOCK = ".lock"
START = datetime(2026, 5, 1, 18, tzinfo=UTC)
"""When the emulators of these tests begin."""


def calls(emulator: Emulator) -> Counter[str]:
    """The operations that were called since ``emulator.requests.clear()``."""
    return Counter(one.operation or "none" for one in emulator.requests)


def tree(place: Path) -> dict[str, bytes]:
    """All files below a directory, by path."""
    found = {one.relative_to(place).as_posix(): one for one in place.rglob("*") if one.is_file()}
    return {name: path.read_bytes() for name, path in sorted(found.items()) if name != LOCK}


def stats(place: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of change of all files below a directory."""
    return {name: ((place / name).stat().st_ino, (place / name).stat().st_mtime_ns) for name in tree(place)}


async def said(emulator: Emulator, project: ProjectScope, *texts: str, title: str = "Raid") -> str:
    """A session in which Ann says something, a second after the last one; returns its id."""
    await emulator.clock.advance(1)
    session = await project.sessions.create(title=title, external_room_id="room")
    await emulator.settle()
    for text in texts:
        await emulator.say(session.id, "ann", text)
    return session.id


async def end(emulator: Emulator, project: ProjectScope, session_id: str) -> None:
    await project.sessions.stop(session_id)
    await emulator.settle()


def delete_session(emulator: Emulator, session_id: str) -> None:
    """The API has no operation for it, but sessions vanish."""
    emulator.world.store.sessions.remove(emulator.project_id, session_id)
