"""docs/observability.md."""

from __future__ import annotations

from collections.abc import Iterator

from tests.docs.evaluating import Block
from tests.docs.scenes import usual
from tests.docs.stage import Stage


def prepare(stage: Stage) -> Iterator[None]:
    list(usual(stage))

    def before(block: Block) -> None:
        stage.names.update(client=stage.client, project_id=stage.emulator.project_id)

    def after(block: Block) -> None:
        assert stage.printed[-1] or "assert" in block.source

    stage.before, stage.after = before, after
    yield
