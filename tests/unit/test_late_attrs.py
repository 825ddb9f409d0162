"""Models behave as the classes that attrs makes at once, although their methods are made with their first use."""

from __future__ import annotations

import copy
import gc
import importlib.util
import inspect
import pickle
import pkgutil
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, cast
from unittest import mock

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_async._core import late_attrs
from cortex_async._core.codec.lazy_payload import LazyPayload

_PACKAGES = [
    "cortex_async._generated.models",
    "cortex_async.contrib.nimrobo._generated.models",
    "cortex_async.contrib.orga._generated.models",
    "cortex_async.contrib.rtcstack._generated.models",
    "tests.generator.golden.made._generated.models",
]
_HAND_WRITTEN = [
    f"cortex_async._core.{name}"
    for name in ("auth.credentials", "auth.single_flight", "call.state", "http.proxies", "outcomes")
]
_MADE_ANEW = frozenset({"__attrs_attrs__", "__attrs_props__", "__weakref__", "__dict__"})
_VALUES = st.none() | st.integers() | st.text(max_size=3) | st.lists(st.integers(), max_size=2)


def _modules() -> list[str]:
    return [
        found.name
        for name in _PACKAGES
        for found in pkgutil.iter_modules(importlib.import_module(name).__path__, f"{name}.")
    ]


def _executed(name: str, define: Any) -> ModuleType:
    """A fresh copy of a module, in which ``define`` makes the classes."""
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with mock.patch.object(late_attrs, "define", define):
        spec.loader.exec_module(module)
    return module


def _classes(module: ModuleType) -> Iterator[type]:
    for one in vars(module).values():
        if isinstance(one, type) and one.__module__ == module.__name__:
            yield one


def _pairs() -> list[tuple[Any, Any]]:
    """(late, made by attrs) for each class of attrs in the modules: all models, and what calls need."""
    late_define = late_attrs.define
    pairs: list[tuple[Any, Any]] = []
    for name in [*_modules(), *_HAND_WRITTEN]:
        late, made = _executed(name, late_define), _executed(name, attrs.define)
        both = zip(_classes(late), _classes(made), strict=True)
        pairs += [pair for pair in both if "__attrs_attrs__" in vars(pair[0])]
    return pairs


@pytest.fixture(scope="module")
def pairs() -> list[tuple[Any, Any]]:
    found = _pairs()
    assert len(found) > 250
    return found


def _described(kind: Any) -> dict[str, object]:
    own: dict[str, object] = {**kind.__dict__}
    members = {name: _kind_of(one) for name, one in own.items() if name not in _MADE_ANEW}
    return {
        "members": members,
        "slots": kind.__slots__,
        "signature": str(inspect.signature(kind)),
        "match": kind.__match_args__,
        "hash": kind.__hash__ is None,
        "doc": kind.__doc__,
        "names": (kind.__module__, kind.__qualname__, kind.__init__.__qualname__),
        "annotations": kind.__annotations__,
        "fields": [_field(one) for one in attrs.fields(kind)],
        "bases": kind.__bases__,
    }


def _kind_of(member: object) -> str:
    return type(member).__name__


def _kind(one: object) -> Any:
    return type(one)


def _field(one: Any) -> tuple[object, ...]:
    default = "factory" if isinstance(one.default, attrs.Factory) else one.default  # type: ignore[arg-type]  # a class at run time
    return (one.name, default, one.repr, one.eq, one.init, one.kw_only, one.type, one.alias, one.inherited)


def test_every_class_is_as_attrs_makes_it(pairs: list[tuple[Any, Any]]) -> None:
    for late, made in pairs:
        # The first look makes the members; the placeholders of what this version lacks stay.
        attrs.fields(late)
        described = _described(late)
        described["members"] = {
            name: kind
            for name, kind in cast("dict[str, str]", described["members"]).items()
            if kind != "_Late"
        }
        assert described == _described(made), late


_FIRST_USES: dict[str, Callable[[Any], object]] = {
    "repr": repr,
    "eq": lambda one: (one == copy.copy(one), one == 5),
    "unequal": lambda one: one != 5,
    "evolve": lambda one: repr(attrs.evolve(one)),
    "asdict": lambda one: attrs.asdict(one, recurse=False),
    "state": lambda one: one.__getstate__() if hasattr(one, "__getstate__") else None,
    "deepcopy": lambda one: repr(copy.deepcopy(one)),
    "weakref": lambda one: weakref.ref(one)() is one,
    "unhashable": lambda one: type(one).__hash__,
    "signature": lambda one: str(inspect.signature(_kind(one))),
    "matching": lambda one: _kind(one).__match_args__,
    "foreign attribute": lambda one: hasattr(one, "other"),
    "has": lambda one: attrs.has(_kind(one)),
}


@given(st.data(), st.sampled_from(sorted(_FIRST_USES)))
def test_whatever_is_used_first_works_as_with_attrs(data: st.DataObject, use: str) -> None:
    """On an instance whose slots are filled as decoders fill them, before anything else has been used."""
    name = data.draw(st.sampled_from(_modules()))
    late, made = (_executed(name, define) for define in (late_attrs.define, attrs.define))
    # The tables of the decoders know nothing of a copy of an event.
    kinds = [
        pair
        for pair in zip(_classes(late), _classes(made), strict=True)
        if not issubclass(pair[0], LazyPayload)
    ]
    if not kinds:
        return
    values: dict[str, object] = {}
    outcomes: list[object] = []
    for kind in data.draw(st.sampled_from(kinds)):
        one = cast("Any", object.__new__(kind))
        for field in inspect.get_annotations(kind):
            if field not in values:
                values[field] = data.draw(_VALUES)
            setattr(one, field, values[field])
        outcomes.append(_FIRST_USES[use](one))
    assert outcomes[0] == outcomes[1]


def _new() -> Any:
    @late_attrs.define(kw_only=True)
    class Point:
        x: int
        y: int = 2

    return Point


def test_a_wrong_argument_is_the_error_of_attrs() -> None:
    with pytest.raises(TypeError, match=r"Point\.__init__\(\) got an unexpected keyword argument 'z'"):
        _new()(x=1, z=2)


def test_a_method_that_was_replaced_before_the_first_use_stays_replaced() -> None:
    point = _new()
    point.__repr__ = mock.Mock(return_value="mine")
    assert repr(point(x=1)) == "mine"
    assert point(x=1) == point(x=1, y=2)


def test_a_method_can_be_patched_and_restored() -> None:
    point = _new()
    with mock.patch.object(point, "__init__", return_value=None):
        point()
    assert point(x=1).y == 2
    with mock.patch.object(point, "__eq__", return_value=False):
        assert point(x=1) != 5
    assert point(x=1) == point(x=1)


def test_classes_derived_from_it_work_whether_made_by_attrs_or_not() -> None:
    plain = type("Plain", (_new(),), {})
    assert plain(x=1) == plain(x=1)
    assert attrs.evolve(plain(x=1), x=3).x == 3

    @attrs.define(kw_only=True)
    class Space(_new()):  # type: ignore[misc]  # a class made while running
        z: int

    assert cast("Any", Space)(x=1, z=3).y == 2
    assert [one.name for one in attrs.fields(Space)] == ["x", "y", "z"]


def test_a_frozen_class_is_immutable_and_hashable() -> None:
    @late_attrs.frozen()
    class Point:
        x: int

    raw = object.__new__(Point)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        raw.x = 1  # type: ignore[misc]  # that is what is tested
    assert {Point(1): "one"}[Point(1)] == "one"


def test_threads_may_use_it_for_the_first_time_at_once() -> None:
    for _ in range(20):
        point, found = _new(), list[object]()
        start = threading.Barrier(4)

        def use(kind: Any = point, found: list[object] = found, start: threading.Barrier = start) -> None:
            start.wait()
            found.append(kind(x=1))

        threads = [threading.Thread(target=use) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [point(x=1)] * 4


def test_a_class_that_was_used_keeps_no_second_class() -> None:
    point = _new()
    point(x=1)
    gc.collect()
    assert [one for one in object.__subclasses__() if one.__qualname__ == point.__qualname__] == [point]


def test_a_decoded_model_can_be_pickled_in_a_process_that_has_used_nothing_else() -> None:
    program = """
import pickle, sys
from cortex_async import models
from cortex_async.client import CORTEX
body = b'{"message": "on its way"}'
one = CORTEX.codec.decode(body, models.SessionStarting)
sys.stdout.buffer.write(pickle.dumps(one))
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert repr(pickle.loads(ran.stdout)) == "SessionStarting(message='on its way')"
