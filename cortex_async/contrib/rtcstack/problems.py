"""RTCstack's two kinds of error bodies: its own problem details, and the web framework's, through which LiveKit's come as well."""

from __future__ import annotations

from attrs import evolve

from ...core.problems import Problem, line, read_details, read_problem
from ...core.request import JSON

_UNAVAILABLE = "unavailable"


def read(body: JSON) -> Problem | None:
    """One account of either kind: the short name is ``code`` or the last part of ``type``, the details are those of RFC 9457.

    An add-on that is not enabled is reported as 503, which by its status alone would be worth another try.
    """
    problem = read_problem(body)
    if problem is None or not isinstance(body, dict):
        return problem
    if problem.details.type is not None:
        code = problem.details.type.rstrip("/").rpartition("/")[2] or None
        return evolve(problem, code=code, permanent=code == _UNAVAILABLE)
    framework = read_details({"title": body.get("error"), "detail": body.get("message")})
    short = body.get("code")
    return evolve(problem, code=line(short) if isinstance(short, str) else None, details=framework)
