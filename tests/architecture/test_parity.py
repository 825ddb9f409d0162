"""The async and the sync version have the same names, parameters, docstrings and return types."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import pytest

import cortex_async
import cortex_sync
from cortex_async._generated import scopes as async_scopes
from cortex_async.client import CortexClient as AsyncClient
from cortex_async.project import ProjectScope as AsyncProject
from cortex_sync._generated import scopes as sync_scopes
from cortex_sync.client import CortexClient as SyncClient
from cortex_sync.project import ProjectScope as SyncProject

# Parameter that only the async version can have -> the reason.
ONLY_ASYNC = {"session": "an aiohttp session belongs to the application's event loop"}


def resource_classes(scope: type, client: Any) -> dict[str, type]:
    """The class behind each resource of a scope."""
    names = {
        name
        for kind in scope.__mro__
        for name, value in vars(kind).items()
        if isinstance(value, cached_property)
    }
    return {name: type(getattr(client, name)) for name in sorted(names)}


@pytest.fixture(scope="module")
def pairs() -> list[tuple[str, type, type]]:
    ours, theirs = AsyncClient(api_key="k"), SyncClient(api_key="k")
    found: list[tuple[str, type, type]] = [("client", AsyncClient, SyncClient)]
    for scope, (left, right) in {
        "account": (
            resource_classes(async_scopes.AccountScope, ours),
            resource_classes(sync_scopes.AccountScope, theirs),
        ),
        "project": (
            resource_classes(AsyncProject, ours.project("p")),
            resource_classes(SyncProject, theirs.project("p")),
        ),
    }.items():
        assert sorted(left) == sorted(right)
        found += [(f"{scope}.{name}", left[name], right[name]) for name in left]
    return found


def public(kind: type) -> dict[str, Any]:
    return {name: getattr(kind, name) for name in dir(kind) if not name.startswith("_")}


def without_async(docstring: str) -> str:
    return re.sub(r"\b(await|async) ", "", docstring)


def comparable(annotation: Any) -> str:
    """An annotation without what differs between the versions."""
    plain = re.sub(r"\b(Async|cortex_async\.|cortex_sync\.)", "", str(annotation)).replace("ctx.", "")
    return plain.strip("'")


def members(pairs: list[tuple[str, type, type]]) -> Iterator[tuple[str, Any, Any]]:
    for name, ours, theirs in pairs:
        left, right = public(ours), public(theirs)
        # The other name of close(), for contextlib.aclosing.
        left.pop("aclose", None)
        assert sorted(left) == sorted(right), name
        for key, value in left.items():
            yield f"{name}.{key}", value, right[key]


def test_same_names(pairs: list[tuple[str, type, type]]) -> None:
    assert len(list(members(pairs))) > 116


def test_same_parameters_and_defaults(pairs: list[tuple[str, type, type]]) -> None:
    for name, ours, theirs in members(pairs):
        if not inspect.isfunction(ours):
            continue
        left, right = inspect.signature(ours).parameters, inspect.signature(theirs).parameters
        for key, parameter in left.items():
            if key in ONLY_ASYNC:
                continue
            twin = right[key]
            assert (parameter.kind, parameter.default) == (twin.kind, twin.default), f"{name}({key})"
            assert comparable(parameter.annotation) == comparable(twin.annotation), f"{name}({key})"
        assert [key for key in left if key not in ONLY_ASYNC] == list(right), name


def test_same_return_types(pairs: list[tuple[str, type, type]]) -> None:
    for name, ours, theirs in members(pairs):
        if inspect.isfunction(ours):
            left, right = (
                inspect.signature(ours).return_annotation,
                inspect.signature(theirs).return_annotation,
            )
            assert comparable(left) == comparable(right), name


def test_same_docstrings_of_operations(pairs: list[tuple[str, type, type]]) -> None:
    for name, ours, theirs in members(pairs):
        if name.startswith("client.") or not inspect.isfunction(ours):
            continue
        assert ours.__doc__, name
        assert without_async(ours.__doc__) == without_async(theirs.__doc__ or ""), name


def test_the_sync_version_has_no_coroutines(pairs: list[tuple[str, type, type]]) -> None:
    for name, _, theirs in members(pairs):
        assert not inspect.iscoroutinefunction(theirs), name


def test_same_public_names_of_the_packages() -> None:
    only_async = {"StreamedResponse", "ConnectionSettings"}
    assert set(cortex_async.__all__) - only_async <= set(cortex_sync.__all__) | only_async
