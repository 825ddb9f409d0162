"""Checks and normalizes base URLs."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from cortex_async._core.arguments import with_article
from cortex_async._core.errors import ConfigError


def normalized_base_url(url: str, suffix: str, example: str = "") -> str:
    """Return ``https://host[:port][/path]``, with ``suffix`` removed from the end of the path.

    Raises ``ConfigError``, which does not show ``url``, since that may contain a password.
    """
    problem = _base_url_problem(url)
    if problem:
        raise ConfigError(
            f"base_url must be a URL such as {example or 'https://api.example.com'}: it {problem}"
        )
    parts = urlsplit(url.strip())
    path = re.sub("/{2,}", "/", parts.path).rstrip("/")
    if suffix and path.endswith(suffix):
        path = path.removesuffix(suffix).rstrip("/")
    host = parts.netloc.rstrip(":")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    return f"{parts.scheme}://{host.lower()}{quote(path, safe='/%:@!$&()*+,;=~-._')}"


def _base_url_problem(url: object) -> str | None:
    if not isinstance(url, str):
        return f"is {with_article(type(url).__name__)}"
    url = url.strip()
    if re.search(r"[\s\x00-\x1f\x7f\\]", url):
        return "contains a space, a backslash or a control character"
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
        host.encode("idna" if not host.isascii() else "ascii")
    except ValueError:
        return "has no valid host and port"
    if parts.scheme not in ("http", "https"):
        return "does not begin with http:// or https://"
    if not host or port == 0:
        return "has no host" if not host else "has port 0"
    if "@" in parts.netloc:
        return "contains a user or password"
    if parts.query or parts.fragment or "?" in url or "#" in url:
        return "has a query or fragment"
    return "has a path with .." if ".." in parts.path.split("/") else None
