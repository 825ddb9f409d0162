"""The numbers of docs/limits.md are those of the code."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from cortex_async._core.limiting import SECOND
from cortex_async.limits import redis, redis_limiter, schedule, shared_token, waiting
from cortex_async.limits.redis_limiter import WhenAway

GUIDE = (Path(__file__).parents[2] / "docs" / "limits.md").read_text("utf-8")
WORDS = " ".join(GUIDE.split())


def test_the_numbers_are_those_of_the_code() -> None:
    for found in (
        f"`max_wait` seconds (default {waiting.MAX_WAIT:g})",
        f"more than {schedule.LATE / SECOND:g} seconds late",
        f"`ask_timeout` ({redis.ASK_TIMEOUT:g} second)",
        f"`lease` seconds ({shared_token.LEASE:g})",
        f"`lifetime` seconds ({shared_token.LIFETIME:g})",
    ):
        assert found in WORDS, found
    assert waiting.LONGEST_COOL_DOWN == 3600, "an hour"
    assert redis._PAUSE == 1, "about once a second"
    for choice in get_args(WhenAway):
        assert f'| `"{choice}"' in GUIDE
    assert redis_limiter.PREFIX
