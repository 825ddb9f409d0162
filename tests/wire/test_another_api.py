"""The runtime is independent of the API: a client of another one takes URL, environment variable and
credential from its ``Service``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cortex_async import ConfigError
from cortex_async._core.auth.credentials import Credential, HeaderAuthenticator
from cortex_async._core.call.service import Service
from cortex_async._core.codec.codec import Codec
from cortex_async._core.request import Request, Route
from cortex_async.api_client import connect
from tests.wire.server import OK, RawServer

CORE = Path(__file__).parents[2] / "cortex_async" / "_core"
KEY = HeaderAuthenticator(Credential("fourth-key", "api_key"), "X-Fourth-Key", "", "key", {})
CALL = Request(Route("list", "GET", "/things", frozenset({"key"})))


def fourth(**facts: str) -> Service:
    return Service("fourth", Codec("fourth"), schemes=frozenset({"key"}), **facts)  # type: ignore[arg-type]  # strings only


@pytest.mark.parametrize("base_url", [None, ""])
def test_a_client_without_a_url_is_an_error(monkeypatch: pytest.MonkeyPatch, base_url: str | None) -> None:
    monkeypatch.setenv("CORTEX_BASE_URL", "http://127.0.0.1:9")
    with pytest.raises(ConfigError, match=r"^base_url must be"):
        connect(fourth(), KEY, base_url=base_url)


async def test_the_url_comes_from_its_own_variable_or_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORTEX_BASE_URL", "http://127.0.0.1:9")
    async with RawServer(OK) as server:
        named = connect(fourth(base_url=f"{server.url}/v4", base_suffix="/v4"), KEY)
        await named.send(CALL, {})
        monkeypatch.setenv("FOURTH_URL", server.url)
        found = connect(fourth(base_url="http://127.0.0.1:9", base_url_variable="FOURTH_URL"), KEY)
        await found.send(CALL, {})
        await named.aclose()
        await found.aclose()
        assert [request.headers["x-fourth-key"] for request in server.requests] == ["fourth-key"] * 2
    assert connect(fourth(base_url="http://127.0.0.1:9"), KEY).base_url == "http://127.0.0.1:9"


def test_the_core_names_no_url_and_no_variable_of_an_api() -> None:
    named = re.compile(r"4players|CORTEX_[A-Z]|orga-ai|nimroboai|rtcstack")
    for path in CORE.rglob("*.py"):
        assert not named.search(path.read_text("utf-8")), path
