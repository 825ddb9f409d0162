"""docs/relay.md."""

from __future__ import annotations

from collections.abc import Iterator

from tests.docs.stage import Stage


def prepare(stage: Stage) -> Iterator[None]:
    stage.names.update(project_id=stage.emulator.project_id, secret="s")
    yield
    printed = "".join(stage.printed).splitlines()
    created = next(one for one in stage.emulator.events if one["type"] == "session.created")
    assert printed[0] == f"session.created {stage.emulator.project_id}/{created['resourceId']} relaying"
    assert printed[1].startswith(f"{created['id']} ")
    assert printed[1].endswith(f" False {created['resourceId']}")
