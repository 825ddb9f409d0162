"""What each line goes through before anything of it is written, temporary files included."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from cortex_async.archives.erasure.eraser import Eraser, is_placeholder
from cortex_async.transcripts import Line
from cortex_async.transcripts.redacting import Redact, apply

LineFilter: TypeAlias = Callable[[Line], Line | None]
"""Returns a line as it may be written, None to leave it out."""


def line_filters(redact: Redact | None, eraser: Eraser | None = None) -> tuple[LineFilter, ...]:
    """The filters of an update, in the order in which they are applied. The redaction is the last one.

    eraser: leaves out the people who were erased.
    """
    filters: list[LineFilter] = []
    if eraser is not None:
        filters.append(eraser.line)
    if redact is not None:
        filters.append(lambda line: apply(redact, line))
    return tuple(filters)


def filtered(lines: Sequence[Line], filters: Sequence[LineFilter]) -> tuple[tuple[Line, ...], frozenset[str]]:
    """The lines that are left, as they may be written, and the ids of those that were dropped.

    Raises what a filter raises.
    """
    if not filters:
        return tuple(lines), frozenset()
    kept: list[Line] = []
    dropped: set[str] = set()
    for line in lines:
        found: Line | None = line
        for one in filters:
            found = found and (found if is_placeholder(found) else one(found))
        if found is None:
            dropped.add(line.id)
        else:
            kept.append(found)
    return tuple(kept), frozenset(dropped)
