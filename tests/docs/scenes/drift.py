"""docs/drift.md."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.docs.stage import Stage


def prepare(stage: Stage) -> Iterator[None]:
    stage.names.update(project_id=stage.emulator.project_id)
    yield
    assert json.loads(stage.printed[0])["deviations"] == []
