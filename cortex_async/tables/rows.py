"""Objects as columns with values, which every kind of table is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from operator import attrgetter
from typing import Final, cast

from attrs import field, frozen

from cortex_async._core.arguments import with_article, wrong_type, wrong_value
from cortex_async._core.codec.model_types import is_model, members_of
from cortex_async._core.errors import ArgumentTypeError, ArgumentValueError
from cortex_async._core.unset import UNSET
from cortex_async.tables.columns import Column, Nested, columns_of
from cortex_async.tables.values import Converter

_MISSING: Final = frozenset((type(None), type(UNSET)))


@frozen
class Rows:
    """A table. values: one list for each column. count: the number of objects."""

    columns: tuple[Column, ...]
    values: list[list[object]] = field(repr=False)
    count: int


def rows_of(objects: object, model: object, nested: Nested, secrets: bool) -> Rows:
    """Read all objects.

    Raises ``ArgumentError`` for arguments that cannot be used, and for a value that does not fit its column.
    """
    if nested not in ("flatten", "keep"):
        raise wrong_value("nested", "'flatten' or 'keep'", nested)
    items = _listed(objects)
    models = _classes(items) if model is None else _given_classes(items, model)
    columns = _columns(models, nested)
    convert = Converter(secrets)
    levels: dict[tuple[str, ...], _Level] = {(): _Level.of(items)}
    values = [convert.column(column, _read(column, levels)) for column in columns]
    return Rows(columns, values, len(items))


def _columns(models: tuple[type, ...], nested: Nested) -> tuple[Column, ...]:
    try:
        return columns_of(models, nested)
    except NameError:
        # The types of fields are known to type checkers only: a line of a transcript is such an attrs class.
        found = with_article(models[0].__name__)
        raise ArgumentTypeError(f"objects must be models, got {found}", parameter="objects") from None


def _listed(objects: object) -> list[object]:
    if isinstance(objects, Mapping):
        # The value of a live collection: its objects by id.
        return list(cast("Mapping[object, object]", objects).values())
    if hasattr(objects, "__aiter__"):
        raise wrong_type("objects", "an iterable, e.g. [item async for item in objects]", objects)
    if not isinstance(objects, Iterable) or isinstance(objects, (str, bytes)):
        raise wrong_type("objects", "a list or another iterable of models", objects)
    return list(cast("Iterable[object]", objects))


def _classes(items: list[object]) -> tuple[type, ...]:
    """The class of all objects."""
    found = list(dict.fromkeys(map(type, items)))
    if not found:
        raise ArgumentValueError(
            "model must be given for objects that may be empty, e.g. model=Message", parameter="model"
        )
    for kind in found:
        if not is_model(kind):
            place = next(place for place, item in enumerate(items) if type(item) is kind)
            raise wrong_type(f"objects[{place}]", "a model", items[place])
    if len(found) > 1:
        one, other = (kind.__name__ for kind in found[:2])
        raise ArgumentTypeError(
            f"model must be given for objects of several classes, e.g. model={one} | {other}",
            parameter="model",
        )
    return tuple(found)


def _given_classes(items: list[object], model: object) -> tuple[type, ...]:
    members = members_of(model)
    if not members or not all(map(is_model, members)):
        raise wrong_type("model", "a model class or a union of them, e.g. Message", model)
    classes = tuple(cast("list[type]", members))
    if not all(issubclass(kind, classes) for kind in set(map(type, items))):
        place = next(place for place, item in enumerate(items) if not isinstance(item, classes))
        expected = " or ".join(with_article(one.__name__) for one in classes[:3])
        raise wrong_type(
            f"objects[{place}]", expected if len(classes) < 4 else "of the given classes", items[place]
        )
    return classes


@frozen
class _Level:
    """The models at one path. complete: whether all of them are there."""

    objects: list[object]
    complete: bool

    @classmethod
    def of(cls, objects: list[object]) -> _Level:
        return cls(objects, _MISSING.isdisjoint(map(type, objects)))

    def members(self, name: str) -> list[object]:
        """One field of each object; None where the object is missing."""
        # UNSET has attributes of its own, such as name.
        if self.complete:
            # A class of a union may lack the field.
            with suppress(AttributeError):
                return list(map(attrgetter(name), self.objects))
        return [None if one is None or one is UNSET else getattr(one, name, None) for one in self.objects]


def _read(column: Column, levels: dict[tuple[str, ...], _Level]) -> list[object]:
    """The values of a column. ``levels`` keeps the models on the way, by path."""
    for depth, (name, classes) in enumerate(zip(column.path, column.outer, strict=False)):
        path = column.path[: depth + 1]
        if path not in levels:
            inner = levels[path[:-1]].members(name)
            _check(inner, path, classes)
            levels[path] = _Level.of(inner)
    return levels[column.path[:-1]].members(column.path[-1])


def _check(values: list[object], path: tuple[str, ...], classes: tuple[type, ...]) -> None:
    allowed = (*classes, type(None), type(UNSET))
    if not all(issubclass(kind, allowed) for kind in set(map(type, values))):
        row = next(row for row, value in enumerate(values) if not isinstance(value, allowed))
        expected = " or ".join(with_article(one.__name__) for one in classes)
        raise wrong_type(f"objects[{row}].{'.'.join(path)}", expected, values[row])
