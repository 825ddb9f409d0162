"""docs/performance.md: three sessions, and something that changes once streams are open."""

from __future__ import annotations

import gc
from collections.abc import Iterator

from tests.docs.evaluating import Block
from tests.docs.stage import Meanwhile, Stage


def prepare(stage: Stage) -> Iterator[None]:
    threshold = gc.get_threshold()
    sessions = stage.sync_project.sessions

    def before(block: Block) -> None:
        created = [sessions.create(title=f"{n}", external_room_id=f"r{n}") for n in range(3)]
        stage.emulator.say(created[0].id, "ann", "hello")
        common = {
            "project_id": stage.emulator.project_id,
            "session_id": created[0].id,
            "session_ids": [session.id for session in created],
        }
        stage.names.update(common, client=stage.client)
        stage.sync_names.update(common, client=stage.sync_client)

    def change() -> None:
        stage.emulator.wait_for_streams(1)
        sessions.stop(stage.names["session_id"])

    def after(block: Block) -> None:
        found = stage.sync_names if "cortex_sync" in block.source else stage.names
        if "sessions" in found:
            assert {session.id for session in found.pop("sessions")} >= set(stage.names["session_ids"])
        if "messages" in found:
            assert found.pop("messages")[-1].content == "hello"

    stage.before, stage.after = before, after
    stage.meanwhile = [Meanwhile(part, change) for part in (".watch(", ".stream(")]
    yield
    gc.set_threshold(*threshold)
