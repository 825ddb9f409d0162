"""Arguments for every operation, and the exchange that the OpenAPI document declares for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from attrs import frozen

from cortex_async._core.codec.codec import Codec
from cortex_async._generated import models
from generator import ir
from generator.emit.annotations import runtime_type
from generator.ir import call_parameters
from generator.model.assemble import assemble
from generator.source.specification import load
from tests.contract.document import INSTANT, OPERATIONS, ROOT, example, media_schema, route

API = assemble(load(ROOT / "spec" / "cortex"))
CODEC = Codec("cortex_async._generated", API.secret_fields)
PROJECT_ID = "project/ä 1"
JSON_OPERATIONS = [
    op
    for op in API.operations
    if op.response.kind not in ("events", "several") and (op.body is None or op.body.media == "json")
]


@frozen
class Arguments:
    """The arguments of a call: ``positional`` path values, ``keywords`` for the rest; ``body`` is the
    expected JSON.
    """

    positional: tuple[Any, ...]
    keywords: dict[str, Any]
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


def document_operation(operation: ir.Operation) -> Mapping[str, Any]:
    """The operation in the OpenAPI document, found by method and path.

    The overlay may have renamed placeholders.
    """
    return OPERATIONS[route(operation.http_method, operation.path)]


def arguments(operation: ir.Operation) -> Arguments:
    """Arguments for all parameters, including awkward path values."""
    given = call_parameters(operation)
    in_path = [p for p in given if p.place == "path"]
    positional = tuple(
        f"{p.name}/../ü %{n}" if p.type == ir.Scalar("str") else scalar(p.type, p.name)[0]
        for n, p in enumerate(in_path)
    )
    keywords: dict[str, Any] = {}
    travelling: dict[str, dict[str, str]] = {"query": {}, "header": {}}
    for parameter in given:
        if parameter.place != "path":
            value, text = _parameter_value(parameter)
            keywords[parameter.name] = value
            travelling[parameter.place][parameter.wire] = text
    if operation.paging is not None:
        keywords |= {"page_size": 3, "offset": 6}
        travelling["query"] |= {"limit": "3", "offset": "6"}
    body = _body(operation, keywords)
    if operation.public_name == "account.events.ingest":
        # This method signs its requests itself: see test_ingest_signs_what_it_sends.
        keywords = {key: value for key, value in keywords.items() if not key.startswith("x_")}
        keywords |= {"project_id": "p", "secret": "s"}
        travelling["header"] = {"X-Project-Id": "p"}
    return Arguments(positional, keywords, travelling["query"], travelling["header"], body)


def _parameter_value(parameter: ir.Parameter) -> tuple[Any, str]:
    kind = parameter.type.inner if isinstance(parameter.type, ir.Nullable) else parameter.type
    if not isinstance(kind, ir.ListOf):
        return scalar(kind, parameter.name)
    if parameter.joined and kind.item == ir.Scalar("str"):
        return ["session.*", "message.created"], "session.*,message.created"
    value, text = scalar(kind.item, parameter.name)
    return [value], text


def scalar(kind: ir.Type, name: str) -> tuple[Any, str]:
    """A value for a parameter, and how it is sent."""
    match kind:
        case ir.Scalar("bool"):
            return True, "true"
        case ir.Scalar("int" | "int_string"):
            return 7, "7"
        case ir.Scalar("float" | "float_string"):
            return 1.5, "1.5"
        case ir.Scalar("datetime"):
            return datetime.fromisoformat(INSTANT), INSTANT
        case ir.Scalar("date"):
            return date(2026, 1, 31), "2026-01-31"
        case ir.EnumRef(name):
            known = next(enum.values[0] for enum in API.enums if enum.name == name)
            return known, str(known)
        case ir.Constant(known):
            return known, str(known).lower() if isinstance(known, bool) else str(known)
        case ir.KindUnion(members):
            return scalar(members[0], name)
        case _:
            return f"{name} & ü", f"{name} & ü"


def _body(operation: ir.Operation, keywords: dict[str, Any]) -> Any:
    """Fill in the keywords of the body from an example; return the expected JSON."""
    if operation.body is None:
        return None
    schema = media_schema(document_operation(operation)["requestBody"])
    assert schema is not None
    raw = example(schema)
    typed = CODEC.structure(raw, _runtime(operation.body.type))
    if operation.body.keywords is None:
        keywords["body"] = typed
    for keyword in operation.body.keywords or ():
        keywords[keyword.name] = getattr(typed, keyword.field.name)
    return raw


def example_response(operation: ir.Operation) -> Any:
    """The example of the first success response that declares one, else None."""
    for status, response in sorted(document_operation(operation)["responses"].items()):
        schema = media_schema(response)
        if status.startswith("2") and schema is not None:
            return example(schema)
    return None


def answer_type(operation: ir.Operation) -> Any:
    """The return type of the generated method."""
    kinds = operation.response.types
    return _runtime(kinds[0])


def _runtime(kind: ir.Type) -> Any:
    expression = runtime_type(kind)
    assert expression is not None
    return eval(
        expression.text, {"models": models, "datetime": datetime, "date": date}
    )  # our own generator's text


def success_status(operation: ir.Operation) -> int:
    """The lowest declared success."""
    declared = document_operation(operation)["responses"]
    found = [int(status.upper().replace("XX", "00")) for status in declared if status.startswith("2")]
    return min(found, default=200)


def path_pattern(operation: ir.Operation) -> re.Pattern[str]:
    """Each path parameter is one segment of the sent path."""
    return re.compile(re.sub(r"\\\{[^{}]*\\\}", "([^/]+)", re.escape(operation.path)))
