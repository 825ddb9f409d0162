"""All public methods that wait for a server, found by inspecting the clients: new methods are found too, or
the search fails.

A use is a call of one public method with made-up arguments, plus a way to consume its result: await it,
iterate a pager, read a stream,
enter a live view.
"""

from __future__ import annotations

import inspect
import types
import typing
import warnings
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import attrs

from cortex_async import models
from cortex_async._core.operations import Operations as AsyncOperations
from cortex_async._core.unset import UNSET
from cortex_sync.bridge.operations import Operations as SyncOperations

# Which operations the API deprecates is its own affair.
warnings.filterwarnings("ignore", r"[\w.]+ is deprecated by the API", DeprecationWarning)

NO_WAIT = frozenset(
    {"aclose", "close", "open", "project", "stats", "with_options", "without_credentials", "token_manager"}
)
"""Public methods of clients that do not wait for a response of the API."""

GIVEN: dict[tuple[str, str], object] = {
    ("request", "method"): "GET",
    ("request", "path"): "/api/anything",
    ("wait_for", "event"): "session.*",
    ("activate", "location"): models.Location(city="c", city_display="C", continent="e", country="d"),
}
"""(method, parameter) -> the argument, where not every value of the type is accepted, or where one of several
parameters is needed."""

DRIVEN: dict[str, tuple[str, ...]] = {
    "Pager": ("first_page", "iterate", "pages"),
    "EventStream": ("read", "states", "ready"),
    "LiveCollection": ("enter",),
    "LiveItem": ("enter",),
    "MessageFeed": ("read",),
    "AsyncIterator": ("iterate",),
    "Iterator": ("iterate",),
    "AsyncGenerator": ("iterate",),
    "Generator": ("iterate",),
}
"""Return type of a method that is not async -> the ways to use its result."""

OPTIONS: dict[str, dict[str, object]] = {"states": {"wait": False}, "ready": {"wait": False}}
"""Way -> options of the call: entering a stream would wait before these ways begin."""


@attrs.frozen
class Use:
    """One use of a method.

    name: the path of the method. start: calls it. way: how its result is consumed; ``call`` if the call is
    all.
    """

    name: str
    start: Callable[[], Any]
    way: str


def uses(client: Any, folder: Path) -> Iterator[Use]:
    """All uses of a client, async or sync, and of its scopes and resources."""
    for place, owner in _owners(client):
        for name, method in _methods(owner):
            for way in _ways(method):
                # Each use writes to its own file.
                target = folder / f"{place}.{name}"
                yield Use(f"{place}.{name} {way}", _bound(getattr(owner, name), method, target, way), way)


def _owners(client: Any) -> Iterator[tuple[str, Any]]:
    yield "client", client
    scopes = [("client", client)]
    if hasattr(client, "project"):
        scopes.append(("project", client.project("p")))
    for place, scope in scopes:
        for name in _members(scope):
            value = getattr(scope, name)
            assert isinstance(value, (AsyncOperations, SyncOperations)), f"{place}.{name}: of a new kind"
            yield f"{place}.{name}", value


def _members(scope: Any) -> list[str]:
    kinds = (cached_property, property)
    found = inspect.getmembers_static(type(scope), lambda member: isinstance(member, kinds))
    return [name for name, _ in found if not name.startswith("_") and name not in ("base_url", "codec")]


def _methods(owner: Any) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, method in inspect.getmembers(type(owner), inspect.isfunction):
        # A method that the API no longer has raises at once: its annotation says that it never returns.
        removed = str(inspect.signature(method).return_annotation) == "NoReturn"
        if not (name.startswith("_") or name in NO_WAIT or removed):
            yield name, method


def _ways(method: Callable[..., Any]) -> tuple[str, ...]:
    if inspect.iscoroutinefunction(method):
        return ("call",)
    if inspect.isasyncgenfunction(method) or inspect.isgeneratorfunction(method):
        return ("iterate",)
    returned = str(inspect.signature(method).return_annotation).partition("[")[0]
    if returned in DRIVEN:
        return DRIVEN[returned]
    assert method.__module__.startswith("cortex_sync"), (
        f"{method.__qualname__} returns {returned}: say how it is used"
    )
    return ("call",)


def _bound(
    bound: Callable[..., Any], method: Callable[..., Any], target: Path, way: str
) -> Callable[[], Any]:
    positional: list[Any] = []
    named: dict[str, Any] = {**OPTIONS.get(way, {})}
    scope = _namespace(method)
    for parameter in list(inspect.signature(method).parameters.values())[1:]:
        value = GIVEN.get((method.__name__, parameter.name))
        required = parameter.default is parameter.empty or value is not None
        if not required or parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        if value is None:
            value = _value(_evaluated(str(parameter.annotation), scope), target)
        if parameter.kind is parameter.KEYWORD_ONLY:
            named[parameter.name] = value
        else:
            positional.append(value)
    return lambda: bound(*positional, **named)


def _namespace(method: Callable[..., Any]) -> dict[str, Any]:
    scope: dict[str, Any] = {**vars(typing), **vars(models)}
    scope |= {name: getattr(models, name) for name in models.__all__}
    module = inspect.getmodule(method)
    package = (
        (module.__name__ if module else "").replace("cortex_sync", "cortex_async").partition(".client")[0]
    )
    if ".contrib." in package:
        of_api = __import__(".".join([*package.split(".")[:3], "_generated", "models"]), fromlist=["*"])
        scope |= {name: getattr(of_api, name) for name in of_api.__all__}
        written = __import__(".".join([*package.split(".")[:3], "models"]), fromlist=["*"])
        scope |= vars(written)
    return {**scope, **method.__globals__, "datetime": datetime, "Mapping": Mapping, "Any": Any}


def _evaluated(annotation: str, scope: dict[str, Any]) -> Any:
    try:
        return eval(annotation, scope)  # the SDK's own annotations
    except NameError as missing:
        # A name that is imported for type checkers only.
        return eval(annotation, {**scope, str(missing.name): object})


def _value(kind: Any, target: Path) -> Any:
    """A value of type ``kind`` that can be sent."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _value(next((one for one in arguments if one is str), arguments[0]), target)
    if origin is Literal:
        return arguments[0]
    if origin is not None and issubclass(origin, (list, typing.Sequence)) and origin is not str:
        return [_value(arguments[0], target)]
    if origin is not None and issubclass(origin, Mapping):
        return {}
    if isinstance(kind, type) and attrs.has(kind):
        kind = attrs.resolve_types(kind, _namespace_of(kind))
        return kind(
            **{
                field.name: _value(field.type, target)
                for field in attrs.fields(kind)
                if field.default is attrs.NOTHING
            }
        )
    plain: dict[Any, Any] = {
        str: "x",
        int: 1,
        float: 1.0,
        bool: True,
        bytes: b"x",
        datetime: datetime(2030, 1, 1, tzinfo=UTC),
        dict: {},
        Mapping: {},
        Any: {"x": 1},
        Path: target,
        object: {"x": 1},
    }
    if kind in plain:
        return plain[kind]
    if isinstance(kind, type) and "PathLike" in kind.__name__:
        return target
    if isinstance(kind, type) and hasattr(kind, "__members__"):
        return next(iter(kind.__members__.values()))
    raise AssertionError(f"no value for {kind!r}: say what may be sent there")


def _namespace_of(model: type) -> dict[str, Any]:
    module = __import__(model.__module__, fromlist=["*"])
    package = __import__(model.__module__.rpartition(".")[0], fromlist=["*"])
    names = {name: getattr(package, name) for name in package.__all__}
    return {**vars(typing), **names, **vars(module), "datetime": datetime, "Mapping": Mapping, "UNSET": UNSET}
