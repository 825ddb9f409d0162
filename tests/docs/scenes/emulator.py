"""docs/emulator.md: each example has an emulator without faults, and a second one that is remote."""

from __future__ import annotations

from collections.abc import Iterator

from tests.docs.stage import Stage
from tests.emulator.controlled import child


def prepare(stage: Stage) -> Iterator[None]:
    stage.before = lambda block: stage.names.update(emulator=stage.awaited)
    with child("--project", "mine") as exported:
        stage.names["address"] = exported["CORTEX_BASE_URL"]
        stage.variables.update({name: value for name, value in exported.items() if name.startswith("CORTEX")})
        yield
    assert any(printed.startswith('"mine"{"rule":') for printed in stage.printed)
