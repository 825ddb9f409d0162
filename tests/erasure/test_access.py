"""Reports about one person: everything of that person, and nothing of others."""

from __future__ import annotations

import inspect
import json
import re
import stat
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from cortex_async import CortexClient
from cortex_async.access import access_report as access_report_async
from cortex_async.archives import Archive as AsyncArchive
from cortex_async.emulator import ThreadedEmulator
from cortex_sync import ArgumentError, ProjectScope
from cortex_sync.access import AccessReport, access_report
from cortex_sync.archives import Archive
from cortex_sync.evidence import collect_evidence
from tests.erasure.played import ANN, BOB, SAM, SAMMY, begin, participant_id


@pytest.fixture
def filled(emulator: ThreadedEmulator, project: ProjectScope, tmp_path: Path) -> Path:
    """Talk, a sanction, a gathering, an archive and evidence."""
    (tmp_path / "cases").mkdir()
    session = begin(emulator, project, ANN, BOB, SAM, SAMMY, title="Raid <of> Ones")
    messages = {one.user: emulator.say(session, one.user, one.text(0))["id"] for one in (ANN, BOB, SAM)}
    emulator.annotate(messages[ANN.user], "toxicity", {"score": 0.9})
    for person in (ANN, BOB):
        project.sanctions.create(type="mute", external_user_id=person.user, reason=f"about {person.user}")
    gathering = project.gatherings.create(name="Lobby", type="lobby", owner_id=participant_id(project, ANN))
    project.gatherings.add_member(gathering.id, participant_id=participant_id(project, BOB))
    archive = Archive(tmp_path / "voice", annotations=True)
    archive.update(project)
    for person in (ANN, BOB):
        collect_evidence(project, tmp_path / "cases", message_id=messages[person.user], session_id=session)
    return tmp_path


def report_about(project: ProjectScope, folder: Path, user: str) -> AccessReport:
    return access_report(
        project, external_user_id=user, archive=Archive(folder / "voice"), evidence=[folder / "cases"]
    )


def test_a_report_has_everything_of_the_person(project: ProjectScope, filled: Path) -> None:
    report = report_about(project, filled, ANN.user)
    assert report.complete
    assert [one.external_user_id for one in report.participants] == [ANN.user]
    assert [(one.type, one.reason) for one in report.sanctions] == [("mute", f"about {ANN.user}")]
    assert [(one.gathering, one.role) for one in report.memberships] == [("Lobby", "owner")]
    for said in (report.said, report.archived):
        assert [[line.text for line in one.lines] for one in said] == [[f"{ANN.name} joined", ANN.text(0)]]
        assert [one.type for one in said[0].lines[1].annotations or ()] == ["toxicity"]
    assert {Path(one.path).suffix for one in report.files} == {".html", ".jsonl", ".vtt"}
    assert sorted(one.role for one in report.bundles) == ["mentioned", "subject"]
    assert (report.hold, report.erased) == (None, False)


def test_nothing_of_others_is_in_it(project: ProjectScope, filled: Path) -> None:
    report = report_about(project, filled, ANN.user)
    for content in (report.to_json(), report.to_html(), repr(report)):
        for person in (BOB, SAM, SAMMY):
            for one in (person.user, participant_id(project, person), person.name, person.text(0)):
                assert one not in content


def test_people_with_the_same_name_are_undecided(project: ProjectScope, filled: Path) -> None:
    report = report_about(project, filled, SAM.user)
    assert [(one.lines, one.undecided) for one in report.said] == [((), 3)]
    assert [(one.lines, one.undecided) for one in report.archived] == [((), 3)]
    assert "others may have spoken them" in report.to_html()


def test_files_are_private_and_readable(project: ProjectScope, filled: Path) -> None:
    report = report_about(project, filled, ANN.user)
    page, data = report.save(filled / "report.html", filled / "report.json")
    assert {stat.S_IMODE(one.stat().st_mode) for one in (page, data)} == {0o600}
    read = json.loads(data.read_text())
    assert read["said"][0]["lines"][1]["text"] == ANN.text(0)
    assert read["participants"][0]["externalUserId"] == ANN.user
    content = page.read_text()
    HTMLParser().feed(content)
    assert "<of>" not in content
    assert "<script" not in content
    assert not re.search(r"(?:src|href)=", content)
    assert "default-src 'none'" in content
    with pytest.raises(ArgumentError, match=r"path must be a name that ends in \.html or \.json"):
        report.save(filled / "a.json", filled / "report.pdf")
    assert not (filled / "a.json").exists()


def test_what_could_not_be_read_is_named(
    emulator: ThreadedEmulator, project: ProjectScope, filled: Path
) -> None:
    for operation in ("listGatherings", "getSanctionsByUser", "getMessages"):
        emulator.faults.next(operation, status=403, times=99)
    report = report_about(project, filled, ANN.user)
    emulator.faults.clear()
    assert {(one.part.split(" of ")[0], one.reason) for one in report.unread} == {
        ("sanctions", "may not be read with this credential (403)"),
        ("gatherings", "may not be read with this credential (403)"),
        ("messages", "may not be read with this credential (403)"),
    }
    assert report.archived
    assert not report.complete
    assert "may not be read with this credential" in report.to_html()


def test_after_an_erasure_little_is_left(project: ProjectScope, filled: Path) -> None:
    archive = Archive(filled / "voice")
    archive.hold(BOB.user, reason="Case 12")
    archive.erase(ANN.user)
    report = report_about(project, filled, ANN.user)
    assert (report.erased, report.archived, report.files) == (True, (), ())
    assert report.said
    hold = report_about(project, filled, BOB.user).hold
    assert hold is not None
    assert hold.reason == "Case 12"


def test_an_unknown_person(project: ProjectScope, filled: Path) -> None:
    report = report_about(project, filled, "nobody")
    assert (report.participants, report.said, report.archived, report.bundles) == ((), (), (), ())
    assert report.to_html().count("Nothing.") == 8


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"external_user_id": ""}, "external_user_id must"),
        ({"archive": "voice"}, "archive must be an Archive or None"),
        ({"evidence": "cases"}, "evidence must be an iterable"),
        ({"concurrency": 0}, "concurrency must"),
        ({"progress": 1}, "progress must be a function or None"),
    ],
)
def test_arguments_are_checked(project: ProjectScope, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ArgumentError, match=message):
        access_report(project, **{"external_user_id": "x", **arguments})
    with pytest.raises(ArgumentError, match="project must be a project"):
        access_report(None, external_user_id="x")  # type: ignore[arg-type]


async def test_the_async_version(emulator: ThreadedEmulator, tmp_path: Path) -> None:
    async with CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        project = client.project(emulator.project_id)
        await project.sessions.create(title="Raid", external_room_id="room")
        archive = AsyncArchive(tmp_path / "voice")
        await archive.update(project)
        seen: list[tuple[int, int]] = []
        report = await access_report_async(
            project,
            external_user_id=ANN.user,
            archive=archive,
            progress=lambda done, total: seen.append((done, total)),
        )
    assert (report.external_user_id, seen) == (ANN.user, [(1, 1)])
    ours, theirs = (inspect.signature(one).parameters for one in (access_report_async, access_report))
    assert [(one.name, one.kind, one.default) for one in ours.values()] == [
        (one.name, one.kind, one.default) for one in theirs.values()
    ]
