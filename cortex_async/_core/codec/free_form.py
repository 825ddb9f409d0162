"""Check of JSON whose shape no spec declares: names the first value that cannot be sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final, cast

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.codec.emitted import members_of_dataclass
from cortex_async._core.errors import ArgumentValueError
from cortex_async._core.strings.kinds import is_uuid_or_decimal, unwrapped
from cortex_async._core.strings.wire_strings import MAX_DEPTH, check_encodable, check_finite, in_utc
from cortex_async._core.unset import UNSET

EXPECTED: Final = "JSON (strings, numbers, booleans, None, lists and mappings)"


def check_free_form(
    value: object, where: str, check_model: Callable[[object, str], bool], depth: int = 0
) -> None:
    """Check everything within ``value``. ``check_model`` checks a model, and returns False for anything else.

    where: place of ``value``, for errors. Raises ``ArgumentError``, which names the value that cannot be
        sent.
    """
    if depth > MAX_DEPTH:
        raise ArgumentValueError(
            f"{where} must not be nested deeper than {MAX_DEPTH} levels", parameter=where
        )
    value = unwrapped(value)
    members = _members(value)
    if value is None or isinstance(value, bool):
        return
    if members is not None:
        for name, member in members.items():
            check_free_form(member, within(where, name), check_model, depth + 1)
    elif isinstance(value, (list, tuple)):
        for place, member in enumerate(cast("Iterable[object]", value)):
            check_free_form(member, f"{where}[{place}]", check_model, depth + 1)
    elif value is UNSET or not (check_scalar(value, where) or check_model(value, where)):
        raise wrong_type(where, EXPECTED, value)


def _members(value: object) -> Mapping[Any, object] | None:
    if isinstance(value, Mapping):
        return cast("Mapping[Any, object]", value)
    return members_of_dataclass(value)


def check_scalar(value: object, where: str) -> bool:
    """Whether ``value`` is a scalar. Raises ``ArgumentError`` for a scalar whose value JSON cannot hold."""
    if isinstance(value, str):
        check_encodable(value, where)
    elif isinstance(value, int):
        check_integer(value, where)
    elif isinstance(value, float):
        check_finite(value, where)
    elif isinstance(value, datetime):
        in_utc(value, where)
    elif not isinstance(value, date):
        if not is_uuid_or_decimal(value):
            return False
        check_finite(value, where)
    return True


def check_integer(value: int, where: str) -> None:
    """Raise ``ArgumentValueError`` for an integer of more than 64 bits, which most parsers would round."""
    if not -(2**63) <= value < 2**64:
        raise wrong_value(where, "an integer of 64 bits", value)


def within(where: str, name: Any) -> str:
    """The place of a member of a mapping, such as ``scope.rooms``.

    Raises ``ArgumentError`` for a key that cannot be sent.
    """
    if type(name) is not str:
        if not isinstance(name, str):
            raise wrong_type(f"a key of {where}" if where else "a key", "a string", name)
        name = str.__str__(name)
    check_encodable(name, f"a key of {where}" if where else "a key")
    if not name.isidentifier():
        return f"{where}[{name!r}]"
    return f"{where}.{name}" if where else name
