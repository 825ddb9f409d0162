"""The worlds in which the examples of the reference run: a server in a thread, and a client of each kind."""

from __future__ import annotations

import ast
import asyncio
import inspect
import io
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol
from unittest.mock import patch

from attrs import frozen

from cortex_async import CortexClient
from cortex_async.contrib.nimrobo import NimroboClient
from cortex_async.contrib.nimrobo.fake import FakeNimrobo
from cortex_async.contrib.orga import OrgaClient
from cortex_async.contrib.orga.fake import FakeOrga
from cortex_async.contrib.rtcstack import RTCStackClient
from cortex_async.contrib.rtcstack.fake import FakeRTCStack
from cortex_async.emulator import Emulator, ThreadedEmulator
from cortex_sync import CortexClient as SyncCortexClient
from cortex_sync.contrib.nimrobo import NimroboClient as SyncNimroboClient
from cortex_sync.contrib.orga import OrgaClient as SyncOrgaClient
from cortex_sync.contrib.rtcstack import RTCStackClient as SyncRTCStackClient
from tests.reference.cases import Case

PATIENCE = 20.0
"""Seconds that an example may take."""


class World(Protocol):
    """Runs examples, each in the same state of a server."""

    def run_async(self, case: Case) -> str:
        """Run the async version; returns what it prints."""
        ...

    def run_sync(self, case: Case) -> str:
        """Run the sync version; returns what it prints."""
        ...


class CortexWorld:
    """The emulator with its sample data, which each example finds as it was."""

    def __init__(self, emulator: ThreadedEmulator, runner: asyncio.Runner) -> None:
        self._emulator = emulator
        self._runner = runner
        self._client = runner.run(_made(lambda: CortexClient()))
        self._sync_client = SyncCortexClient()
        self._names = {"project_id": emulator.project_id, "access_token": emulator.access_token}

    def close(self) -> None:
        self._sync_client.close()
        self._runner.run(self._client.close())

    def run_async(self, case: Case) -> str:
        client = self._client
        names = self._fresh({"client": client, "project": client.project(self._emulator.project_id)})
        return self._runner.run(_run(case, names))

    def run_sync(self, case: Case) -> str:
        client = self._sync_client
        return _run_sync(
            case, self._fresh({"client": client, "project": client.project(self._emulator.project_id)})
        )

    def _fresh(self, names: Mapping[str, object]) -> dict[str, object]:
        self._emulator.reset()
        self._emulator.clock.reset()
        self._emulator.seed("demo")
        return {**names, **self._names, "emulator": self._emulator}


@frozen
class FakeWorld:
    """A fake server of another API, a new one for each example."""

    fake: Callable[[], Any]
    client: Callable[..., Any]
    sync_client: Callable[..., Any]
    credentials: tuple[str, ...] = ("api_key",)

    def run_async(self, case: Case) -> str:
        with self.fake().in_thread() as server:
            return asyncio.run(self._in_loop(case, server))

    async def _in_loop(self, case: Case, server: Any) -> str:
        async with self.client(**self._settings(server)) as client:
            return await _run(case, {"client": client, "server": server})

    def run_sync(self, case: Case) -> str:
        with self.fake().in_thread() as server, self.sync_client(**self._settings(server)) as client:
            return _run_sync(case, {"client": client, "server": server})

    def _settings(self, server: Any) -> dict[str, str]:
        return {name: getattr(server, name) for name in ("base_url", *self.credentials)}


FAKES = {
    "rtcstack": FakeWorld(FakeRTCStack, RTCStackClient, SyncRTCStackClient, ("api_key", "api_secret")),
    "orga": FakeWorld(FakeOrga, OrgaClient, SyncOrgaClient),
    "nimrobo": FakeWorld(FakeNimrobo, NimroboClient, SyncNimroboClient),
}
APIS = ("cortex", *FAKES)


async def _made(make: Callable[[], CortexClient]) -> CortexClient:
    return make()


async def _run(case: Case, names: dict[str, object]) -> str:
    screen = _screen(names)
    code = compile(_placed(case, case.code), case.name, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    async with asyncio.timeout(PATIENCE):
        awaited = eval(code, names)
        if inspect.isawaitable(awaited):
            await awaited
    return screen.getvalue()


def _run_sync(case: Case, names: dict[str, object]) -> str:
    screen = _screen(names)
    exec(compile(_placed(case, case.sync_code or case.code), case.name, "exec"), names)
    return screen.getvalue()


def _placed(case: Case, source: str) -> str:
    """The source with the line numbers of the page, for tracebacks."""
    return "\n" * case.line + source


def _screen(names: dict[str, object]) -> io.StringIO:
    screen = io.StringIO()
    names["print"] = lambda *values: print(*values, file=screen)
    return screen


@contextmanager
def world(api: str) -> Iterator[World]:
    """The world of an API."""
    if api in FAKES:
        yield FAKES[api]
        return
    emulator = Emulator.in_thread(fixed_ids=True, random_seed=1, activation_step=0, runtime_delay=0)
    with emulator, asyncio.Runner() as runner:
        environment = {"CORTEX_BASE_URL": emulator.base_url, "CORTEX_API_KEY": emulator.api_key}
        with patch.dict(os.environ, environment):
            made = CortexWorld(emulator, runner)
            try:
                yield made
            finally:
                made.close()
