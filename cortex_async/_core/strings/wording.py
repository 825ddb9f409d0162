"""Strings of others in messages of ours: short, on one line, and without what terminals and logs obey."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

LONGEST_ADDRESS = 300


def printable(text: str) -> str:
    """``text`` with the replacement character in the place of control characters and lone surrogates."""
    return text if text.isprintable() else "".join(one if one.isprintable() else "\ufffd" for one in text)


def shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit]}..."


def address(url: str, base: str = "") -> str:
    """Scheme, host and path of a URL, which may be relative to ``base``; empty for one that is no http(s) URL.

    Neither query nor user: where a server redirects to may be a signed URL.
    """
    try:
        parts = urlsplit(urljoin(base, url) if base else url)
    except ValueError:
        return ""
    if parts.scheme and parts.scheme not in ("http", "https"):
        return ""
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()
