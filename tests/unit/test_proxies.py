"""Proxies by URL and from the environment, and the hosts that bypass them."""

from __future__ import annotations

import pytest

from cortex_async._core.errors import ConfigError
from cortex_async._core.http.proxies import Proxy, bypassed, environment_proxy, parse_proxy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://proxy:3128", Proxy("http://proxy:3128")),
        ("proxy:3128", Proxy("http://proxy:3128")),
        ("https://proxy", Proxy("https://proxy:443")),
        ("http://proxy", Proxy("http://proxy:80")),
        ("http://u%40x:p%3Ass@proxy:1", Proxy("http://proxy:1", "Basic dUB4OnA6c3M=")),
        ("http://user@proxy:1", Proxy("http://proxy:1", "Basic dXNlcjo=")),
        ("http://[::1]:8080/", Proxy("http://[::1]:8080")),
    ],
)
def test_proxy_urls(text: str, expected: Proxy) -> None:
    assert parse_proxy(text, "proxy") == expected
    assert "Basic" not in repr(expected)


@pytest.mark.parametrize(
    "text", ["socks5://u:canary@host:1", "", "http://", "http://host:port", "http://host:99999"]
)
def test_strings_that_are_not_a_proxy_url(text: str) -> None:
    with pytest.raises(ConfigError, match=r"^NAME must be the URL of an http proxy") as caught:
        parse_proxy(text, "NAME")
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    ("host", "port", "no_proxy", "expected"),
    [
        ("api.example.com", 443, "example.com", True),
        ("api.example.com", 443, ".example.com", True),
        ("api.example.com", 443, "*.example.com", True),
        ("example.com", 443, ".example.com", True),
        ("API.example.com", 443, "EXAMPLE.com", True),
        ("badexample.com", 443, "example.com", False),
        ("example.com", 443, "other, example.com", True),
        ("example.com", 443, "other example.com", True),
        ("example.com", 443, "*", True),
        ("example.com", 443, "example.com:443", True),
        ("example.com", 443, "example.com:80", False),
        ("10.1.2.3", 80, "10.0.0.0/8", True),
        ("10.1.2.3", 80, "10.1.2.3", True),
        ("10.1.2.3", 80, "10.1.2.3:80", True),
        ("10.1.2.3", 80, "10.1.2.3:81", False),
        ("11.1.2.3", 80, "10.0.0.0/8", False),
        ("example.com", 80, "10.0.0.0/8", False),
        ("::1", 80, "[::1]", True),
        ("::1", 80, "::1", True),
        ("fd00::5", 80, "fd00::/8", True),
        ("example.com", 80, "", False),
        ("example.com", 80, ",, .", False),
    ],
)
def test_no_proxy(host: str, port: int, no_proxy: str, expected: bool) -> None:
    assert bypassed(host, port, no_proxy) is expected


@pytest.mark.parametrize(
    ("url", "environ", "expected"),
    [
        ("https://h", {"HTTPS_PROXY": "a:1"}, "http://a:1"),
        ("https://h", {"https_proxy": "a:1", "HTTPS_PROXY": "b:1"}, "http://a:1"),
        ("https://h", {"HTTP_PROXY": "a:1"}, None),
        ("http://h", {"HTTP_PROXY": "a:1"}, "http://a:1"),
        ("http://h", {"HTTP_PROXY": "a:1", "REQUEST_METHOD": "GET"}, None),
        ("http://h", {"http_proxy": "a:1", "REQUEST_METHOD": "GET"}, "http://a:1"),
        ("https://h", {"ALL_PROXY": "a:1"}, "http://a:1"),
        ("https://h", {"HTTPS_PROXY": "", "ALL_PROXY": "a:1"}, "http://a:1"),
        ("https://h", {"HTTPS_PROXY": "a:1", "NO_PROXY": "h"}, None),
        ("https://h:8443", {"HTTPS_PROXY": "a:1", "no_proxy": "h:8443"}, None),
        ("https://h", {}, None),
    ],
)
def test_the_environment(url: str, environ: dict[str, str], expected: str | None) -> None:
    proxy = environment_proxy(url, environ)
    assert (proxy.url if proxy else None) == expected
