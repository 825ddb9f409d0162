"""The URL of a Kafka cluster: addresses, credentials, and how to connect."""

from __future__ import annotations

import ipaddress
import re
import ssl
from typing import Any, Final
from urllib.parse import parse_qsl, unquote

from attrs import field, frozen

from cortex_async._core.arguments import wrong_type
from cortex_async._core.errors import ArgumentValueError

_EXPECTED: Final = (
    "kafka://HOST:PORT,HOST:PORT, optionally with USER:PASSWORD@ and ?tls=true&sasl=SCRAM-SHA-512"
)
_HOST: Final = re.compile(r"[^\s\x00-\x20\x7f/?#@%:\[\]\\]+")
_MECHANISMS: Final = ("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512")


@frozen
class Address:
    """Where a cluster is.

    servers: host and port of each server.
    options: how to connect, as aiokafka takes it.
    """

    servers: tuple[str, ...]
    options: dict[str, Any] = field(repr=False)

    @property
    def shown(self) -> str:
        """The addresses, without credentials."""
        return ", ".join(self.servers)


def parse_address(url: object, context: ssl.SSLContext | None) -> Address:
    """Read a URL. Raises ``ArgumentError``, without showing the URL, which may hold a password."""
    if not isinstance(url, str):
        raise wrong_type("url", _EXPECTED, url)
    scheme, separator, rest = url.partition("://")
    rest, _, query = rest.partition("?")
    credentials, at, hosts = rest.rstrip("/").rpartition("@")
    servers = tuple(_server(one.strip()) for one in hosts.split(","))
    if scheme != "kafka" or not separator or not all(servers):
        raise _wrong()
    tls, mechanism = _query(query)
    options: dict[str, Any] = {}
    if tls or context is not None:
        options["ssl_context"] = context or ssl.create_default_context()
    if at:
        user, colon, password = credentials.partition(":")
        if not user or not colon:
            raise _wrong()
        options |= {
            "sasl_mechanism": mechanism or "PLAIN",
            "sasl_plain_username": unquote(user),
            "sasl_plain_password": unquote(password),
        }
    elif mechanism:
        raise _wrong()
    options["security_protocol"] = ("SASL_" if at else "") + (
        "SSL" if "ssl_context" in options else "PLAINTEXT"
    )
    return Address(servers, options)


def _server(address: str) -> str:
    host, _, port = address.rpartition(":")
    if not host and not address.endswith(":"):
        host, port = address, "9092"
    is_port = re.fullmatch("[0-9]{1,5}", port) is not None and 0 < int(port) < 1 << 16
    return f"{host}:{port}" if is_port and _is_host(host) else ""


def _is_host(host: str) -> bool:
    """Whether the operating system can look it up; what it cannot is no ``OSError``."""
    try:
        if host.startswith("["):
            ipaddress.IPv6Address(host.removeprefix("[").removesuffix("]"))
            return host.endswith("]")
        host.encode("idna")
    except ValueError:
        return False
    return _HOST.fullmatch(host) is not None


def _query(query: str) -> tuple[bool, str]:
    tls, mechanism = False, ""
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name == "tls" and value in {"true", "false"}:
            tls = value == "true"
        elif name == "sasl" and value.upper() in _MECHANISMS:
            mechanism = value.upper()
        else:
            raise _wrong()
    return tls, mechanism


def _wrong() -> ArgumentValueError:
    return ArgumentValueError(f"url must be {_EXPECTED}", parameter="url")
