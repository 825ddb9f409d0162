"""From the body of a request to the arguments of a control, checked against the control's schemas."""

from __future__ import annotations

import difflib
from base64 import b64decode
from collections.abc import Mapping
from functools import cache
from typing import Any

import orjson

from cortex_async.emulator.control.definition import Control, snake_case
from cortex_async.emulator.control.errors import ControlError, invalid_argument
from cortex_async.emulator.control.table import CONTROLS
from cortex_async.emulator.records import Record, is_object
from cortex_async.emulator.schemas import Schema, Schemas
from cortex_async.emulator.validation import JSON_TYPES, MAX_DEPTH, depth, message_for

MAX_LOADED = 64 * 1024 * 1024
"""The largest dump that ``load`` accepts, in bytes."""


def check_content_type(headers: Mapping[str, str]) -> None:
    """Raise ``ControlError`` 415 unless the content type is JSON, even without a body.

    A plain form of a web page cannot have this content type.
    """
    if not JSON_TYPES.fullmatch(headers.get("Content-Type", "").partition(";")[0].strip()):
        raise ControlError(415, "invalid_argument", "Content-Type must be application/json")


def parse_arguments(control: Control, raw: bytes) -> dict[str, Any]:
    """The keyword arguments for the control's member. Raises ``ControlError`` 400 with one line."""
    if control.whole is not None:
        return {control.whole: _utf8(raw)}
    given = _parsed(raw)
    for name in given:
        if name not in control.arguments:
            near = difflib.get_close_matches(name, control.arguments, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise invalid_argument(f"{name[:40]!r} is not an argument: {control.usage}{hint}")
    for name in control.required:
        if name not in given:
            raise invalid_argument(f"{name} is missing: {control.usage}")
    schema = _schema(control.name)
    messages = [message_for(schema, error) for error in schema.errors(given)]
    if messages:
        raise invalid_argument("; ".join(messages[:3]))
    return _decoded(control, given)


def _parsed(raw: bytes) -> Record:
    if not raw:
        return {}
    try:
        parsed = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise invalid_argument("request body must be valid JSON in UTF-8") from None
    if not is_object(parsed):
        raise invalid_argument("request body must be a JSON object")
    if depth(parsed) > MAX_DEPTH:
        raise invalid_argument(f"request body must not be nested deeper than {MAX_DEPTH} levels")
    return parsed


def _utf8(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise invalid_argument("request body must be valid JSON in UTF-8") from None


def _decoded(control: Control, given: Record) -> dict[str, Any]:
    """The arguments as Python has them."""
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name == "bodyBase64":
            values["body"] = _bytes(value)
        elif control.arguments[name].get("type") == "integer" and value is not None:
            values[snake_case(name)] = int(value)  # JSON Schema takes 2.0 for an integer
        else:
            values[snake_case(name)] = value
    return values


def _bytes(encoded: str) -> bytes:
    try:
        return b64decode(encoded, validate=True)
    except ValueError:
        raise invalid_argument("bodyBase64 must be base64") from None


def body_schema(control: Control) -> Record:
    """The schema of the request body."""
    if control.whole is not None:
        return {"type": "object"}
    schema: Record = {"type": "object", "properties": dict(control.arguments), "additionalProperties": False}
    return {**schema, "required": list(control.required)} if control.required else schema


@cache
def _schema(name: str) -> Schema:
    """The compiled schema of a control's body."""
    return Schema(Schemas({}), body_schema(CONTROLS[name]))
