"""Events of a known type whose payload has another shape: read once more, and if that fails too, logged and counted."""

from __future__ import annotations

import copy
import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from cortex_async._core.codec.diagnosis import diagnose, kind_of, location
from cortex_async._core.strings.timestamps import decode_tolerantly

_log = logging.getLogger(__name__)
_lock = threading.Lock()
_counts: Counter[str] = Counter()

T = TypeVar("T")


def read_again(decoders: Mapping[str, Callable[[Any], T]], raw: Mapping[str, Any], kind: object) -> T | None:
    """What the decoder of ``kind`` makes of an event that it has refused; None if nothing, which is counted.

    An event of a kind that has no decoder is nothing to count.
    """
    if not isinstance(kind, str) or kind not in decoders:
        return None
    decode = decoders[kind]
    try:
        event = decode_tolerantly(decode, copy.deepcopy(raw))
    except Exception:  # noqa: BLE001  (what came may be anything, and so may be what emitted code raises)
        event = None
    if event is None:
        _note(decode, raw, kind)
    return event


def unreadable_events() -> dict[str, int]:
    """How many events of each known type had a shape that this version cannot read, in this process so far.

    They arrive as ``UnknownEvent``; the first of each type is logged with the place that does not fit.
    """
    with _lock:
        return dict(_counts)


def _note(decode: Callable[[Any], object], raw: Mapping[str, Any], kind: str) -> None:
    with _lock:
        _counts[kind] += 1
        if _counts[kind] > 1:
            return
    found = diagnose(decode, dict(raw))
    problem = "missing" if found.missing else f"expected {found.expected}, got {kind_of(found.value)}"
    # The value is not logged: it may be personal.
    _log.warning(
        "events of type %s have a shape that this version cannot read (%s: %s); they arrive as UnknownEvent",
        kind,
        location(found.path) or "the event",
        problem,
    )
