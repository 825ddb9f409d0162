"""Numbers sent as strings, as in the JSON mapping of protobuf: JavaScript has no 64-bit integers.

https://protobuf.dev/programming-guides/json/
"""

from __future__ import annotations

import re
from typing import Any

_INTEGER = re.compile(r"[+-]?\d{1,40}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][+-]?\d{1,4})?", re.ASCII)


def integer_from_string(value: Any) -> Any:
    """Parse an integer. Values that are not the string of one stay unchanged."""
    return int(value) if type(value) is str and _INTEGER.fullmatch(value) else value


def number_from_string(value: Any) -> Any:
    """Parse a number. Values that are not the string of one stay unchanged."""
    return float(value) if type(value) is str and _NUMBER.fullmatch(value) else value


def number_to_string(value: Any) -> Any:
    """Convert a number to a string. Other values stay unchanged."""
    return str(value) if type(value) in (int, float) else value
