"""Checks of the network: name resolution, connection, TLS."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from typing import Any
from urllib.parse import SplitResult

from cortex_async import ConfigError
from cortex_async._core.http.certificates import tls_context
from cortex_async._core.timing.clock import monotonic, time_limit, unix
from cortex_cli import exit_codes
from cortex_cli.doctor.finding import Finding, failed, ok, warning

_NETWORK = exit_codes.NETWORK
_DAY = 86_400
_SOON = 14
"""Days before the end of a certificate that are worth a warning."""

_LOCAL = ("localhost", "127.0.0.1", "::1")


def port_of(address: SplitResult) -> int:
    return address.port or (443 if address.scheme == "https" else 80)


async def resolution(address: SplitResult, seconds: float) -> Finding:
    """Look up the host's addresses."""
    host = address.hostname or ""
    started = monotonic()
    try:
        async with time_limit(seconds):
            found = await asyncio.get_running_loop().getaddrinfo(
                host, port_of(address), type=socket.SOCK_STREAM
            )
    except TimeoutError:
        return failed(
            "name",
            f"{host}: no response within {seconds:g} s",
            "check the name server of this machine",
            _NETWORK,
        )
    except OSError as error:
        advice = "check the address, the network and the name server of this machine (/etc/resolv.conf)"
        return failed("name", f"{host}: {error.strerror or error}", advice, _NETWORK)
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    return ok("name", f"{host} is {', '.join(addresses[:4])} ({_milliseconds(started)})")


async def connection(address: SplitResult, seconds: float) -> Finding:
    """Connect to the host, with TLS for https."""
    host, port = address.hostname or "", port_of(address)
    started = monotonic()
    try:
        context = _context() if address.scheme == "https" else None
        async with time_limit(seconds):
            _, writer = await asyncio.open_connection(host, port, ssl=context)
    except ConfigError as error:
        return failed("tls", error, "correct the variable, or unset it")
    except TimeoutError:
        advice = "check firewalls and VPN; if this network needs a proxy, set HTTPS_PROXY"
        return failed("connection", f"{host}:{port} did not respond within {seconds:g} s", advice, _NETWORK)
    except ssl.SSLError as error:
        return _tls_failed(host, error)
    except OSError as error:
        advice = (
            "check the address and port, firewalls and VPN; if this network needs a proxy, set HTTPS_PROXY"
        )
        return failed("connection", f"{host}:{port}: {_reason(error)}", advice, _NETWORK)
    try:
        return _connected(address, writer, started)
    finally:
        writer.close()


def _context() -> ssl.SSLContext:
    return tls_context(None, os.environ) or ssl.create_default_context()


def _connected(address: SplitResult, writer: asyncio.StreamWriter, started: float) -> Finding:
    took = _milliseconds(started)
    tls: Any = writer.get_extra_info("ssl_object")
    if tls is None:
        if address.hostname in _LOCAL:
            return ok("connection", f"port {port_of(address)}, not encrypted ({took})")
        advice = "use https: the credential can be read on the way"
        return warning("connection", f"port {port_of(address)}, not encrypted ({took})", advice)
    detail = f"{tls.version()}, certificate by {_issuer(tls.getpeercert())}"
    days = (ssl.cert_time_to_seconds(tls.getpeercert()["notAfter"]) - unix()) / _DAY
    if days < _SOON:
        return warning("tls", f"{detail}, ends in {days:.0f} days", "its owner must renew it")
    return ok("tls", f"{detail}, valid for {days:.0f} days ({took})")


def _issuer(certificate: Any) -> str:
    names = {key: value for part in certificate.get("issuer", ()) for key, value in part}
    return str(names.get("organizationName") or names.get("commonName") or "an unnamed issuer")


def _tls_failed(host: str, error: ssl.SSLError) -> Finding:
    if isinstance(error, ssl.SSLCertVerificationError):
        advice = (
            "check this machine's clock; if a company proxy reads the traffic, set SSL_CERT_FILE to its "
            "certificates"
        )
        return failed("tls", f"{host}: certificate not accepted: {error.verify_message}", advice, _NETWORK)
    advice = "check that the address is right for https, and that no proxy is in between"
    return failed("tls", f"{host}: {error.reason or type(error).__name__}", advice, _NETWORK)


def _reason(error: OSError) -> str:
    # asyncio's own message repeats the address, for each address that it tried.
    return os.strerror(error.errno) if error.errno else str(error)


def _milliseconds(started: float) -> str:
    return f"{(monotonic() - started) * 1000:.0f} ms"
