"""Nimrobo's error body: ``{"error": "in words"}``. The words are no short names, so they are the message and nothing else."""

from __future__ import annotations

from ...core.problems import Problem, line, read_problem
from ...core.request import JSON


def read(body: JSON) -> Problem | None:
    if isinstance(body, dict) and isinstance(body.get("error"), str) and "message" not in body:
        words = line(str(body["error"]))
        return Problem((words,)) if words else None
    return read_problem(body)
