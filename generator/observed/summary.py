"""Reads the summary of a ``DriftObserver``. It comes from outside, and so do the names in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from generator.refusal import Refusal
from generator.source.parsing import read_json

VERSION = 1
_LARGEST = 16 * 1024 * 1024
_LONGEST = 2000
_STRINGS = ("kind", "api", "operation", "path", "schema", "name", "expected")
_ADVICE = "give what DriftObserver.summary() returns"


@frozen
class Observed:
    """One deviation: see ``Deviation`` of the SDK. ``count`` responses and events had it."""

    kind: str
    api: str
    operation: str
    path: str
    schema: str
    name: str
    expected: str
    found: tuple[str, ...]
    count: int
    event: str | None = None


def read_summary(path: Path) -> list[Observed]:
    """Read a summary. Raises ``Refusal`` for anything else."""
    source = str(path)
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
        if len(raw) > _LARGEST:
            raise Refusal(source, f"is larger than {_LARGEST} bytes", _ADVICE)
        summary = read_json(raw.decode("utf-8"))
    except OSError as error:
        raise Refusal(source, f"cannot be read ({error.strerror})", "name an existing file") from None
    except (ValueError, RecursionError):
        raise Refusal(source, "is not JSON", _ADVICE) from None
    if not isinstance(summary, dict) or not isinstance(summary.get("deviations"), list):
        raise Refusal(source, "has no deviations", _ADVICE)
    if summary.get("version") != VERSION:
        raise Refusal(
            source, f"is not a summary of version {VERSION}", "use the generator of the same release"
        )
    return list(_rows(summary["deviations"], source))


def _rows(rows: list[Any], source: str) -> Iterator[Observed]:
    for number, row in enumerate(rows):
        place = f"{source}#/deviations/{number}"
        if not isinstance(row, dict):
            raise Refusal(place, "is not an object", _ADVICE)
        strings: dict[str, Any] = {key: row.get(key) for key in _STRINGS}
        for key, value in strings.items():
            if not isinstance(value, str) or len(value) > _LONGEST:
                raise Refusal(f"{place}/{key}", "is not a string of a usual length", _ADVICE)
        found, count, event = row.get("found"), row.get("count"), row.get("event")
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise Refusal(f"{place}/found", "is not a list of strings", _ADVICE)
        if not isinstance(count, int) or not isinstance(event, str | None):
            raise Refusal(place, "has a count or an event of a wrong type", _ADVICE)
        yield Observed(**strings, found=tuple(found), count=count, event=event)
