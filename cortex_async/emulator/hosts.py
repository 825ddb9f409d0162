"""Host names that lead to this machine only."""

from __future__ import annotations

import ipaddress


def is_local(host: str) -> bool:
    """Whether a host name or address can only mean this machine: ``localhost`` or a loopback address.

    Names that merely resolve to a loopback address do not count, since anybody can publish such a name (DNS
    rebinding).
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_name(header: str) -> str:
    """The host in a ``Host`` header, without the port and the brackets of IPv6. Empty if the header is
    malformed.
    """
    if header.startswith("["):
        host, bracket, port = header[1:].partition("]")
        return host if bracket and (not port or _is_port(port)) else ""
    host, colon, port = header.partition(":")
    return host if not colon or _is_port(":" + port) else ""


def _is_port(suffix: str) -> bool:
    return suffix.startswith(":") and suffix[1:].isascii() and suffix[1:].isdigit()


def address(header: str, default: str) -> str:
    """The base URL that a ``Host`` header names, ``default`` if it is missing or malformed."""
    return f"http://{header}" if host_name(header) else default
