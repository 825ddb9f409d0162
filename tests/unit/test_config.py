from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import pytest

from cortex_async._core.auth.credentials import Signing
from cortex_async._core.errors import ConfigError
from cortex_async._core.http.proxies import Proxy
from cortex_async._core.timeouts import Timeout
from cortex_async.config import Credentials, configure, find_credentials, normalized_base_url
from tests.wire.tls import CA_FILE

SETTINGS: dict[str, Any] = {
    "base_url": None,
    "base_suffix": "/api",
    "options": {},
    "proxy": None,
    "ssl": None,
    "pool_size": 100,
    "max_response_bytes": 1000,
    "environ": {},
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://host", "https://host"),
        ("https://host/", "https://host"),
        (" https://HOST:8443/\n", "https://host:8443"),
        ("https://host/api", "https://host"),
        ("https://host/api/", "https://host"),
        ("https://host/cortex", "https://host/cortex"),
        ("https://host/cortex/api/", "https://host/cortex"),
        ("https://host//cortex//", "https://host/cortex"),
        ("https://host/myapi", "https://host/myapi"),
        ("http://[::1]:80/api", "http://[::1]:80"),
        ("https://bücher.example/a b".replace(" ", "%20"), "https://xn--bcher-kva.example/a%20b"),
        ("https://host/ü", "https://host/%C3%BC"),
    ],
)
def test_base_urls(text: str, expected: str) -> None:
    assert normalized_base_url(text, "/api") == expected


@pytest.mark.parametrize(
    "text",
    [
        "host",
        "host:8080",
        "//host",
        "ftp://host",
        "https://",
        "https:///path",
        "https://host?x=1",
        "https://host?",
        "https://host#a",
        "https://user:canary@host",
        "https://canary@host",
        "https://host:port",
        "https://host:99999",
        "https://host:0",
        "https://ho st",
        "https://host/\nx",
        "https://host/a/../b",
        "https://host\\evil",
        "https://[::1",
        "https://" + "ä" * 70,
        "",
        5,
        b"https://host",
    ],
)
def test_base_urls_that_cannot_be_used(text: Any) -> None:
    with pytest.raises(ConfigError, match=r"^base_url .* expected$") as caught:
        normalized_base_url(text, "/api")
    assert "canary" not in str(caught.value)
    assert caught.value.__context__ is None


def test_the_environment_is_the_second_choice() -> None:
    with pytest.raises(ConfigError, match="base_url"):
        configure(**{**SETTINGS, "base_url": ""})
    environ = {"CORTEX_BASE_URL": "http://from-env/api"}
    assert configure(**{**SETTINGS, "environ": environ}).base_url == "http://from-env"
    assert configure(**{**SETTINGS, "environ": environ, "base_url": "http://mine"}).base_url == "http://mine"
    assert configure(**SETTINGS).base_url == "https://ots.odin.4players.io"


@pytest.mark.parametrize(
    ("key", "token", "environ", "expected"),
    [
        ("k", None, {}, ("k", None)),
        (None, "t", {}, (None, "t")),
        (None, None, {"CORTEX_API_KEY": "k"}, ("k", None)),
        (None, None, {"CORTEX_ACCESS_TOKEN": " t\n"}, (None, "t")),
        (None, "t", {"CORTEX_API_KEY": "k"}, (None, "t")),
        ("k", None, {"CORTEX_ACCESS_TOKEN": "t"}, ("k", None)),
        (None, None, {"CORTEX_API_KEY": "", "CORTEX_ACCESS_TOKEN": "t"}, (None, "t")),
    ],
)
def test_credentials(
    key: str | None, token: str | None, environ: dict[str, str], expected: tuple[str | None, str | None]
) -> None:
    found = find_credentials(key, token, "X-API-Key", environ)
    assert (found.api_key, found.access_token) == expected
    assert "k" not in repr(found).replace("api_key_header", "").replace("X-API-Key", "").replace(
        "Credentials", ""
    )


@pytest.mark.parametrize(
    ("key", "token", "environ", "says"),
    [
        ("k", "t", {}, "not both"),
        (None, None, {}, "CORTEX_API_KEY or CORTEX_ACCESS_TOKEN.*without_credentials"),
        (None, None, {"CORTEX_API_KEY": " "}, "no credentials"),
        (None, None, {"CORTEX_API_KEY": "k", "CORTEX_ACCESS_TOKEN": "t"}, "both set"),
    ],
)
def test_credentials_that_are_missing_or_ambiguous(
    key: str | None, token: str | None, environ: dict[str, str], says: str
) -> None:
    with pytest.raises(ConfigError, match=says):
        find_credentials(key, token, "X-API-Key", environ)


@pytest.mark.parametrize(
    ("credentials", "headers"),
    [
        (Credentials("k"), {"X-API-Key": "k"}),
        (Credentials("k", None, "Authorization"), {"Authorization": "ApiKey k"}),
        (Credentials(None, "t"), {"Authorization": "Bearer t"}),
        (Credentials(), {}),
    ],
)
async def test_how_credentials_travel(credentials: Credentials, headers: dict[str, str]) -> None:
    signing = Signing("GET", "/", b"", frozenset({"api-key", "bearer"}))
    assert (await credentials.authenticator().authorize(signing)).headers == headers


def test_another_header_for_the_key_is_refused() -> None:
    with pytest.raises(ConfigError, match="api_key_header"):
        find_credentials("k", None, "X-Key", {})  # type: ignore[arg-type]  # on purpose


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ({"pool_size": 0}, "pool_size"),
        ({"pool_size": True}, "pool_size"),
        ({"max_response_bytes": "1"}, "max_response_bytes"),
        ({"options": {"timeout": -1}}, "timeout must be"),
        ({"options": {"headers": {"a b": "c"}}}, "header name"),
        ({"options": {"headers": {"a": "b\nc"}}}, "must not hold a control character"),
        ({"proxy": "socks5://host"}, "proxy: "),
        ({"ssl": 5}, "ssl: "),
        ({"ssl": "/nowhere/ca.pem"}, "ssl: no certificates can be read from /nowhere/ca.pem"),
        ({"ssl": __file__}, "ssl: no certificates"),
        ({"environ": {"SSL_CERT_FILE": "/nowhere"}}, "SSL_CERT_FILE: "),
        ({"environ": {"HTTPS_PROXY": "socks5://user:canary@host"}}, "HTTPS_PROXY: "),
    ],
)
def test_settings_that_cannot_be_used(setting: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigError, match=says) as caught:
        configure(**{**SETTINGS, **setting})
    assert "canary" not in str(caught.value)


def test_time_limits() -> None:
    assert configure(**SETTINGS).defaults.timeout == Timeout()
    assert configure(**{**SETTINGS, "options": {"timeout": 5}}).defaults.timeout == Timeout(total=5)
    assert configure(**{**SETTINGS, "options": {"timeout": None}}).defaults.timeout == Timeout(total=None)


def test_certificates(tmp_path: Path) -> None:
    own = ssl.create_default_context()
    assert configure(**{**SETTINGS, "ssl": own}).ssl is own
    assert configure(**SETTINGS).ssl is None
    for given in (
        {"ssl": CA_FILE},
        {"ssl": str(CA_FILE)},
        {"environ": {"SSL_CERT_FILE": str(CA_FILE)}},
        {"environ": {"REQUESTS_CA_BUNDLE": str(CA_FILE)}},
    ):
        context = configure(**{**SETTINGS, **given}).ssl
        assert isinstance(context, ssl.SSLContext)
        assert len(context.get_ca_certs()) == 1
    assert configure(**{**SETTINGS, "ssl": tmp_path}).ssl is not None
    assert configure(**{**SETTINGS, "ssl": CA_FILE, "base_url": "http://plain"}).ssl is None


def test_proxies() -> None:
    environ = {"HTTPS_PROXY": "http://u:p@proxy:3128"}
    assert configure(**{**SETTINGS, "environ": environ}).proxy == Proxy("http://proxy:3128", "Basic dTpw")
    assert configure(**{**SETTINGS, "environ": environ, "proxy": False}).proxy is None
    assert configure(**{**SETTINGS, "environ": environ, "proxy": "http://mine:1"}).proxy == Proxy(
        "http://mine:1"
    )
