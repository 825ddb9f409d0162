"""Every blocking method that waits ends at once after any kind of end, without warnings and leftovers."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cortex_async import ClientClosed
from cortex_sync import CortexClient
from cortex_sync.bridge import loop
from cortex_sync.bridge.runner import Runner
from cortex_sync.contrib.nimrobo import NimroboClient
from cortex_sync.contrib.orga import OrgaClient
from cortex_sync.contrib.rtcstack import RTCStackClient
from tests.lifecycle.driving import drive_blocking
from tests.lifecycle.everything import Use, uses
from tests.lifecycle.hanging import Hanging

CLIENTS: dict[str, Callable[[str], Any]] = {
    "cortex": lambda url: CortexClient(base_url=url, api_key="k", timeout=None, pool_size=1000),
    "orga": lambda url: OrgaClient(base_url=url, api_key="k", timeout=None, pool_size=1000),
    "nimrobo": lambda url: NimroboClient(base_url=url, api_key="k", timeout=None, pool_size=1000),
    "rtcstack": lambda url: RTCStackClient(base_url=url, api_key="k", timeout=None, pool_size=1000),
}


HANG = 30.0
"""Seconds after which a use counts as hanging."""


@pytest.fixture(autouse=True)
def _no_clean_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever waited for the clean-up of what it has cancelled would hang."""
    monkeypatch.setattr(loop, "CLEAN_UP", 10 * HANG)


class Waiting(threading.Thread):
    """One use in a thread of its own."""

    def __init__(self, use: Use) -> None:
        super().__init__(daemon=True)
        self.use = use
        self.outcome: BaseException | None = None

    def run(self) -> None:
        try:
            drive_blocking(self.use)
        except BaseException as error:
            self.outcome = error


def begun(client: Any, hanging: Hanging, folder: Path) -> list[Waiting]:
    """All uses of a client, each waiting for the server."""
    threads = [Waiting(use) for use in uses(client, folder)]
    for thread in threads:
        thread.start()
    hanging.wait_for_requests(1)
    hanging.wait_until_quiet()
    assert not {thread.use.name: thread.outcome for thread in threads if not thread.is_alive()}
    return threads


def tasks_of_the_loop() -> int:
    async def count() -> int:
        return len(asyncio.all_tasks())

    async def nothing() -> None:
        return None

    runner = Runner(nothing)
    try:
        return runner.run(count)
    finally:
        runner.close()


@pytest.mark.parametrize("api", CLIENTS)
def test_closing_the_client_in_another_thread(api: str, hanging: Hanging, tmp_path: Path) -> None:
    before = tasks_of_the_loop()
    client = CLIENTS[api](hanging.base_url)
    threads = begun(client, hanging, tmp_path)
    since = time.monotonic()
    client.close()
    for thread in threads:
        thread.join(max(0.0, since + HANG - time.monotonic()))
    assert not [thread.use.name for thread in threads if thread.is_alive()]
    wrong = {
        thread.use.name: thread.outcome
        for thread in threads
        if not isinstance(thread.outcome, ClientClosed)
        and not (thread.use.way == "states" and thread.outcome is None)
    }
    assert not wrong
    hanging.wait_until_left()
    assert tasks_of_the_loop() == before
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("api", CLIENTS)
def test_ctrl_c(api: str, hanging: Hanging, tmp_path: Path) -> None:
    before = tasks_of_the_loop()
    client = CLIENTS[api](hanging.base_url)
    for use in uses(client, tmp_path):
        armed = threading.Event()
        armed.set()

        def interrupt(armed: threading.Event = armed) -> None:
            if armed.is_set():
                armed.clear()
                os.kill(os.getpid(), signal.SIGINT)

        hanging.on_request = interrupt
        since = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            drive_blocking(use)
        assert time.monotonic() - since < HANG, use.name
    hanging.on_request = lambda: None
    hanging.wait_until_left()
    client.close()
    assert tasks_of_the_loop() == before
    assert list(tmp_path.iterdir()) == []
