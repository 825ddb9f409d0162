"""An archive holds what the API has shown: any order of talk, updates, failures and deletions."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from attrs import define, field
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, rule, run_state_machine_as_test

from cortex_async.emulator import Clock, Emulator, ThreadedEmulator
from cortex_sync import CortexClient, CortexError, ProjectScope
from cortex_sync.archives import Archive, ArchiveProgress
from tests.archives.made import START, tree

Shown: TypeAlias = "dict[str, tuple[str, str, tuple[str, ...]]]"
"""Name, text and annotations by message id, in order."""


@define
class Known:
    """What the archive has to have of a session."""

    lines: Shown = field(factory=dict)
    final: bool = False


class Machine(RuleBasedStateMachine):
    """The model, beside an emulator and an archive."""

    emulator: ThreadedEmulator
    project: ProjectScope
    options: dict[str, Any]

    sessions = Bundle("sessions")

    def __init__(self) -> None:
        super().__init__()
        self.emulator.reset()
        self.folder = Path(tempfile.mkdtemp())
        self.known: dict[str, Known] = {}
        self.deleted: set[str] = set()
        self.plain = True
        """Whether one update now would have to make the same archive."""

    def teardown(self) -> None:
        try:
            self.update("nothing")
            if self.plain:
                Archive(self.folder / "fresh", **self.options).update(self.project)
                assert tree(self.folder / "fresh") == tree(self.folder / "voice")
        finally:
            shutil.rmtree(self.folder)

    @rule(
        target=sessions, title=st.sampled_from(["Raid", "", "a/b", "\u202e"]), days=st.sampled_from([0, 0, 1])
    )
    def begin(self, title: str, days: int) -> str:
        self.emulator.clock.advance(days * 86400 + 1)
        session = self.project.sessions.create(title=title, external_room_id="room")
        self.emulator.settle()
        return session.id

    @rule(
        session=sessions,
        speaker=st.sampled_from(["ann", "bob"]),
        text=st.sampled_from(["hello", "\x00<b>", ""]),
    )
    def say(self, session: str, speaker: str, text: str) -> None:
        if session in self.deleted:
            return
        if self.project.sessions.get(session).status == "ended":
            # An ended session that goes on and ends again cannot be told from one that did not.
            self.plain = False
            self.project.sessions.start(session)
            self.emulator.settle()
        message = self.emulator.say(session, speaker, text)
        if text == "":
            self.emulator.annotate(message["id"], "toxicity", {"score": 1})

    @rule(session=sessions)
    def end(self, session: str) -> None:
        if session not in self.deleted:
            self.project.sessions.stop(session)
            self.emulator.settle()

    @rule(session=consumes(sessions))
    def delete(self, session: str) -> None:
        self.plain = False
        self.deleted.add(session)
        store, project = self.emulator._emulator.world.store, self.emulator.project_id
        self.emulator._run(lambda: store.sessions.remove(project, session))

    @rule(speaker=st.sampled_from(["ann", "bob"]))
    def forget(self, speaker: str) -> None:
        """Deletes a participant, with all that they said."""
        found = self.project.participants.list(search=speaker).first_page().items
        if found:
            self.plain = False
            self.project.participants.delete(found[0].id)

    @rule(
        fault=st.sampled_from(
            ["nothing", "nothing", "nothing", "missing", "broken", "denied", "interrupted"]
        ),
        reread=st.booleans(),
    )
    def update(self, fault: str, reread: bool = False) -> None:
        expected = self.readable(reread=reread)
        self.emulator.faults.clear()
        if fault == "missing":
            self.emulator.faults.next("getMessages", status=404)
        elif fault == "broken":
            self.emulator.faults.next("getMessages", malformed=True)
        elif fault == "denied":
            self.emulator.faults.next("getMessages", status=403)
        archive = Archive(self.folder / "voice", **self.options)
        left = [len(expected) // 2]

        def progress(_now: ArchiveProgress) -> None:
            left[0] -= 1
            if fault == "interrupted" and left[0] < 0:
                raise ZeroDivisionError

        try:
            report = archive.update(self.project, reread=reread, progress=progress)
        except (CortexError, ZeroDivisionError):
            assert fault in ("denied", "interrupted")
            assert expected
            self.note_partial(archive, expected)
        else:
            assert (len(report.failed), report.read) == self.counts(fault, expected)
            assert set(report.gone) == self.deleted & set(self.known)
            for session, known in expected.items():
                if session not in report.failed:
                    self.known[session] = known
        finally:
            self.emulator.faults.clear()
        self.check(archive)

    def counts(self, fault: str, expected: dict[str, Known]) -> tuple[int, int]:
        failed = int(fault in ("missing", "broken") and bool(expected))
        return failed, len(expected) - failed

    def readable(self, *, reread: bool) -> dict[str, Known]:
        """What the archive has to have of each session that the next update reads."""
        found: dict[str, Known] = {}
        for session in self.project.sessions.list():
            before = self.known.get(session.id, Known())
            ended = session.status == "ended"
            if before.final and ended and not reread:
                continue
            found[session.id] = Known({**before.lines, **self.shown(session.id)}, ended)
        return found

    def shown(self, session: str) -> Shown:
        transcript = self.project.sessions.transcript(session, annotations=True)
        return {
            line.id: (line.speaker.name, line.text, tuple(one.id for one in line.annotations or ()))
            for line in transcript.lines
        }

    def note_partial(self, archive: Archive, expected: dict[str, Known]) -> None:
        """Each session is in the archive as it was before the update that failed, or as after it."""
        if not (self.folder / "voice" / ".cortex-archive").exists():
            return
        kept = {one.id: one.status == "ended" for one in archive.sessions()}
        for session, known in expected.items():
            before = self.known.get(session)
            if session in kept and (
                before is None
                or self.archived(archive, session) != before.lines
                or before.final != kept[session]
            ):
                self.known[session] = known

    def archived(self, archive: Archive, session: str) -> Shown:
        return {
            line.id: (line.speaker.name, line.text, tuple(one.id for one in line.annotations or ()))
            for line in archive.transcript(session).lines
        }

    def check(self, archive: Archive) -> None:
        if not (self.folder / "voice" / ".cortex-archive").exists():
            assert not self.known
            return
        assert {one.id: one.status == "ended" for one in archive.sessions()} == {
            session: known.final for session, known in self.known.items()
        }
        for session, known in self.known.items():
            assert self.archived(archive, session) == known.lines
        assert not list((self.folder / "voice").rglob("*.part"))


@pytest.fixture(scope="module")
def emulator() -> Iterator[ThreadedEmulator]:
    with Emulator.in_thread(clock=Clock(START)) as running:
        yield running


@pytest.mark.parametrize(
    "options",
    [
        {"layout": "people", "formats": ["vtt"], "annotations": True},
        {"layout": "engines", "annotations": True},
    ],
    ids=["people", "engines"],
)
def test_an_archive_holds_what_the_api_has_shown(emulator: ThreadedEmulator, options: dict[str, Any]) -> None:
    with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key, retry=False) as client:
        machine = type(
            "Machine",
            (Machine,),
            {"emulator": emulator, "project": client.project(emulator.project_id), "options": options},
        )
        run_state_machine_as_test(
            machine, settings=settings(max_examples=12, stateful_step_count=14, deadline=None)
        )
