"""Check that a body matches its declared types; errors name the first value that does not.

The declared types are the annotations of the models. The check of a model is built when one is first sent.
The types of fields that passed are remembered, and most calls need to compare only those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, cast, get_args, get_origin

from attrs import field, fields, frozen

from cortex_async._core.arguments import with_article
from cortex_async._core.codec.alternatives import SCALARS, Alternative, Check, check_alternatives, scalar
from cortex_async._core.codec.free_form import check_free_form, within
from cortex_async._core.codec.model_types import hints_of
from cortex_async._core.strings.kinds import is_array
from cortex_async._core.unset import UNSET, Unset

PLAIN: Final = frozenset({str, bool, int, NoneType, type(UNSET), datetime, date})
"""Types for which a matching type is enough: the encoder itself refuses the values that cannot be encoded."""

MAX_KNOWN = 1000
"""Combinations of types that are remembered for a model."""


@frozen(eq=False)
class Shape:
    """The check of one model.

    members: the fields and their checks. values: reads all fields at once. by_value: the types are not
        enough, since a field takes certain values only. known: types of fields that have passed.
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
    """The checks of one API's models.

    ``is_model`` says which classes those are; new checks are added to ``shapes``.
    """

    def __init__(self, is_model: Callable[[object], bool], shapes: dict[type, Shape]) -> None:
        self._is_model = is_model
        self._shapes = shapes

    def check(self, value: object, where: str = "") -> None:
        """Check a body.

        Raises ``ArgumentError``, which names the first value that cannot be sent and its place.
        """
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
                # An iterator can be read only once: keep its items for the encoder.
                member = list(member)
                setattr(value, name, member)
            check(member, f"{where}.{name}" if where else name)
        shape.note(value)
        return True

    def _shape(self, model: type) -> Shape:
        # A value of any JSON type is checked for what JSON has, wherever it is, by `check_free_form`.
        hints = hints_of(model)
        names = [item.name for item in fields(model)]
        members = tuple((name, self._check_of(hints[name])) for name in names)
        by_value = any(map(_takes_certain_values, hints.values()))
        # attrgetter returns a tuple only for two names or more.
        values = attrgetter(*names, names[0]) if names else _nothing
        return Shape(members, values, by_value)

    def _check_of(self, hint: object) -> Check:
        return check_alternatives(list(self._alternatives(hint)))

    def _alternatives(self, hint: object) -> Iterable[Alternative]:
        origin, args = get_origin(hint), get_args(hint)
        if origin in (Union, UnionType):
            for member in args:
                yield from self._alternatives(member)
        elif hint is None or hint is NoneType:
            yield Alternative("None", lambda value: value is None)
        elif hint == Unset:
            yield Alternative("", lambda value: value is UNSET)
        elif origin is Literal:
            yield Alternative(f"one of {', '.join(map(repr, args))}", lambda value: value in args)
        elif hint in SCALARS:
            yield scalar(hint)
        elif origin is not None and args:
            yield self._container(origin, args)
        elif self._is_model(hint):
            model, name = cast("type", hint), cast("type", hint).__name__
            yield Alternative(with_article(name), lambda value: isinstance(value, model), self._model_check)
        else:
            yield Alternative("", lambda value: value is not UNSET, self._free_check)

    def _model_check(self, value: object, where: str) -> None:
        self._check_model(value, where)

    def _free_check(self, value: object, where: str) -> None:
        check_free_form(value, where, self._check_model)

    def _container(self, origin: object, args: tuple[object, ...]) -> Alternative:
        inner = self._check_of(args[-1])

        def check_members(value: object, where: str) -> None:
            for name, member in cast("Mapping[object, object]", value).items():
                inner(member, within(where, name))

        def check_items(value: object, where: str) -> None:
            for place, item in enumerate(cast("Iterable[object]", value)):
                inner(item, f"{where}[{place}]")

        if isinstance(origin, type) and issubclass(origin, Mapping):
            return Alternative("a mapping", lambda value: isinstance(value, Mapping), check_members)
        return Alternative(
            "a list", lambda value: is_array(value) and not hasattr(value, "__next__"), check_items
        )


def _nothing(model: object) -> tuple[object, ...]:
    return ()


def _takes_certain_values(hint: object) -> bool:
    """Whether a type is a closed enumeration; an open one takes any other string, too."""
    members = set(get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)) - {Unset}
    return any(get_origin(member) is Literal for member in members) and not members & {str, int}
