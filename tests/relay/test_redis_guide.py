"""The examples of docs/relay-redis.md run as printed, and its numbers are those of the code."""

from __future__ import annotations

import inspect
import re
import textwrap
from pathlib import Path
from typing import Any

from cortex_async.relay.redis import RedisStreams
from cortex_async.relay.redis.keys import Keys, mark
from cortex_async.relay.redis.leadership import LARGEST
from tests.redis_server import needs_redis, redis_server

GUIDE = (Path(__file__).parents[2] / "docs" / "relay-redis.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


@needs_redis
async def test_the_examples_run() -> None:
    printed: list[str] = []
    with redis_server() as server:
        names: dict[str, Any] = {
            "redis_url": server.url,
            "print": lambda *values: printed.append(" ".join(map(str, values))),
        }
        for number, example in enumerate(EXAMPLES):
            source = f"async def example():\n{textwrap.indent(example, '    ')}"
            exec(compile(source, f"docs/relay-redis.md, example {number + 1}", "exec"), names)
            await names["example"]()
    comments = re.findall(r"print\(.*\)  # ([^:\n]+)", "".join(EXAMPLES))
    assert printed == [comment.strip() for comment in comments]
    assert len(printed) == 6


def test_the_numbers_are_those_of_the_code() -> None:
    defaults = {name: one.default for name, one in inspect.signature(RedisStreams).parameters.items()}
    assert f"`timeout` seconds ({defaults['timeout']:g})" in GUIDE
    assert f"`max_length`\n({defaults['max_length']:,})" in GUIDE
    assert defaults["window"] == 24 * 3600
    assert "`window` (a day)" in GUIDE
    assert f"marks of published ids: {len(mark('x'))} bytes" in GUIDE
    assert f"more than {LARGEST >> 20} MiB" in GUIDE
    keys = Keys(str(defaults["name"]), 8)
    assert keys.events[0] == b"{cortex}:events:0"
    assert keys.seen[-1] == b"{cortex}:seen:4"
