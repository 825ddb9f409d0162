"""RTCstack's two kinds of error bodies, and the web framework's validation, which coerces values before it
checks them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from attrs import frozen

from cortex_async.contrib.fake import FakeRequest, Reply, json_body
from cortex_async.contrib.rtcstack.fake.uri import is_uri
from cortex_async.emulator.records import is_list, is_object

Kind: TypeAlias = Literal["string", "integer", "object", "array"]

_NAMES = {
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    415: "Unsupported Media Type",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
_KINDS = {401: "unauthorized", 404: "not-found", 503: "unavailable"}


class ErrorReply(Exception):
    """Raised by a handler to send this reply."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


def problem(status: int, detail: str) -> Reply:
    """An error of RTCstack itself."""
    body = {
        "type": f"https://rtcstack.dev/errors/{_KINDS[status]}",
        "title": _NAMES[status],
        "status": status,
        "detail": detail,
    }
    return Reply(status, body)


def framework(
    status: int, message: str, code: str | None = None, headers: Mapping[str, str] | None = None
) -> Reply:
    """An error of the web framework, or of LiveKit passed through it."""
    body: dict[str, Any] = {"statusCode": status, "error": _NAMES[status], "message": message}
    if code is not None:
        body["code"] = code
    return Reply(status, body, headers or {})


def not_in_livekit(what: str) -> ErrorReply:
    """LiveKit's error for something that does not exist."""
    return ErrorReply(framework(404, f"{what} does not exist", "not_found"))


def crashed(message: str) -> ErrorReply:
    """An unhandled exception in the service."""
    return ErrorReply(framework(500, message))


@frozen
class Rule:
    """The schema of one property of a body. least: minimum length."""

    kind: Kind
    required: bool = False
    least: int = 0
    values: tuple[str, ...] = ()
    uri: bool = False


def parsed(request: FakeRequest) -> dict[str, Any] | None:
    """The JSON body, None if there is none. Raises ``ErrorReply`` for a body that the framework rejects."""
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip()
    if not request.body:
        if kind == "application/json" and request.method != "DELETE":
            message = "Body cannot be empty when content-type is set to 'application/json'"
            raise ErrorReply(framework(400, message, "FST_ERR_CTP_EMPTY_JSON_BODY"))
        return None
    if kind != "application/json":
        raise ErrorReply(framework(415, f"Unsupported Media Type: {kind}", "FST_ERR_CTP_INVALID_MEDIA_TYPE"))
    try:
        return json_body(request)
    except ValueError:
        raise ErrorReply(framework(400, "Unexpected token in JSON")) from None


def validated(request: FakeRequest, rules: Mapping[str, Rule]) -> dict[str, Any]:
    """The declared properties of the body, coerced. Raises ``ErrorReply`` for the first invalid one."""
    body = parsed(request)
    if body is None:
        raise _invalid("body must be object")
    values: dict[str, Any] = {}
    for name, rule in rules.items():
        if name in body:
            values[name] = _coerced(name, body[name], rule)
        elif rule.required:
            raise _invalid(f"body must have required property '{name}'")
    return values


def _coerced(name: str, value: Any, rule: Rule) -> Any:
    converted = _converted(name, value, rule.kind)
    fits = isinstance(converted, _PYTHON[rule.kind])
    if not fits:
        raise _invalid(f"body/{name} must be {rule.kind}")
    if len(str(converted)) < rule.least:
        raise _invalid(f"body/{name} must NOT have fewer than {rule.least} characters")
    if rule.uri and not is_uri(str(converted)):
        raise _invalid(f'body/{name} must match format "uri"')
    members: list[Any] = converted if rule.kind == "array" else [converted]
    if rule.values and not all(member in rule.values for member in members):
        raise _invalid(f"body/{name} must be equal to one of the allowed values")
    return converted


def _converted(name: str, value: Any, kind: Kind) -> Any:
    if kind == "array":
        return value if is_list(value) else [value]
    if kind == "string" and not (is_list(value) or is_object(value)):
        return "" if value is None else str(value)
    return _integer(name, value) if kind == "integer" else value


def _integer(name: str, value: Any) -> int:
    try:
        number = float(value or 0)
    except (TypeError, ValueError):
        raise _invalid(f"body/{name} must be integer") from None
    if number != int(number):
        raise _invalid(f"body/{name} must be integer")
    return int(number)


def _invalid(message: str) -> ErrorReply:
    return ErrorReply(framework(400, message, "FST_ERR_VALIDATION"))


_PYTHON: dict[Kind, type] = {"string": str, "integer": int, "object": dict, "array": list}
