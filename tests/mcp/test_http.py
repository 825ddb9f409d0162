"""Over HTTP: only with the token, only under its own names, only within bounds."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator

import aiohttp
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import ElicitResult

from cortex_async import ProjectScope
from cortex_async.emulator import Emulator
from cortex_cli.failures import Failure
from cortex_cli.mcp.calling import Caller
from cortex_cli.mcp.context import ToolContext
from cortex_cli.mcp.proposals import Proposals
from cortex_cli.mcp.protocol.http import MOST_BODY, check_host, listen, serve_http
from cortex_cli.mcp.protocol.server import server_of
from cortex_cli.mcp.untrusted import Untrusted
from tests.mcp.serving import MODES, YES, Time, result

TOKEN = "canary-of-a-token-1234"
HEADERS = {
    "Authorization": f"Bearer {TOKEN}",
    "Accept": "application/json, text/event-stream",
    "Content-Type": "application/json",
}


@pytest.fixture
async def url(project: ProjectScope) -> AsyncIterator[str]:
    started: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    context = ToolContext(
        project=project, untrusted=Untrusted(), proposals=Proposals(Time()), note=lambda _: None
    )
    server = server_of(Caller(context, 60))
    serving = asyncio.create_task(
        serve_http(server, "127.0.0.1", 0, TOKEN, ["moderation.example"], started.set_result)
    )
    yield await started
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving


@pytest.mark.parametrize("mode", MODES)
async def test_the_official_client_with_the_token(
    emulator: Emulator, project: ProjectScope, url: str, mode: str
) -> None:
    session = await project.sessions.create(title="Match", external_room_id="room")

    async def asked(context: object, params: object) -> ElicitResult:
        return YES

    async with (
        httpx2.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"}) as http,
        Client(
            streamable_http_client(url, http_client=http), mode=mode, elicitation_callback=asked
        ) as client,
    ):
        listed = await result(client, "list_sessions")
        assert [one["session_id"] for one in listed["sessions"]] == [session.id]
        proposed = await result(
            client, "propose_sanction", type="warn", external_user_id="bob", reason="x", length="1h"
        )
        await result(client, "confirm_sanction", proposal_id=proposed["proposal_id"])
    emulator.requests.assert_called("createSanction", times=1)


REQUESTS: tuple[tuple[dict[str, str], int], ...] = (
    ({"Authorization": ""}, 401),
    ({"Authorization": "Bearer "}, 401),
    ({"Authorization": f"Bearer {TOKEN}x"}, 401),
    ({"Authorization": f"Bearer {TOKEN[:-1]}"}, 401),
    ({"Authorization": f"Basic {TOKEN}"}, 401),
    ({"Authorization": f"Bearer {TOKEN} {TOKEN}"}, 401),
    ({"Host": "evil.example"}, 421),
    ({"Host": "moderation.example.evil.example"}, 421),
    ({"Origin": "http://evil.example"}, 403),
    ({"Origin": "null"}, 403),
    ({"Content-Type": "text/plain"}, 400),
    ({"Host": "moderation.example"}, 200),
    ({}, 200),
)
"""Headers that differ from good ones, and the status of the response."""

INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


async def test_who_may_ask(url: str) -> None:
    async with aiohttp.ClientSession() as http:
        for changed, status in REQUESTS:
            headers = HEADERS | changed
            async with http.post(url, json=INITIALIZE, headers=headers) as response:
                assert response.status == status, changed
                assert TOKEN not in await response.text()
            if status == 401:
                assert response.headers["WWW-Authenticate"] == "Bearer"
                for method in ("GET", "DELETE", "PUT"):
                    async with http.request(method, url, headers=headers) as response:
                        assert response.status == 401, changed


async def test_bodies_are_bounded_and_other_paths_do_not_exist(url: str) -> None:
    async with aiohttp.ClientSession(headers=HEADERS) as http:
        async with http.post(url, data=io.BytesIO(b" " * (MOST_BODY + 1))) as response:
            assert response.status == 413
        async with http.get(url.removesuffix("mcp")) as response:
            assert response.status == 404


def test_other_machines_only_if_that_is_wanted() -> None:
    check_host("127.0.0.1", [], allow_remote=False)
    check_host("::1", [], allow_remote=False)
    check_host("0.0.0.0", ["moderation.example"], allow_remote=True)
    with pytest.raises(
        Failure, match=r"--host 0\.0\.0\.0 can be reached by other machines: give --allow-remote"
    ):
        check_host("0.0.0.0", ["moderation.example"], allow_remote=False)
    with pytest.raises(Failure, match="--allow-host is missing"):
        check_host("0.0.0.0", [], allow_remote=True)


def test_an_address_that_is_in_use() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            Failure, match=f"--port {port} of 127.0.0.1 cannot be used: Address already in use"
        ):
            listen("127.0.0.1", port)
    with pytest.raises(Failure, match=r"192\.0\.2\.1 cannot be used"):
        listen("192.0.2.1", 0)
