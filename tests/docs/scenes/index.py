"""docs/index.md: the first example reads a transcript."""

from __future__ import annotations

from collections.abc import Iterator

from tests.docs.scenes import renamed, usual
from tests.docs.stage import Stage

OPTIONS = {"project_id": "my-project"}


def prepare(stage: Stage) -> Iterator[None]:
    list(usual(stage))
    renamed(stage, "my-session")
    yield
    assert stage.printed[-1].endswith("ann two behind the gate\n")
