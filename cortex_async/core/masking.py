"""How a secret looks in a repr."""

from __future__ import annotations

from .unset import UNSET

MASK = "***"


def masked(value: object) -> str:
    """The repr of a secret field: whether there is one, never what it is."""
    return repr(value) if value is None or value is UNSET else repr(MASK)
