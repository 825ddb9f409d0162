"""Whatever was said and asked for: who was erased is nowhere, and others are as before.

EXAMPLES chooses how many orders are tried.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from cortex_async.emulator import ThreadedEmulator
from cortex_sync import CortexClient, ProjectScope
from cortex_sync.archives import Archive
from cortex_sync.redaction import MaskPersonalData
from cortex_sync.transcripts import Line
from tests.archives.made import tree
from tests.erasure.played import ANN, BOB, PEOPLE, Person, begin, participant_id, traces


@frozen
class Row:
    """A line that must be in an archive. user: who spoke it, None if that is not known."""

    id: str
    name: str
    user: str | None
    text: str
    annotations: tuple[str, ...]
    candidates: tuple[str, ...]


ERASED = "[erased]"
EXAMPLES = int(os.environ.get("EXAMPLES", "3"))


class Machine(RuleBasedStateMachine):
    """People talk in an emulator; an archive is updated, and erases some of them."""

    emulator: ThreadedEmulator
    project: ProjectScope
    options: dict[str, Any]

    def __init__(self) -> None:
        super().__init__()
        self.emulator.reset()
        self.project.settings.update_debug_audio(enabled=True)
        self.folder = Path(tempfile.mkdtemp())
        self.archive = Archive(self.folder / "voice", **self.options)
        self.sessions = [begin(self.emulator, self.project, *PEOPLE)]
        self.ids = {one.user: participant_id(self.project, one) for one in PEOPLE}
        self.said: dict[str, list[str]] = {one.user: [] for one in PEOPLE}
        self.modes: dict[str, tuple[bool, str]] = {}
        self.updated = False

    def teardown(self) -> None:
        try:
            if self.updated:
                self.update(reread=True)
        finally:
            shutil.rmtree(self.folder)

    @rule(days=st.sampled_from([0, 1]), who=st.sampled_from(PEOPLE))
    def begin(self, days: int, who: Person) -> None:
        self.emulator.clock.advance(days * 86400 + 1)
        self.sessions.append(begin(self.emulator, self.project, who))

    @rule(place=st.integers(0, 9), who=st.sampled_from(PEOPLE), about=st.sampled_from((None, *PEOPLE)))
    def say(self, place: int, who: Person, about: Person | None) -> None:
        session = self.sessions[place % len(self.sessions)]
        if self.project.sessions.get(session).status == "ended":
            return
        text = who.text(len(self.said[who.user]))
        message = self.emulator.say(session, who.user, text)
        self.said[who.user].append(text)
        if about is not None:
            data = {"score": 0.5, "ids": [about.user, {"participantId": self.ids[about.user]}, "x"]}
            self.emulator.annotate(message["id"], "toxicity", data)

    @rule(place=st.integers(0, 9))
    def end(self, place: int) -> None:
        self.project.sessions.stop(self.sessions[place % len(self.sessions)])
        self.emulator.settle()

    @rule(reread=st.booleans())
    def update(self, reread: bool) -> None:
        report = self.archive.update(self.project, reread=reread)
        assert not report.failed
        self.updated = True
        self.check()

    @precondition(lambda self: self.updated)
    @rule(
        who=st.sampled_from(PEOPLE),
        placeholder=st.booleans(),
        undecided=st.sampled_from(["keep", "erase"]),
        dry=st.booleans(),
    )
    def erase(self, who: Person, placeholder: bool, undecided: Any, dry: bool) -> None:
        before, files = self.kept(), tree(self.folder / "voice")
        options: dict[str, Any] = {
            "participant_ids": [self.ids[who.user]],
            "names": [who.name],
            "placeholder": placeholder,
            "undecided": undecided,
        }
        planned = self.archive.erase(who.user, **options, dry_run=True) if dry else None
        assert tree(self.folder / "voice") == files
        receipt = self.archive.erase(who.user, **options)
        if planned is not None:
            assert planned.sessions == receipt.sessions
            assert {one.path for one in planned.files} >= {one.path for one in receipt.files}
        self.modes[who.user] = (placeholder, undecided)
        assert self.kept() == {
            session: [
                self.without(who, line)
                for line in lines
                if line.user != who.user and not self.undecided(who, line)
            ]
            for session, lines in before.items()
        }
        assert receipt.complete
        assert self.archive.receipts()[-1] == receipt
        now = tree(self.folder / "voice")
        changed = {one.path for one in receipt.files}
        assert all(
            content == now[path] for path, content in files.items() if path not in changed | self.state()
        )
        self.check()

    def undecided(self, who: Person, line: Row) -> bool:
        """Whether a line is erased because nobody knows who of several people spoke it."""
        return self.modes[who.user][1] == "erase" and self.ids[who.user] in line.candidates

    def without(self, who: Person, line: Row) -> Row:
        flags = line.annotations
        for one in (who.user, self.ids[who.user]):
            flags = tuple(text.replace(f"'{one}'", f"'{ERASED}'") for text in flags)
        candidates = tuple(one for one in line.candidates if one != self.ids[who.user])
        return evolve(line, annotations=flags, candidates=candidates)

    def state(self) -> set[str]:
        return {path for path in tree(self.folder / "voice") if path.startswith(".cortex-archive/")}

    def kept(self) -> dict[str | None, list[Row]]:
        """What people said, by session, without placeholders and the system."""
        return {
            one.session_id: [self.row(line) for line in one.lines if self.is_kept(line)]
            for one in self.archive.transcripts()
        }

    def row(self, line: Line) -> Row:
        flags = tuple(str(one.data) for one in line.annotations or ())
        speaker = line.speaker
        return Row(line.id, speaker.name, speaker.external_user_id, line.text, flags, speaker.candidates)

    def is_kept(self, line: Line) -> bool:
        return line.kind != "system" and line.speaker.name != ERASED

    def check(self) -> None:
        """Nobody who was erased is anywhere."""
        place = self.folder / "voice"
        for person in PEOPLE:
            if person.user not in self.modes:
                continue
            strings = [person.user, self.ids[person.user]]
            if person in (ANN, BOB):
                strings += [person.name, *self.said[person.user]]
            assert traces(place, *strings) == []
            texts = [
                line.text
                for one in self.archive.transcripts()
                for line in one.lines
                if line.speaker.name == ERASED
            ]
            placeholder = any(one for one, _ in self.modes.values())
            assert set(texts) <= ({ERASED} if placeholder else set())
        audio = {path for path in tree(place) if path.startswith("audio/")}
        ids = {line.id for lines in self.kept().values() for line in lines}
        assert {path.rpartition("/")[2].removesuffix(".wav") for path in audio} <= ids


OPTIONS: dict[str, dict[str, Any]] = {
    "people": {
        "layout": "people",
        "formats": ["html", "vtt", "csv", "parquet"],
        "annotations": True,
        "audio": True,
    },
    "engines": {"layout": "engines", "annotations": True, "audio": True},
    "redacted": {"layout": "people", "formats": ["srt"], "annotations": True, "redact": MaskPersonalData()},
}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_who_was_erased_is_nowhere(running: ThreadedEmulator, options: dict[str, Any]) -> None:
    with CortexClient(base_url=running.base_url, api_key=running.api_key, retry=False) as client:
        machine = type(
            "Machine",
            (Machine,),
            {"emulator": running, "project": client.project(running.project_id), "options": options},
        )
        run_state_machine_as_test(
            machine, settings=settings(max_examples=EXAMPLES, stateful_step_count=12, deadline=None)
        )
