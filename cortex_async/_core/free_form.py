"""Typed readers of free-form JSON: what the spec leaves to plugins and integrators."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final, TypeVar, cast, overload

from attrs import frozen

from cortex_async._core.arguments import wrong_type
from cortex_async._core.types import JSON

D = TypeVar("D")

_MISSING: Final = object()
_MAX_EXACT: Final = 2**53 - 1


class FreeFormReaders:
    """The readers of free-form content that models have, e.g. ``annotation.number("score", 0.0)``.

    A member that is missing or has another type reads as the default, since no spec says what it is. Without
    a default that is None, which type checkers point out. Nothing is converted: the string ``"0.9"`` is not a
    number, and 1 is not a flag.
    """

    __slots__ = ()

    def _free_form(self) -> object:
        raise NotImplementedError

    @overload
    def number(self, name: str | int) -> float | None: ...
    @overload
    def number(self, name: str | int, default: D) -> float | D: ...
    def number(self, name: str | int, default: object = None) -> object:
        """Return a member that is a number, as a float, or ``default``.

        True and False are not numbers, and neither are NaN and infinities, which JSON does not have.

        Args:
            name: the member, or the position in a list
            default: returned if there is no such number
        """
        value = self._member(name)
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            return default
        try:
            number = float(value)
        except OverflowError:
            return default
        return number if math.isfinite(number) else default

    @overload
    def integer(self, name: str | int) -> int | None: ...
    @overload
    def integer(self, name: str | int, default: D) -> int | D: ...
    def integer(self, name: str | int, default: object = None) -> object:
        """Return a member that is a whole number, or ``default``. It may be written as ``5.0``, up to 2**53.

        Args:
            name: the member, or the position in a list
            default: returned if there is no such number
        """
        value = self._member(name)
        if isinstance(value, float) and value.is_integer() and abs(value) <= _MAX_EXACT:
            return int(value)
        return value if isinstance(value, int) and not isinstance(value, bool) else default

    @overload
    def text(self, name: str | int) -> str | None: ...
    @overload
    def text(self, name: str | int, default: D) -> str | D: ...
    def text(self, name: str | int, default: object = None) -> object:
        """Return a member that is a string, or ``default``.

        Args:
            name: the member, or the position in a list
            default: returned if there is no such string
        """
        value = self._member(name)
        return value if isinstance(value, str) else default

    @overload
    def flag(self, name: str | int) -> bool | None: ...
    @overload
    def flag(self, name: str | int, default: D) -> bool | D: ...
    def flag(self, name: str | int, default: object = None) -> object:
        """Return a member that is true or false, or ``default``.

        Args:
            name: the member, or the position in a list
            default: returned if there is no such member
        """
        value = self._member(name)
        return value if isinstance(value, bool) else default

    def texts(self, name: str | int) -> list[str]:
        """Return the strings of a member that is a list, in their order. Empty if it is no list.

        Args:
            name: the member, or the position in a list
        """
        return [item for item in _items(self._member(name)) if isinstance(item, str)]

    def each(self, name: str | int) -> list[FreeForm]:
        """Return the items of a member that is a list, each with these readers. Empty if it is no list.

        Args:
            name: the member, or the position in a list
        """
        return [FreeForm(cast("JSON", item)) for item in _items(self._member(name))]

    def at(self, *path: str | int) -> FreeForm:
        """Return what is at ``path``, with these readers. Its value is None if nothing is there.

        Args:
            path: the names of members, and positions in lists
        """
        value = self._free_form()
        for name in path:
            value = _member_of(value, name)
        return FreeForm(None if value is _MISSING else cast("JSON", value))

    def _member(self, name: str | int) -> object:
        return _member_of(self._free_form(), name)


@frozen
class FreeForm(FreeFormReaders):
    """A JSON value with typed readers of its members, for fields whose content no spec declares.

    ``FreeForm(participant.user_data).integer("level", 1)`` reads as an annotation's own readers do.

    value: the JSON itself.
    """

    value: JSON

    def _free_form(self) -> object:
        return self.value


def _member_of(value: object, name: object) -> object:
    if isinstance(name, str):
        if not isinstance(value, Mapping):
            return _MISSING
        return cast("Mapping[str, object]", value).get(name, _MISSING)
    if isinstance(name, bool) or not isinstance(name, int):
        raise wrong_type("name", "a string or an integer", name)
    items = _items(value)
    return items[name] if -len(items) <= name < len(items) else _MISSING


def _items(value: object) -> Sequence[object]:
    return cast("Sequence[object]", value) if isinstance(value, (list, tuple)) else ()
