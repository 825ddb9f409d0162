"""docs/live-views.md names every way to watch, and its numbers are those of the code."""

from __future__ import annotations

import inspect
from pathlib import Path

from cortex_async._core.stream import CONNECT_GRACE
from cortex_async.live import (
    LiveCollection,
    LiveView,
    fetch_queue,
    fetching,
    hook_tasks,
    replica,
    time_bounds,
)
from cortex_async.resources import RESYNC, functions, gatherings, participants, sanctions, sessions

GUIDE = (Path(__file__).parents[2] / "docs" / "live-views.md").read_text("utf-8")
WORDS = " ".join(GUIDE.split())


def test_every_way_to_watch_is_documented() -> None:
    for module in (sessions, participants, sanctions, gatherings):
        kind = getattr(module, module.__name__.rpartition(".")[2].capitalize())
        for name in dir(kind):
            if name.startswith("watch"):
                assert f"project.{kind.__name__.lower()}.{name}(" in GUIDE
    for name in dir(LiveView):
        if not name.startswith(("_", "aclose")):
            assert f"live.{name}" in GUIDE
    assert functions.ActivationFailed.__name__ in GUIDE


def test_the_numbers_are_those_of_the_code() -> None:
    assert RESYNC == 300
    assert "every 300 seconds" in WORDS
    assert inspect.signature(sessions.Sessions.watch).parameters["resync"].default == RESYNC
    assert CONNECT_GRACE == 3
    assert "three seconds at most" in WORDS
    assert fetching.MAX_CONCURRENT == 4
    assert "at most four fetches" in WORDS
    assert time_bounds.SLACK == 2
    assert "plus two seconds" in WORDS
    assert "more than two seconds before" in WORDS
    assert (fetch_queue.MIN_INTERVAL, fetch_queue.MAX_INTERVAL) == (0.25, 4)
    assert "every quarter of a second to four seconds" in WORDS
    assert replica.MAX_REMEMBERED == 10_000
    assert "The newest 10,000 are remembered" in WORDS
    assert hook_tasks.HOOK_END == 1
    assert "has a second to end" in WORDS
    assert issubclass(LiveCollection, LiveView)
