"""Patterns of event types: what they cover, and a warning about one that covers nothing."""

from __future__ import annotations

import difflib
import inspect
import reprlib
import warnings
from collections.abc import Collection, Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from types import FrameType

_OURS = frozenset({"cortex_async", "cortex_sync"})
_said: ContextVar[bool] = ContextVar("cortex_patterns_said", default=False)


class UnknownEventTypeWarning(UserWarning):
    """A pattern covers no event type that this version of the SDK knows: it is misspelt, or newer than the SDK."""


def covers(pattern: str, kind: str) -> bool:
    """Whether an event type fits: by its name (``session.created``), by a prefix (``gathering.*``), or in any case (``*``)."""
    return pattern in ("*", kind) or (pattern.endswith(".*") and kind.startswith(pattern[:-1]))


def warn_of_unknown(patterns: Iterable[object], known: Collection[str]) -> None:
    """Warns at the line of the caller outside of the SDK, once for each pattern that covers none of ``known``."""
    if _said.get():
        return
    for pattern in dict.fromkeys(one for one in patterns if isinstance(one, str)):
        if not any(covers(pattern, kind) for kind in known):
            nearest = _nearest(pattern, known)
            warnings.warn(
                f"{reprlib.repr(pattern)} covers no event type that this version knows; the nearest known is {nearest!r}",
                UnknownEventTypeWarning,
                stacklevel=_distance(),
            )


@contextmanager
def said() -> Generator[None]:
    """For blocking twins, which have warned in the thread of their caller: what they call stays quiet."""
    token = _said.set(True)
    try:
        yield
    finally:
        _said.reset(token)


def _nearest(pattern: str, known: Collection[str]) -> str:
    prefixes = {
        f"{'.'.join(parts[:length])}.*"
        for parts in (kind.split(".") for kind in known)
        for length in range(1, len(parts))
    }
    candidates = sorted(prefixes if pattern.endswith("*") else {*known, *prefixes})
    return difflib.get_close_matches(pattern.strip().lower(), candidates, n=1, cutoff=0.0)[0]


def _distance() -> int:
    """The ``stacklevel`` of the innermost frame that is not the SDK's, for a warning from the function that calls this."""
    frame: FrameType | None = inspect.currentframe()
    depth = 0
    while frame is not None and str(frame.f_globals.get("__name__")).partition(".")[0] in _OURS:
        frame, depth = frame.f_back, depth + 1
    return depth
