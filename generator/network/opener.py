"""HTTP settings of a download: proxy, trusted certificates, redirects."""

from __future__ import annotations

import ssl
import urllib.request
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from attrs import frozen

from generator.refusal import Refusal


@frozen
class Route:
    """The route to the server. proxy: a URL, "" for none, None for that of the environment. ca_file:

    PEM file.
    """

    proxy: str | None = None
    ca_file: Path | None = None

    def check(self) -> None:
        """Raise ``Refusal`` for a proxy that is not a URL.

        The message omits the value, which may contain a password.
        """
        if not self.proxy:
            return
        try:
            parts = urlsplit(self.proxy)
            fits = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:
            fits = False
        if not fits:
            raise Refusal("--proxy", "is not a URL", "give http://host:port")

    def opener(self, redirects: int) -> urllib.request.OpenerDirector:
        """Return an opener for http and https only that follows at most ``redirects`` redirects."""
        proxies = (
            None if self.proxy is None else {"http": self.proxy, "https": self.proxy} if self.proxy else {}
        )
        opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(proxies),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(context=_tls(self.ca_file)),
            urllib.request.HTTPErrorProcessor(),
            urllib.request.HTTPDefaultErrorHandler(),
            _Redirects(redirects),
        ):
            opener.add_handler(handler)
        return opener


class _Redirects(urllib.request.HTTPRedirectHandler):
    # Higher than any limit of ours: _left decides, with a message of our own.
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
            return "too often"
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
