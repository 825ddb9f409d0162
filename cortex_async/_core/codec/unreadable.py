"""Events of a known type that the decoder refuses: decoded once more, then logged and counted."""

from __future__ import annotations

import copy
import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from attrs import field, frozen

from cortex_async._core.call_errors import DecodeError
from cortex_async._core.codec.diagnosis import Diagnosis, diagnose, json_type, location
from cortex_async._core.strings.timestamps import decode_tolerantly

_logger = logging.getLogger(__name__)
_lock = threading.Lock()
_counts: Counter[str] = Counter()

T = TypeVar("T")


@frozen(repr=False)
class UnreadablePayload:
    """A payload that does not match the spec.

    raw: the JSON that was sent. location, problem: what does not match.
    """

    raw: object
    location: str = field(eq=False)
    problem: str = field(eq=False)

    def error(self) -> DecodeError:
        return DecodeError(f"{self.location}: {self.problem}", location=self.location)

    def __repr__(self) -> str:
        return f"<unreadable: {self.location}: {self.problem}>"


def read_again(decoders: Mapping[str, Callable[[Any], T]], raw: Mapping[str, Any], kind: object) -> T | None:
    """Decode a refused event once more, with its timestamps rewritten.

    Counts the event and returns None if that fails, too. An unknown type gives None and is not counted.
    """
    if not isinstance(kind, str) or kind not in decoders:
        return None
    event = _tolerantly(decoders[kind], raw)
    if event is None and _first(kind):
        _warn(kind, diagnose(decoders[kind], dict(raw)), "they arrive as UnknownEvent")
    return event


def read_payload_again(
    decode: Callable[[Any], T], name: str, payload: object, kind: str
) -> T | UnreadablePayload:
    """Decode a refused payload once more, with its timestamps rewritten. Counts the event if that fails, too.

    name: of the payload in JSON.
    """
    raw = {name: payload}

    def decode_member(event: Any) -> T:
        return decode(event[name])

    value = _tolerantly(decode_member, raw)
    if value is not None:
        return value
    found = diagnose(decode_member, raw)
    if _first(kind):
        _warn(kind, found, "reading their payload raises DecodeError")
    return UnreadablePayload(payload, location(found.path), _problem(found))


def unreadable_events() -> dict[str, int]:
    """Count the events of each known type that this version could not decode, in this process so far.

    They arrive as ``UnknownEvent``, or raise ``DecodeError`` when their payload is first read. The first of
    each type is logged with the place that does not match.
    """
    with _lock:
        return dict(_counts)


def _tolerantly(decode: Callable[[Any], T], raw: Mapping[str, Any]) -> T | None:
    try:
        return decode_tolerantly(decode, copy.deepcopy(raw))
    except Exception:  # noqa: BLE001  (an event may be anything, and so may be what emitted code raises)
        return None


def _first(kind: str) -> bool:
    with _lock:
        _counts[kind] += 1
        return _counts[kind] == 1


def _warn(kind: str, found: Diagnosis, consequence: str) -> None:
    # The value is not logged: it may be personal data.
    _logger.warning(
        "events of type %s have a shape that this version cannot read (%s: %s); %s",
        kind,
        location(found.path) or "the event",
        _problem(found),
        consequence,
    )


def _problem(found: Diagnosis) -> str:
    return "missing" if found.missing else f"expected {found.expected}, got {json_type(found.value)}"
