"""Settings of a client: addresses, credentials, certificates, proxies, and their environment variables."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import pytest

from cortex_async._core.auth.credentials import Signing
from cortex_async._core.errors import ConfigError
from cortex_async._core.http.base_url import normalized_base_url
from cortex_async._core.http.proxies import Proxy
from cortex_async._core.timeouts import Timeout
from cortex_async.client import CORTEX
from cortex_async.config import Config, configure
from cortex_async.credentials import Credentials, find_credentials
from tests.wire.tls import CA_FILE


def configured(environ: dict[str, str] | None = None, **settings: Any) -> Config:
    return configure(CORTEX, settings, environ=environ or {})  # type: ignore[arg-type]  # wrong settings on purpose


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
    with pytest.raises(
        ConfigError, match=r"^base_url must be a URL such as https://api.example.com: it .*$"
    ) as caught:
        normalized_base_url(text, "/api")
    assert "canary" not in str(caught.value)
    assert caught.value.__context__ is None


def test_an_argument_takes_precedence_over_the_environment() -> None:
    with pytest.raises(ConfigError, match="base_url"):
        configured(base_url="")
    environ = {"CORTEX_BASE_URL": "http://from-env/api"}
    assert configured(environ=environ).base_url == "http://from-env"
    assert configured(environ=environ, base_url="http://mine").base_url == "http://mine"
    assert configured().base_url == "https://ots.odin.4players.io"


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
async def test_which_header_carries_the_credentials(
    credentials: Credentials, headers: dict[str, str]
) -> None:
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
        ({"timeout": -1}, "timeout must be"),
        ({"headers": {"a b": "c"}}, "header name"),
        ({"headers": {"a": "b\nc"}}, "must not contain a control character"),
        ({"proxy": "socks5://host"}, "proxy must be"),
        ({"ssl": 5}, "ssl must be"),
        (
            {"ssl": "/nowhere/ca.pem"},
            "ssl must name a file with certificates: /nowhere/ca.pem cannot be read",
        ),
        ({"ssl": __file__}, "ssl must name a file with certificates"),
        ({"environ": {"SSL_CERT_FILE": "/nowhere"}}, "SSL_CERT_FILE must name"),
        ({"environ": {"HTTPS_PROXY": "socks5://user:canary@host"}}, "HTTPS_PROXY must be"),
    ],
)
def test_settings_that_cannot_be_used(setting: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigError, match=says) as caught:
        configured(**setting)
    assert "canary" not in str(caught.value)


def test_time_limits() -> None:
    assert configured().defaults.timeout == Timeout()
    assert configured(timeout=5).defaults.timeout == Timeout(total=5)
    assert configured(timeout=None).defaults.timeout == Timeout(total=None)


def test_certificates(tmp_path: Path) -> None:
    own = ssl.create_default_context()
    assert configured(ssl=own).transport.ssl is own
    assert configured().transport.ssl is None
    for given in (
        {"ssl": CA_FILE},
        {"ssl": str(CA_FILE)},
        {"environ": {"SSL_CERT_FILE": str(CA_FILE)}},
        {"environ": {"REQUESTS_CA_BUNDLE": str(CA_FILE)}},
    ):
        context = configured(**given).transport.ssl
        assert isinstance(context, ssl.SSLContext)
        assert len(context.get_ca_certs()) == 1
    assert configured(ssl=tmp_path).transport.ssl is not None
    assert configured(ssl=CA_FILE, base_url="http://plain").transport.ssl is None


def test_proxies() -> None:
    environ = {"HTTPS_PROXY": "http://u:p@proxy:3128"}
    assert configured(environ=environ).transport.proxy == Proxy("http://proxy:3128", "Basic dTpw")
    assert configured(environ=environ, proxy=False).transport.proxy is None
    assert configured(environ=environ, proxy="http://mine:1").transport.proxy == Proxy("http://mine:1")
