"""No variable of a traceback shows a credential: pytest, error trackers and ``traceback`` with locals print
their reprs."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from cortex_async import ConfigError, CortexClient, Timeout
from cortex_async._core.auth.credentials import checked_token
from cortex_async._core.http.proxies import parse_proxy
from cortex_async._core.secrets.masking import Environment, Secret, SecretBytes, hidden
from cortex_async.api_client import APIClient as AsyncBase
from cortex_async.contrib.nimrobo import NimroboClient
from cortex_async.contrib.orga import OrgaClient
from cortex_async.contrib.rtcstack import RTCStackClient
from cortex_sync import CortexClient as SyncClient
from cortex_sync.api_client import APIClient as SyncBase
from cortex_sync.contrib.nimrobo import NimroboClient as SyncNimrobo
from cortex_sync.contrib.orga import OrgaClient as SyncOrga
from cortex_sync.contrib.rtcstack import RTCStackClient as SyncRTCStack
from tests.wire.server import RawServer, raw_response, refusing_port

TESTS = str(Path(__file__).parents[1])
KEY = "canary-key-1234"
PROXY = "http://user:canary-word@127.0.0.1:9"


def chain(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    pending: list[BaseException | None] = [error]
    while pending:
        one = pending.pop()
        if one is not None and one not in seen:
            seen.append(one)
            pending += [one.__cause__, one.__context__]
            pending += getattr(one, "exceptions", ())
    yield from seen


def variables(error: BaseException) -> Iterator[str]:
    """Yield the repr of every variable of every frame outside the tests."""
    for one in chain(error):
        step: TracebackType | None = one.__traceback__
        while step is not None:
            code = step.tb_frame.f_code
            if not code.co_filename.startswith(TESTS):
                for name, value in step.tb_frame.f_locals.items():
                    yield f"{code.co_filename}:{code.co_name} {name} = {value!r}"
            step = step.tb_next


def assert_hidden(error: BaseException) -> None:
    found = [line for line in variables(error) if "canary" in line]
    assert found == []
    for one in chain(error):
        drawn = traceback.TracebackException.from_exception(one, capture_locals=True)
        texts = [
            str(value)
            for frame in drawn.stack
            if not frame.filename.startswith(TESTS)
            for value in (frame.locals or {}).values()
        ]
        assert "canary" not in "".join(texts)


CREDENTIALS: list[dict[str, Any]] = [
    {"api_key": KEY},
    {"api_key": KEY, "api_key_header": "Authorization"},
    {"access_token": KEY},
    {"api_key": lambda: KEY},
    {"api_key": KEY, "headers": {"X-Trace": "canary-header", "Cookie": "canary=1"}},
]


@pytest.mark.parametrize("credential", CREDENTIALS, ids=range(len(CREDENTIALS)))
@pytest.mark.parametrize("body", [False, True])
async def test_a_call_that_is_cancelled(credential: dict[str, Any], body: bool) -> None:
    async with RawServer() as server:
        server.reply = [server.stall]
        async with CortexClient(base_url=server.url, **credential) as client:
            with pytest.raises(TimeoutError) as caught:
                async with asyncio.timeout(0.1):
                    await client.request(
                        "POST" if body else "GET", "/api/a", body={"secret": 1} if body else None
                    )
    assert any("attempts.py" in line for line in variables(caught.value))
    assert not any("aiohttp" in line.partition(":")[0] for line in variables(caught.value))
    assert_hidden(caught.value)


async def test_a_call_that_is_cancelled_in_its_body_or_without_a_connection() -> None:
    async def half(writer: asyncio.StreamWriter) -> None:
        writer.write(raw_response(200, b"x" * 10)[:-5])
        await asyncio.Event().wait()

    async with RawServer() as server:
        server.reply = [half]
        settings: Any = {"base_url": server.url, "api_key": KEY, "pool_size": 1}
        async with CortexClient(**settings) as client:
            calls = [client.request("GET", "/api/a") for _ in range(2)]
            results = await asyncio.gather(
                *(asyncio.wait_for(call, 0.2) for call in calls), return_exceptions=True
            )
    for error in results:
        assert isinstance(error, TimeoutError)
        assert_hidden(error)


FAILURES: dict[str, Callable[[RawServer], Any]] = {
    "refused": lambda server: raw_response(500, {"message": "no"}),
    "closed": lambda server: [None],
    "silent": lambda server: [server.stall],
    "not HTTP": lambda server: b"junk\r\n\r\n",
    "undecodable": lambda server: raw_response(200, {"id": 1}),
}


@pytest.mark.parametrize("failure", FAILURES)
async def test_a_call_that_fails(failure: str) -> None:
    async with RawServer() as server:
        server.reply = FAILURES[failure](server)
        settings: Any = {"base_url": server.url, "retry": False, "timeout": Timeout(read=0.1, total=5)}
        proxied: Any = {
            **settings,
            "proxy": f"http://user:canary-word@127.0.0.1:{server.port}",
            "base_url": "http://a.invalid",
        }
        for client in (CortexClient(api_key=KEY, **settings), CortexClient(api_key=KEY, **proxied)):
            async with client:
                with pytest.raises(Exception) as caught:
                    await client.project("p").sessions.get("s")
            assert_hidden(caught.value)


async def test_the_sync_version() -> None:
    async with RawServer([raw_response(500), None, raw_response(200, {"id": 1})]) as server:

        def call() -> list[BaseException]:
            errors: list[BaseException] = []
            with SyncClient(base_url=server.url, api_key=KEY, retry=False) as client:
                for _ in range(3):
                    with pytest.raises(Exception) as caught:
                        client.project("p").sessions.get("s")
                    errors.append(caught.value)
            return errors

        for error in await asyncio.to_thread(call):
            assert_hidden(error)


EVERY: list[tuple[Any, dict[str, Any]]] = [
    (CortexClient, {"api_key": KEY}),
    (SyncClient, {"api_key": KEY}),
    (NimroboClient, {"api_key": KEY}),
    (SyncNimrobo, {"api_key": KEY}),
    (OrgaClient, {"api_key": KEY, "ephemeral_token": KEY}),
    (SyncOrga, {"api_key": KEY, "ephemeral_token": KEY}),
    (RTCStackClient, {"api_key": KEY, "api_secret": KEY}),
    (SyncRTCStack, {"api_key": KEY, "api_secret": KEY}),
]
WRONG: list[dict[str, Any]] = [
    {"pool_size": 0},
    {"base_url": "http://canary:pw@host"},
    {"proxy": "ftp://user:canary-word@host"},
    {"proxy": "http://user:canary-word@[host"},
    {"proxy": PROXY, "retry": 5, "timeout": -1},
    {"ssl": "/nowhere", "base_url": "https://host"},
    {"headers": {"X-Api-Key": "canary\n"}},
    {"api_key": "two canary words"},
    {"api_key": "canary\x00"},
    {"api_key": b"canary"},
    {"api_key": ""},
]


@pytest.mark.parametrize("wrong", WRONG, ids=range(len(WRONG)))
@pytest.mark.parametrize(("make", "credential"), EVERY, ids=lambda value: getattr(value, "__module__", ""))
def test_a_constructor_that_raises(make: Any, credential: dict[str, Any], wrong: dict[str, Any]) -> None:
    with pytest.raises((ConfigError, TypeError, ValueError, AttributeError)) as caught:
        make(**{**credential, "headers": {"A": "canary-header"}, "proxy": PROXY, **wrong})
    assert isinstance(caught.value, ConfigError) or "retry" in wrong
    assert_hidden(caught.value)


@pytest.mark.parametrize("name", ["CORTEX_API_KEY", "HTTP_PROXY", "SOME_TOKEN"])
@pytest.mark.parametrize("make", [CortexClient, SyncClient])
def test_a_constructor_that_raises_does_not_show_the_environment(
    make: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CORTEX_ACCESS_TOKEN", "canary-token")
    monkeypatch.setenv(name, "ftp://canary:canary@host" if name == "HTTP_PROXY" else "canary")
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere")
    with pytest.raises(ConfigError) as caught:
        make(base_url="http://host:x" if name == "SOME_TOKEN" else "http://host")
    assert_hidden(caught.value)


@pytest.mark.parametrize("base", [AsyncBase, SyncBase])
def test_the_repr_of_a_half_constructed_client(base: Any) -> None:
    kinds = [make for make, _ in EVERY if issubclass(make, base)]
    assert len(kinds) == 4
    for kind in kinds:
        assert repr(kind.__new__(kind)) == f"{kind.__name__}()"


async def test_functions_for_credentials_that_fail() -> None:
    async def two_words() -> str:
        return "canary words"

    sources: list[Callable[[], Awaitable[str] | str]] = [two_words, lambda: "canary words", lambda: b"canary"]  # type: ignore[list-item, return-value]  # on purpose
    async with refusing_port() as port:
        for source in sources:
            async with CortexClient(base_url=f"http://127.0.0.1:{port}", api_key=source) as client:
                with pytest.raises(ConfigError) as caught:
                    await client.request("GET", "/api/a")
            assert_hidden(caught.value)


def test_hidden_values_stay_equal() -> None:
    for value, kind in (("canary", Secret), (b"canary", SecretBytes)):
        secret = hidden(value)
        assert type(secret) is kind
        assert secret == value
        assert hash(secret) == hash(value)
        assert "canary" not in repr([secret, {"a": secret}, (secret,)])
    assert "anar" not in repr(hidden("canary")[1:5])
    assert hidden("canary")[1:5] == "anar"
    assert "anar" not in repr(hidden(b"canary")[1:5])
    assert (hidden(b"canary")[1:5], hidden(b"canary")[1]) == (b"anar", ord("a"))
    # Python makes a string of bytes by their repr.
    assert str(hidden(b"canary")) == "'***'"
    assert f"{hidden('canary')}" == "canary"
    assert hidden(None) is None
    assert "canary" not in repr(hidden({"A": "canary"}))
    assert "canary" not in repr(Environment({"A": "canary"}))
    for make in (lambda: checked_token("two canary", "x"), lambda: parse_proxy("ftp://a:canary@b", "x")):
        with pytest.raises(ConfigError) as caught:
            make()
        assert_hidden(caught.value)
