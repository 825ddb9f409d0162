"""docs/message-feed.md."""

from __future__ import annotations

from collections.abc import Iterator

from tests.docs.evaluating import Block
from tests.docs.stage import Meanwhile, Stage


def prepare(stage: Stage) -> Iterator[None]:
    session = stage.sync_project.sessions.create(title="Match", external_room_id="room")
    words = iter(("first words", "second words", "third words"))

    def say() -> None:
        stage.emulator.wait_for_streams(1)
        stage.emulator.say(session.id, "ann", next(words))

    def say_twice() -> None:
        say()
        say()

    def before(block: Block) -> None:
        stage.names.update(project=stage.project, project_id=stage.emulator.project_id)

    stage.before = before
    stage.meanwhile = [
        Meanwhile("on_missed"),
        Meanwhile("feed.json", say_twice, until="third words"),
        Meanwhile(".follow(", say, until="first words"),
    ]
    yield
    assert (stage.folder / "feed.json").exists()
