"""docs/mcp.md: a flagged line, read through a process of ``cortex mcp``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import mcp  # noqa: F401  (keeps the stderr of now for its processes; that of an example has no file descriptor)

from tests.docs.stage import Stage
from tests.evidence.cases import Case


def prepare(stage: Stage) -> Iterator[None]:
    case = stage.run(Case.play(stage.awaited, stage.project))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    stage.names["environment"] = {**os.environ, **stage.environment(), "PATH": path}
    yield
    assert f"{case.session_id} 6 you are done\n" in "".join(stage.printed)
