"""Instances of every generated model, made from its annotations: odd ones too, since models trust the server."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from importlib import import_module
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

from attrs import fields, has
from hypothesis import strategies as st

from cortex_async._core.unset import Unset

PACKAGES = (
    "cortex_async._generated",
    *(f"cortex_async.contrib.{api}._generated" for api in ("nimrobo", "orga", "rtcstack")),
)


def models() -> list[type]:
    """Every model of the four APIs."""
    found: list[type] = []
    for package in PACKAGES:
        module = import_module(f"{package}.models")
        values = [getattr(module, name) for name in module.__all__]
        found += [value for value in values if isinstance(value, type) and has(value)]
    return found


MODELS = models()

_DATETIMES = st.datetimes(
    datetime.fromisoformat("0001-01-02"),
    datetime.fromisoformat("9999-12-30"),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=-5))]),
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=3,
)
_SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=5),
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(-1e9, 1e9) | st.integers(-1000, 1000),
    bool: st.booleans(),
    datetime: _DATETIMES,
    date: st.dates(),
    type(None): st.none(),
    Any: _JSON,
}


@cache
def instances(model: type) -> st.SearchStrategy[Any]:
    """Instances of a model with every kind of value that its fields take."""
    hints = get_type_hints(model, localns={"JSON": Any})
    names = [item.name for item in fields(cast("Any", model))]
    return st.builds(model, **{name: _values(hints[name]) for name in names})


def _values(hint: Any) -> st.SearchStrategy[Any]:
    if hint in _SCALARS:
        return _SCALARS[hint]
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return st.sampled_from(args)
    if isinstance(hint, type) and has(hint):
        return st.deferred(lambda: instances(hint))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return st.dictionaries(st.text(max_size=3), _values(args[1]), max_size=2)
    if isinstance(origin, type) and args and hasattr(origin, "__iter__"):
        return st.lists(_values(args[0]), max_size=2)
    return st.one_of([_values(member) for member in args]) if args else _JSON


def smallest(model: type) -> Any:
    """An instance whose optional fields have their defaults, and the others are null as a server may send."""
    value: Any = object.__new__(model)
    for item in fields(cast("Any", model)):
        default = getattr(item.default, "factory", lambda default=item.default: default)
        setattr(value, item.name, None if repr(item.default) == "NOTHING" else default())
    return value


def full(model: type, choice: int, depth: int = 0) -> Any:
    """An instance with a value in every field; ``choice`` picks the members of unions and the values."""
    hints = get_type_hints(model, localns={"JSON": Any})
    return model(
        **{item.name: _value(hints[item.name], choice, depth) for item in fields(cast("Any", model))}
    )


_EXAMPLES: dict[Any, tuple[Any, ...]] = {
    str: ("text", "", "\U0001f600 \ufffd"),
    int: (2**63 - 1, -(2**63), 0),
    float: (0.5, -1e300, 7),
    bool: (True, False),
    datetime: (
        datetime(2026, 1, 31, 12, 30, 45, 123456, UTC),
        datetime(1, 1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 20, tzinfo=timezone(timedelta(hours=2))),
    ),
    Any: ({"key": [1, None, {"x": 2**70}]}, [], "text"),
}


def _value(hint: Any, choice: int, depth: int) -> Any:
    if hint in _EXAMPLES:
        return _EXAMPLES[hint][choice % len(_EXAMPLES[hint])]
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        return args[choice % len(args)]
    if isinstance(hint, type) and has(hint):
        # The first choice of a model that may hold itself is something else.
        return full(hint, choice if depth < 2 else 0, depth + 1)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"a": _value(args[1], choice, depth)}
    if isinstance(origin, type) and args and hasattr(origin, "__iter__"):
        return [_value(args[0], choice + more, depth) for more in (0, 1)]
    # None and UNSET come with other instances.
    members = [one for one in args if one is not type(None) and one != Unset]
    return _value(members[choice % len(members)], choice, depth)


def several(model: type) -> list[Any]:
    """One instance of each kind."""
    return [full(model, 0), smallest(model), full(model, 1), full(model, 2)]
