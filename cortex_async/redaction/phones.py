"""Phone numbers: international ones, and the national forms of the countries of our six languages.

A line has no country. So the rules take what is a phone number in one of them: Germany, Austria, Switzerland,
France, Belgium, Spain, North America, the United Kingdom, Japan, and the countries where Arabic is spoken.

They are not those of libphonenumber, which must know the country of a national number, is large (48 MB for
Python), and finds other numbers with every release of its data: an archive written again would differ.
"""

from __future__ import annotations

import re
from typing import Final

SHORTEST: Final = 7
LONGEST: Final = 15
"""Digits of numbers that words announce; E.164 allows 15."""

_UNASSIGNED: Final = ("0", "28", "83", "89")
"""What no country code begins with. https://www.itu.int/pub/T-SP-E.164D"""

_LENGTHS: Final = {
    "1": (11, 11),
    "7": (11, 11),
    "33": (11, 12),
    "34": (11, 11),
    "44": (11, 13),
    "81": (11, 13),
}
"""Digits of numbers with these country codes; with a 0 that is not dialled from abroad one more."""

_OTHERS: Final = (9, 15)
_ROUND: Final = "00000"
"""A number that ends like this is an amount."""

_NORTH_AMERICAN: Final = re.compile(r"(?:1[ .\-])?[2-9]\d\d[ ./\-][2-9]\d\d[ .\-]\d{4}")
_ROUND_GROUPS: Final = re.compile(r"\d00 \d00 \d\d00")
_SPANISH: Final = re.compile(
    r"(?!.*000\Z)[6-9](?:\d\d([ \-])\d{3}\1\d{3}|\d\d([ \-])\d\d\2\d\d\2\d\d|\d([ \-])\d{3}\3\d\d\3\d\d|\d \d{3} \d{4})"
)
_TRUNK: Final = re.compile(r"0[1-9]\d*(?:[ ./\-]\d\d+){0,4}")
_TRUNK_DIGITS: Final = range(9, 13)
_PAIRS: Final = re.compile(r"\d\d(?:[ ./\-]\d\d)+")
_FRENCH_DIGITS: Final = 10
_SEPARATORS: Final = re.compile(r"[^0-9]")

_BEFORE: Final = re.compile(
    r"\b(?:tel|phone|telephone|mobile|cell|cellphone|whatsapp|(?:call|text|ring|dial)\s+me|my\s+digits)\b"
    r"|\b(?:telefon|handy|ruf)\w*|\bmobil\b|\bt[ée]l[ée]phone|\bt[ée]l\b|\bportable\b|\bappel\w+"
    r"|\btel[ée]fono|\bm[óo]vil\b|\bcelular\b|\bll[áa]ma(?:me|dme)\b"
    r"|電話|携帯|ケータイ|スマホ|هاتف|جوال|موبايل|محمول|تلفون|تليفون|اتصل|واتس",
    re.IGNORECASE,
)
LOOK_BACK: Final = 30


def is_international(shape: str) -> bool:
    """Whether groups of ASCII digits are a number with its country code, after ``+`` or ``00``.

    shape: the groups, with a space, ``-``, ``.`` or ``/`` in between.
    """
    digits = _SEPARATORS.sub("", shape)
    if digits.startswith(_UNASSIGNED) or digits.endswith(_ROUND):
        return False
    code = next((code for code in _LENGTHS if digits.startswith(code)), "")
    least, most = _LENGTHS.get(code, _OTHERS)
    return least <= len(digits) <= most


def is_national(shape: str) -> bool:
    """Whether groups are a number as it is dialled within a country."""
    if shape.startswith("00"):
        return is_international(shape[2:])
    if shape.startswith("0"):
        return _is_trunk(shape)
    if _NORTH_AMERICAN.fullmatch(shape):
        return _ROUND_GROUPS.fullmatch(shape) is None
    return _SPANISH.fullmatch(shape) is not None


def _is_trunk(shape: str) -> bool:
    """Whether it begins as national numbers do in most countries: with 0 and an area code."""
    digits = len(shape) - len(_SEPARATORS.findall(shape))
    if digits not in _TRUNK_DIGITS or _TRUNK.fullmatch(shape) is None:
        return False
    return _PAIRS.fullmatch(shape) is None or digits == _FRENCH_DIGITS


def most_digits(shape: str) -> int:
    """Digits of the longest number that is dialled within a country and begins with 0 or 1 like this."""
    if shape.startswith("1"):
        return _LENGTHS["1"][1]
    if shape.startswith("00"):
        return _OTHERS[1] + 2
    return 0 if len(shape) == 1 else _TRUNK_DIGITS[-1]


def is_announced(text: str, start: int) -> bool:
    """Whether words before a number say that it is one: ``call me at 5551234567``."""
    return _BEFORE.search(text[max(0, start - LOOK_BACK) : start]) is not None
