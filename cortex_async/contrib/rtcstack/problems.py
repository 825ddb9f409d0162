"""RTCstack's two kinds of error bodies: its own problem details (RFC 9457), and the web framework's, which
also carry LiveKit's.
"""

from __future__ import annotations

from attrs import evolve

from cortex_async._core.call.problems import Problem, line, read_details, read_problem
from cortex_async._core.types import JSON

_UNAVAILABLE = "unavailable"
_UNAUTHORIZED = "unauthorized"
_LIVEKIT_REFUSES = "unauthenticated"

_KEY_HINT = "The server has another API key: compare api_key with its API_KEY"
_UNSIGNED_HINT = (
    "The server requires signed requests: pass api_secret=...; if you did, a proxy has removed the signature"
)
_CLOCK_HINT = "The clocks of client and server differ by more than 300 s: correct one of them"
_SIGNATURE_HINT = (
    "The API key is correct, the signature is not: compare api_secret and body_hash with the server, and check whether a proxy "
    "changes the path"
)
_LIVEKIT_HINT = "LiveKit rejects the service's own credentials: api_key and api_secret are not the cause"


def read(body: JSON) -> Problem | None:
    """Read either kind. The code is ``code`` or the last part of ``type``; the details are those of RFC 9457.

    A 503 for an add-on that is not enabled is permanent, although other 503s are retried.
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
    """The hint for what the service reports.

    It checks key, presence of a signature, time and signature, in this order.
    """
    message = detail.lower()
    if "key" in message:
        return _KEY_HINT
    if "missing" in message and ("timestamp" in message or "signature" in message):
        return _UNSIGNED_HINT
    if "timestamp" in message:
        return _CLOCK_HINT
    return _SIGNATURE_HINT if "signature" in message else None
