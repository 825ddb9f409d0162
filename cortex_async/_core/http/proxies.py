"""Finds the proxy for a host.

aiohttp's ``trust_env`` is not used, because it also reads ``~/.netrc``: an entry for the host would be sent
next to an API key, and would make every call with a bearer token fail.
"""

from __future__ import annotations

import ipaddress
import re
from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import SplitResult, unquote, urlsplit

from attrs import field

from cortex_async._core.errors import ConfigError
from cortex_async._core.late_attrs import frozen
from cortex_async._core.secrets.masking import Secret, hidden


@frozen()
class Proxy:
    """A proxy.

    url: without user and password.
    authorization: value of ``Proxy-Authorization``, None if the proxy needs no user.
    """

    url: str
    authorization: str | None = field(default=None, repr=False)


def parse_proxy(url: str, origin: str) -> Proxy:
    """Parse ``http://user:password@host:port``; ``http://`` may be left out.

    origin: name of the setting or environment variable, for the error.

    Raises ``ConfigError`` for anything but an http or https URL; the URL is not shown, since it may contain a
    password.
    """
    url = hidden(url)
    proxy = _proxy_of(url)
    if proxy is None:
        # Raised here, where no local variable holds the password in the clear.
        raise ConfigError(
            f"{origin} must be the URL of an http proxy, such as http://user:password@host:3128"
        )
    return proxy


def _proxy_of(url: str) -> Proxy | None:
    try:
        parts = urlsplit(url.strip() if "://" in url else f"http://{url.strip()}")
    except ValueError:
        return None
    port = _port(parts)
    if parts.scheme not in ("http", "https") or not parts.hostname or port is None:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    address = f"{parts.scheme}://{host}:{port}"
    if parts.username is None:
        return Proxy(address)
    user = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return Proxy(address, Secret(f"Basic {b64encode(user.encode()).decode()}"))


def environment_proxy(url: str, environ: Mapping[str, str]) -> Proxy | None:
    """Return the proxy for ``url`` from the environment, None if there is none.

    Reads ``HTTP_PROXY``, ``HTTPS_PROXY``, ``ALL_PROXY`` and ``NO_PROXY``. A lower-case name wins, even if its
    value is empty: that turns a proxy off. Raises ``ConfigError`` for a value that cannot be used.
    """
    parts = urlsplit(url)
    if bypassed(parts.hostname or "", _port(parts) or 0, environ.get(_spelling("no_proxy", environ), "")):
        return None
    # No local variable holds a value, since it may contain a password: tracebacks can show variables.
    for name in (_spelling(f"{parts.scheme}_proxy", environ), _spelling("all_proxy", environ)):
        if environ.get(name, "").strip():
            return parse_proxy(environ[name], name)
    return None


def bypassed(host: str, port: int, no_proxy: str) -> bool:
    """Whether ``NO_PROXY`` lists the host.

    An entry is a name, which includes its subdomains, an address, a network, ``host:port`` or ``*``.
    """
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


def _spelling(name: str, environ: Mapping[str, str]) -> str:
    """Return the spelling of a variable that counts, whether it is set or not; empty if none does."""
    # Looked up in a set, since os.environ on Windows ignores case.
    if name in set(environ):
        return name
    # In a CGI process, a client can set HTTP_PROXY by a header "Proxy": https://httpoxy.org
    return "" if name == "http_proxy" and "REQUEST_METHOD" in environ else name.upper()


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return None
