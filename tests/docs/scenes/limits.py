"""docs/limits.md: with Redis, and RTCstack's fake."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from cryptography.fernet import Fernet

from cortex_async.contrib.rtcstack.fake import FakeRTCStack
from tests.docs.evaluating import Block
from tests.docs.stage import Stage
from tests.redis_server import redis_server


def prepare(stage: Stage) -> Iterator[None]:
    if shutil.which("redis-server") is None:
        pytest.skip("no redis-server on this machine")
    rtc = FakeRTCStack()
    stage.run(rtc.__aenter__())
    email, password = stage.emulator.credentials
    with redis_server() as server:
        stage.names.update(
            project_id=stage.emulator.project_id,
            redis_url=server.url,
            email=email,
            password=password,
            encryption_key=Fernet.generate_key(),
            rtc_url=rtc.base_url,
            rtc_key=rtc.api_key,
            rtc_secret=rtc.api_secret,
        )

        def before(block: Block) -> None:
            # An account logs in by itself; the key is for the other examples.
            stage.monkeypatch.setenv("CORTEX_API_KEY", stage.emulator.api_key)

        stage.before = before
        yield
        stage.run(rtc.__aexit__(None, None, None))
    printed = "".join(stage.printed).splitlines()
    assert printed.pop(2)
    assert printed == ["0", "default 5 not_sent", "True", "night"]
