"""Events of a known type that the decoder refuses: decoded once more, then logged and counted."""

from __future__ import annotations

import copy
import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from cortex_async._core.codec.diagnosis import diagnose, json_type, location
from cortex_async._core.strings.timestamps import decode_tolerantly

_logger = logging.getLogger(__name__)
_lock = threading.Lock()
_counts: Counter[str] = Counter()

T = TypeVar("T")


def read_again(decoders: Mapping[str, Callable[[Any], T]], raw: Mapping[str, Any], kind: object) -> T | None:
    """Decode a refused event once more, with its timestamps rewritten.

    Counts the event and returns None if that fails, too. An unknown type gives None and is not counted.
    """
    if not isinstance(kind, str) or kind not in decoders:
        return None
    decode = decoders[kind]
    try:
        event = decode_tolerantly(decode, copy.deepcopy(raw))
    except Exception:  # noqa: BLE001  (an event may be anything, and so may be what emitted code raises)
        event = None
    if event is None:
        _note(decode, raw, kind)
    return event


def unreadable_events() -> dict[str, int]:
    """Count the events of each known type that this version could not decode, in this process so far.

    They arrive as ``UnknownEvent``. The first of each type is logged with the place that does not fit.
    """
    with _lock:
        return dict(_counts)


def _note(decode: Callable[[Any], object], raw: Mapping[str, Any], kind: str) -> None:
    with _lock:
        _counts[kind] += 1
        if _counts[kind] > 1:
            return
    found = diagnose(decode, dict(raw))
    problem = "missing" if found.missing else f"expected {found.expected}, got {json_type(found.value)}"
    # The value is not logged: it may be personal data.
    _logger.warning(
        "events of type %s have a shape that this version cannot read (%s: %s); they arrive as UnknownEvent",
        kind,
        location(found.path) or "the event",
        problem,
    )
