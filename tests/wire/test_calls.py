"""Calls: refreshed credentials, hooks, the log, byte streams, requests by hand."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import pytest

import cortex_async
import cortex_sync
from cortex_async import (
    APIError,
    ArgumentError,
    ConfigError,
    ConnectionFailed,
    CortexClient,
    NotFound,
    Response,
    ServerError,
    Unauthorized,
    __version__,
)
from cortex_async._core.request import Request, Route
from tests.wire.conftest import MakeClient, api_key
from tests.wire.server import OK, RawServer, Received, Reply, raw_response

GET = Request(Route("op", "GET", "/a/{id}", frozenset({"api-key"})), ("id-canary",))
POST = Request(Route("op", "POST", "/a", frozenset({"api-key"})), body={})


def accepting(token: str) -> Any:
    def choose(received: Received) -> Reply:
        return OK if received.headers.get("x-api-key") == token else raw_response(401, {"message": "expired"})

    return choose


class Tokens:
    def __init__(self, *tokens: str) -> None:
        self.tokens = list(tokens)
        self.asked = 0

    async def __call__(self) -> str:
        self.asked += 1
        await asyncio.sleep(0)
        return self.tokens[min(self.asked, len(self.tokens)) - 1]


@pytest.mark.parametrize("retry", [True, False])
async def test_a_401_asks_for_another_credential_once(retry: bool, connect: MakeClient) -> None:
    tokens = Tokens("old", "new")
    async with RawServer(accepting("new")) as server:
        client = connect(server.url, authenticator=api_key(tokens), retry=retry)
        assert (await client.send(POST, {})).attempts == 2
        assert (await client.send(POST, {})).attempts == 1
        assert tokens.asked == 2


async def test_a_second_401_is_raised(connect: MakeClient) -> None:
    tokens = Tokens("old", "also-old")
    async with RawServer(accepting("new")) as server:
        with pytest.raises(Unauthorized, match="expired") as caught:
            await connect(server.url, authenticator=api_key(tokens)).send(GET, {})
        assert len(server.requests) == 2
    assert tokens.asked == 2
    assert caught.value.attempts == 2


async def test_a_fixed_credential_is_sent_once(connect: MakeClient) -> None:
    async with RawServer(accepting("new")) as server:
        with pytest.raises(Unauthorized):
            await connect(server.url).send(GET, {})
        assert len(server.requests) == 1


async def test_many_calls_that_expire_together_ask_once(connect: MakeClient) -> None:
    tokens = Tokens("old", "new")
    async with RawServer(accepting("new")) as server:
        client = connect(server.url, authenticator=api_key(tokens))
        responses = await asyncio.gather(*(client.send(GET, {}) for _ in range(50)))
    assert {response.status for response in responses} == {200}
    assert tokens.asked == 2


async def test_operations_without_a_scheme_carry_no_credential() -> None:
    async with RawServer(raw_response(200, b"Hello", kind="text/plain")) as server:
        async with CortexClient(base_url=server.url, api_key="k") as client:
            await client.request("GET", "/api/a")
            await client.health.check()
        first, second = server.requests
    assert "x-api-key" in first.headers
    assert "x-api-key" not in second.headers


async def test_the_hook_gets_the_last_response_once(connect: MakeClient) -> None:
    seen: list[Response] = []
    async with RawServer(
        [raw_response(500, b"one"), raw_response(200, b"two", {"X-Request-Id": "r"})]
    ) as server:
        await connect(server.url).send(GET, {"on_response": seen.append})
    assert [(r.status, r.body, r.attempts, r.request_id) for r in seen] == [(200, b"two", 2, "r")]


async def test_the_hook_gets_errors_and_the_response_before_a_lost_connection(connect: MakeClient) -> None:
    seen: list[int] = []
    cases: list[tuple[list[Reply], type[Exception]]] = [
        ([raw_response(404)], NotFound),
        ([raw_response(500), None], ConnectionFailed),
    ]
    for replies, error in cases:
        async with RawServer(replies) as server:
            with pytest.raises(error):
                await connect(server.url).send(GET, {"on_response": lambda r: seen.append(r.status)})
    async with RawServer([None]) as server:
        with pytest.raises(ConnectionFailed):
            await connect(server.url).send(GET, {"on_response": lambda r: seen.append(r.status)})
    assert seen == [404, 500]


async def test_a_hook_may_be_async_and_may_fail(
    connect: MakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    async def later(response: Response) -> None:
        await asyncio.sleep(0)
        raise LookupError("mine")

    def at_once(response: Response) -> None:
        raise LookupError("mine")

    async with RawServer(OK) as server:
        client = connect(server.url)
        for hook in (later, at_once):
            caplog.clear()
            assert (await client.send(GET, {"on_response": hook})).status == 200
            (record,) = [record for record in caplog.records if record.name.startswith("cortex_async.")]
            assert record.getMessage() == "on_response of op raised"


async def test_the_hook_of_a_stream_gets_its_headers(connect: MakeClient) -> None:
    seen: list[Response] = []
    async with (
        RawServer(OK) as server,
        connect(server.url).open(GET, {"on_response": seen.append}) as response,
    ):
        assert (response.status, response.attempts) == (200, 1)
        assert [(r.status, r.body) for r in seen] == [(200, b"")]


async def test_an_option_that_does_not_exist(connect: MakeClient) -> None:
    async with RawServer(OK) as server:
        with pytest.raises(TypeError, match="unexpected keyword argument 'timout'"):
            await connect(server.url).send(GET, {"timout": 5})  # type: ignore[typeddict-unknown-key]  # on purpose
        assert server.requests == []


async def test_headers_of_client_and_call(connect: MakeClient) -> None:
    async with RawServer(OK) as server:
        client = connect(server.url, headers={"X-A": "client", "X-B": "client", "X-Api-Key": "stolen"})
        await client.send(GET, {"headers": {"x-a": "call"}})
        variant = client.with_options({"headers": {"X-B": "variant"}})
        await variant.send(GET, {})
        first, second = (request.headers for request in server.requests)
    assert (first["x-a"], first["x-b"], first["x-api-key"]) == ("call", "client", "key-1")
    assert (second["x-a"], second["x-b"]) == ("client", "variant")
    assert first["user-agent"] == f"odin-cortex/{__version__}"


async def test_streams_of_bytes(connect: MakeClient) -> None:
    body = bytes(range(256)) * 2000
    async with (
        RawServer(raw_response(200, body, kind="audio/wav")) as server,
        connect(server.url).open(GET, {}) as response,
    ):
        assert response.headers["content-type"] == "audio/wav"
        assert b"".join([chunk async for chunk in response.chunks()]) == body


async def test_a_stream_is_opened_with_retries_and_typed_errors(connect: MakeClient) -> None:
    async with RawServer([raw_response(503), OK]) as server, connect(server.url).open(GET, {}) as response:
        assert response.attempts == 2
    async with RawServer(raw_response(404, {"message": "gone"})) as server:
        with pytest.raises(NotFound, match="gone"):
            async with connect(server.url).open(GET, {}):
                pytest.fail("never opened")


async def test_a_stream_that_is_cut_off_is_not_restarted(connect: MakeClient) -> None:
    async def truncate(writer: asyncio.StreamWriter) -> None:
        writer.write(raw_response(200, b"x" * 100, {"X-Request-Id": "req_1"})[:-10])
        writer.close()

    async with RawServer([truncate]) as server:
        async with connect(server.url).open(GET, {}) as response:
            with pytest.raises(ConnectionFailed, match="ended before it was complete") as caught:
                _ = [chunk async for chunk in response.chunks()]
        assert len(server.requests) == 1
    assert (caught.value.request_id, caught.value.attempts) == ("req_1", 1)


async def test_an_exception_of_the_caller_within_a_stream_passes_through(connect: MakeClient) -> None:
    async with RawServer(OK) as server:
        with pytest.raises(LookupError):
            async with connect(server.url).open(GET, {}):
                raise LookupError


@pytest.mark.parametrize("base", ["", "/", "/api", "/api/", "/cortex", "/cortex/", "/cortex/api/"])
async def test_base_urls_with_and_without_a_path(base: str) -> None:
    async with RawServer(raw_response(200, [])) as server:
        async with CortexClient(base_url=f"{server.url}{base}", api_key="k") as client:
            await client.project("p/../1").sessions.list()
        (request,) = server.requests
    prefix = "/cortex" if "cortex" in base else ""
    assert request.target == f"{prefix}/api/projects/p%2F..%2F1/sessions"


async def test_requests_by_hand() -> None:
    async with RawServer(raw_response(200, {"n": [1]})) as server:
        async with CortexClient(base_url=server.url, api_key="k") as client:
            response = await client.request(
                "patch", "/api/x y/{id}", "a/b", query={"q": True}, body={"a": None, "b": 1}
            )
            assert client.codec.decode(response.body, dict[str, list[int]]) == {"n": [1]}
            await client.request("POST", "/api/raw", body=b"\x00\x01", headers={"Content-Type": "audio/wav"})
        first, second = server.requests
    assert (first.method, first.target, first.body) == (
        "PATCH",
        "/api/x%20y/a%2Fb?q=true",
        b'{"a":null,"b":1}',
    )
    assert (second.body, second.headers["content-type"]) == (b"\x00\x01", "audio/wav")


async def test_unset_values_in_a_body_by_hand_are_not_sent() -> None:
    from cortex_async import UNSET

    async with RawServer(OK) as server:
        async with CortexClient(base_url=server.url, api_key="k") as client:
            await client.request("POST", "/api/a", body={"a": UNSET, "b": [{"c": UNSET, "d": 1}]})
        assert server.requests[0].body == b'{"b":[{"d":1}]}'


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "api/a"),
        ("GET", "https://elsewhere/a"),
        ("GET", "//elsewhere/a"),
        ("GET", "/a?b=1"),
        ("GET", "/a/../b"),
        ("G T", "/a"),
        ("GET\r\nX: y", "/a"),
    ],
)
async def test_requests_by_hand_with_wrong_arguments(method: str, path: str) -> None:
    async with CortexClient(base_url="http://127.0.0.1:1", api_key="k") as client:
        with pytest.raises(ValueError, match=r"method|path"):
            await client.request(method, path)


async def test_errors_by_hand_show_the_template() -> None:
    async with (
        RawServer(raw_response(500)) as server,
        CortexClient(base_url=server.url, api_key="k", retry=False) as client,
    ):
        with pytest.raises(ServerError, match=r"request GET /api/things/\{id\}: 500") as caught:
            await client.request("GET", "/api/things/{id}", "id-canary")
    assert isinstance(caught.value, APIError)
    assert "canary" not in str(caught.value)


def test_clients_need_a_credential(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CORTEX_API_KEY", "CORTEX_ACCESS_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ConfigError, match="CORTEX_API_KEY"):
        CortexClient(base_url="http://x")
    CortexClient.without_credentials(base_url="http://x")
    monkeypatch.setenv("CORTEX_API_KEY", "k")
    monkeypatch.setenv("CORTEX_BASE_URL", "http://y/api")
    assert repr(CortexClient()) == "CortexClient('http://y')"


@pytest.mark.parametrize(
    "wrong",
    [{"base_url": "x"}, {"timeout": -1}, {"pool_size": 0}, {"headers": {"a b": "c"}}, {"proxy": "ftp://x"}],
)
def test_settings_are_checked_at_construction(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigError):
        CortexClient(**{"base_url": "http://x", "api_key": "k", **wrong})


@pytest.mark.parametrize("make", [cortex_async.CortexClient, cortex_sync.CortexClient])
@pytest.mark.parametrize("name", ["pool_sise", "sesion", "bas_url", "clock"])
def test_a_setting_that_does_not_exist_is_named(make: Any, name: str) -> None:
    for client in (partial(make, api_key="k"), make.without_credentials):
        with pytest.raises(TypeError, match=name):
            client(base_url="http://x", **{name: 1})


def test_only_the_async_version_takes_a_session() -> None:
    with pytest.raises(TypeError, match="session"):
        cortex_sync.CortexClient(base_url="http://x", api_key="k", session=None)  # type: ignore[call-arg]  # on purpose
    assert set(cortex_async.ConnectionSettings.__annotations__) - set(
        cortex_sync.ConnectionSettings.__annotations__
    ) == {"session"}


async def test_a_project_needs_an_id() -> None:
    async with CortexClient(base_url="http://x", api_key="k") as client:
        for wrong in ("", None, 5):
            with pytest.raises(ArgumentError, match="project_id"):
                client.project(wrong)  # type: ignore[arg-type]  # on purpose


async def test_every_request_lists_what_can_be_decoded(connect: MakeClient) -> None:
    async with RawServer(OK) as server:
        await connect(server.url).send(GET, {})
        (request,) = server.requests
    assert (request.headers["accept"], request.headers["accept-encoding"]) == (
        "application/json",
        "gzip, deflate",
    )
