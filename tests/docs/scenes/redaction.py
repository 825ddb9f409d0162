"""docs/redaction.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.docs.pages import ROOT
from tests.docs.stage import Stage

PAGE = ROOT / "docs" / "redaction.md"


def prepare(stage: Stage) -> Iterator[None]:
    session = stage.sync_project.sessions.create(title="Match", external_room_id="room")
    stage.emulator.say(session.id, "ann", "write to ann@example.com")
    stage.names.update(project=stage.project, session_id=session.id)
    yield
    assert "write to [email]" in (stage.folder / "match.html").read_text("utf-8")
    transcript, masked = (one for one in stage.printed if one)
    assert "somebody: write to [email]" in transcript
    assert "ann" not in transcript
    shown = re.findall(r"print\(mask\..*\)  # (.+)", PAGE.read_text("utf-8"))
    assert masked.splitlines() == shown
