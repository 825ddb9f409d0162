"""Media types: what a response says it is, and whether that is what was asked for."""

from __future__ import annotations

from collections.abc import Mapping

_UNDECLARED = frozenset({"", "application/octet-stream", "binary/octet-stream"})
"""Types of servers that do not know what they serve."""

_DECODED = frozenset({"", "identity", "gzip", "deflate"})
"""Encodings that are taken off on the way; whatever has another one would be kept encoded."""

_WHOLE_FAMILIES = frozenset({"audio", "video", "image", "font"})
"""Here one format has several names (audio/wav, audio/x-wav, audio/vnd.wave); members of other families have nothing in common."""

_PARTIAL = {204: "no content (204)", 205: "no content (205)", 206: "a part of it (206)"}


def media_type(content_type: str) -> str:
    """``Application/JSON; charset=utf-8`` -> ``application/json``."""
    return content_type.partition(";")[0].strip().lower()


def foreign_content(accept: str, headers: Mapping[str, str]) -> str | None:
    """What a response holds instead of what ``accept`` names, None if it fits or does not say."""
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding not in _DECODED:
        return f"the content encoding {encoding}, which was not asked for"
    found = media_type(headers.get("content-type", ""))
    wanted = [media_type(one) for one in accept.split(",")]
    return None if found in _UNDECLARED or any(_covers(one, found) for one in wanted) else found


def no_whole_content(accept: str, status: int, headers: Mapping[str, str]) -> str | None:
    """As ``foreign_content``, for a response that has to be the whole of what was asked for."""
    return _PARTIAL.get(status) or foreign_content(accept, headers)


def _covers(wanted: str, found: str) -> bool:
    if wanted in _UNDECLARED or wanted in ("*/*", found):
        return True
    family, _, kind = wanted.partition("/")
    return (kind == "*" or family in _WHOLE_FAMILIES) and found.startswith(f"{family}/")
