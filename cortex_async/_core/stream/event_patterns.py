"""Patterns of event types: what they match, and a warning about one that matches nothing."""

from __future__ import annotations

import difflib
import inspect
import reprlib
import warnings
from collections.abc import Collection, Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from types import FrameType

from cortex_async._core.errors import export_errors

_OURS = frozenset({"cortex_async", "cortex_sync"})
_silenced: ContextVar[bool] = ContextVar("cortex_patterns_silenced", default=False)


class UnknownEventTypeWarning(UserWarning):
    """A pattern matches no event type that this version of the SDK knows: it is misspelled, or newer than the
    SDK."""


def covers(pattern: str, event_type: str) -> bool:
    """Whether a pattern matches an event type: by its name (``session.created``), by a prefix
    (``gathering.*``), or always (``*``)."""
    return pattern in ("*", event_type) or (pattern.endswith(".*") and event_type.startswith(pattern[:-1]))


def warn_of_unknown(patterns: Iterable[object], known: Collection[str]) -> None:
    """Warn once for each pattern that matches none of ``known``, at the caller's line outside the SDK."""
    if _silenced.get():
        return
    for pattern in dict.fromkeys(one for one in patterns if isinstance(one, str)):
        if not any(covers(pattern, event_type) for event_type in known):
            nearest = _nearest(pattern, known)
            warnings.warn(
                f"{reprlib.repr(pattern)} matches no event type that this version knows; the nearest known is {nearest!r}",
                UnknownEventTypeWarning,
                stacklevel=_distance(),
            )


@contextmanager
def silenced() -> Generator[None]:
    """Silence the warning in the body.

    For the sync version, which has already warned in its caller's thread.
    """
    token = _silenced.set(True)
    try:
        yield
    finally:
        _silenced.reset(token)


def _nearest(pattern: str, known: Collection[str]) -> str:
    prefixes = {
        f"{'.'.join(parts[:length])}.*"
        for parts in (event_type.split(".") for event_type in known)
        for length in range(1, len(parts))
    }
    candidates = sorted(prefixes if pattern.endswith("*") else {*known, *prefixes})
    return difflib.get_close_matches(pattern.strip().lower(), candidates, n=1, cutoff=0.0)[0]


def _distance() -> int:
    """Return the ``stacklevel`` of the innermost frame outside the SDK.

    For a warning by the function that calls this.
    """
    frame: FrameType | None = inspect.currentframe()
    depth = 0
    while frame is not None and str(frame.f_globals.get("__name__")).partition(".")[0] in _OURS:
        frame, depth = frame.f_back, depth + 1
    return depth


export_errors("cortex_async", globals())
