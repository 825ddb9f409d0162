"""docs/live-views.md."""

from __future__ import annotations

from collections.abc import Iterator

from cortex_async.live import Added
from tests.docs.evaluating import Block
from tests.docs.stage import Meanwhile, Stage

OPTIONS = {"activation_step": 0.0}


def prepare(stage: Stage) -> Iterator[None]:
    def play() -> None:
        stage.until("0 sessions")
        session = stage.sync_project.sessions.create(title="Round 1", external_room_id="room")
        stage.until("+ Round 1")
        stage.sync_project.sessions.stop(session.id)

    def before(block: Block) -> None:
        if "session_id" in block.source:
            session = stage.sync_project.sessions.create(title="Round 2", external_room_id="room")
            stage.sync_project.sessions.stop(session.id)
            functions = stage.sync_project.functions
            place = functions.list_locations()[0]
            functions.activate(
                location_city=place.city, location_continent=place.continent, location_country=place.country
            )
            stage.emulator.settle()
            stage.names["session_id"] = session.id
        stage.names.update(project=stage.project, project_id=stage.emulator.project_id, Added=Added)

    stage.before = before
    stage.meanwhile = [Meanwhile("project_id", play, until="~ Round 1 ['status']")]
    yield
    assert stage.printed[0].splitlines()[:3] == ["0 sessions", "+ Round 1", "~ Round 1 ['status']"]
