"""Foreign strings in messages: shortened, and without characters that control terminals or logs."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

LONGEST_ADDRESS = 300


def printable(text: str) -> str:
    """``text`` with control characters and lone surrogates replaced by U+FFFD."""
    return text if text.isprintable() else "".join(one if one.isprintable() else "\ufffd" for one in text)


def shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit]}..."


def address(url: str, base: str = "") -> str:
    """Scheme, host and path of a URL, which may be relative to ``base``; empty if it is not an http(s) URL.

    Leaves out query and user: the target of a redirect may be a signed URL.
    """
    try:
        parts = urlsplit(urljoin(base, url) if base else url)
    except ValueError:
        return ""
    if parts.scheme and parts.scheme not in ("http", "https"):
        return ""
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
