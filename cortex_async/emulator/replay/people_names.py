"""Invented names, which belong to nobody."""

from __future__ import annotations

_STARTS = (
    "Bel",
    "Cor",
    "Dra",
    "Fel",
    "Gar",
    "Hol",
    "Jor",
    "Kel",
    "Lor",
    "Mar",
    "Nel",
    "Or",
    "Pel",
    "Quil",
    "Ral",
    "Sor",
    "Tal",
    "Vel",
    "Wen",
    "Zor",
)
_ENDS = ("dric", "lith", "mora", "nessa", "quin", "rian", "sker", "tavi", "vane", "wyth")
_FAMILIES = ("bek", "dahl", "fenn", "grove", "holt", "kamp", "lund", "mott", "nygard", "strand")


def invented(number: int) -> tuple[str, str]:
    """The first and last name of person ``number``, counted from 0. No two people share one."""
    count = len(_STARTS) * len(_ENDS)
    first, round_ = number % count, number // count
    given = _STARTS[first % len(_STARTS)] + _ENDS[first // len(_STARTS)]
    # Another family name for every person of a round, from the start that the first name does not have.
    family = _STARTS[(first * 7 + 3) % len(_STARTS)] + _FAMILIES[(first + round_) % len(_FAMILIES)]
    return (given, family) if round_ == 0 else (f"{given}{_roman(round_)}", family)


def _roman(number: int) -> str:
    """Letters that make another name of it: a, b, ... z, aa."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
