"""docs/runtime.md."""

from __future__ import annotations

from collections.abc import Iterator

from tests.docs.stage import Meanwhile, Stage


def prepare(stage: Stage) -> Iterator[None]:
    def create() -> None:
        stage.emulator.wait_for_streams(1)
        stage.sync_project.sessions.create(title="Round 1", external_room_id="room")

    stage.names["project"] = stage.sync_project
    stage.meanwhile = [Meanwhile("project.events.stream()", create)]
    yield
