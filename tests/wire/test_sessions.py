"""The caller's session, proxies and certificates."""

from __future__ import annotations

import asyncio
import json
import socket
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from cortex_async import ConfigError, ConnectionFailed, CortexClient, RequestFailed, Retry
from cortex_async._core.http import sessions as wire
from cortex_async._core.http.sessions import HIDDEN_REPLAY
from tests.wire.server import OK, RawServer, raw_response
from tests.wire.tls import CA_FILE, server_context

LOGIN = f"Basic {b64encode(b'me:p@ss').decode()}"


@asynccontextmanager
async def serving(application: web.Application, **more: Any) -> AsyncIterator[int]:
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, **more).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


def test_the_private_names_of_aiohttp_still_exist() -> None:
    """These are not public in aiohttp.

    If renamed, calls would be sent twice, and the proxy of the caller's session ignored.
    """

    async def names() -> set[str]:
        async with aiohttp.ClientSession() as session:
            return {
                name
                for name in (HIDDEN_REPLAY, "_default_proxy", "_middlewares", "_loop")
                if hasattr(session, name)
            }

    assert asyncio.run(names()) == {HIDDEN_REPLAY, "_default_proxy", "_middlewares", "_loop"}


async def test_the_callers_session_stays_unchanged() -> None:
    cookie = raw_response(200, b"{}", {"Set-Cookie": "session=theirs; Path=/"})
    async with (
        RawServer(cookie) as server,
        aiohttp.ClientSession(headers={"X-Lent": "1", "User-Agent": "mine"}) as session,
    ):
        session.cookie_jar.update_cookies({"own": "1"})
        one = CortexClient(base_url=server.url, api_key="key-1", session=session)
        two = CortexClient(base_url=server.url, access_token="token-2", session=session)
        for client in (one, two, one):
            await client.request("GET", "/api/a")
        await one.aclose()
        await two.aclose()
        assert not session.closed
        assert dict(session.headers) == {"X-Lent": "1", "User-Agent": "mine"}
        assert [cookie.key for cookie in session.cookie_jar] == ["own"]
        async with session.get(server.url) as response:
            assert response.status == 200
        sent = [request.headers for request in server.requests]
        assert [headers.get("x-api-key") for headers in sent] == ["key-1", None, "key-1", None]
        assert [headers.get("authorization") for headers in sent] == [None, "Bearer token-2", None, None]
        assert all(headers["x-lent"] == "1" for headers in sent)
        assert all("cookie" not in headers for headers in sent[:3])
        assert server.connections == 1


async def test_calls_over_the_callers_session_are_not_sent_twice() -> None:
    async with RawServer([None]) as server, aiohttp.ClientSession() as session:
        client = CortexClient(base_url=server.url, api_key="k", session=session, retry=False)
        for method in ("GET", "PUT", "DELETE"):
            server.requests.clear()
            with pytest.raises(ConnectionFailed):
                await client.request(method, "/api/a")
            assert len(server.requests) == 1
        await client.aclose()
        assert not session.closed


async def test_proxy_traces_and_middlewares_of_the_callers_session_are_used() -> None:
    seen: list[str] = []

    async def started(session: object, context: object, params: Any) -> None:
        seen.append("trace")

    async def middleware(request: aiohttp.ClientRequest, handler: Any) -> aiohttp.ClientResponse:
        seen.append("middleware")
        response: aiohttp.ClientResponse = await handler(request)
        return response

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(started)
    async with (
        RawServer(OK) as proxy,
        aiohttp.ClientSession(trace_configs=[trace], middlewares=[middleware], proxy=proxy.url) as session,
    ):
        client = CortexClient(base_url="http://api.invalid", api_key="k", session=session)
        await client.request("GET", "/api/a")
        await client.aclose()
        assert [request.target for request in proxy.requests] == ["http://api.invalid/api/a"]
    assert seen == ["trace", "middleware"]


async def test_cookies_that_a_middleware_of_the_callers_session_sends_stay_with_its_request() -> None:
    async def log_in(request: aiohttp.ClientRequest, handler: Any) -> aiohttp.ClientResponse:
        login = request.session.get(f"{server.url}/login", cookies={"sid": "secret"}, middlewares=())
        async with login:
            pass
        response: aiohttp.ClientResponse = await handler(request)
        return response

    async with RawServer(OK) as server, aiohttp.ClientSession(middlewares=[log_in]) as session:
        async with CortexClient(base_url=server.url, api_key="k", session=session) as client:
            await client.request("GET", "/api/a")
            await client.request("GET", "/api/b")
        async with CortexClient(base_url=server.url, api_key="k") as client:
            await client.request("GET", "/api/c")
    sent = [(request.target, request.headers.get("cookie")) for request in server.requests]
    login = ("/login", "sid=secret")
    assert sent == [login, ("/api/a", None), login, ("/api/b", None), ("/api/c", None)]


async def test_a_closed_session_or_one_of_another_loop_is_rejected() -> None:
    session = aiohttp.ClientSession()
    client = CortexClient(base_url="http://127.0.0.1:1", api_key="k", session=session)
    await session.close()
    with pytest.raises(ConfigError, match="session given to this client is closed"):
        await client.request("GET", "/api/a")
    other = CortexClient(base_url="http://127.0.0.1:1", api_key="k", session=object())  # type: ignore[arg-type]  # on purpose
    with pytest.raises(ConfigError, match=r"session must be an aiohttp\.ClientSession, got an object"):
        await other.request("GET", "/api/a")


@pytest.mark.parametrize("callers_session", [False, True])
@pytest.mark.parametrize("credential", [{"api_key": "key"}, {"access_token": "token"}])
async def test_a_netrc_file_is_ignored(
    callers_session: bool, credential: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else\ndefault login someone password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    async with RawServer(OK) as server, aiohttp.ClientSession(trust_env=True) as session:
        client = CortexClient(base_url=server.url, session=session if callers_session else None, **credential)
        await client.request("GET", "/api/a")
        await client.aclose()
        (request,) = server.requests
    assert request.headers.get("authorization") == (None if "api_key" in credential else "Bearer token")


async def test_a_proxy_with_a_password() -> None:
    async with RawServer(OK) as proxy:
        url = f"http://me:p%40ss@127.0.0.1:{proxy.port}"
        async with CortexClient(base_url="http://api.invalid/x", api_key="k", proxy=url) as client:
            await client.request("GET", "/api/a", query={"q": "1"})
        (request,) = proxy.requests
    assert request.target == "http://api.invalid/x/api/a?q=1"
    assert request.headers["proxy-authorization"] == LOGIN
    assert request.headers["host"] == "api.invalid"


async def test_proxies_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    async with RawServer(OK) as proxy, RawServer(OK) as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.0/8")
        for base_url in ("http://api.invalid", server.url):
            async with CortexClient(base_url=base_url, api_key="k") as client:
                await client.request("GET", "/api/a")
        monkeypatch.setenv("NO_PROXY", "")
        async with CortexClient(base_url=server.url, api_key="k", proxy=False) as client:
            await client.request("GET", "/api/a")
        assert len(proxy.requests) == 1
        assert len(server.requests) == 2


@pytest.mark.parametrize(("status", "attempts"), [(407, 1), (502, 2)])
async def test_a_refused_tunnel_counts_as_not_sent(status: int, attempts: int) -> None:
    async with RawServer(raw_response(status)) as proxy:
        url = f"http://me:p%40ss@127.0.0.1:{proxy.port}"
        retry = Retry(attempts=2, base=0)
        async with CortexClient(
            base_url="https://api.invalid", api_key="canary", proxy=url, retry=retry
        ) as client:
            with pytest.raises(ConnectionFailed, match=f"the proxy responded with {status}") as caught:
                await client.request("POST", "/api/a", body={})
        assert [request.method for request in proxy.requests] == ["CONNECT"] * attempts
        assert proxy.requests[0].headers["proxy-authorization"] == LOGIN
        assert "x-api-key" not in proxy.requests[0].headers
    assert caught.value.outcome == "not_sent"
    assert "p@ss" not in str(caught.value)


async def hello(request: web.Request) -> web.Response:
    return web.json_response({"path": request.path})


async def test_a_private_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    application = web.Application()
    application.router.add_get("/api/a", hello)
    async with serving(application, ssl_context=server_context()) as port:
        url = f"https://localhost:{port}"
        async with CortexClient(base_url=url, api_key="k") as client:
            with pytest.raises(ConnectionFailed, match="certificate of localhost") as caught:
                await client.request("POST", "/api/a", body={})
        assert (caught.value.outcome, caught.value.attempts) == ("not_sent", 1)
        async with CortexClient(base_url=url, api_key="k", ssl=CA_FILE) as client:
            assert (await client.request("GET", "/api/a")).status == HTTPStatus.OK
        monkeypatch.setenv("SSL_CERT_FILE", str(CA_FILE))
        async with CortexClient(base_url=url, api_key="k") as client:
            assert (await client.request("GET", "/api/a")).json() == {"path": "/api/a"}


async def test_a_tunnel_through_a_proxy() -> None:
    application = web.Application()
    application.router.add_get("/api/a", hello)
    async with serving(application, ssl_context=server_context()) as port:

        async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            heads.append(head)
            upstream_reader, upstream_writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            await asyncio.gather(pump(reader, upstream_writer), pump(upstream_reader, writer))

        heads: list[str] = []
        proxy = await asyncio.start_server(relay, "127.0.0.1", 0)
        proxy_url = f"http://me:p%40ss@127.0.0.1:{proxy.sockets[0].getsockname()[1]}"
        async with CortexClient(
            base_url=f"https://localhost:{port}", api_key="k", ssl=CA_FILE, proxy=proxy_url
        ) as client:
            response = await client.request("GET", "/api/a")
            assert json.loads(response.body) == {"path": "/api/a"}
        proxy.close()
        assert heads[0].startswith(f"CONNECT localhost:{port} ")
        assert LOGIN in heads[0]


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(65536):
        writer.write(chunk)
    writer.close()


async def test_cookies_of_the_server_are_not_kept() -> None:
    async with RawServer(raw_response(200, b"{}", {"Set-Cookie": "session=theirs; Path=/"})) as server:
        # By name, since aiohttp's default jar keeps no cookies of IP addresses anyway.
        async with CortexClient(base_url=f"http://localhost:{server.port}", api_key="k") as client:
            for _ in range(2):
                await client.request("GET", "/api/a")
        assert all("cookie" not in request.headers for request in server.requests)
        assert len(server.requests) == 2


async def test_the_client_closes_idle_connections_first(monkeypatch: pytest.MonkeyPatch) -> None:
    assert wire.KEEPALIVE < 5
    monkeypatch.setattr(wire, "KEEPALIVE", 0.05)
    async with RawServer(OK) as server, CortexClient(base_url=server.url, api_key="k") as client:
        await client.request("GET", "/api/a")
        async with asyncio.timeout(30):
            await server.hung_up.wait()
        assert server.connections == 1
        await client.request("GET", "/api/a")
        assert server.connections == 2


async def test_connections_use_tcp_keepalive(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[socket.socket] = []

    class Noted(socket.socket):
        def __init__(self, *arguments: Any, **more: Any) -> None:
            super().__init__(*arguments, **more)
            made.append(self)

    async with RawServer(OK) as server, CortexClient(base_url=server.url, api_key="k") as client:
        with monkeypatch.context() as patch:
            patch.setattr(socket, "socket", Noted)
            await client.request("GET", "/api/a")
        (connection,) = (one for one in made if one.fileno() != -1 and one.getpeername()[1] == server.port)
        assert connection.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 30


@pytest.mark.parametrize(
    ("error", "attempts", "outcome"),
    [(aiohttp.ServerDisconnectedError(), 1, "unknown"), (aiohttp.ConnectionTimeoutError(), 3, "not_sent")],
)
async def test_exceptions_decide_if_aiohttp_is_mocked(
    error: Exception, attempts: int, outcome: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mocks such as aioresponses replace the method that would track the progress of a request."""
    asked: list[str] = []

    async def replaced(session: object, method: str, url: object, **more: object) -> None:
        asked.append(method)
        raise error

    monkeypatch.setattr(aiohttp.ClientSession, "_request", replaced)
    retry = Retry(attempts=3, base=0)
    async with CortexClient(base_url="http://api.invalid", api_key="k", retry=retry) as client:
        with pytest.raises(RequestFailed) as caught:
            await client.request("POST", "/api/a", body={})
    assert len(asked) == attempts
    assert caught.value.outcome == outcome


async def test_headers_that_the_caller_sets_later_are_sent_too() -> None:
    async with RawServer([OK, OK]) as server, aiohttp.ClientSession(headers={"X-Lent": "1"}) as session:
        client = CortexClient(base_url=server.url, api_key="k", session=session)
        await client.request("GET", "/api/a")
        session.headers["X-Lent"] = "2"
        await client.request("GET", "/api/a")
        sent = [request.headers["x-lent"] for request in server.requests]
    assert sent == ["1", "2"]
