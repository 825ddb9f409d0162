"""No command shows a credential, whatever goes wrong and however much is asked for."""

from __future__ import annotations

from collections.abc import Callable

import keyring
import pytest
from aiohttp import web

from cortex_async.emulator import ThreadedEmulator
from tests.catch_all import serving
from tests.cli.keyrings import Kept, Locked
from tests.cli.running import Ran, ran, ran_beside

CANARY = "canary-of-the-credential-7f3a"

LINES = [
    "whoami",
    "whoami -o yaml",
    "profiles",
    "profiles -o json",
    "doctor",
    "doctor -o table",
    "spec diff",
    "spec fetch",
    "commands",
    "completion bash",
    "emulator advance 1s",
    "emulator seed",
    "emulator fault listSessions --stall",
    "login --credential -",
    "login --no-check --credential -",
    "login --store keyring --credential -",
    "logout",
    "sessions list",
]


@pytest.fixture(params=[None, Kept, Locked], ids=["file", "keyring", "locked keyring"])
def stored(
    request: pytest.FixtureRequest, env: dict[str, str], served: ThreadedEmulator
) -> Callable[[str], Ran]:
    """A profile with the canary, which the server does not accept."""
    if request.param is not None:
        keyring.set_keyring(Kept())
    words = ["login", "--no-check", "--base-url", served.base_url, "--credential", "-"]
    assert ran(*words, env=env, stdin=CANARY.encode()).code == 0
    if request.param is Locked:
        keyring.set_keyring(Locked())
    return lambda line: ran(*line.split(), env=env, stdin=CANARY.encode())


def test_no_command_shows_a_stored_credential(stored: Callable[[str], Ran]) -> None:
    for line in LINES:
        for whole in (line, f"{line} --debug"):
            done = stored(whole)
            assert CANARY not in done.out + done.err, whole


@pytest.mark.parametrize("terminal", [False, True])
async def test_a_server_that_repeats_the_credential_does_not_get_it_shown(
    env: dict[str, str], terminal: bool
) -> None:
    """Neither in errors nor where it is the data."""

    async def handler(request: web.Request) -> web.Response:
        key = request.headers.get("X-API-Key", "")
        return web.json_response({"message": f"no: {key}", "statusCode": 400}, status=400, reason=f"No {key}")

    async with serving(handler) as url:
        for line in ("whoami", "doctor", "login --credential -", "sessions list", "emulator reset"):
            more = {"CORTEX_BASE_URL": url, "CORTEX_API_KEY": CANARY, "CORTEX_PROJECT_ID": "p1"}
            words = [*line.split(), "--debug"]
            done = await ran_beside(*words, env=env | more, stdin=CANARY.encode(), terminal=terminal)
            assert done.code != 0
            assert CANARY not in done.out + done.err, line
