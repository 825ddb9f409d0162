"""Describes exceptions of the HTTP library in the SDK's own words, and what they mean for a call.

Messages of aiohttp and of the libraries below it may contain URLs and with them the caller's values, so none
is shown; of the operating system only its description of an error number is.
"""

from __future__ import annotations

import os
import socket
import ssl
import zlib
from typing import TYPE_CHECKING

import aiohttp
from aiohttp.http_exceptions import ContentEncodingError, HttpProcessingError
from attrs import evolve

from cortex_async._core.outcomes import Failure
from cortex_async._core.strings.patterns import lazily

if TYPE_CHECKING:
    from cortex_async._core.http.exchange import Progress
    from cortex_async._core.timeouts import Timeout
    from cortex_async._core.types import Outcome

LIBRARY_ERRORS: tuple[type[Exception], ...] = (
    aiohttp.ClientError,
    HttpProcessingError,
    TimeoutError,
    OSError,
    UnicodeError,
    zlib.error,
)
"""What sending a request and reading a body may raise, including errors of IDNA and of the parsers below
aiohttp."""

_CONNECT_ERRORS = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
    UnicodeError,
)
_PLAIN_HTTP = frozenset(
    {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST", "PACKET_LENGTH_TOO_LONG"}
)
"""OpenSSL's reason codes for a server that speaks plain HTTP."""

_PASSING_TLS = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)
_TLS_RECORD = lazily(r"\\x1[56]\\x03|[\x15\x16]\x03")
"""Start of a TLS alert or handshake record, which the parser's message quotes if the server speaks TLS."""

_CODE = lazily(r"[A-Z0-9_]{1,60}")

# https://docs.openssl.org/master/man3/X509_STORE_CTX_get_error/
_CERTIFICATE = {
    9: "it is not valid yet",
    10: "it has expired",
    18: "it is self-signed",
    19: "its chain ends in a self-signed certificate that is not trusted",
    20: "its issuer is not known",
    21: "its issuer is not known",
    23: "it was revoked",
    62: "it is for another host name",
    64: "it is for another IP address",
}


def failure_of(error: BaseException, limits: Timeout, progress: Progress, peer: str) -> Failure:
    """Return the failure of an attempt that raised ``error``; ``peer`` is host and port of the server."""
    connecting = isinstance(error, _CONNECT_ERRORS) if not progress.tracked else not progress.sent
    outcome: Outcome = "not_sent" if connecting else "unknown"
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return evolve(unconnected(limits, peer), outcome=outcome)
    if isinstance(error, aiohttp.SocketTimeoutError):
        return silence(limits, outcome, peer)
    return Failure(outcome, permanent=_is_permanent(error), reason=_reason(error, peer))


def unconnected(limits: Timeout, peer: str) -> Failure:
    """Return the failure for the ``connect`` limit."""
    return Failure("not_sent", reason=f"no connection to {peer} within {limits.connect} s", limit="connect")


def silence(limits: Timeout, outcome: Outcome, peer: str, status: int | None = None) -> Failure:
    """Return the failure for the ``read`` limit."""
    return Failure(
        outcome, status, reason=f"the server sent nothing for {limits.read} s ({peer})", limit="read"
    )


def _is_permanent(error: BaseException) -> bool:
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return error.status < 500
    if isinstance(error, aiohttp.ClientConnectorSSLError):
        # Client and server cannot agree, and will not at the next attempt.
        return not isinstance(_below(error), _PASSING_TLS)
    if isinstance(error, aiohttp.ClientResponseError):
        return _speaks_tls(error)
    return isinstance(
        error,
        (
            aiohttp.ClientConnectorCertificateError,
            aiohttp.ServerFingerprintMismatch,
            aiohttp.InvalidURL,
            UnicodeError,
        ),
    )


def _reason(error: BaseException, peer: str) -> str:
    match error:
        case aiohttp.ClientConnectorError() | aiohttp.ClientConnectorCertificateError():
            return _unconnected(error)
        case aiohttp.ClientHttpProxyError():
            return f"the proxy responded with {error.status} to the request for a connection to {peer}"
        case aiohttp.ServerDisconnectedError():
            return f"the server closed the connection before it responded ({peer})"
        case aiohttp.ClientPayloadError() | zlib.error():
            encoded = isinstance(error, zlib.error) or isinstance(error.__cause__, ContentEncodingError)
            what = "could not be decompressed" if encoded else "ended before it was complete"
            return f"the response from {peer} {what}"
        case aiohttp.ClientResponseError() | HttpProcessingError():
            if _speaks_tls(error):
                return f"the response is not valid HTTP: {peer} speaks TLS, use https://"
            if "content-encoding" in str(getattr(error, "message", "")):
                return f"the response from {peer} has a content encoding that was not requested"
            return f"the response from {peer} is not valid HTTP"
        case aiohttp.InvalidURL() | UnicodeError():
            return f"{peer} is not a valid host name"
        case OSError():
            return f"the connection to {peer} was lost{_in_brackets(error)}"
        case _:
            return f"the connection to {peer} was lost ({type(error).__name__})"


def _unconnected(error: aiohttp.ClientConnectorError | aiohttp.ClientConnectorCertificateError) -> str:
    place = f"{error.host}:{error.port}"
    match error:
        case aiohttp.ClientConnectorCertificateError():
            code = getattr(error.certificate_error, "verify_code", None)
            known = _CERTIFICATE.get(code or 0, "it is not trusted")
            return f"the certificate of {place} was not accepted: {known}"
        case aiohttp.ClientConnectorSSLError():
            return _tls(_below(error), place)
        case aiohttp.ClientConnectorDNSError():
            if error.os_error.errno == socket.EAI_AGAIN:
                return f"the host name {error.host} could not be resolved at the moment"
            return f"the host name {error.host} was not found"
        case aiohttp.ClientProxyConnectionError():
            return f"no connection to the proxy {place}{_in_brackets(error.os_error)}"
        case _:
            return f"no connection to {place}{_in_brackets(error.os_error)}"


def _below(error: aiohttp.ClientConnectorError) -> OSError:
    return error.os_error


def _tls(error: OSError, place: str) -> str:
    code = getattr(error, "reason", None) or ""
    if code in _PLAIN_HTTP:
        return f"no TLS connection to {place}: it speaks plain HTTP, use http:// or its port for https"
    named = f" ({code})" if isinstance(code, str) and _CODE().fullmatch(code) else ""
    return f"no TLS connection to {place}{named}"


def _speaks_tls(error: BaseException) -> bool:
    return _TLS_RECORD().search(str(getattr(error, "message", ""))) is not None


def _in_brackets(error: OSError) -> str:
    # Not error.strerror, which libraries fill with messages of their own.
    known = error.errno is not None and not isinstance(error, (ssl.SSLError, socket.gaierror))
    return f" ({os.strerror(error.errno)})" if known and error.errno is not None else ""
