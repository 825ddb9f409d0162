"""Reads an OpenAPI document from a URL or a file, within limits. Every failure is a ``Refusal``."""

from __future__ import annotations

import http.client
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

from attrs import define, field, frozen

from generator.network.opener import Route
from generator.refusal import Refusal

_CHUNK = 1 << 16
_DOCUMENT_TYPES = ("json", "yaml", "text/plain", "application/octet-stream", "application/vnd.oai.openapi")
_ADVICE = "see --help for proxy, certificates and limits"


@frozen
class Limits:
    """Limits of a download. timeout: seconds in total. size: bytes. redirects: how many are followed."""

    timeout: float = 30.0
    size: int = 32 * 1024 * 1024
    redirects: int = 5


@frozen
class Download:
    """A downloaded document. ``content_type`` is empty if none was declared."""

    raw: bytes
    content_type: str
    source: str


def read_source(source: str, limits: Limits | None = None, route: Route | None = None) -> Download:
    """Read the document at a URL or in a file. Raises ``Refusal``."""
    limits = limits or Limits()
    if "://" not in source:
        return _read_file(Path(source), limits)
    try:
        parts = urlsplit(source)
        _ = parts.port
    except ValueError as error:
        raise Refusal(source.rpartition("@")[2], f"is not a URL ({error})", "give a URL or a file") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refusal(source.rpartition("@")[2], "is neither http nor https", "give a URL or a file")
    if route is not None:
        route.check()
    if parts.username is not None:
        raise Refusal(parts.hostname, "the URL contains a user name", "leave credentials out of the URL")
    return _within(limits.timeout, source, _Attempt(source, limits, route or Route()))


def _read_file(path: Path, limits: Limits) -> Download:
    try:
        with path.open("rb") as file:
            raw = file.read(limits.size + 1)
    except OSError as error:
        raise Refusal(str(path), f"cannot be read ({error.strerror})", "give a URL or a file") from None
    if len(raw) > limits.size:
        raise Refusal(str(path), f"is longer than {limits.size} bytes", "raise --max-bytes")
    return Download(raw, "", str(path))


def _within(seconds: float, source: str, attempt: _Attempt) -> Download:
    """Run the attempt on a thread with a total limit: the timeout of a socket restarts with every byte."""
    thread = threading.Thread(target=attempt.run, daemon=True)
    thread.start()
    thread.join(seconds)
    if attempt.result is None and attempt.error is None:
        attempt.cancelled.set()
        raise Refusal(source, f"sent no complete response within {seconds:g} s", "raise --timeout")
    if attempt.error is not None:
        raise attempt.error
    assert attempt.result is not None
    return attempt.result


@define
class _Attempt:
    source: str
    limits: Limits
    route: Route
    result: Download | None = None
    error: Refusal | None = None
    cancelled: threading.Event = field(factory=threading.Event)

    def run(self) -> None:
        try:
            self.result = self._download()
        except Refusal as refusal:
            self.error = refusal
        except urllib.error.HTTPError as error:
            error.close()
            self.error = Refusal(self.source, f"responded {error.code} {error.reason}", "check the URL")
        except (OSError, ValueError, http.client.HTTPException) as error:
            self.error = Refusal(self.source, f"cannot be fetched ({_reason(error)})", _ADVICE)

    def _download(self) -> Download:
        request = urllib.request.Request(  # noqa: S310  # read_source allows only http and https
            self.source,
            headers={"Accept": "application/json, application/yaml", "Accept-Encoding": "identity"},
        )
        with self.route.opener(self.limits.redirects).open(request, timeout=self.limits.timeout) as response:
            headers: Message = response.headers
            self._check_type(headers)
            raw = b"".join(self._chunks(response, headers))
            return Download(
                raw, headers.get_content_type() if "content-type" in headers else "", response.url
            )

    def _check_type(self, headers: Message) -> None:
        if headers.get("content-encoding", "identity").lower() != "identity":
            raise Refusal(
                self.source,
                "is compressed although no compression was requested",
                "fetch it by hand, give the file",
            )
        declared = headers.get_content_type() if "content-type" in headers else "application/json"
        if declared == "text/html":
            raise Refusal(self.source, "is a web page", "give the URL of the OpenAPI document")
        if not any(known in declared for known in _DOCUMENT_TYPES):
            raise Refusal(self.source, f"is {declared}", "give the URL of a JSON or YAML document")

    def _chunks(self, response: http.client.HTTPResponse, headers: Message) -> Iterator[bytes]:
        promised = headers.get("content-length")
        started, received = time.monotonic(), 0
        while chunk := response.read(_CHUNK):
            received += len(chunk)
            if received > self.limits.size:
                raise Refusal(self.source, f"is longer than {self.limits.size} bytes", "raise --max-bytes")
            if self.cancelled.is_set() or time.monotonic() - started > self.limits.timeout:
                return
            yield chunk
        if promised is not None and received < int(promised):
            raise Refusal(self.source, f"ended after {received} of {promised} bytes", "try again")


def _reason(error: BaseException) -> str:
    inner = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(inner, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {inner.verify_message}"
    if isinstance(inner, http.client.IncompleteRead):
        return f"it ended after {len(inner.partial)} bytes"
    if isinstance(inner, OSError) and inner.strerror:
        return inner.strerror
    return " ".join(str(inner).split()) or type(inner).__name__
