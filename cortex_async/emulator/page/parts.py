"""Elements that several sections use: times, chips, tables, JSON, empty lists."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from attrs import frozen

from cortex_async.emulator.page.html import Child, Html, tag
from cortex_async.emulator.timestamps import iso, parse

LONGEST_VALUE = 500
"""Characters of a single value, such as a title, that are shown."""

FORMAT = "%Y-%m-%d %H:%M:%S"
_UNITS = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))


@frozen
class Section:
    """A section of the page.

    count: the number beside the title, None for none.
    """

    id: str
    title: str
    content: Html
    count: int | None = None


@frozen
class Column:
    """The head of a column.

    wide: whether its cells hold text of any length, which may wrap; all others stay in one line.
    """

    title: str
    wide: bool = False


def when(timestamp: str | None, now: float) -> Html | None:
    """A point in time, always as date and time in UTC, with the distance from the emulator's clock."""
    if timestamp is None:
        return None
    try:
        seconds = parse(timestamp)
        moment = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return tag("span", shortened(timestamp))
    ago = tag("span", distance(seconds - now), class_="ago")
    return tag("time", f"{moment:{FORMAT}} ", ago, datetime=iso(seconds), title=f"{iso(seconds)} (UTC)")


def clock_time(now: float) -> Html:
    """The emulator's own time, in the same format."""
    return tag("time", f"{datetime.fromtimestamp(now, UTC):{FORMAT}}", datetime=iso(now))


def distance(seconds: float) -> str:
    """E.g. ``3 min ago``, ``in 2 h``, ``now``. The page's script writes the same."""
    amount = int(abs(seconds))
    for size, unit in _UNITS:
        if amount >= size:
            return f"in {amount // size} {unit}" if seconds > 0 else f"{amount // size} {unit} ago"
    return "now"


def size(count: int) -> str:
    """A number of bytes, e.g. ``1.5 kB``."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.1f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def shortened(text: str, longest: int = LONGEST_VALUE) -> str:
    """The text, or its beginning and how many characters are left out."""
    if len(text) <= longest:
        return text
    return f"{text[:longest]}… ({len(text) - longest} more characters)"


def value(given: object) -> Child:
    """A value of a record: strings shortened, numbers and flags as JSON writes them, nothing for None."""
    if given is None or isinstance(given, Html):
        return given
    return shortened(given if isinstance(given, str) else json.dumps(given, ensure_ascii=False, default=str))


def chip(text: str, kind: str = "") -> Html:
    """A status. ``kind``: ``good``, ``notice``, ``bad``, ``flag`` or nothing."""
    return tag("span", text, class_=f"chip {kind}".strip())


def pretty(text: str) -> str:
    """JSON with line breaks; anything else unchanged."""
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text


def block(text: str, label: str) -> Html:
    """Text that keeps its line breaks. It can be reached with the keyboard, because it may scroll."""
    return tag("pre", text, tabindex=0, aria_label=label, role="region")


def table(label: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> Html:
    """A table, on narrow screens a list of cards; the roles keep its meaning there."""
    lines = [_row(columns, row) for row in rows]
    if not lines:
        return nothing()
    heads = [tag("th", column.title, scope="col", role="columnheader") for column in columns]
    return tag(
        "table",
        tag("thead", tag("tr", heads, role="row"), role="rowgroup"),
        tag("tbody", lines, role="rowgroup"),
        role="table",
        aria_label=label,
    )


def _row(columns: Sequence[Column], row: Sequence[object]) -> Html:
    return tag("tr", [_cell(*pair) for pair in zip(columns, row, strict=True)], role="row")


def _cell(column: Column, given: object) -> Html:
    if given is None or given == "":
        return tag("td", class_="blank", role="cell")
    content = tag("div", value(given), class_="wide" if column.wide else "narrow")
    return tag("td", content, role="cell", data_label=column.title)


def nothing(text: str = "none") -> Html:
    return tag("p", text, class_="empty")
