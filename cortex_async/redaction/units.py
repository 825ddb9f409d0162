"""Groups of digits that belong together.

Groups with one sign in between, such as ``090-1234`` and ``12:30``, are a unit, which is masked as a whole or
not at all. Units with spaces or brackets in between, such as ``(030) 123456``, may form one number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from cortex_async.redaction import addresses
from cortex_async.redaction.characters import plain

SPACES: Final = " \u00a0\u2009\u202f\u3000"
MOST_DIGITS: Final = 19
"""Digits of the longest number that is looked for, that of a card."""

_GROUP: Final = re.compile(r"\d++")
_SIGNS: Final = {
    **dict.fromkeys("-\u2010\u2011\u2012\u2013\u2014\u2212\uff0d\u30fc\uff70\ufe63", "-"),
    **dict.fromkeys(".\uff0e\u00b7", "."),
    **dict.fromkeys("/\uff0f", "/"),
    **dict.fromkeys(":,'\u2019\uff1a\uff0c\u066b\u066c\u060c", ":"),
}
"""Signs within a unit. Those of times, amounts and lists are ``:``, which no card or phone number has."""

_JOINTS: Final = dict.fromkeys(f"{SPACES}()\uff08\uff09", " ") | {
    sign: to for sign, to in _SIGNS.items() if to != ":"
}
_MOST_JOINTS: Final = 4
_BIDI: Final = dict.fromkeys([0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_MOST_GAP: Final = 8
"""Characters between groups of one number, those included that only set the direction of text."""

_DATE: Final = re.compile(
    r"(?:0?[1-9]|[12]\d|3[01])([./\-])(?:0?[1-9]|[12]\d|3[01])\1(?:19|20)\d\d"
    r"|(?:19|20)\d\d([./\-])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01])"
)


@frozen
class Unit:
    """Groups of digits with single signs in between.

    shape: the groups as ASCII, with ``-``, ``.`` or ``/`` in between; empty for what no card or phone number
        has, such as dates.
    digits: how many digits it has.
    joint: what joins it to the unit before it: a space or a sign; empty if both cannot be of one number.
    """

    start: int
    end: int
    shape: str
    digits: int
    joint: str


def units(text: str) -> list[Unit]:
    """All units of the string."""
    taken = [run.span() for run in addresses.colon_runs(text)]
    taken.reverse()
    found: list[Unit] = []
    for start, end, parts, joint in _grouped(text):
        while taken and taken[-1][1] <= start:
            taken.pop()
        shape = "" if taken and taken[-1][0] < end else _shape(parts)
        found.append(Unit(start, end, shape, sum(map(str.isdigit, shape)), joint))
    return found


def _grouped(text: str) -> Iterator[tuple[int, int, list[str], str]]:
    """Start, end, groups and signs of each unit, and what joins it to the one before it."""
    start, end, joint = 0, 0, ""
    parts: list[str] = []
    for group in _GROUP.finditer(text):
        gap = text[end : group.start()] if group.start() - end <= _MOST_GAP else ""
        bare = gap if gap.isascii() else gap.translate(_BIDI)
        if parts and bare in _SIGNS:
            parts.append(_SIGNS[bare])
        else:
            if parts:
                yield start, end, parts, joint
            joint = _joint(bare) if parts else ""
            start, parts = group.start(), []
        parts.append(group[0])
        end = group.end()
    if parts:
        yield start, end, parts, joint


def _joint(gap: str) -> str:
    if gap == " ":
        return gap
    signs = {_JOINTS.get(one, ":") for one in gap}
    if not signs or ":" in signs or len(gap) > _MOST_JOINTS:
        return ""
    return min(signs - {" "}, default=" ")


def _shape(parts: Sequence[str]) -> str:
    # Neither a hundred groups nor a group of a hundred digits are worth a closer look.
    if len(parts) > 2 * MOST_DIGITS or ":" in parts or sum(map(len, parts)) > 2 * MOST_DIGITS:
        return ""
    shape = plain("".join(parts))
    return "" if _DATE.fullmatch(shape) else shape
