"""Records as JSON, YAML and CSV text."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import orjson

from cortex_async._core.strings.formulas import without_formulas

_COMPACT = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS
_PRETTY = _COMPACT | orjson.OPT_INDENT_2


def json_line(value: object) -> str:
    """Return JSON in one line."""
    return orjson.dumps(value, option=_COMPACT).decode()


def json_pretty(value: object) -> str:
    """Return JSON for reading."""
    return orjson.dumps(value, option=_PRETTY).decode()


def yaml(value: object) -> str:
    """Return YAML, in the order of the members."""
    import yaml as library

    return library.safe_dump(
        orjson.loads(json_line(value)), sort_keys=False, allow_unicode=True, width=10_000
    )


def csv_line(values: Sequence[object]) -> str:
    """Return one line of CSV. None is empty, an object or a list is JSON.

    What a spreadsheet would take for a formula gets an apostrophe in front: people of a game choose their
    own names.
    """
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerow([_cell(value) for value in values])
    return target.getvalue().removesuffix("\n")


def _cell(value: object) -> str:
    return plain(value) if isinstance(value, (int, float)) else without_formulas(plain(value))


def plain(value: object) -> str:
    """Return a value as a string for people: JSON without the quotes of strings."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json_line(value)
