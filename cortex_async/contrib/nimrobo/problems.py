"""Nimrobo's error bodies: ``{"error": "a sentence"}``, which is a message and not a code."""

from __future__ import annotations

from cortex_async._core.call.problems import Problem, line, read_problem
from cortex_async._core.types import JSON
from cortex_async.contrib.error_messages import messages_in


def read(body: JSON) -> Problem | None:
    """Read an error body. ``error`` may also be a list or an object, as validators write it."""
    error = body.get("error") if isinstance(body, dict) and "message" not in body else None
    found = messages_in(error)
    if found:
        code = error.get("code") if isinstance(error, dict) else None
        return Problem(found, line(code) if isinstance(code, str) else None)
    other = read_problem(body)
    return other if other is not None and other.message else None
