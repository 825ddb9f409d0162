"""Invoke URLs, as an operation that the spec does not have."""

from __future__ import annotations

from cortex_async.emulator.spec import Match, Operation, split_path

INVOKE = "invokeFunction"
"""The name of such a request in ``emulator.requests`` and ``emulator.faults``. The spec has none."""

TEMPLATE = "/invoke/{projectId}/{slug}"
METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


def invocation(method: str, path: str) -> Match | None:
    """The function that a request is for, None for a path of the API."""
    segments = split_path(path)
    if segments is None or len(segments) < 3 or segments[0] != "invoke":
        return None
    return Match(operation(method), {"projectId": segments[1], "slug": segments[2]})


def operation(method: str) -> Operation:
    return Operation(
        INVOKE, method, TEMPLATE, "Functions", frozenset({"api-key"}), (), None, 200, None, frozenset()
    )
