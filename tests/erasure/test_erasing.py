"""What an erasure takes out, what it leaves, and what its receipt says."""

from __future__ import annotations

import inspect
import json
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cortex_async import CortexClient
from cortex_async.archives import Archive as AsyncArchive
from cortex_async.emulator import ThreadedEmulator
from cortex_sync import ArgumentError, ProjectScope
from cortex_sync.archives import (
    Archive,
    ArchiveDamaged,
    ArchiveError,
    ArchiveHeld,
    ErasedSession,
    ErasureReceipt,
)
from tests.archives.made import START, tree
from tests.erasure.played import ANN, BOB, SAM, SAMMY, begin, participant_id, traces

STATE = ".cortex-archive/"


def spoken(archive: Archive, session_id: str) -> list[tuple[str, str]]:
    return [(line.speaker.name, line.text) for line in archive.transcript(session_id).lines]


@pytest.fixture
def archive(place: Path) -> Archive:
    return Archive(place, annotations=True)


@pytest.fixture
def session_id(emulator: ThreadedEmulator, project: ProjectScope) -> str:
    """A session in which Ann and Bob speak in turn."""
    session = begin(emulator, project, ANN, BOB)
    for number, person in enumerate((ANN, BOB, ANN)):
        message = emulator.say(session, person.user, person.text(number))
        emulator.annotate(message["id"], "toxicity", {"of": ANN.user, "score": 0.9})
    return session


def test_lines_are_removed_and_ids_in_what_is_kept_too(
    archive: Archive, project: ProjectScope, place: Path, session_id: str
) -> None:
    archive.update(project)
    before = tree(place)
    receipt = archive.erase(ANN.user)
    assert spoken(archive, session_id) == [("[System]", f"{BOB.name} joined"), (BOB.name, BOB.text(1))]
    (annotation,) = archive.transcript(session_id).lines[-1].annotations or ()
    assert annotation.data == {"of": "[erased]", "score": 0.9}
    assert receipt.sessions == (
        ErasedSession(session_id=session_id, day="2026-05-01", lines=2, system_lines=1, annotations=2, ids=1),
    )
    now = tree(place)
    assert {one.path for one in receipt.files} == {
        path for path in before if before[path] != now[path] and not path.startswith(STATE)
    }
    assert str(receipt) == (
        "erased 3 lines in 1 session, 3 files changed; evidence: 0 removed, 0 revised, 0 kept; "
        "0 lines undecided"
    )
    assert traces(place, ANN.user, ANN.name, ANN.text(0)) == []


def test_placeholders_keep_the_order(archive: Archive, project: ProjectScope, session_id: str) -> None:
    archive.update(project)
    archive.erase(ANN.user, placeholder=True)
    assert spoken(archive, session_id) == [
        ("[System]", "[erased]"),
        ("[System]", f"{BOB.name} joined"),
        ("[erased]", "[erased]"),
        (BOB.name, BOB.text(1)),
        ("[erased]", "[erased]"),
    ]
    assert archive.update(project, reread=True).unchanged == 1
    archive.erase(ANN.user)
    assert len(spoken(archive, session_id)) == 2


def test_a_person_stays_away_when_the_api_knows_only_the_name(
    archive: Archive, project: ProjectScope, session_id: str, place: Path
) -> None:
    archive.update(project)
    archive.erase(ANN.user)
    before = tree(place)
    project.participants.update(participant_id(project, ANN), display_name="Somebody else")
    assert archive.update(project, reread=True).unchanged == 1
    assert tree(place) == before


def test_who_speaks_again_stays_away(
    archive: Archive, emulator: ThreadedEmulator, project: ProjectScope, place: Path, session_id: str
) -> None:
    archive.update(project)
    archive.erase(ANN.user)
    emulator.say(session_id, ANN.user, ANN.text(7))
    other = begin(emulator, project, ANN)
    archive.update(project)
    assert spoken(archive, other) == []
    assert traces(place, ANN.user, ANN.name, ANN.text(7)) == []


def test_lines_of_people_with_the_same_name_are_undecided(
    archive: Archive, emulator: ThreadedEmulator, project: ProjectScope, place: Path
) -> None:
    session = begin(emulator, project, SAM, SAMMY, BOB)
    for person in (SAM, SAMMY, BOB):
        emulator.say(session, person.user, person.text(0))
    archive.update(project)
    ids = [participant_id(project, SAM)]
    kept = archive.erase(SAM.user, participant_ids=ids, dry_run=True)
    assert (kept.lines, kept.undecided_lines) == (0, 4)  # two of them about joining
    receipt = archive.erase(SAM.user, participant_ids=ids)
    assert receipt.complete
    assert len(spoken(archive, session)) == 6
    line = archive.transcript(session).lines[-2]
    assert (line.text, line.speaker.candidates) == (SAMMY.text(0), (participant_id(project, SAMMY),))
    assert traces(place, SAM.user, *ids) == []
    # Its candidates do not name the person any more, so the name has to be given.
    erased = archive.erase(SAM.user, participant_ids=ids, names=["Sam"], undecided="erase")
    assert erased.undecided == "erase"


def test_a_creator_of_sessions_is_erased(
    archive: Archive, emulator: ThreadedEmulator, project: ProjectScope, place: Path, session_id: str
) -> None:
    archive.update(project)
    creator = archive.sessions()[0].created_by_user_id
    archive.erase(creator)
    assert archive.sessions()[0].created_by_user_id == "[erased]"
    assert traces(place, creator) == []
    archive.update(project)
    assert traces(place, creator) == []


def test_audio_is_removed(place: Path, emulator: ThreadedEmulator, project: ProjectScope) -> None:
    project.settings.update_debug_audio(enabled=True)
    session = begin(emulator, project)
    for person in (ANN, BOB):
        emulator.say(session, person.user, "hello")
    archive = Archive(place, audio=True)
    archive.update(project)
    receipt = archive.erase(ANN.user, placeholder=True)
    assert receipt.sessions[0].recordings == 1
    assert len(list(place.rglob("*.wav"))) == 1
    assert [one.after for one in receipt.files if one.path.endswith(".wav")] == [None]
    archive.update(project, reread=True)
    assert len(list(place.rglob("*.wav"))) == 1


def test_nothing_tells_who_was_erased(
    archive: Archive, project: ProjectScope, place: Path, session_id: str
) -> None:
    archive.update(project)
    receipt = archive.erase(ANN.user)
    key = place / ".cortex-archive" / "erasure.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert traces(place, ANN.user, participant_id(project, ANN), ANN.name) == []
    other = Archive(place.with_name("other"))
    other.update(project)
    assert other.erase(ANN.user).person != receipt.person
    key.unlink()
    with pytest.raises(ArchiveDamaged, match=r"erasure\.key in the archive .* cannot be used, it is missing"):
        archive.update(project)
    with pytest.raises(ArchiveDamaged, match="it is missing"):
        archive.erase(BOB.user)


def test_receipts_can_be_checked(
    archive: Archive, project: ProjectScope, place: Path, tmp_path: Path, session_id: str
) -> None:
    archive.update(project)
    receipt = archive.erase(ANN.user)
    path = receipt.save(tmp_path / "receipt.json")
    assert ErasureReceipt.read(path) == receipt
    assert archive.receipts() == [receipt]
    path.write_bytes(path.read_bytes().replace(b'"lines": 2', b'"lines": 0'))
    with pytest.raises(ArchiveDamaged, match="is not an unchanged receipt"):
        ErasureReceipt.read(path)
    path.write_text("[]")
    with pytest.raises(ArchiveDamaged, match="is not an unchanged receipt"):
        ErasureReceipt.read(path)
    kept = json.loads(receipt.to_json())
    assert kept["complete"] is True
    assert any("old versions" in one for one in kept["not_covered"])


def test_a_dry_run_changes_nothing(
    archive: Archive, project: ProjectScope, place: Path, session_id: str
) -> None:
    archive.update(project)
    before = tree(place)
    planned = archive.erase(ANN.user, dry_run=True)
    assert (planned.dry_run, planned.complete, planned.lines) == (True, False, 3)
    assert str(planned).startswith("would erase 3 lines in 1 session, 3 files")
    assert tree(place) == before
    assert archive.receipts() == []


def test_a_hold_refuses(archive: Archive, project: ProjectScope, place: Path, session_id: str) -> None:
    archive.update(project)
    hold = archive.hold(ANN.user, reason="Case 12/2026")
    before = tree(place)
    for dry_run in (True, False):
        with pytest.raises(
            ArchiveHeld, match=rf"external_user_id '{ANN.user}' is under a legal hold since .*: Case 12/2026"
        ):
            archive.erase(ANN.user, dry_run=dry_run)
    assert tree(place) == before
    assert archive.holds() == [hold]
    assert stat.S_IMODE((place / ".cortex-archive" / "holds.json").stat().st_mode) == 0o600
    assert archive.release(ANN.user) == hold
    assert archive.holds() == []
    archive.erase(ANN.user)
    assert traces(place, ANN.user) == []
    with pytest.raises(KeyError, match="no hold on"):
        archive.release(ANN.user)


def test_a_hold_ends_by_itself(
    archive: Archive, project: ProjectScope, session_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.update(project)
    now = START.timestamp()
    monkeypatch.setattr("cortex_async.archives.erasure.holds.unix", lambda: now)
    hold = archive.hold(ANN.user, reason="Case 12", until=START + timedelta(days=1))
    with pytest.raises(ArchiveHeld, match="since 2026-05-01, until 2026-05-02 18:00 UTC: Case 12"):
        archive.erase(ANN.user)
    assert archive.holds() == [hold]
    now += 86401
    assert archive.holds() == []
    assert archive.erase(ANN.user).lines == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"external_user_id": ""}, "external_user_id must"),
        ({"external_user_id": 5}, "external_user_id must"),
        ({"participant_ids": "abc"}, "participant_ids must be an iterable of strings"),
        ({"names": [5]}, r"names\[0\] must"),
        ({"evidence": "cases"}, "evidence must be an iterable of directories and bundles"),
        ({"evidence": [5]}, "evidence must be an iterable of directories and bundles"),
        ({"placeholder": "yes"}, "placeholder must be True or False"),
        ({"undecided": "ask"}, "undecided must be 'keep' or 'erase'"),
        ({"dry_run": None}, "dry_run must be True or False"),
        ({"sign_with": "key"}, "sign_with must"),
    ],
)
def test_arguments_are_checked(archive: Archive, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ArgumentError, match=message):
        archive.erase(**{"external_user_id": "ann", **arguments})


def test_mistakes_get_one_line(archive: Archive, project: ProjectScope, place: Path, session_id: str) -> None:
    for attempt in (lambda: archive.erase("ann"), lambda: archive.hold("ann", reason="x")):
        with pytest.raises(ArchiveError, match=r"there is no archive in .*voice: update it first"):
            attempt()
    assert not place.exists()
    archive.update(project)
    with pytest.raises(FileNotFoundError):
        archive.erase("ann", evidence=[place / "missing"])
    with pytest.raises(ArgumentError, match="reason must be a non-empty string"):
        archive.hold("ann", reason=" ")
    with pytest.raises(ArgumentError, match="until must be in the future"):
        archive.hold("ann", reason="x", until=START - timedelta(days=9999))
    archive.erase("ann")
    for name in ("erased.json", "holds.json"):
        (place / STATE / name).write_text("{}")
        with pytest.raises(ArchiveDamaged, match=rf"{name} in the archive .* cannot be used"):
            archive.erase("ann")
        (place / STATE / name).unlink()


def test_both_versions_take_the_same() -> None:
    for name in ("erase", "hold", "release", "holds", "receipts"):
        ours, theirs = (inspect.signature(getattr(one, name)) for one in (AsyncArchive, Archive))
        assert ours == theirs


async def test_the_async_version(emulator: ThreadedEmulator, place: Path, session_id: str) -> None:
    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        archive = AsyncArchive(place)
        await archive.update(client.project(emulator.project_id))
        hold = await archive.hold(ANN.user, reason="Case 12")
        with pytest.raises(ArchiveHeld, match="Case 12"):
            await archive.erase(ANN.user)
        assert await archive.release(ANN.user) == hold
        receipt = await archive.erase(ANN.user)
    assert (receipt.lines, archive.receipts()) == (3, [receipt])
    assert traces(place, ANN.text(0)) == []


def test_an_archive_in_an_object_store(project: ProjectScope, session_id: str) -> None:
    system = pytest.importorskip("fsspec").filesystem("memory")
    archive = Archive((system, "/erasing"))
    try:
        archive.update(project)
        receipt = archive.erase(ANN.user)
        assert (receipt.lines, archive.receipts()) == (3, [receipt])
        found = b"".join(system.cat_file(path) for path in system.find("/erasing"))
        assert ANN.user.encode() not in found
        assert archive.update(project, reread=True).unchanged == 1
    finally:
        system.rm("/erasing", recursive=True)
