"""Models as dicts with the names of their fields, and back.

Emitted decoders know only the names of the API's JSON; these functions go by the annotations of the models.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from datetime import date, datetime
from functools import cache
from types import NoneType
from typing import Any, Final, Literal, NoReturn, TypeAlias, TypeVar, cast, get_args, get_origin

from attrs import NOTHING, Attribute, fields, frozen

from cortex_async._core.call_errors import DecodeError
from cortex_async._core.codec.diagnosis import Path, location
from cortex_async._core.codec.emitted import parse_date, parse_datetime
from cortex_async._core.codec.model_types import hints_of, is_model, members_of
from cortex_async._core.secrets.redaction import Redactor
from cortex_async._core.unset import UNSET

T = TypeVar("T")

Read: TypeAlias = Callable[[Any, Path, Redactor], Any]
"""(value, its place, masks secrets in errors) -> the value for the field; raises ``DecodeError``."""

_SCALARS: Final = frozenset({str, int, float, bool, datetime, NoneType})
_DATETIME: Final = "an ISO 8601 date and time"
_DATE: Final = "an ISO 8601 date"


def by_field(value: object) -> object:
    """A copy of a value with dicts in place of models, without the fields that are UNSET."""
    kind: type = type(value)
    if kind in _SCALARS:
        return value
    names = _field_names(kind)
    if names is not None:
        members = [(name, getattr(value, name)) for name in names]
        return {name: by_field(member) for name, member in members if member is not UNSET}
    if isinstance(value, Mapping):
        return {name: by_field(member) for name, member in cast("Mapping[object, object]", value).items()}
    if isinstance(value, (list, tuple)):
        items = [by_field(item) for item in cast("Iterable[object]", value)]
        return tuple(items) if isinstance(value, tuple) else items
    return value


@cache
def _field_names(kind: type) -> tuple[str, ...] | None:
    return tuple(item.name for item in fields(kind)) if is_model(kind) else None


def read_model(model: type[T], data: object, path: Path, redactor: Redactor) -> T:
    """Make a model from a mapping with the names of its fields.

    Raises ``DecodeError``, which names the place that does not fit.
    """
    if isinstance(data, model):
        return data
    if not isinstance(data, Mapping):
        _mismatch(path, "an object", data, redactor)
    members = cast("Mapping[object, object]", data)
    kind: type = model
    readers = _readers(kind)
    for name in members:
        if name not in readers:
            _refuse((*path, str(name)), f"{model.__name__} has no such field")
    values: dict[str, Any] = {}
    for name, field in readers.items():
        if name in members:
            values[field.parameter] = field.read(members[name], (*path, name), redactor)
        elif field.required:
            _refuse((*path, name), "missing")
    return model(**values)


@frozen
class _Field:
    """One field of a model. parameter: its name in the constructor."""

    parameter: str
    required: bool
    read: Read


@cache
def _readers(model: type) -> dict[str, _Field]:
    hints = hints_of(model)
    items = cast("tuple[Attribute[object], ...]", fields(model))
    return {
        item.name: _Field(item.alias or item.name, item.default is NOTHING, _reader(hints[item.name]))
        for item in items
        if item.init
    }


def _reader(hint: object) -> Read:
    members = members_of(hint)
    models = [member for member in members if is_model(member)]
    if len(members) > 1 and models:
        return _first_of(cast("list[type[object]]", models), only=len(models) == len(members))
    return _nullable(_reader_of_one(members[0])) if len(members) == 1 else _copied


def _reader_of_one(hint: object) -> Read:
    if is_model(hint):
        model = cast("type[object]", hint)
        return lambda value, path, redactor: read_model(model, value, path, redactor)
    if hint is datetime:
        return _read_datetime
    if hint is date:
        return _read_date
    origin, args = get_origin(hint), get_args(hint)
    if isinstance(origin, type) and args:
        return _container(origin, _reader(args[0] if args[-1] is Ellipsis else args[-1]))
    return _copied


def _nullable(read: Read) -> Read:
    # Servers send null where their spec does not declare it, and a model then holds None.
    return lambda value, path, redactor: (
        value if value is None or value is UNSET else read(value, path, redactor)
    )


def _copied(value: object, path: Path, redactor: Redactor) -> Any:
    if isinstance(value, dict):
        members = cast("dict[object, object]", value)
        return {name: _copied(member, path, redactor) for name, member in members.items()}
    if isinstance(value, list):
        return [_copied(item, path, redactor) for item in cast("list[object]", value)]
    return value


def _read_datetime(value: object, path: Path, redactor: Redactor) -> object:
    if isinstance(value, datetime):
        return value
    try:
        return parse_datetime(value)
    except (TypeError, ValueError, OverflowError):
        pass
    _mismatch(path, _DATETIME, value, redactor)


def _read_date(value: object, path: Path, redactor: Redactor) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return parse_date(value)
    except (TypeError, ValueError):
        pass
    _mismatch(path, _DATE, value, redactor)


def _container(origin: type, inner: Read) -> Read:
    def read_members(value: object, path: Path, redactor: Redactor) -> object:
        if not isinstance(value, Mapping):
            _mismatch(path, "an object", value, redactor)
        members = cast("Mapping[str, object]", value)
        return {name: inner(member, (*path, name), redactor) for name, member in members.items()}

    def read_items(value: object, path: Path, redactor: Redactor) -> object:
        if not isinstance(value, (list, tuple)):
            _mismatch(path, "a list", value, redactor)
        items = cast("Iterable[object]", value)
        found = [inner(item, (*path, place), redactor) for place, item in enumerate(items)]
        return tuple(found) if isinstance(value, tuple) else found

    if issubclass(origin, Mapping):
        return read_members
    return _copied if issubclass(origin, Set) else read_items


def _first_of(models: list[type[object]], *, only: bool) -> Read:
    """Read a union: the first model whose fields a mapping has. ``only``: nothing but a model is allowed."""
    closed = [(model, _constants(model)) for model in models]

    def read(value: object, path: Path, redactor: Redactor) -> object:
        if not isinstance(value, Mapping):
            if only and not isinstance(value, tuple(models)):
                _mismatch(path, "an object", value, redactor)
            return _copied(value, path, redactor)
        members = cast("Mapping[object, object]", value)
        for model, constants in closed:
            if all(members.get(name, allowed[0]) in allowed for name, allowed in constants.items()):
                try:
                    return read_model(model, members, path, redactor)
                except DecodeError:
                    continue
        if not only:
            return _copied(members, path, redactor)
        _refuse(path, f"expected the fields of {' or '.join(model.__name__ for model in models)}")

    return _nullable(read)


def _constants(model: type[object]) -> dict[str, tuple[object, ...]]:
    """The fields of a model that take only certain values, such as the type of an event."""
    found = {name: members_of(hint) for name, hint in hints_of(model).items()}
    return {
        name: get_args(members[0])
        for name, members in found.items()
        if len(members) == 1 and get_origin(members[0]) is Literal
    }


def _mismatch(path: Path, expected: str, value: object, redactor: Redactor) -> NoReturn:
    got = redactor.excerpt(value, path)
    _refuse(path, f"expected {expected}, got {got}", got)


def _refuse(path: Path, problem: str, excerpt: str = "") -> NoReturn:
    where = location(path)
    raise DecodeError(f"{where}: {problem}" if where else problem, location=where, excerpt=excerpt)
