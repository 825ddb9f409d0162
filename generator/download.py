"""Reads a document from a URL or a file, within limits. Everything that goes wrong is one ``Refusal``."""

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
from typing import IO, Any
from urllib.parse import urlsplit

from attrs import define, field, frozen

from .refusal import Refusal

_CHUNK = 1 << 16
_DOCUMENT_TYPES = ("json", "yaml", "text/plain", "application/octet-stream", "application/vnd.oai.openapi")
_ADVICE = "see --help for proxy, certificates and limits"


@frozen
class Limits:
    """timeout: seconds for the whole download. size: bytes. redirects: how many are followed."""

    timeout: float = 30.0
    size: int = 32 * 1024 * 1024
    redirects: int = 5


@frozen
class Route:
    """The way to the server. proxy: a URL, "" for none, None for what the environment says."""

    proxy: str | None = None
    ca_file: Path | None = None


@frozen
class Download:
    """``content_type`` is empty where nothing stated one."""

    raw: bytes
    content_type: str
    source: str


def read_source(source: str, limits: Limits | None = None, route: Route | None = None) -> Download:
    """The document at a URL or in a file."""
    limits = limits or Limits()
    if "://" not in source:
        return _read_file(Path(source), limits)
    try:
        parts = urlsplit(source)
        _ = parts.port
    except ValueError as error:
        raise Refusal(source.rpartition("@")[2], f"is no URL ({error})", "give a URL or a file") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refusal(source.rpartition("@")[2], "is neither http nor https", "give a URL or a file")
    if parts.username is not None:
        raise Refusal(parts.hostname, "the URL holds a user name", "leave credentials out of the URL")
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
    """Runs the attempt on a thread: a socket's own limit starts anew with every byte that drips in."""
    thread = threading.Thread(target=attempt.run, daemon=True)
    thread.start()
    thread.join(seconds)
    if attempt.result is None and attempt.error is None:
        attempt.cancelled.set()
        raise Refusal(source, f"gave no complete answer within {seconds:g} s", "raise --timeout")
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
            self.error = Refusal(self.source, f"answered {error.code} {error.reason}", "check the URL")
        except (OSError, http.client.HTTPException) as error:
            self.error = Refusal(self.source, f"cannot be fetched ({_reason(error)})", _ADVICE)

    def _download(self) -> Download:
        request = urllib.request.Request(  # noqa: S310  # only http and https come this far
            self.source,
            headers={"Accept": "application/json, application/yaml", "Accept-Encoding": "identity"},
        )
        with self._opener().open(request, timeout=self.limits.timeout) as response:
            headers: Message = response.headers
            self._check_type(headers)
            raw = b"".join(self._chunks(response, headers))
            return Download(
                raw, headers.get_content_type() if "content-type" in headers else "", response.url
            )

    def _opener(self) -> urllib.request.OpenerDirector:
        proxy = self.route.proxy
        proxies = None if proxy is None else {"http": proxy, "https": proxy} if proxy else {}
        opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(proxies),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(context=_tls(self.route.ca_file)),
            urllib.request.HTTPErrorProcessor(),
            urllib.request.HTTPDefaultErrorHandler(),
            _Redirects(self.limits.redirects),
        ):
            opener.add_handler(handler)
        return opener

    def _check_type(self, headers: Message) -> None:
        if headers.get("content-encoding", "identity").lower() != "identity":
            raise Refusal(
                self.source, "is compressed though nobody asked for it", "fetch it by hand, give the file"
            )
        stated = headers.get_content_type() if "content-type" in headers else "application/json"
        if stated == "text/html":
            raise Refusal(self.source, "is a web page", "give the URL of the document itself")
        if not any(known in stated for known in _DOCUMENT_TYPES):
            raise Refusal(self.source, f"is {stated}", "give the URL of a JSON or YAML document")

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


class _Redirects(urllib.request.HTTPRedirectHandler):
    # The limit is ours, and so is the message.
    max_redirections = max_repeats = 1000

    def __init__(self, most: int) -> None:
        self._left = most

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        problem = self._problem(req.full_url, newurl)
        if problem:
            fp.close()
            raise Refusal(req.full_url, f"redirects {problem}", "check the URL")
        self._left -= 1
        return super().redirect_request(req, fp, code, msg, headers, newurl)

    def _problem(self, source: str, target: str) -> str:
        if self._left == 0:
            return "without end"
        if source.startswith("https:") and not target.startswith("https:"):
            return "to an unencrypted address"
        return "to an address with a user name" if urlsplit(target).username is not None else ""


def _tls(ca_file: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_file)
    except (OSError, ssl.SSLError) as error:
        raise Refusal(
            str(ca_file), f"holds no certificates ({error.strerror or error})", "give a PEM file"
        ) from None


def _reason(error: BaseException) -> str:
    inner = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(inner, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {inner.verify_message}"
    if isinstance(inner, http.client.IncompleteRead):
        return f"it ended after {len(inner.partial)} bytes"
    if isinstance(inner, OSError) and inner.strerror:
        return inner.strerror
    return " ".join(str(inner).split()) or type(inner).__name__
