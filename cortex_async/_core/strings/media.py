"""Media types: what a response contains, and whether that was asked for.

https://www.rfc-editor.org/rfc/rfc9110#section-8.3 (Content-Type)
https://www.rfc-editor.org/rfc/rfc9110#section-8.4 (Content-Encoding)
https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1 (Accept)
"""

from __future__ import annotations

from collections.abc import Mapping

_UNDECLARED = frozenset({"", "application/octet-stream", "binary/octet-stream"})
"""Types that servers send when they do not know the type."""

_DECODED = frozenset({"", "identity", "gzip", "deflate"})
"""Encodings that the transport decodes; content in any other one would be kept encoded."""

_WHOLE_FAMILIES = frozenset({"audio", "video", "image", "font"})
"""Families where any member is accepted: a format may have several names (audio/wav, audio/vnd.wave)."""

_PARTIAL = {204: "no content (204)", 205: "no content (205)", 206: "a part of it (206)"}


def media_type(content_type: str) -> str:
    """The media type without parameters: ``Application/JSON; charset=utf-8`` -> ``application/json``."""
    return content_type.partition(";")[0].strip().lower()


def foreign_content(accept: str, headers: Mapping[str, str]) -> str | None:
    """What a response contains if that is not what ``accept`` names; None if it fits or is not declared."""
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding not in _DECODED:
        return f"the content encoding {encoding}, which was not asked for"
    found = media_type(headers.get("content-type", ""))
    wanted = [media_type(one) for one in accept.split(",")]
    return None if found in _UNDECLARED or any(_covers(one, found) for one in wanted) else found


def no_whole_content(accept: str, status: int, headers: Mapping[str, str]) -> str | None:
    """As ``foreign_content``, for a response that must also be complete."""
    return _PARTIAL.get(status) or foreign_content(accept, headers)


def _covers(wanted: str, found: str) -> bool:
    if wanted in _UNDECLARED or wanted in ("*/*", found):
        return True
    family, _, kind = wanted.partition("/")
    return (kind == "*" or family in _WHOLE_FAMILIES) and found.startswith(f"{family}/")
