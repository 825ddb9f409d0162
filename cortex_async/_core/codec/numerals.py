"""Numbers that travel as text, since JavaScript has no 64-bit integers: protobuf's JSON writes them so, and others do too."""

from __future__ import annotations

import re
from typing import Any

_INTEGER = re.compile(r"[+-]?\d{1,40}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][+-]?\d{1,4})?", re.ASCII)


def integer_in_text(value: Any) -> Any:
    """The integer that a text spells; whatever else stays as it came."""
    return int(value) if type(value) is str and _INTEGER.fullmatch(value) else value


def number_in_text(value: Any) -> Any:
    """The number that a text spells; whatever else stays as it came."""
    return float(value) if type(value) is str and _NUMBER.fullmatch(value) else value


def text_of_number(value: Any) -> Any:
    """A number as text on its way out; whatever else stays as it is."""
    return str(value) if type(value) in (int, float) else value
