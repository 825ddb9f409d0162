"""docs/tutorial.md: its steps on one emulator, both versions of each program."""

from __future__ import annotations

from collections.abc import Iterator

from tests.docs.stage import Meanwhile, Stage

OPTIONS = {"project_id": "my-project", "api_key": "my-api-key"}


def prepare(stage: Stage) -> Iterator[None]:
    def talk() -> None:
        stage.until("messages so far")
        session = stage.sync_project.sessions.list()[0]
        stage.emulator.say(session.id, "ann", "Everybody to the left flank")
        stage.emulator.say(session.id, "bob", "On my way")

    stage.meanwhile = [Meanwhile("watch_messages", talk, until="bob: On my way")]
    yield
    assert "Everybody to the left flank" in (stage.folder / "match.html").read_text("utf-8")
