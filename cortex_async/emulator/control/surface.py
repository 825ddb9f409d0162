"""The control surface: every control of the table over HTTP, below ``/_emulator/``."""

from __future__ import annotations

import difflib
import inspect
import logging
from collections.abc import Awaitable, Callable
from functools import reduce
from typing import Any

from aiohttp import web

from cortex_async.emulator._connection import json_response
from cortex_async.emulator.control.access import Access
from cortex_async.emulator.control.arguments import MAX_LOADED, check_content_type, parse_arguments
from cortex_async.emulator.control.definition import PREFIX, Control
from cortex_async.emulator.control.errors import ControlError, translated
from cortex_async.emulator.control.openapi import document
from cortex_async.emulator.control.table import CONTROLS
from cortex_async.emulator.control.values import Rules, encode
from cortex_async.emulator.errors import HTTPError

_logger = logging.getLogger(__name__)

SPEC_PATH = f"{PREFIX}/openapi.json"
VERSION = "1"
"""Of the control surface, for its OpenAPI document."""

# Nobody needs to read or keep what the surface returns; it holds keys.
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

ReadBody = Callable[[web.BaseRequest, int], Awaitable[bytes]]

_BY_PATH = {control.path: control for control in CONTROLS.values()}
_BY_NAME = [path.removeprefix(PREFIX) for path in _BY_PATH]


class ControlSurface:
    """Carries out controls on an emulator.

    emulator: has a member for every control of the table.
    read_body: reads a request's body up to a limit; raises ``HTTPError``.
    body_limit: the limit for all bodies but a dump.
    """

    def __init__(self, emulator: object, access: Access, read_body: ReadBody, body_limit: int) -> None:
        self._emulator = emulator
        self._access = access
        self._read_body = read_body
        self._body_limit = body_limit
        self._rules = Rules()

    async def respond(self, request: web.BaseRequest, path: str) -> web.Response | None:
        """The response for a path of the control surface, None for any other path."""
        if path != PREFIX and not path.startswith(PREFIX + "/"):
            return None
        try:
            response = await self._respond(request, path)
        except ControlError as error:
            response = json_response(error.status, error.body)
            response.headers.update(error.headers)
        response.headers.update(HEADERS)
        return response

    async def _respond(self, request: web.BaseRequest, path: str) -> web.Response:
        self._access.check(request.headers)
        if path == SPEC_PATH:
            _check_method(request.method, "GET")
            token = self._access.token is not None
            return json_response(200, document(CONTROLS.values(), version=VERSION, token=token))
        control = _find(path)
        _check_method(request.method, control.method)
        arguments: dict[str, Any] = {}
        if control.method == "POST":
            check_content_type(request.headers)
            arguments = parse_arguments(control, await self._body(request, control))
        value = await self._carry_out(control, arguments)
        if control.returns is None:
            return web.Response(status=204)
        return web.Response(body=encode(control, value, self._rules), content_type="application/json")

    async def _body(self, request: web.BaseRequest, control: Control) -> bytes:
        try:
            return await self._read_body(request, MAX_LOADED if control.whole else self._body_limit)
        except HTTPError as error:
            raise ControlError(error.status, "invalid_argument", str(error.message), error.headers) from None

    async def _carry_out(self, control: Control, arguments: dict[str, Any]) -> Any:
        try:
            if "rule" in arguments:
                arguments["rule"] = self._rules.find(arguments["rule"])
            if control.name == "faults.rule":
                return arguments["rule"]
            member = reduce(getattr, control.name.split("."), self._emulator)
            value: Any = member(**arguments) if callable(member) else member
            return await value if inspect.isawaitable(value) else value
        except Exception as error:
            known = translated(error)
            if known is not None:
                raise known from None
            _logger.exception("control %s failed", control.name)
            raise ControlError(500, "internal", "Internal server error") from None


def _find(path: str) -> Control:
    control = _BY_PATH.get(path.removesuffix("/"))
    if control is None:
        # The common prefix would make every path look similar.
        near = difflib.get_close_matches(path.removeprefix(PREFIX), _BY_NAME, 1)
        hint = f"did you mean {PREFIX}{near[0]}?" if near else f"{SPEC_PATH} lists them"
        message = f"{path[:100]} is not a control; {hint}"
        raise ControlError(404, "unknown_control", message)
    return control


def _check_method(method: str, expected: str) -> None:
    if method != expected:
        message = f"method must be {expected}, got {method[:20]}"
        raise ControlError(405, "invalid_argument", message, {"Allow": expected})
