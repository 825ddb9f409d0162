"""An erasure that is killed, at any moment, is completed by what comes next, and never reported as done before.

KILLS and SEED choose how often, and which moments.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from attrs import evolve

from cortex_async.emulator import ThreadedEmulator
from cortex_sync import ProjectScope
from cortex_sync.archives import Archive, ErasureReceipt
from cortex_sync.evidence import collect_evidence
from tests.archives.made import START, tree
from tests.erasure.played import ANN, BOB, SAM, begin, contents, traces
from tests.victims import Task, Victims, victims

KILLS = int(os.environ.get("KILLS", "4"))
SEED = int(os.environ.get("SEED") or Random().getrandbits(32))

LAYOUTS: dict[str, dict[str, Any]] = {
    "people": {"layout": "people", "formats": ["vtt"], "annotations": True, "audio": True},
    "engines": {"layout": "engines", "annotations": True, "audio": True},
}


class Place:
    """A folder with an archive and evidence, made anew from what was there at the start."""

    def __init__(self, folder: Path, options: dict[str, Any]) -> None:
        self.folder = folder
        self.options = options
        self.voice, self.cases = folder / "voice", folder / "cases"
        self.start = folder.with_name("start")

    def fill(self, emulator: ThreadedEmulator, project: ProjectScope) -> None:
        """Three days of talk, and two bundles: one is about Ann, and one has a line of hers."""
        project.settings.update_debug_audio(enabled=True)
        self.cases.mkdir(parents=True)
        messages: dict[str, str] = {}
        session = ""
        for number in range(3):
            session = begin(emulator, project, ANN, BOB, SAM)
            for person in (ANN, BOB, ANN, SAM):
                messages[person.user] = emulator.say(session, person.user, person.text(number))["id"]
            emulator.annotate(messages[BOB.user], "toxicity", {"of": ANN.user})
            emulator.clock.advance(86400)
        archive = Archive(self.voice, **self.options)
        archive.update(project)
        # So that all have the same key.
        archive.erase(SAM.user)
        for person in (ANN, BOB):
            collect_evidence(project, self.cases, message_id=messages[person.user], session_id=session)
        self.folder.rename(self.start)

    def prepare(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.start, self.folder)

    def archive(self) -> Archive:
        return Archive(self.voice)

    def receipt(self) -> ErasureReceipt | None:
        """The receipt about Ann, without what is different each time."""
        found = [one for one in self.archive().receipts() if "cases" in str(one.evidence)]
        assert len(found) < 2
        if not found:
            return None
        evidence = tuple(evolve(one, after=one.after and "changed") for one in found[0].evidence)
        return evolve(found[0], id="", began_at=START, ended_at=START, evidence=evidence)

    def files(self) -> dict[str, bytes]:
        """All files but those that name the erasure."""
        found = tree(self.voice).items()
        return {
            path: content
            for path, content in found
            if not path.startswith((".cortex-archive/erased.json", ".cortex-archive/receipts/"))
        }


@pytest.fixture(scope="module")
def erasing() -> Iterator[Victims]:
    with victims("tests.erasure.victims") as started:
        yield started


def task(place: Place) -> Task:
    """Erase Ann."""
    return {"place": str(place.voice), "evidence": [str(place.cases)], "person": ANN.user}


def erase(erasing: Victims, place: Place, files: int | None = None) -> tuple[int, int]:
    """Erase Ann, and kill that after some operations on files. See ``Victims.run``."""
    return erasing.run(place.folder, task(place), files=files)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_killed_erasure_is_completed(
    layout: str, emulator: ThreadedEmulator, project: ProjectScope, erasing: Victims, tmp_path: Path
) -> None:
    print(f"SEED={SEED} KILLS={KILLS}")
    dice, place = Random(SEED), Place(tmp_path / "work", LAYOUTS[layout])
    place.fill(emulator, project)
    place.prepare()
    erasing.load(task(place))
    place.prepare()
    status, files = erase(erasing, place)
    assert (status, files > 20) == (0, True)
    undisturbed, receipt = place.files(), place.receipt()
    assert receipt is not None
    assert receipt.lines == 9  # three sessions with two lines and a message about joining
    assert [one.done for one in receipt.evidence].count("removed") == 1
    assert traces(place.folder, ANN.user, ANN.name) == []
    for _ in range(KILLS):
        place.prepare()
        killed = False
        for _ in range(dice.randint(1, 3)):
            status, _ = erase(erasing, place, dice.randint(1, files))
            killed = killed or status == -signal.SIGKILL
            if place.receipt() is not None:
                assert traces(place.folder, ANN.user, ANN.name) == []
        pending = '"pending": true' in contents(place.voice)[".cortex-archive/erased.json"]
        match dice.choice(("erase", "another", "update")):
            case "another" if pending:
                place.archive().erase("nobody")
            case "update" if pending:
                place.archive().update(project)
            case _:
                assert erase(erasing, place)[0] == 0
        message = f"SEED={SEED} KILLS={KILLS}"
        assert traces(place.folder, ANN.user, ANN.name) == [], message
        assert place.files() == undisturbed, message
        if pending or killed:
            assert place.receipt() == receipt, message
