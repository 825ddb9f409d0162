"""The number in docs/functions.md is that of the code."""

from __future__ import annotations

from pathlib import Path

from cortex_async.resources.function_waits import POLL

GUIDE = (Path(__file__).parents[2] / "docs" / "functions.md").read_text("utf-8")


def test_the_number_is_that_of_the_code() -> None:
    assert f"`poll={POLL:g}`" in GUIDE
