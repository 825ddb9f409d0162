"""A process that cannot open modules at first: until it can, each call raises one typed error, and nothing is lost."""

from __future__ import annotations

import errno
import importlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import cortex_async
import cortex_sync
from cortex_async._core.retry import Retry
from cortex_async._core.stream import StreamOptions
from cortex_sync.testing import Emulator
from tests.realtime.chaos import ChaosServer, client, stream_request

ROOT = Path(cortex_sync.__file__).parent.parent

PROGRAM = """
import asyncio, errno, os, sys

import cortex_async
from cortex_async import CortexError, DecodeError, NotFound, Retry

url, key, project_id = os.environ["URL"], os.environ["KEY"], os.environ["PROJECT"]
exhausted = os.strerror(errno.EMFILE)
refused = {"cortex_async", "cortex_sync", "aiohttp", "yarl", "backoff", "email", "unicodedata"}
met = set()


class Exhausted:
    '''Refuses each module once, as the system does when there is no file descriptor to open it with.'''

    def find_spec(self, name, path=None, target=None):
        if name not in met and name.partition(".")[0] in refused:
            met.add(name)
            raise OSError(errno.EMFILE, exhausted, name)


async def succeed(work):
    '''Repeat the work until it does what it does in a process with all modules.'''
    failures = 0
    while True:
        try:
            result = await work()
        except CortexError as error:
            assert "\\n" not in str(error), error
            if exhausted not in str(error):
                return print(work.__name__, type(error).__name__, error.outcome, failures > 0)
            if work.__name__ in "missing malformed":
                assert error.outcome in ("not_sent", "rejected", "done"), error.outcome
        else:
            return print(work.__name__, result, failures > 0)
        failures += 1


async def main():
    client = cortex_async.CortexClient(base_url=url, api_key=key, retry=Retry(attempts=3, base=0.001, cap=0.002))
    sys.meta_path.insert(0, Exhausted())

    async def sessions():
        return len(await client.project(project_id).sessions.list())

    async def malformed():
        return await client.project(project_id).sessions.create(external_room_id="a", title="a")

    async def created():
        return (await client.project(project_id).sessions.create(external_room_id="b", title="b")).title

    async def missing():
        return await client.project(project_id).sessions.get("00000000-0000-0000-0000-000000000001")

    async def repeated():
        return len(await client.projects.list())

    async def stream():
        async with client.project(project_id).events.stream() as stream:
            await stream.ready()
            return stream.connected

    async def view():
        async with client.project(project_id).sessions.watch() as view:
            return len(view.value)

    for work in (sessions, malformed, created, missing, repeated, view, stream):
        await succeed(work)
    await client.close()
    print(len(met) > 100)


asyncio.run(main())
"""

BLOCKING = {
    "async def": "def",
    "async with": "with",
    "await ": "",
    "asyncio.run(main())": "main()",
    "cortex_async.CortexClient": "cortex_sync.CortexClient",
    "import cortex_async": "import cortex_async, cortex_sync",
}


@pytest.mark.parametrize("blocking", [False, True], ids=["async", "sync"])
def test_every_call_raises_a_typed_error_until_modules_can_be_loaded(blocking: bool) -> None:
    program = PROGRAM
    for written, replaced in BLOCKING.items() if blocking else ():
        program = program.replace(written, replaced)
    with Emulator() as emulator:
        emulator.faults.next("createSession", times=2, status=201, body={"id": 5})
        emulator.faults.next(
            "listApps", times=2, status=503, headers={"Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT"}
        )
        ended = subprocess.run(
            [sys.executable, "-W", "error", "-c", program],
            cwd=ROOT,
            env={
                **os.environ,
                "URL": emulator.base_url,
                "KEY": emulator.api_key,
                "PROJECT": emulator.project_id,
            },
            capture_output=True,
            text=True,
            timeout=50,
            check=False,
        )
    assert ended.stdout.splitlines() == [
        "sessions 0 True",
        "malformed DecodeError done True",
        "created b False",
        "missing NotFound rejected True",
        "repeated 1 True",
        "view 1 True",
        "stream True True",
        "True",
    ], ended.stderr
    assert ended.returncode == 0
    assert "Traceback" not in ended.stderr


class Envelope:
    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.id: str = raw["id"]


async def test_a_stream_connects_again_without_the_library_that_computes_pauses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Exhausted:
        def find_spec(self, name: str, path: object = None, target: object = None) -> None:
            if name == "backoff":
                raise OSError(errno.EMFILE, os.strerror(errno.EMFILE), name)

    monkeypatch.delitem(sys.modules, "backoff", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Exhausted(), *sys.meta_path])
    async with ChaosServer(["close", "close"]).running() as server:
        caller = client(server.base_url)
        server.publish(2)
        quick = StreamOptions(retry=Retry(attempts=1_000_000, base=0.001, cap=0.002))
        async with caller.events(stream_request(), Envelope, quick) as stream:
            assert [(await anext(stream)).id for _ in range(2)] == ["e1", "e2"]
        await caller.aclose()


class Lazy(Mapping[str, Any]):
    """A body that imports a module when it is read."""

    def __getitem__(self, name: str) -> Any:
        raise KeyError(name)

    def __len__(self) -> int:
        return 1

    def __iter__(self) -> Iterator[str]:
        importlib.import_module("module_with_settings")
        return iter(["a"])


async def test_an_error_of_a_module_of_the_caller_stays_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "module_with_settings.py").write_text("open('no-such-settings')", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    async with cortex_async.CortexClient(base_url="http://127.0.0.1:9", api_key="k") as caller:
        with pytest.raises(FileNotFoundError, match="no-such-settings"):
            await caller.request("POST", "/anything", body=Lazy())
