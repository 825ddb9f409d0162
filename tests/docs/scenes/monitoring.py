"""docs/monitoring.md."""

from __future__ import annotations

from collections.abc import Iterator

from tests.docs.scenes import usual
from tests.docs.stage import Stage


def prepare(stage: Stage) -> Iterator[None]:
    list(usual(stage))
    stage.names["webhook_secret"] = "secret"
    yield
    assert all(stage.printed)
