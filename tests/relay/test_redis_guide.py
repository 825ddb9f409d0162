"""The numbers of docs/relay-redis.md are those of the code."""

from __future__ import annotations

import inspect
from pathlib import Path

from cortex_async.relay.redis import RedisStreams
from cortex_async.relay.redis.keys import Keys, mark
from cortex_async.relay.redis.leadership import LARGEST

GUIDE = (Path(__file__).parents[2] / "docs" / "relay-redis.md").read_text("utf-8")
WORDS = " ".join(GUIDE.split())


def test_the_numbers_are_those_of_the_code() -> None:
    defaults = {name: one.default for name, one in inspect.signature(RedisStreams).parameters.items()}
    assert f"`timeout` seconds ({defaults['timeout']:g})" in WORDS
    assert f"`max_length` ({defaults['max_length']:,})" in WORDS
    assert defaults["window"] == 24 * 3600
    assert "`window` (a day)" in GUIDE
    assert f"marks of published ids: {len(mark('x'))} bytes" in WORDS
    assert f"more than {LARGEST >> 20} MiB" in WORDS
    keys = Keys(str(defaults["name"]), 8)
    assert keys.events[0] == b"{cortex}:events:0"
    assert keys.seen[-1] == b"{cortex}:seen:4"
