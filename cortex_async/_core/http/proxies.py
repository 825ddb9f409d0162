"""Which proxy a host is reached through.

Decided here and not by the HTTP library's ``trust_env``: that also reads ``~/.netrc``, whose entry for the host would be
sent beside an API key and makes every call with a bearer token fail.
"""

from __future__ import annotations

import ipaddress
import re
from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import SplitResult, unquote, urlsplit

from attrs import field, frozen

from cortex_async._core.errors import ConfigError
from cortex_async._core.secrets.masking import Secret, hidden


@frozen
class Proxy:
    """url: without user and password. authorization: value of ``Proxy-Authorization``, None without a user."""

    url: str
    authorization: str | None = field(default=None, repr=False)


def parse_proxy(text: str, origin: str) -> Proxy:
    """A proxy from ``http://user:password@host:port``; ``http://`` may be left out. ``origin`` names the setting in errors.

    Raises ``ConfigError`` for what is no http(s) proxy; the text, which may hold a password, is not shown.
    """
    text = hidden(text)
    proxy = _proxy_of(text)
    if proxy is None:
        # Raised here, where no variable shows the password.
        raise ConfigError(
            f"{origin} must be the URL of an http proxy, such as http://user:password@host:3128"
        )
    return proxy


def _proxy_of(text: str) -> Proxy | None:
    try:
        parts = urlsplit(text.strip() if "://" in text else f"http://{text.strip()}")
    except ValueError:
        return None
    port = _port(parts)
    if parts.scheme not in ("http", "https") or not parts.hostname or port is None:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    url = f"{parts.scheme}://{host}:{port}"
    if parts.username is None:
        return Proxy(url)
    user = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return Proxy(url, Secret(f"Basic {b64encode(user.encode()).decode()}"))


def environment_proxy(url: str, environ: Mapping[str, str]) -> Proxy | None:
    """The proxy that ``HTTP_PROXY``, ``HTTPS_PROXY``, ``ALL_PROXY`` and ``NO_PROXY`` name for ``url``.

    Each may be written in lower case, and then wins, even if it is empty: that is how one proxy is switched off.
    """
    parts = urlsplit(url)
    if bypassed(parts.hostname or "", _port(parts) or 0, environ.get(_spelt("no_proxy", environ), "")):
        return None
    # Values, which may hold passwords, are in no variable here: tracebacks can show those.
    for name in (_spelt(f"{parts.scheme}_proxy", environ), _spelt("all_proxy", environ)):
        if environ.get(name, "").strip():
            return parse_proxy(environ[name], name)
    return None


def bypassed(host: str, port: int, no_proxy: str) -> bool:
    """Whether ``NO_PROXY`` lists the host: by name (its subdomains too), address, network, ``host:port`` or ``*``."""
    return any(
        _matches(entry, host.lower(), port) for entry in re.split(r"[\s,]+", no_proxy.lower()) if entry
    )


def _matches(entry: str, host: str, port: int) -> bool:
    if entry == "*":
        return True
    network = _network(entry)
    if network is not None:
        return any(address in network for address in _addresses(host))
    name, colon, wanted = entry.rpartition(":")
    if colon and wanted.isdigit():
        return int(wanted) == port and _matches(name, host, port)
    name = entry.removeprefix("*").lstrip(".").strip("[]")
    return bool(name) and (host == name or host.endswith(f".{name}"))


def _network(entry: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(entry.strip("[]"), strict=False)
    except ValueError:
        return None


def _addresses(host: str) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    try:
        return [ipaddress.ip_address(host)]
    except ValueError:
        return []


def _spelt(name: str, environ: Mapping[str, str]) -> str:
    """The spelling of a variable that counts, whether it is set or not; empty if none does."""
    # By iterating: os.environ on Windows finds each name in any case.
    if name in set(environ):
        return name
    # In a CGI process a client sets HTTP_PROXY through its header "Proxy": https://httpoxy.org
    return "" if name == "http_proxy" and "REQUEST_METHOD" in environ else name.upper()


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return None
