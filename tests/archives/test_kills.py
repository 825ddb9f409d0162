"""An update that is killed, at any moment, is continued by the next one: with the same bytes in the end.

``make kill-archive`` does so 200 times in each layout; KILLS and SEED choose how often, and which moments.
"""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cortex_async.emulator import Clock, Emulator, ThreadedEmulator
from cortex_sync import CortexClient
from tests.archives.made import START, tree
from tests.victims import Task, Victims, victims

KILLS = int(os.environ.get("KILLS", "6"))
SEED = int(os.environ.get("SEED") or Random().getrandbits(32))
MODULE = "tests.archives.victims"

LAYOUTS: dict[str, dict[str, Any]] = {
    "people": {"layout": "people", "formats": ["vtt"], "annotations": True, "audio": True},
    "engines": {"layout": "engines", "annotations": True, "audio": True},
}


class Updates:
    """Updates an archive, in processes that are killed."""

    def __init__(self, victims: Victims, emulator: ThreadedEmulator) -> None:
        self._victims = victims
        self._access = {
            "base_url": emulator.base_url,
            "api_key": emulator.api_key,
            "project": emulator.project_id,
        }

    def run(
        self, place: Path, options: dict[str, Any], *, files: int | None = None, seconds: float | None = None
    ) -> tuple[int, int]:
        """Update an archive. Parameters and result are those of ``Victims.run``."""
        return self._victims.run(place, self._task(place, options), files=files, seconds=seconds)

    def begin(self, place: Path, options: dict[str, Any]) -> None:
        """Make an archive."""
        self._victims.load(self._task(place, options))

    def _task(self, place: Path, options: dict[str, Any]) -> Task:
        return {**self._access, "place": str(place), "options": options}


def talk(emulator: ThreadedEmulator, first: bool) -> None:
    """Sessions of two days; later more is said in them, some end, and others begin."""
    with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        project = client.project(emulator.project_id)
        if first:
            project.settings.update_debug_audio(enabled=True)
            for number in range(8):
                emulator.clock.advance(5 * 3600)
                session = project.sessions.create(title=f"Raid {number}", external_room_id="room")
                emulator.settle()
                for text in ("hello", "two behind the gate")[: 1 + number % 2]:
                    message = emulator.say(session.id, f"ann {number % 3}", text)
                emulator.annotate(message["id"], "toxicity", {"score": number})
            return
        for number, session in enumerate(project.sessions.list()):
            if number % 3:
                emulator.say(session.id, "bob", "more")
            if number % 2:
                project.sessions.stop(session.id)
        emulator.settle()
        for title in ("New", "Newer"):
            session = project.sessions.create(title=title, external_room_id="room")
            emulator.settle()
            emulator.say(session.id, "ann 0", title)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_killed_update_is_continued_with_the_same_bytes(layout: str, tmp_path: Path) -> None:
    print(f"SEED={SEED} KILLS={KILLS}")
    dice, options, place = Random(SEED), LAYOUTS[layout], tmp_path / "voice"
    with Emulator.in_thread(clock=Clock(START)) as emulator, victims(MODULE) as started:
        updates = Updates(started, emulator)
        talk(emulator, first=True)
        early = tmp_path / "early"
        updates.begin(early, options)
        talk(emulator, first=False)
        undisturbed = {start: Undisturbed(updates, options, start, place) for start in (None, early)}
        left = KILLS
        while left > 0:
            one = undisturbed[dice.choice((None, early))]
            one.prepare()
            for _ in range(dice.randint(1, 3)):
                status, _ = updates.run(place, options, **one.moment(dice))
                left -= status == -signal.SIGKILL
            assert updates.run(place, options)[0] == 0
            assert tree(place) == one.result, f"SEED={SEED} KILLS={KILLS}, {left} kills left"


class Undisturbed:
    """An update that nothing disturbs.

    start: the archive that it finds, None for nothing.
    result: all files after it.
    """

    def __init__(self, updates: Updates, options: dict[str, Any], start: Path | None, place: Path) -> None:
        self._start, self._place = start, place
        self.prepare()
        began = time.monotonic()
        status, self._files = updates.run(place, options)
        self._seconds = time.monotonic() - began
        assert (status, self._files > 20) == (0, True)
        self.result = tree(place)

    def prepare(self) -> None:
        shutil.rmtree(self._place, ignore_errors=True)
        if self._start is not None:
            shutil.copytree(self._start, self._place)

    def moment(self, dice: Random) -> dict[str, Any]:
        """When to kill the next one: most moments are between two operations on files."""
        if dice.random() < 0.7:
            return {"files": dice.randint(1, self._files)}
        return {"seconds": dice.uniform(0, self._seconds)}
