"""docs/erasure.md: an archive and evidence about two players."""

from __future__ import annotations

from collections.abc import Iterator

from cortex_async.archives import Archive
from cortex_async.evidence import collect_evidence
from tests.docs.stage import Stage


def prepare(stage: Stage) -> Iterator[None]:
    (stage.folder / "cases").mkdir()
    session = stage.sync_project.sessions.create(title="Raid", external_room_id="room")
    stage.emulator.settle()
    messages = [
        stage.emulator.say(session.id, user, "hello") for user in ("player-4", "player-17", "player-17")
    ]
    stage.run(Archive("voice-archive").update(stage.project))
    for message in messages[:2]:
        stage.run(collect_evidence(stage.project, "cases", message_id=message["id"], session_id=session.id))
    stage.names["project"] = stage.project
    yield
    assert "player-4" in (stage.folder / "report.html").read_text("utf-8")
