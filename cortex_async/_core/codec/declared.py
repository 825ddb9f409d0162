"""Whether a body is what its types declare, before it is encoded: the first value that is not is named with its place.

The types are the annotations of the models. The check of a model is built when one is first sent, and which types the fields
had that passed is remembered: most calls look at those and no further.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, cast, get_args, get_origin, get_type_hints

from attrs import field, fields, frozen

from cortex_async._core.arguments import with_article, wrong_type
from cortex_async._core.codec.free_form import check_free_form, check_integer, check_scalar, within
from cortex_async._core.errors import ArgumentTypeError
from cortex_async._core.strings.wire_strings import fits, is_array, unwrapped
from cortex_async._core.unset import UNSET, Unset

Check = Callable[[object, str], None]
"""(value, where it is) -> None; raises ``ArgumentError``."""

PLAIN: Final = frozenset({str, bool, int, NoneType, type(UNSET), datetime, date})
"""Types whose values need no look once the type fits: the encoder itself refuses those that cannot be written."""

MAX_KNOWN = 1000
"""Combinations of types that are remembered for a model."""

_SCALARS: Final[dict[object, tuple[str, str]]] = {
    str: ("str", "a string"),
    int: ("int", "an integer"),
    float: ("float", "a number"),
    bool: ("bool", "True or False"),
    datetime: ("datetime", "a datetime"),
    date: ("date", "a date"),
}


@frozen(eq=False)
class Kind:
    """One member of a declared type: what it is called, which values it claims, and what it checks in those."""

    expected: str
    claims: Callable[[object], bool]
    check: Check | None = None


@frozen(eq=False)
class Shape:
    """The check of one model. ``values`` reads all fields at once; ``known`` holds the types of fields that have passed.

    by_value: the types do not tell, since a field takes certain values only.
    """

    members: tuple[tuple[str, Check], ...]
    values: Callable[[Any], tuple[object, ...]]
    by_value: bool
    known: set[tuple[type, ...]] = field(factory=set[tuple[type, ...]])

    def note(self, model: object) -> None:
        types = tuple(map(type, self.values(model)))
        if not self.by_value and PLAIN.issuperset(types) and len(self.known) < MAX_KNOWN:
            self.known.add(types)


class Declared:
    """The checks of the models of one API; ``is_model`` tells which classes these are, ``shapes`` collects them."""

    def __init__(self, is_model: Callable[[object], bool], shapes: dict[type, Shape]) -> None:
        self._is_model = is_model
        self._shapes = shapes

    def check(self, value: object, where: str = "") -> None:
        """Raises ``ArgumentError`` naming the first value that cannot be sent, with its place."""
        if isinstance(value, list):
            for place, item in enumerate(cast("list[object]", value)):
                self.check(item, f"{where or 'body'}[{place}]")
        elif not self._check_model(value, where):
            check_free_form(value, where or "body", self._check_model)

    def _check_model(self, value: object, where: str) -> bool:
        kind = type(value)
        shape = self._shapes.get(kind)
        if shape is None:
            if not self._is_model(kind):
                return False
            shape = self._shapes[kind] = self._shape(kind)
        for name, check in shape.members:
            member = getattr(value, name)
            if hasattr(member, "__next__"):
                # What can be walked only once is walked here, so that there is something left to send.
                member = list(member)
                setattr(value, name, member)
            check(member, f"{where}.{name}" if where else name)
        shape.note(value)
        return True

    def _shape(self, model: type) -> Shape:
        package = model.__module__.rpartition(".")[0]
        hints = get_type_hints(model, localns=cast("dict[str, Any]", _Names(package)))
        names = [item.name for item in fields(model)]
        members = tuple((name, self._check_of(hints[name])) for name in names)
        by_value = any(map(_takes_certain_values, hints.values()))
        # One name alone would give its value instead of a tuple.
        values = attrgetter(*names, names[0]) if names else _nothing
        return Shape(members, values, by_value)

    def _check_of(self, hint: object) -> Check:
        kinds = list(self._kinds_of(hint))
        expected = _expectation([kind.expected for kind in kinds])

        def check(value: object, where: str) -> None:
            plain = unwrapped(value)
            for kind in kinds:
                if kind.claims(plain):
                    if kind.check is not None:
                        kind.check(plain, where)
                    return
            error, hint = wrong_type(where, expected, value), _hint(value, expected)
            raise ArgumentTypeError(f"{error}: {hint}", parameter=where) if hint else error

        return check

    def _kinds_of(self, hint: object) -> Iterable[Kind]:
        origin, args = get_origin(hint), get_args(hint)
        if origin in (Union, UnionType):
            for member in args:
                yield from self._kinds_of(member)
        elif hint is None or hint is NoneType:
            yield Kind("None", lambda value: value is None)
        elif hint == Unset:
            yield Kind("", lambda value: value is UNSET)
        elif origin is Literal:
            yield Kind(f"one of {', '.join(map(repr, args))}", lambda value: value in args)
        elif hint in _SCALARS:
            yield _scalar(hint)
        elif origin is not None and args:
            yield self._container(origin, args)
        elif self._is_model(hint):
            model = cast("type", hint)
            yield Kind(
                with_article(model.__name__), lambda value: isinstance(value, model), self._model_check
            )
        else:
            yield Kind("", lambda value: value is not UNSET, self._free_check)

    def _model_check(self, value: object, where: str) -> None:
        self._check_model(value, where)

    def _free_check(self, value: object, where: str) -> None:
        check_free_form(value, where, self._check_model)

    def _container(self, origin: object, args: tuple[object, ...]) -> Kind:
        inner = self._check_of(args[-1])

        def check_members(value: object, where: str) -> None:
            for name, member in cast("Mapping[object, object]", value).items():
                inner(member, within(where, name))

        def check_items(value: object, where: str) -> None:
            for place, item in enumerate(cast("Iterable[object]", value)):
                inner(item, f"{where}[{place}]")

        if isinstance(origin, type) and issubclass(origin, Mapping):
            return Kind("a mapping", lambda value: isinstance(value, Mapping), check_members)
        return Kind("a list", lambda value: is_array(value) and not hasattr(value, "__next__"), check_items)


def _scalar(hint: object) -> Kind:
    name, expected = _SCALARS[hint]
    check = _check_integer if name == "int" else _check_scalar
    return Kind(expected, lambda value: fits(value, name), check)


def _check_integer(value: object, where: str) -> None:
    # A float that is an integer is sent as one.
    check_integer(int(cast("float", value)), where)


def _check_scalar(value: object, where: str) -> None:
    if not isinstance(value, bool):
        check_scalar(value, where)


def _expectation(named: list[str]) -> str:
    """An open enumeration is named by its kind alone: whatever else is a string fits as well."""
    open_ended = not {"a string", "an integer"}.isdisjoint(named)
    return " or ".join(
        dict.fromkeys(name for name in named if name and not (open_ended and name.startswith("one of")))
    )


def _hint(value: object, expected: str) -> str:
    if value is None:
        return "leave it out, or send an optional value with given(...)"
    if isinstance(value, str) and "a datetime" in expected:
        return "datetime.fromisoformat(...) makes one of it"
    return ""


def _nothing(model: object) -> tuple[object, ...]:
    return ()


def _takes_certain_values(hint: object) -> bool:
    """Whether an enumeration is closed: an open one takes any string beside its members."""
    members = set(get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)) - {Unset}
    return any(get_origin(member) is Literal for member in members) and not members & {str, int}


class _Names(dict[str, object]):
    """Names in annotations that a module knows for type checkers only: models of other groups."""

    def __init__(self, package: str) -> None:
        super().__init__(JSON=Any)
        self._package = sys.modules[package]

    def __missing__(self, name: str) -> object:
        try:
            return getattr(self._package, name)
        except AttributeError:
            raise KeyError(name) from None
