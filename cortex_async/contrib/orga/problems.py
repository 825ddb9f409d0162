"""Orga AI's error bodies:

``{"error": {"message": ...}}``, where the message may be another envelope, and similar shapes.
"""

from __future__ import annotations

from cortex_async._core.call.problems import Problem, line, read_problem
from cortex_async._core.types import JSON
from cortex_async.contrib.error_messages import MAX_DEPTH, messages_in


def read(body: JSON) -> Problem | None:
    """Read an error body: the innermost messages, and the innermost code (or else type) of the envelopes
    around them.
    """
    code: str | None = None
    inner, depth = body, 0
    while isinstance(inner, dict) and isinstance(inner.get("error"), dict) and depth < MAX_DEPTH:
        error = inner["error"]
        code = _short_name(error) or code
        inner, depth = error.get("message") if isinstance(error, dict) else None, depth + 1
    found = messages_in(inner)
    if found:
        return Problem(found, code)
    other = read_problem(inner)
    if other is not None and other.message:
        return Problem(other.messages, code or other.code)
    return Problem((code,), code) if code else None


def _short_name(error: JSON) -> str | None:
    if not isinstance(error, dict):
        return None
    return next((line(value) for name in ("code", "type") if isinstance(value := error.get(name), str)), None)
