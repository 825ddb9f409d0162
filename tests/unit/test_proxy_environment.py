"""Lower and upper case of proxy variables, compared with the standard library, whose rule httpx shares."""

from __future__ import annotations

import asyncio
import os
import urllib.request
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cortex_sync
from cortex_async import CortexClient
from cortex_async._core.http.proxies import environment_proxy
from tests.wire.server import OK, RawServer

NAMES = [
    spelling
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
    for spelling in (name, name.upper())
]
PROXIES = ("", "http://one:1", "http://two:2")
HOSTS = ("", "api.test", "other.test", "*")


def reference(url: str) -> str | None:
    """The proxy that the standard library finds, and ALL_PROXY, which httpx adds."""
    found = urllib.request.getproxies_environment()
    if urllib.request.proxy_bypass_environment("api.test", found):  # type: ignore[attr-defined]  # not in typeshed
        return None
    return found.get(url.partition(":")[0]) or found.get("all")


@given(
    environ=st.dictionaries(st.sampled_from(NAMES), st.sampled_from(range(3))),
    cgi=st.booleans(),
    url=st.sampled_from(["http://api.test", "https://api.test"]),
)
def test_the_lower_case_variable_wins_even_if_it_is_empty(
    environ: dict[str, int], cgi: bool, url: str
) -> None:
    values = {
        name: (HOSTS if name.lower() == "no_proxy" else PROXIES)[choice] for name, choice in environ.items()
    }
    if cgi:
        values["REQUEST_METHOD"] = "GET"
    with mock.patch.dict(os.environ, values, clear=True):
        expected = reference(url)
    proxy = environment_proxy(url, values)
    assert (None if proxy is None else proxy.url) == expected


@pytest.mark.parametrize("blank", ["", " ", "\t", "\n"])
@pytest.mark.parametrize(
    ("url", "name"), [("http://h", "http_proxy"), ("https://h", "https_proxy"), ("https://h", "all_proxy")]
)
def test_a_blank_variable_overrides_the_one_in_upper_case(url: str, name: str, blank: str) -> None:
    assert environment_proxy(url, {name: blank, name.upper(): "http://p:1"}) is None


@pytest.mark.parametrize("blank", ["", " ", "\n"])
def test_a_blank_no_proxy_excludes_nothing(blank: str) -> None:
    environ = {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*", "no_proxy": blank}
    proxy = environment_proxy("https://h", environ)
    assert proxy is not None
    assert proxy.url == "http://p:1"


def test_a_value_may_end_in_a_line_break() -> None:
    proxy = environment_proxy("https://h", {"https_proxy": "http://p:1\n"})
    assert proxy is not None
    assert proxy.url == "http://p:1"


async def test_a_blank_variable_makes_a_client_connect_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    async with RawServer(OK) as proxy, RawServer(OK) as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        await call(server.url)
        assert (len(proxy.requests), len(server.requests)) == (1, 0)
        monkeypatch.setenv("http_proxy", "")
        await call(server.url)
        await asyncio.to_thread(call_sync, server.url)
        assert (len(proxy.requests), len(server.requests)) == (1, 2)


async def call(url: str) -> None:
    async with CortexClient(base_url=url, api_key="k") as client:
        await client.request("GET", "/api/x")


def call_sync(url: str) -> None:
    with cortex_sync.CortexClient(base_url=url, api_key="k") as client:
        client.request("GET", "/api/x")
