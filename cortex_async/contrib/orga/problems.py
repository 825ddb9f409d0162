"""Orga's error bodies: ``{"error": {"message": ...}}``, where the message may be such an envelope itself; relatives of it too."""

from __future__ import annotations

from ...core.problems import Problem, line, read_problem
from ...core.request import JSON

DEEPEST = 8
"""Envelopes within envelopes that are opened; nobody needs as many, and a hostile body may have thousands."""


def read(body: JSON) -> Problem | None:
    """The innermost message, with the innermost code, else type, that there is on the way to it."""
    code: str | None = None
    inner, depth = body, 0
    while isinstance(inner, dict) and isinstance(inner.get("error"), dict) and depth < DEEPEST:
        error = inner["error"]
        code = _short_name(error) or code
        inner, depth = error.get("message") if isinstance(error, dict) else None, depth + 1
    if isinstance(inner, str) and inner.strip():
        return Problem((line(inner),), code)
    if isinstance(inner, dict) and isinstance(inner.get("error"), str):
        return Problem((line(str(inner["error"])),), code)
    found = read_problem(inner)
    return (
        Problem(found.messages, code or found.code) if found else (Problem((code,), code) if code else None)
    )


def _short_name(error: JSON) -> str | None:
    if not isinstance(error, dict):
        return None
    return next((line(value) for name in ("code", "type") if isinstance(value := error.get(name), str)), None)
