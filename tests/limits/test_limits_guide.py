"""The examples of docs/limits.md run as printed, and its numbers are those of the code."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any, get_args

import pytest
from cryptography.fernet import Fernet

from cortex_async._core.limiting import SECOND
from cortex_async.contrib.rtcstack.fake import FakeRTCStack
from cortex_async.emulator import Emulator
from cortex_async.limits import redis, redis_limiter, schedule, shared_token, waiting
from cortex_async.limits.redis_limiter import WhenAway
from tests.redis_server import RedisServer, needs_redis

GUIDE = (Path(__file__).parents[2] / "docs" / "limits.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
WORDS = " ".join(GUIDE.split())


@needs_redis
async def test_the_examples_run(monkeypatch: pytest.MonkeyPatch, server: RedisServer) -> None:
    printed: list[str] = []
    async with Emulator() as emulator, FakeRTCStack() as rtc:
        monkeypatch.setenv("CORTEX_BASE_URL", emulator.base_url)
        email, password = emulator.credentials
        names: dict[str, Any] = {
            "project_id": emulator.project_id,
            "redis_url": server.url,
            "email": email,
            "password": password,
            "encryption_key": Fernet.generate_key(),
            "rtc_url": rtc.base_url,
            "rtc_key": rtc.api_key,
            "rtc_secret": rtc.api_secret,
            "print": lambda *values: printed.append(" ".join(map(str, values))),
        }
        for number, example in enumerate(EXAMPLES):
            # An account logs in by itself; the key is for the other examples.
            monkeypatch.setenv("CORTEX_API_KEY", emulator.api_key)
            body = textwrap.indent(example, "    ")
            source = f"async def example():\n{body}\n    globals().update(locals())\n"
            exec(compile(source, f"docs/limits.md, example {number + 1}", "exec"), names)
            await names["example"]()
    assert printed.pop(2)
    assert printed == ["0", "default 5 not_sent", "True", "night"]


def test_the_numbers_are_those_of_the_code() -> None:
    for found in (
        f"`max_wait` seconds (default {waiting.MAX_WAIT:g})",
        f"more than {schedule.LATE / SECOND:g} seconds late",
        f"`ask_timeout`, {redis.ASK_TIMEOUT:g} second",
        f"`lease` seconds ({shared_token.LEASE:g})",
        f"`lifetime` seconds ({shared_token.LIFETIME:g})",
    ):
        assert found in WORDS, found
    assert waiting.LONGEST_COOL_DOWN == 3600, "an hour"
    assert redis._PAUSE == 1, "about once a second"
    for choice in get_args(WhenAway):
        assert f'| `"{choice}"' in GUIDE
    assert redis_limiter.PREFIX
