"""Base URLs: checked, and in one form."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from cortex_async._core.errors import ConfigError


def normalized_base_url(text: str, suffix: str, example: str = "") -> str:
    """``https://host[:port][/path]``, where the path does not end in ``suffix``. ``text``, which may hold a password, is not shown."""
    problem = _base_url_problem(text)
    if problem:
        raise ConfigError(
            f"base_url must be a URL such as {example or 'https://api.example.com'}: it {problem}"
        )
    parts = urlsplit(text.strip())
    path = re.sub("/{2,}", "/", parts.path).rstrip("/")
    if suffix and path.endswith(suffix):
        path = path.removesuffix(suffix).rstrip("/")
    host = parts.netloc.rstrip(":")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    return f"{parts.scheme}://{host.lower()}{quote(path, safe='/%:@!$&()*+,;=~-._')}"


def _base_url_problem(text: object) -> str | None:
    if not isinstance(text, str):
        return f"is a {type(text).__name__}"
    text = text.strip()
    if re.search(r"[\s\x00-\x1f\x7f\\]", text):
        return "holds a space or control character"
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname or ""
        host.encode("idna" if not host.isascii() else "ascii")
    except ValueError:
        return "has no readable host and port"
    if parts.scheme not in ("http", "https"):
        return "does not begin with http:// or https://"
    if not host or port == 0:
        return "has no host" if not host else "has no usable port"
    if "@" in parts.netloc:
        return "holds a user or password"
    if parts.query or parts.fragment or "?" in text or "#" in text:
        return "has a query or fragment"
    return "has a path with .." if ".." in parts.path.split("/") else None
