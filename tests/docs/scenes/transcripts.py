"""docs/transcripts.md."""

from __future__ import annotations

from collections.abc import Iterator

from tests.docs.evaluating import Block
from tests.docs.stage import Stage


def prepare(stage: Stage) -> Iterator[None]:
    session = stage.sync_project.sessions.create(title="Match", external_room_id="room")
    stage.emulator.say(session.id, "ann", "two behind the gate")
    stage.names.update(project=stage.project, session=session, session_id=session.id)

    def after(block: Block) -> None:
        assert stage.names["transcript"].spoken().lines[0].text == "two behind the gate"

    stage.after = after
    yield
    written = {path.name for path in stage.folder.iterdir()}
    assert written == {"match.vtt", "match.html", "match.parquet", f"{session.id}.jsonl"}
    assert any("ann two behind the gate" in one for one in stage.printed)
    assert "ann" in stage.printed[-1]
