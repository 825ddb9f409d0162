"""Every public error can be made from a message alone, rebuilt from its arguments, pickled and copied."""

from __future__ import annotations

import copy
import importlib
import json
import pickle
import pkgutil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cortex_async
import cortex_sync
from cortex_async import APIError, CallError, CortexError, NotFound, RequestFailed, TimedOut
from cortex_async._core.call_errors import error_class


def import_unless_an_extra_is_missing(name: str) -> None:
    try:
        importlib.import_module(name)
    except ImportError as error:
        if "pip install 'odin-cortex[" not in str(error):
            raise


def every_error() -> list[type[CortexError]]:
    """All error classes, found by importing all modules, so that a new one is included by itself."""
    for package in (cortex_async, cortex_sync):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                import_unless_an_extra_is_missing(module.name)
    found: list[type[CortexError]] = []
    pending: list[type[CortexError]] = [CortexError]
    while pending:
        kind = pending.pop()
        found.append(kind)
        pending += kind.__subclasses__()
    ours = [kind for kind in found if kind.__module__.partition(".")[0] in ("cortex_async", "cortex_sync")]
    return sorted(set(ours), key=lambda kind: (kind.__module__, kind.__name__))


EVERY = every_error()
CALL: dict[str, Any] = {
    "method": "POST",
    "path": "/a/{id}",
    "operation": "makeA",
    "url_values": {"id": "7"},
    "status": 418,
    "request_id": "r-1",
    "attempts": 2,
    "not_repeated": "because",
    "outcome": "done",
}


def name(kind: type) -> str:
    return kind.__name__


def rebuilt(error: CortexError) -> CortexError:
    """Rebuild an error as a task queue with JSON results does: from its class and arguments only."""
    arguments = json.loads(json.dumps(error.args))
    return type(error)(*arguments)


def test_errors_of_every_package_are_found() -> None:
    names = {kind.__name__ for kind in EVERY}
    assert {
        "NotFound",
        "WaitTimedOut",
        "HeaderMissing",
        "LoopStopped",
        "StillPending",
        "EventTooLarge",
    } <= names
    assert {"ActivationFailed", "TimestampTooOld", "ArgumentTypeError"} <= names


@pytest.mark.parametrize("kind", EVERY, ids=name)
def test_a_message_is_enough(kind: type[CortexError]) -> None:
    error = kind("gone")
    assert str(error) == "gone"
    assert str(rebuilt(error)) == "gone"
    assert "gone" in repr(error)
    assert isinstance(error, CortexError)


@pytest.mark.parametrize("kind", EVERY, ids=name)
def test_errors_survive_copying_pickling_groups_and_chaining(kind: type[CortexError]) -> None:
    error = kind("gone", **CALL) if issubclass(kind, CallError) else kind("gone")
    error.add_note("a note")
    for twin in (
        copy.copy(error),
        copy.deepcopy(error),
        *(pickle.loads(pickle.dumps(error, n)) for n in range(6)),
    ):
        assert type(twin) is kind
        assert (str(twin), twin.args, twin.__notes__) == (str(error), error.args, ["a note"])
        assert vars(twin).keys() == vars(error).keys()
    group = pickle.loads(pickle.dumps(ExceptionGroup("several", [error])))
    assert str(group.exceptions[0]) == str(error)
    matching, rest = ExceptionGroup("several", [error, ValueError()]).split(kind)
    assert matching is not None
    assert rest is not None
    with pytest.raises(kind) as caught:
        raise error from KeyError("why")
    assert isinstance(caught.value.__cause__, KeyError)


@given(
    kind=st.sampled_from([kind for kind in EVERY if issubclass(kind, CallError)]),
    message=st.text(),
    operation=st.text(max_size=5),
    status=st.none() | st.integers(0, 999),
    outcome=st.sampled_from(["not_sent", "rejected", "unknown", "done"]),
    values=st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
)
def test_an_error_of_a_call_keeps_its_message_when_rebuilt(
    kind: type[CallError],
    message: str,
    operation: str,
    status: int | None,
    outcome: Any,
    values: dict[str, str],
) -> None:
    error = kind(
        message, operation=operation, status=status, outcome=outcome, url_values=values, method="PUT"
    )
    assert str(rebuilt(error)) == str(error)
    assert message in str(error)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 429, 500])
def test_a_class_has_its_status_by_default(status: int) -> None:
    error = error_class(status)("gone")
    assert error.status == status
    assert rebuilt(error).args == ("gone",)


def test_defaults_of_errors_made_by_hand() -> None:
    error = NotFound("gone")
    assert (error.status, error.outcome, error.attempts, error.messages) == (404, "unknown", 0, ("gone",))
    assert (error.url_values, error.not_repeated, error.hint, error.body) == ({}, "", None, b"")
    assert APIError("odd").status == 0
    assert NotFound("gone", status=410).status == 410
    assert (TimedOut("late").limit, TimedOut("late").seconds) == ("total", None)
    assert RequestFailed("cut").status is None


def test_the_message_contains_all_attributes() -> None:
    assert str(NotFound("gone", hint="Look here", **CALL)) == (
        "makeA POST /a/{id}: 418 gone "
        "(id=7, request id r-1, 2 attempts, not repeated: because, was carried out). Look here"
    )
    assert str(RequestFailed("cut", **CALL)) == (
        "makeA POST /a/{id}: cut "
        "(status 418, id=7, request id r-1, 2 attempts, not repeated: because, was carried out)"
    )
