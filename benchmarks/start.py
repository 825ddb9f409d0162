"""Start-up: imports, and the first response in a fresh process."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from operator import itemgetter

from benchmarks.harness import clients, machine, server
from benchmarks.harness.environment import ROOT
from benchmarks.harness.measure import OURS, Comparison, Measure, Requirement, Samples, Settings, picked
from benchmarks.harness.rounds import interleaved

PEER, GENERATOR = clients.PYTHON_CLIENT, clients.GENERATOR
AIOHTTP, GENERATED = "aiohttp", "openapi-generator"

SLOW = ("openapi-python-client", GENERATED)
"""The quick form leaves these out: no requirement compares with them."""

IMPORTS = {
    OURS: "import cortex_async",
    AIOHTTP: "import aiohttp",
    "cortex_sync": "import cortex_sync",
    "httpx": "import httpx",
    "requests": "import requests",
    "openapi-python-client": (
        f"from {PEER} import AuthenticatedClient; from {PEER}.api.sessions import get_session"
    ),
    GENERATED: f"import {GENERATOR}",
}

# Get a session by its id: the shortest program with each library, from imports to object.
CALLS = {
    OURS: """
import asyncio
from cortex_async import CortexClient
async def main():
    async with CortexClient(base_url=URL, api_key="key") as cortex:
        return await cortex.project("proj_123").sessions.get("sess_1")
session = asyncio.run(main())
""",
    AIOHTTP: """
import asyncio, json, aiohttp
async def main():
    async with aiohttp.ClientSession(headers={"X-API-Key": "key"}) as session:
        async with session.get(URL + "/api/projects/proj_123/sessions/sess_1") as response:
            return json.loads(await response.read())
session = asyncio.run(main())
""",
    "cortex_sync": """
from cortex_sync import CortexClient
with CortexClient(base_url=URL, api_key="key") as cortex:
    session = cortex.project("proj_123").sessions.get("sess_1")
""",
    "httpx": """
import asyncio, httpx
async def main():
    async with httpx.AsyncClient(headers={"X-API-Key": "key"}) as client:
        return (await client.get(URL + "/api/projects/proj_123/sessions/sess_1")).json()
session = asyncio.run(main())
""",
    "requests": """
import requests
with requests.Session() as http:
    http.headers["X-API-Key"] = "key"
    session = http.get(URL + "/api/projects/proj_123/sessions/sess_1").json()
""",
    "openapi-python-client": f"""
import asyncio
from {PEER} import AuthenticatedClient
from {PEER}.api.sessions import get_session
async def main():
    header = {{"prefix": "", "auth_header_name": "X-API-Key"}}
    async with AuthenticatedClient(base_url=URL, token="key", **header) as client:
        return await get_session.asyncio("proj_123", "sess_1", client=client)
session = asyncio.run(main())
""",
    GENERATED: f"""
import asyncio
import {GENERATOR} as peer
async def main():
    configuration = peer.Configuration(host=URL, api_key={{"api-key": "key"}})
    async with peer.ApiClient(configuration) as client:
        return await peer.SessionsApi(client).get_session("proj_123", "sess_1")
session = asyncio.run(main())
""",
}
_MEASURED = (
    "import time; _begun = time.process_time(); {}\nprint((time.process_time() - _begun) * 1000, _peak())"
)
# Not getrusage: a child's ru_maxrss starts at the size of its parent.
_PEAK = """
def _peak():
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
    except OSError:
        return 0
"""


def take(settings: Settings) -> list[Comparison]:
    machine.pin("client")
    with server.running() as url:
        imports, import_peaks = _rounds(IMPORTS, url, settings)
        calls, call_peaks = _rounds(CALLS, url, settings)
    within = (Requirement(AIOHTTP, at_most=0.35),)
    first = (Requirement(AIOHTTP, at_most=1.15),)
    cold = "fresh processes; modules compiled and in the page cache; without the interpreter's own start"
    whole = "of the whole process, interpreter included; 0 where the system does not report it"
    return [
        Comparison("import", "ms of CPU", imports, within, cold),
        Comparison("imports, client, first GET, close", "ms of CPU", calls, first, cold),
        Comparison("peak memory of the import", "MiB", import_peaks, (), whole),
        Comparison("peak memory with the first GET", "MiB", call_peaks, (), whole),
    ]


def _rounds(programs: dict[str, str], url: str, settings: Settings) -> tuple[Samples, Samples]:
    """CPU milliseconds and peak memory of fresh processes."""
    absent = () if clients.openapi_generator() else (GENERATED,)
    left_out = (*absent, *(SLOW if settings.scale < 1 else ()))
    spent = interleaved(
        {who: partial(_process, program, url) for who, program in programs.items() if who not in left_out},
        settings.rounds,
    )
    return picked(spent, itemgetter(0)), picked(spent, itemgetter(1))


def _process(program: str, url: str) -> tuple[float, float]:
    source = f"URL = {url!r}\n{_PEAK}\n{_MEASURED.format(program)}"
    environment = {**os.environ, "PYTHONPATH": clients.search_path()}
    # The first process of each compiles its modules, as an installer does.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    result = subprocess.run(
        [sys.executable, "-c", source], cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True
    )
    milliseconds, peak = result.stdout.split()
    return float(milliseconds), float(peak)


MEASURE = Measure(
    "start",
    "cold processes",
    take,
    rounds=7,
    quick=Settings(rounds=1, scale=0.1),
    needs=frozenset({clients.PYTHON_CLIENT, clients.GENERATOR}),
)
