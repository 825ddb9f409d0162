"""Reports what is held about a person, and erases the person from an archive, from evidence and in the API.

Runs against the embedded emulator, or for the person in EXTERNAL_USER_ID against the real API if
CORTEX_API_KEY and CORTEX_PROJECT_ID are set; ARCHIVE_DIRECTORY and EVIDENCE_DIRECTORY say where the archive
and bundles are.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from cortex_sync import CortexClient, ProjectScope
from cortex_sync.access import access_report
from cortex_sync.archives import Archive
from cortex_sync.emulator import Emulator


def erase(project: ProjectScope, external_user_id: str, archive: Archive, evidence: list[Path]) -> None:
    """Save a report, erase the person from what was exported, and then delete the participant."""
    report = access_report(project, external_user_id=external_user_id, archive=archive, evidence=evidence)
    print("report:", *(path.name for path in report.save("held.html", "held.json")))
    for one in report.unread:
        print(f"  without {one.part}: {one.reason}")
    receipt = archive.erase(
        external_user_id,
        participant_ids=[one.id for one in report.participants],
        names=[one.display_name for one in report.participants],
        evidence=evidence,
    )
    print(receipt)
    for bundle in receipt.evidence:
        if bundle.done == "kept":
            print(f"  kept {bundle.path}: {bundle.reason}")
    receipt.save("receipt.json")
    for participant in report.participants:
        project.participants.delete(participant.id)


def demo(where: Path) -> None:
    """Two people talk in the emulator, and one of them is erased."""
    os.chdir(where)
    with Emulator() as emulator, CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client:
        project = client.project(emulator.project_id)
        session = project.sessions.create(title="Ranked match", external_room_id="room")
        emulator.settle()
        emulator.say(session.id, "ann", "Good game everyone")
        emulator.say(session.id, "bob", "Two behind the gate")
        archive = Archive("voice-archive")
        archive.update(project)
        erase(project, "bob", archive, [])
        archive.update(project)
        for line in archive.transcript(session.id).lines:
            print(f"{line.speaker.name}: {line.text}")


def main() -> None:
    project_id = os.environ.get("CORTEX_PROJECT_ID")
    if project_id is None:
        with tempfile.TemporaryDirectory() as folder:
            demo(Path(folder))
        return
    directory = os.environ.get("EVIDENCE_DIRECTORY")
    with CortexClient() as client:
        erase(
            client.project(project_id),
            os.environ["EXTERNAL_USER_ID"],
            Archive(os.environ.get("ARCHIVE_DIRECTORY", "voice-archive")),
            [] if directory is None else [Path(directory)],
        )


if __name__ == "__main__":
    main()
