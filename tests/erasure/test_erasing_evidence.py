"""Bundles of evidence: removed, revised, or kept with a reason."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from attrs import evolve
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cortex_async import CortexClient
from cortex_async.archives import Archive as AsyncArchive
from cortex_async.emulator import Emulator, ThreadedEmulator
from cortex_async.evidence import EvidenceCollector
from cortex_sync import ProjectScope
from cortex_sync.archives import Archive, ErasedBundle
from cortex_sync.evidence import EvidenceError, collect_evidence, read_evidence, save_evidence, verify
from tests.erasure.played import ANN, BOB, begin, traces

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


class Case:
    """A session in which both speak, in an archive, and a bundle about a line of each."""

    def __init__(self, emulator: ThreadedEmulator, project: ProjectScope, folder: Path) -> None:
        self.project = project
        self.archive = Archive(folder / "voice")
        self.cases = folder / "cases"
        self.cases.mkdir()
        self.session = begin(emulator, project, ANN, BOB)
        self.messages = {
            one.user: emulator.say(self.session, one.user, one.text(0))["id"] for one in (ANN, BOB)
        }
        emulator.annotate(self.messages[BOB.user], "toxicity", {"score": 0.9, "victim": ANN.user})
        project.sanctions.create(type="mute", external_user_id=BOB.user, metadata={"reporter": ANN.user})
        self.archive.update(project)
        self.about_ann = self.collect(ANN.user)
        self.about_bob = self.collect(BOB.user)

    def collect(self, user: str, sign_with: Ed25519PrivateKey | None = None) -> Path:
        return collect_evidence(
            self.project,
            self.cases,
            message_id=self.messages[user],
            session_id=self.session,
            sign_with=sign_with,
        ).path

    def erase(self, **options: object) -> dict[str, ErasedBundle]:
        receipt = self.archive.erase(ANN.user, evidence=[self.cases], **options)  # type: ignore[arg-type]  # of the tests
        return {Path(one.path).name: one for one in receipt.evidence}


@pytest.fixture
def case(emulator: ThreadedEmulator, project: ProjectScope, tmp_path: Path) -> Case:
    return Case(emulator, project, tmp_path)


def test_a_bundle_about_the_person_is_removed_and_others_are_revised(case: Case) -> None:
    before = read_evidence(case.about_bob)
    planned = case.erase(dry_run=True)
    assert {one.done for one in planned.values()} == {"removed", "revised"}
    assert read_evidence(case.about_bob) == before
    done = case.erase()
    assert not case.about_ann.exists()
    assert (done[case.about_ann.name].done, done[case.about_ann.name].after) == ("removed", None)
    assert traces(case.cases, ANN.user, ANN.name, ANN.text(0)) == []
    found, revised = verify(case.about_bob), read_evidence(case.about_bob)
    assert found.ok
    assert [line.text for line in revised.lines if line.kind == "user"] == [BOB.text(0)]
    assert revised.line is not None
    assert revised.annotations[0].data == {"score": 0.9, "victim": "[erased]"}
    assert revised.sanctions[0].metadata == {"reporter": "[erased]"}
    assert revised.revisions[0].manifest_sha256 == before.manifest_sha256
    assert "what a person said was erased" in {one.reason for one in revised.unavailable}
    assert case.erase() == {}


def test_a_hold_keeps_the_bundles_about_somebody(case: Case) -> None:
    case.archive.hold(BOB.user, reason="Case 12")
    content = case.about_bob.read_bytes()
    receipt = case.archive.erase(ANN.user, evidence=[case.cases])
    assert not receipt.complete
    assert {(one.done, one.reason) for one in receipt.evidence} == {
        ("removed", None),
        ("kept", "the person whom it is about is under a legal hold"),
    }
    assert case.about_bob.read_bytes() == content
    case.archive.release(BOB.user)
    assert case.archive.erase(ANN.user, evidence=[case.about_bob]).complete
    assert traces(case.cases, ANN.user, ANN.name) == []


def test_a_bundle_that_was_changed_is_named(case: Case) -> None:
    case.about_ann.write_bytes(case.about_ann.read_bytes().replace(b"CANARY", b"canary"))
    done = case.erase()
    assert done[case.about_ann.name].done == "kept"
    assert "damaged" in (done[case.about_ann.name].reason or "")
    assert done[case.about_bob.name].done == "revised"


def test_other_files_are_left_alone(case: Case) -> None:
    for name, content in (("other.zip", b"PK"), (f"{ANN.user[-3:]}.txt", b"x")):
        (case.cases / name).write_bytes(content)
    assert len(case.erase()) == 2
    assert (case.cases / "other.zip").read_bytes() == b"PK"


def test_what_an_interrupted_run_left_is_removed(case: Case) -> None:
    old, new = (case.cases / f".{one * 16}.part" for one in "ab")
    for path in (old, new):
        path.write_text(ANN.text(0))
    os.utime(old, (0, 0))
    assert case.erase()[old.name].reason == "an interrupted run left it"
    assert (old.exists(), new.exists()) == (False, True)


def test_signed_bundles_are_signed_again(case: Case) -> None:
    path = case.collect(BOB.user, KEY)
    assert case.erase(sign_with=KEY)[path.name].reason is None
    assert verify(path, key=KEY.public_key()).ok
    unsigned = case.collect(BOB.user, KEY)
    assert case.erase()[unsigned.name].reason == "it was signed, and is not any more"
    assert verify(unsigned).signature == "none"


def test_lines_with_a_name_alone_are_undecided(case: Case) -> None:
    evidence = read_evidence(case.about_ann)
    lines = [
        evolve(line, speaker=evolve(line.speaker, id=None, external_user_id=None, id_source=None))
        for line in evidence.lines
        if line.speaker.name == ANN.name
    ]
    # The archive knows the message: it is nobody else's.
    save_evidence(evolve(evidence, person=None, lines=tuple(lines)), case.about_ann)
    assert case.erase()[case.about_ann.name].done == "removed"
    other = evolve(lines[0], id="another message")
    subject = evolve(evidence.subject, message_id=other.id)
    save_evidence(evolve(evidence, subject=subject, person=None, lines=(other,)), case.about_ann)
    kept = case.erase()[case.about_ann.name]
    assert (kept.done, kept.after == kept.before) == ("undecided", True)
    assert case.erase(undecided="erase")[case.about_ann.name].done == "removed"


async def test_the_directory_of_a_collector(tmp_path: Path) -> None:
    cases = tmp_path / "collected"
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        made: asyncio.Queue[object] = asyncio.Queue()
        archive = AsyncArchive(tmp_path / "voice")
        async with EvidenceCollector(project, cases, on_collected=made.put_nowait):
            session = await project.sessions.create(title="Raid", external_room_id="room")
            await emulator.settle()
            for person in (ANN, BOB):
                await emulator.join(session.id, person.user, person.name)
                message = await emulator.say(session.id, person.user, person.text(0))
                await emulator.annotate(message["id"], "toxicity", {"score": 0.95})
            async with asyncio.timeout(30):
                await made.get()
                await made.get()
            await archive.update(project)
            with pytest.raises(EvidenceError, match="another collector is using"):
                await archive.erase(ANN.user, evidence=[cases])
            assert archive.receipts() == []
        receipt = await archive.erase(ANN.user, evidence=[cases])
        assert sorted(one.done for one in receipt.evidence) == ["removed", "revised"]
        assert traces(cases, ANN.user, ANN.name, ANN.text(0)) == []
        async with EvidenceCollector(project, cases) as collector:
            await collector.idle(10)
        assert traces(cases, ANN.user, ANN.name, ANN.text(0)) == []
        assert len(list(cases.glob("*.zip"))) == 1
