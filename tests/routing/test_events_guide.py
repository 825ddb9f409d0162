"""The numbers of docs/events.md are those of the code."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest

import cortex_async
import cortex_sync
from cortex_async.routing.lanes import BACKLOG

GUIDE = (Path(__file__).parents[2] / "docs" / "events.md").read_text("utf-8")


@pytest.mark.parametrize("router", [cortex_async.EventRouter, cortex_sync.EventRouter])
def test_the_numbers_are_those_of_the_code(router: Any) -> None:
    assert inspect.signature(router.run).parameters["drain_timeout"].default == 10
    assert "for at most 10 seconds (`drain_timeout=`)" in GUIDE
    assert inspect.signature(router).parameters["concurrency"].default == 1
    assert BACKLOG == 10
    assert "ten times as many events are taken" in GUIDE
