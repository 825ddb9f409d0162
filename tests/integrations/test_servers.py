"""The recipes of docs/recipes/servers.md in the servers that they are for: every worker calls, reloads, and stops."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import aiohttp
import pytest

from cortex_sync import CortexClient
from cortex_sync.emulator import Emulator
from tests.docs.evaluating import block_of
from tests.docs.pages import examples
from tests.integrations.conftest import environment
from tests.integrations.serving import ROOT, processes
from tests.integrations.workers import HEADER

SERVERS = {
    # On a busy machine a new worker may need longer than 5 s, after which uvicorn would keep the old one.
    "uvicorn": "-m uvicorn tests.integrations.workers.asgi:app --workers=2 --fd={fd} --log-level=warning "
    "--timeout-worker-healthcheck=60",
    "gunicorn": "-m gunicorn tests.integrations.workers.wsgi:app --config={folder}/gunicorn.conf.py --bind=fd://{fd} "
    "--workers=2 --log-level=warning --no-control-socket",
    # uWSGI from a wheel has no program of its own to start again at a reload: it is given Python's.
    "uwsgi": "{programs}/pyuwsgi --ini={folder}/uwsgi.ini --module=tests.integrations.workers.wsgi:app "
    "--http-socket=fd://{fd} --processes=2 --binary-path={programs}/python",
}
RELOADING = ("uvicorn", "gunicorn", "uwsgi")
"""What replaces its workers at SIGHUP."""

pytestmark = pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="asks Linux which processes there are"
)

Fetch = Callable[[], Awaitable[tuple[int, str]]]


@pytest.fixture(scope="module")
def running_emulator() -> Iterator[Emulator]:
    with (
        Emulator(project_id="my-project") as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        session = client.project("my-project").sessions.create(title="Friday match", external_room_id="room")
        emulator.say(session.id, "ann", "two behind the gate")
        emulator.load(emulator.dump().replace(session.id, "my-session"))
        yield emulator


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files that the recipes show."""
    for page in ("servers", "flask"):
        for block in filter(None, map(block_of, examples(f"docs/recipes/{page}.md"))):
            if block.title is not None:
                (tmp_path / block.title).write_text(block.source, "utf-8")
    return tmp_path


@pytest.mark.parametrize("server", SERVERS)
async def test_every_worker_calls_and_finishes_its_calls_before_it_stops(
    server: str, folder: Path, emulator: Emulator
) -> None:
    pytest.importorskip("pyuwsgi" if server == "uwsgi" else server)
    path, operation = (
        ("/", "listSessions")
        if "asgi" in SERVERS[server]
        else ("/sessions/my-session/transcript", "getMessages")
    )
    places = {"fd": "{fd}", "folder": str(folder), "programs": str(Path(sys.executable).parent)}
    command = [part.format_map(places) for part in SERVERS[server].split()]
    variables = {**environment(emulator), "PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)])}
    with processes(command, variables) as (address, process):
        async with aiohttp.ClientSession() as http:

            async def fetch() -> tuple[int, str]:
                async with http.get(f"http://{address}{path}", headers={"Connection": "close"}) as response:
                    return int(response.headers[HEADER]), await response.text()

            first = await reached(fetch)
            if server in RELOADING:
                process.send_signal(signal.SIGHUP)
                # Without requests meanwhile: a worker that is about to end may drop a connection that it has just accepted.
                await asyncio.to_thread(wait_until_ended, first)
                assert (await fetch())[0] not in first
            slow = emulator.faults.next(operation, delay=0.3)
            last = asyncio.create_task(fetch())
            while not slow.taken:
                assert not last.done(), await last
                await asyncio.sleep(0.01)
            process.send_signal(signal.SIGTERM)
            assert (await last)[1] in (
                "1 sessions",
                '{"lines":[{"said":"two behind the gate","who":"ann"}]}\n',
            )
        printed, _ = await asyncio.to_thread(process.communicate)
    assert process.returncode in (0, -signal.SIGTERM)
    assert process.pid not in first
    assert "nclosed" not in printed
    assert "Traceback" not in printed


def wait_until_ended(workers: set[int]) -> None:
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        time.sleep(0.01)


async def reached(fetch: Fetch) -> set[int]:
    """Both workers, once each has responded. Many requests at once: the first worker to wake up takes all that wait."""
    seen: set[int] = set()
    while len(seen) < 2:
        seen |= {worker for worker, _ in await asyncio.gather(*(fetch() for _ in range(8)))}
    assert len(seen) == 2
    return seen
