"""RTCstack's two kinds of error bodies: its own problem details, and the web framework's, through which LiveKit's come as well."""

from __future__ import annotations

from attrs import evolve

from cortex_async._core.call.problems import Problem, line, read_details, read_problem
from cortex_async._core.types import JSON

_UNAVAILABLE = "unavailable"
_UNAUTHORIZED = "unauthorized"
_LIVEKIT_REFUSES = "unauthenticated"

_KEY_HINT = "The server knows another API key: compare api_key with its API_KEY"
_UNSIGNED_HINT = "The server wants signed requests: pass api_secret=... as well; with it, something on the way has removed the signature"
_CLOCK_HINT = "The clocks of client and server differ by more than 300 s: set one of them right"
_SIGNATURE_HINT = (
    "The API key is right and the signature is not: compare api_secret and body_hash with the server, and whether a proxy "
    "changes the path on the way"
)
_LIVEKIT_HINT = "LiveKit refuses the service's own credentials: neither api_key nor api_secret is at fault"


def read(body: JSON) -> Problem | None:
    """One account of either kind: the short name is ``code`` or the last part of ``type``, the details are those of RFC 9457.

    An add-on that is not enabled is reported as 503, which by its status alone would be worth another try.
    """
    problem = read_problem(body)
    if problem is None or not isinstance(body, dict):
        return problem
    if problem.details.type is not None:
        code = problem.details.type.rstrip("/").rpartition("/")[2] or None
        hint = _hint(problem.details.detail or "") if code == _UNAUTHORIZED else None
        return evolve(problem, code=code, permanent=code == _UNAVAILABLE, hint=hint)
    framework = read_details({"title": body.get("error"), "detail": body.get("message")})
    short = body.get("code")
    hint = _LIVEKIT_HINT if short == _LIVEKIT_REFUSES else None
    return evolve(problem, code=line(short) if isinstance(short, str) else None, details=framework, hint=hint)


def _hint(detail: str) -> str | None:
    """By what the service calls wrong. It checks key, presence of the signature, time and signature, in this order."""
    words = detail.lower()
    if "key" in words:
        return _KEY_HINT
    if "missing" in words and ("timestamp" in words or "signature" in words):
        return _UNSIGNED_HINT
    if "timestamp" in words:
        return _CLOCK_HINT
    return _SIGNATURE_HINT if "signature" in words else None
