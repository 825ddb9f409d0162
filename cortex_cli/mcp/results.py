"""Results of tools: of bounded size, with a cursor for what is left."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, cast

from cortex_cli.failures import Failure, usage
from cortex_cli.mcp.untrusted import visible

MOST_BYTES: Final = 20_000
"""Bytes of JSON that one result may have."""

FOR_RECORDS: Final = 17_000
"""Bytes for the records of a result; the rest is for what describes them."""


def encoded(value: object) -> str:
    """Return JSON as it is sent."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def size_of(value: object) -> int:
    """Return how many bytes a value has as JSON."""
    return len(encoded(value).encode(errors="replace"))


class Budget:
    """How many bytes of records a result can still take."""

    def __init__(self, most: int = FOR_RECORDS) -> None:
        self._left = most

    def take(self, record: Mapping[str, object]) -> bool:
        """Whether the record fits, which then counts. The first always does, since its strings are cut."""
        needed = size_of(record) + 1
        if needed > self._left:
            self._left = 0
            return False
        self._left -= needed
        return True


def finished(result: dict[str, object]) -> dict[str, object]:
    """Return a result of which every string is visible, also those of the API.

    Raises ``Failure`` if it is too large, so that no client gets it.
    """
    found = cast("dict[str, object]", _visible(result))
    if size_of(found) > MOST_BYTES:
        raise Failure(
            f"the result is larger than {MOST_BYTES} bytes: ask for less, e.g. with a smaller limit"
        )
    return found


def _visible(value: object) -> object:
    if isinstance(value, str):
        return visible(value)[0]
    if isinstance(value, dict):
        return {name: _visible(one) for name, one in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_visible(one) for one in cast("list[object]", value)]
    return value


def timestamp(at: datetime | None) -> str | None:
    """Return a datetime as ISO 8601 in UTC."""
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def paged(cursor: str | None) -> dict[str, object]:
    """Return the members that say whether there is more, and how to get it."""
    return {"truncated": cursor is not None, "next_cursor": cursor}


def cursor_of(*parts: str | int) -> str:
    """Return what the next call goes on from, as an opaque string."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def parts_of(cursor: str, *kinds: type[str] | type[int]) -> list[str | int]:
    """Return the parts of a cursor. Raises ``Failure`` for a string that is none."""
    try:
        parts: object = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        parts = None
    found = cast("list[str | int]", parts) if isinstance(parts, list) else []
    if [type(one) for one in found] != list(kinds):
        raise usage("cursor must be the next_cursor of an earlier result of this tool")
    return found
