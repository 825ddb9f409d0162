"""Finds the place where decoding failed, by decoding a value that records which member was read last.

Only failures pay for this; decoders themselves keep no record of where they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from types import FrameType, TracebackType
from typing import Any, cast

from attrs import define, field

from cortex_async._core.call_errors import CallFields, DecodeError
from cortex_async._core.secrets.redaction import Redactor
from cortex_async._core.strings.wording import shortened

Path = tuple[str | int, ...]

_LONGEST_NAME = 60
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

EXPECTED = {
    "parse_datetime": "an ISO 8601 date and time",
    "parse_date": "an ISO 8601 date",
    "many": "a list",
    "mapping": "an object",
    "string": "a string",
    "number": "a number",
    "whole_number": "a whole number",
    "flag": "true or false",
    "integer": "a whole number that no parser has rounded",
}
"""Name of a decoding function -> what it expects."""


@define
class LastRead:
    """The place that was read last, and what is there."""

    path: Path = ()
    value: object = None
    missing: bool = False

    def note(self, path: Path, value: object) -> Any:
        self.path, self.value, self.missing = path, value, False
        return tracked(value, self, path)


class _TrackedObject(dict[str, Any]):
    """A JSON object that records which member is read."""

    __slots__ = ("_last", "_path")

    def __init__(self, members: dict[str, Any], last: LastRead, path: Path) -> None:
        super().__init__(members)
        self._last = last
        self._path = path

    def __getitem__(self, name: str) -> Any:
        if name not in self:
            self._last.path, self._last.value, self._last.missing = (*self._path, name), None, True
            raise KeyError(name)
        return self._last.note((*self._path, name), super().__getitem__(name))

    def get(self, name: str, default: Any = None) -> Any:
        if name not in self:
            return default
        return self._last.note((*self._path, name), super().__getitem__(name))

    def items(self) -> Any:
        return [(name, self[name]) for name in self]

    def values(self) -> Any:
        return [self[name] for name in self]


class _TrackedArray(list[Any]):
    """A JSON array that records which item is read."""

    def __init__(self, values: list[Any], last: LastRead, path: Path) -> None:
        super().__init__(values)
        self._last = last
        self._path = path

    def __iter__(self) -> Iterator[Any]:
        for index, value in enumerate(super().__iter__()):
            yield self._last.note((*self._path, index), value)

    def __getitem__(self, index: Any) -> Any:
        value = super().__getitem__(index)
        return self._last.note((*self._path, index), value) if isinstance(index, int) else value


def tracked(value: object, last: LastRead, path: Path = ()) -> Any:
    """``value`` with its objects and arrays replaced by ones that record in ``last`` what is read."""
    kind = type(value)
    if kind is dict:
        return _TrackedObject(cast("dict[str, Any]", value), last, path)
    if kind is list:
        return _TrackedArray(cast("list[Any]", value), last, path)
    return value


@define
class Diagnosis:
    """Where decoding fails, what is there, and what was expected."""

    path: Path
    value: object
    expected: str
    missing: bool = field(default=False)


def diagnose(decode: Callable[[Any], object], raw: object) -> Diagnosis:
    """Find out where and why ``decode`` fails on ``raw``. Call it only after ``decode`` has failed."""
    last = LastRead(value=raw)
    expected = "another value"
    try:
        decode(tracked(raw, last))
    except Exception as error:  # noqa: BLE001  (whatever it raises is what is being diagnosed)
        expected = _expectation(error.__traceback__)
        if expected == "an object" == json_type(last.value):
            # An object where a list belongs: iterating over it gave its names, which are not objects.
            expected = EXPECTED["many"]
    return Diagnosis(last.path, last.value, expected, last.missing)


def mismatch_error(
    decode: Callable[[Any], object],
    raw: object,
    redactor: Redactor,
    status: int | None = None,
    fields: CallFields | None = None,
) -> DecodeError:
    """The error that names what ``decode`` refuses in ``raw``. Call it only after ``decode`` has failed."""
    found = diagnose(decode, raw)
    got = redactor.excerpt(found.value, found.path)
    where = location(tuple(_shown(key, redactor) for key in found.path))
    problem = "missing" if found.missing else f"expected {found.expected}, got {got}"
    return DecodeError(
        f"{where}: {problem}" if where else problem,
        location=where,
        excerpt="" if found.missing else got,
        status=status,
        **(fields or CallFields()),
    )


def _shown(key: str | int, redactor: Redactor) -> str | int:
    # A response may echo a secret as the name of a member, too.
    return key if isinstance(key, int) else shortened(redactor.text(key), _LONGEST_NAME)


def _expectation(traceback: TracebackType | None) -> str:
    frames: list[FrameType] = []
    while traceback is not None:
        frames.append(traceback.tb_frame)
        traceback = traceback.tb_next
    for frame in reversed(frames):
        name = frame.f_code.co_name
        if name in EXPECTED:
            return EXPECTED[name]
        if name == "unmatched":
            return str(frame.f_locals["expected"])
        if not name.startswith("<"):
            # An emitted function reads the members of its object ``o``. The only values that it converts
            # without calling a function are datetimes.
            return EXPECTED["parse_datetime"] if isinstance(frame.f_locals.get("o"), dict) else "an object"
    return "another value"


def json_type(value: object) -> str:
    """The JSON type of a value, in words."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else "true or false"
    if isinstance(value, str):
        return "a string"
    if isinstance(value, (int, float)):
        return "a number"
    return "an object" if isinstance(value, dict) else "a list"


def location(path: Path) -> str:
    """Write ``("sessions", 3, "startedAt")`` as ``sessions[3].startedAt``."""
    text = ""
    for key in path:
        if isinstance(key, int):
            text += f"[{key}]"
        elif _PLAIN.fullmatch(key):
            text += f".{key}" if text else key
        else:
            text += f"[{key!r}]"
    return text
