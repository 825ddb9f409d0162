"""An attrs validator for settings in seconds."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from attrs import Attribute

from cortex_async._core.arguments import wrong_type, wrong_value

Validator = Callable[[object, "Attribute[Any]", object], None]


def seconds(prefix: str = "", *, zero: bool = False) -> Validator:
    """Make a validator for a finite, positive number of seconds.

    prefix: precedes the attribute's name in errors. zero: whether 0 is accepted too.

    The validator raises ``ArgumentTypeError`` and ``ArgumentValueError``.
    """
    expected = f"a finite number of seconds {'>= 0' if zero else '> 0'}"

    def check(instance: object, attribute: Attribute[Any], value: object) -> None:
        name = prefix + attribute.name
        if not isinstance(value, (int, float)):
            raise wrong_type(name, expected, value)
        if isinstance(value, bool) or not math.isfinite(value) or value < 0 or (value == 0 and not zero):
            raise wrong_value(name, expected, value)

    return check
