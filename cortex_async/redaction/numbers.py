"""Card and phone numbers.

Whether units are a number depends on nothing outside them but the words and the sign next to them. So no
part of what remains becomes a number because its neighbour was masked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, Literal, TypeAlias, cast

from attrs import frozen

from cortex_async.redaction import cards, phones
from cortex_async.redaction.characters import glued
from cortex_async.redaction.units import MOST_DIGITS, SPACES, Unit, units

Kind: TypeAlias = Literal["card", "phone"]

_BEFORE: Final = re.compile(r"([(\uff08]?)([+\uff0b]?)([(\uff08]?)\Z")
_CLOSED: Final = re.compile(r"[^()\uff08\uff09]*+[)\uff09]")


@frozen
class Start:
    """What is before the first digit: brackets outside and inside of a plus sign, and words."""

    place: int
    outer: str
    plus: str
    inner: str
    announced: bool


def find(text: str, kinds: frozenset[str]) -> Iterator[tuple[int, int, Kind]]:
    """The places and kinds of card and phone numbers, from left to right."""
    known = units(text)
    number = 0
    while number < len(known):
        count, found = _longest(text, known[number : number + MOST_DIGITS], kinds)
        number += count
        if found is not None:
            yield found


def _longest(
    text: str, following: Sequence[Unit], kinds: frozenset[str]
) -> tuple[int, tuple[int, int, Kind] | None]:
    """The longest number that begins with the first unit, and of how many it consists."""
    first = following[0]
    if not first.shape or glued(text, first.start - 1):
        return 1, None
    start = _start(text, first.start)
    for count, shape, digits in reversed(_candidates(text, following, _most_digits(start, first.shape))):
        found = _number(text, start, following[count - 1].end, shape, digits, kinds)
        if found is not None:
            return count, found
    return 1, None


def _start(text: str, place: int) -> Start:
    before = cast("re.Match[str]", _BEFORE.search(text[max(0, place - 3) : place]))
    outer, plus, inner = cast("tuple[str, str, str]", before.groups())
    return Start(place, outer, plus, inner, phones.is_announced(text, place))


def _most_digits(start: Start, shape: str) -> int:
    """Digits of the longest number that begins like this; 0 if none does."""
    if start.plus or start.announced:
        return MOST_DIGITS
    return phones.most_digits(shape) if shape[0] in "01" else MOST_DIGITS


def _candidates(text: str, following: Sequence[Unit], most: int) -> list[tuple[int, str, int]]:
    """Counts, shapes and digits of units that may be one number, the longest last."""
    found: list[tuple[int, str, int]] = []
    shape, digits = "", 0
    for count, unit in enumerate(following, 1):
        digits += unit.digits
        if not unit.shape or (shape and not unit.joint) or digits > most:
            break
        shape += unit.joint + unit.shape if shape else unit.shape
        if digits >= phones.SHORTEST and not glued(text, unit.end):
            found.append((count, shape, digits))
    return found


def _number(
    text: str, start: Start, end: int, shape: str, digits: int, kinds: frozenset[str]
) -> tuple[int, int, Kind] | None:
    if "card" in kinds and digits >= cards.SHORTEST and cards.is_card(shape):
        return start.place, end, "card"
    if "phone" not in kinds:
        return None
    closed = _CLOSED.match(text, start.place, end) is not None
    if start.plus and phones.is_international(shape):
        before = len(start.plus + start.inner) + (len(start.outer) if closed and not start.inner else 0)
    elif phones.is_national(shape) or (start.announced and digits <= phones.LONGEST):
        before = len(start.inner if start.plus else start.outer) if closed else 0
    else:
        return None
    return None if _is_money(text, start.place - before, end) else (start.place - before, end, "phone")


def _is_money(text: str, start: int, end: int) -> bool:
    """Whether a currency sign is next to it."""
    before, after = text[max(0, start - 2) : start].rstrip(SPACES), text[end : end + 2].lstrip(SPACES)
    return any(one and unicodedata.category(one) == "Sc" for one in (before[-1:], after[:1]))
