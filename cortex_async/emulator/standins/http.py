"""From a request to a handler's event, and from what it returns to a response."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import orjson
from aiohttp import web

from cortex_async.emulator._connection import json_response
from cortex_async.emulator.dispatch import Incoming
from cortex_async.emulator.records import is_object
from cortex_async.emulator.standins.values import HttpEvent

_CREDENTIALS = frozenset({"x-api-key", "authorization"})


def http_event(incoming: Incoming, raw: bytes, *, credentials: bool) -> HttpEvent:
    """The handler's argument.

    credentials: whether headers with credentials are for the function. False where the emulator has checked
        them.
    """
    query: dict[str, str | list[str]] = {}
    for name, value in parse_qsl(incoming.query, keep_blank_values=True):
        known = query.get(name)
        if known is None:
            query[name] = value
        else:
            query[name] = [*known, value] if isinstance(known, list) else [known, value]
    headers: dict[str, str] = {}
    for name, value in incoming.headers.items():
        lower = name.lower()
        headers[lower] = f"{headers[lower]}, {value}" if lower in headers else value
    if not credentials:
        headers = {name: value for name, value in headers.items() if name not in _CREDENTIALS}
    rest = incoming.path.split("/", 4)
    return {
        "method": incoming.method,
        "path": f"/{rest[4]}" if len(rest) > 4 else "/",
        "headers": headers,
        "query": query,
        "body": _body(raw, headers.get("content-type", "")),
    }


def _body(raw: bytes, content_type: str) -> Any:
    if not raw:
        return None
    media = content_type.partition(";")[0].strip().lower()
    if media == "application/json" or media.endswith("+json"):
        try:
            return orjson.loads(raw)
        except orjson.JSONDecodeError:
            pass
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw


def http_response(returned: Any) -> web.Response:
    """The response for what a handler returned.

    Raises ``TypeError`` or ``ValueError`` for what cannot be one.
    """
    if returned is None:
        return web.Response(status=204)
    if not (is_object(returned) and "statusCode" in returned):
        return _with_body(200, returned)
    status: object = returned["statusCode"]
    if not isinstance(status, int) or not 200 <= status <= 599:
        raise ValueError(f"statusCode must be a whole number from 200 to 599, got {status!r:.50}")
    response = _with_body(status, returned.get("body"))
    headers: object = returned.get("headers") or {}
    if not is_object(headers):
        raise TypeError(f"headers must be a dict, got {type(headers).__name__}")
    for name, value in headers.items():
        response.headers[str(name)] = _header(value)
    return response


def _with_body(status: int, body: object) -> web.Response:
    if body is None:
        return web.Response(status=status)
    if isinstance(body, bytes):
        return web.Response(status=status, body=body, content_type="application/octet-stream")
    if isinstance(body, str):
        return web.Response(status=status, text=body)
    return json_response(status, body)


def _header(value: object) -> str:
    written = str(value)
    if any(character in written for character in "\r\n\0"):
        raise ValueError("headers must not contain line breaks")
    return written
