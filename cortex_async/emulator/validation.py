"""Validate request bodies and query parameters against the spec, with messages worded like class-validator's.

A message names the field and the rule, but never shows the value, which may be a secret.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import orjson

from cortex_async.emulator.errors import HTTPError, invalid
from cortex_async.emulator.records import Record, is_list, is_object

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

    from cortex_async.emulator.schemas import Schema
    from cortex_async.emulator.spec import Parameter

MAX_DEPTH = 64
MAX_MESSAGES = 50
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
JSON_TYPES = re.compile(r"application/(json|[\w.+-]+\+json)", re.IGNORECASE)


def parse_body(schema: Schema, raw: bytes, content_type: str) -> Record:
    """The declared properties of a JSON body; others are ignored. Raises ``HTTPError``."""
    if not raw:
        raise invalid("request body is required")
    if not JSON_TYPES.fullmatch(content_type):
        raise HTTPError(415, "request body must be application/json")
    try:
        body: Any = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise HTTPError(400, "request body is not valid JSON in UTF-8") from None
    if depth(body) > MAX_DEPTH:
        raise HTTPError(400, f"request body is nested deeper than {MAX_DEPTH} levels")
    messages: list[str] = []
    for error in schema.errors(body):
        messages.append(message_for(schema, error))
        if len(messages) == MAX_MESSAGES:
            break
    if messages:
        raise invalid(*messages)
    known = schema.property(()).get("properties")
    if known is None or not is_object(body):
        return body if is_object(body) else {}
    return {name: value for name, value in body.items() if name in known}


def parse_query(declared: tuple[Parameter, ...], raw: str) -> dict[str, Any]:
    """The declared query parameters, converted to their types; others are ignored. Raises ``HTTPError``."""
    if not raw and not declared:
        return {}
    try:
        pairs = parse_qsl(raw, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError:  # includes UnicodeDecodeError
        raise invalid("query string is malformed") from None
    values: dict[str, Any] = {}
    messages: list[str] = []
    for parameter in declared:
        given = [value for name, value in pairs if name == parameter.name]
        if not given:
            if parameter.required:
                messages.append(f"{parameter.name} should not be empty")
            continue
        problem = _query_problem(parameter.schema, given)
        if problem:
            messages.append(f"{parameter.name} {problem}")
        elif _kind(parameter.schema) == "array":
            values[parameter.name] = [_query_value(parameter.schema.get("items", {}), one) for one in given]
        else:
            values[parameter.name] = _query_value(parameter.schema, given[0])
    if messages:
        raise invalid(*messages)
    return values


def depth(value: Any) -> int:
    """The nesting depth of a JSON value, computed without recursion."""
    deepest = 0
    stack: list[tuple[Any, int]] = [(value, 1)]
    while stack:
        item, level = stack.pop()
        deepest = max(deepest, level)
        if is_object(item):
            stack.extend((part, level + 1) for part in item.values())
        elif is_list(item):
            stack.extend((part, level + 1) for part in item)
    return deepest


def _kind(schema: Record) -> str | None:
    """The JSON type of a parameter, without null."""
    declared: str | list[str] | None = schema.get("type")
    if declared is None or isinstance(declared, str):
        return declared
    return next((kind for kind in declared if kind != "null"), None)


def _query_problem(schema: Record, given: list[str]) -> str | None:
    if _kind(schema) == "array":
        problems = (_query_problem(schema.get("items", {}), [one]) for one in given)
        return next((problem for problem in problems if problem), None)
    if len(given) > 1:
        return "must be given once"
    kind, string = _kind(schema), given[0]
    if kind in ("number", "integer") and not (_NUMBER.fullmatch(string) and math.isfinite(float(string))):
        return "must be a number"
    if kind == "integer" and not float(string).is_integer():
        return "must be an integer number"
    if kind == "boolean" and string not in ("true", "false"):
        return "must be a boolean value"
    if kind == "string" and "enum" in schema and string not in schema["enum"]:
        return f"must be one of the following values: {', '.join(map(str, schema['enum']))}"
    return None


def _query_value(schema: Record, string: str) -> str | float | bool:
    match _kind(schema):
        case "number" | "integer":
            return float(string)
        case "boolean":
            return string == "true"
        case _:
            return string


def message_for(schema: Schema, error: ValidationError) -> str:
    """The message for one schema error."""
    path = list(error.instance_path)
    kind = error.kind.name
    value: Any = error.kind.value
    if kind == "required":
        declared = schema.property([*path, value])
        return f"{_dotted([*path, value])} {_type_rule(declared)}"
    where = _dotted(path) or "request body"
    declared = schema.property(path)
    match kind:
        case "type" | "anyOf" | "oneOf":
            return f"{where} {_type_rule(declared)}"
        case "enum":
            values = ", ".join(map(str, declared.get("enum", ())))
            return f"{where} must be one of the following values: {values}"
        case "minimum":
            return f"{where} must not be less than {_plain(value)}"
        case "maximum":
            return f"{where} must not be greater than {_plain(value)}"
        case "minLength":
            return f"{where} must be longer than or equal to {value} characters"
        case "pattern":
            return f"{where} must match {value} regular expression"
        case _:
            return f"{where} is not valid ({kind})"


def _type_rule(declared: Record) -> str:
    if "enum" in declared:
        return f"must be one of the following values: {', '.join(map(str, declared['enum']))}"
    match _kind(declared):
        case "string":
            return "must be a string"
        case "integer":
            return "must be an integer number"
        case "number":
            return "must be a number conforming to the specified constraints"
        case "integer":
            return "must be an integer number"
        case "boolean":
            return "must be a boolean value"
        case "array":
            return "must be an array"
        case "object":
            return "must be an object"
        case _:
            return "is not of an accepted type"


def _dotted(path: list[str | int]) -> str:
    return ".".join(str(step) for step in path)


def _plain(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else str(number)
