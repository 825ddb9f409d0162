"""docs/tables.md: a session of three messages, and one event."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.docs.stage import Stage
from tests.tables.test_tables import created


def prepare(stage: Stage) -> Iterator[None]:
    session = stage.sync_project.sessions.create(title="Raid", external_room_id="room")
    for sender, content in (("ann", "hello"), ("bob", "on my way"), ("ann", "thanks")):
        stage.emulator.say(session.id, sender, content)
    stage.names.update(project=stage.project, session=session, events=[created("hi")])
    yield
    lines = "".join(stage.printed).splitlines()
    everything = "\n".join(lines)
    assert lines[0] == "datetime64[us, UTC]"
    assert re.search(r"ann +2", everything)
    assert "('ann', 2)" in everything
    expected = "objects[1].timestamp must be a datetime with a time zone for the column timestamp, got a str"
    assert expected in lines
    assert "['id', 'payload', 'resource_id', 'source'" in everything
    assert (stage.folder / "messages.csv").read_text("utf-8").count(",ann,hello") == 1
    assert (stage.folder / "sessions.parquet").stat().st_size > 0
    assert lines[-2:] == ["[System]", "[System]"]  # says who joined
