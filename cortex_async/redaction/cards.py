"""Card numbers: the ranges of issuers, the usual groups, and the check digit."""

from __future__ import annotations

import re
from typing import Final

_RANGES: Final = re.compile(
    r"4(?:\d{15}|\d{18})"  # Visa
    r"|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|3(?:0[0-5]|095|[68]\d|9\d)\d{11}"  # Diners Club
    r"|(?:6011|65\d\d|64[4-9]\d)\d{12,15}|62\d{14,17}"  # Discover, UnionPay
    r"|35(?:2[89]|[3-8]\d)\d{12,15}"  # JCB
    r"|(?:50|5[6-8]|6[37])\d{14,17}"  # Maestro
)
_EQUAL: Final = frozenset({1, 2, 4, 8})
_OTHER: Final = frozenset({(4, 6, 4), (4, 6, 5), (6, 13)})
_SEPARATORS: Final = re.compile(r"[^0-9]")

SHORTEST: Final = 14


def is_card(shape: str) -> bool:
    """Whether groups of ASCII digits, with one sign between each two, are the number of a card."""
    groups = _SEPARATORS.split(shape)
    digits = "".join(groups)
    return _RANGES.fullmatch(digits) is not None and _usual(tuple(map(len, groups))) and luhn(digits)


def _usual(lengths: tuple[int, ...]) -> bool:
    first = lengths[0]
    equal = set(lengths[:-1]) <= {first} and lengths[-1] <= first and first in _EQUAL
    return len(lengths) == 1 or equal or lengths in _OTHER


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others. ISO/IEC 7812-1, annex B."""
    total = 0
    for place, one in enumerate(reversed(digits)):
        value = int(one) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
