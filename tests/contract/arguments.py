"""Arguments for every operation, and the exchange that the OpenAPI document declares for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from cortex_async._core.codec.codec import Codec
from cortex_async._generated import models
from generator import ir
from generator.emit.annotations import runtime_type
from generator.ir import call_parameters
from generator.model.assemble import assemble
from generator.source.specification import load
from tests.contract.document import DOCUMENT, ROOT, example

API = assemble(load(ROOT / "spec" / "cortex"))
CODEC = Codec("cortex_async._generated", API.secret_fields)
PROJECT_ID = "project/ä 1"
JSON_OPERATIONS = [op for op in API.operations if op.response.kind != "events"]


@frozen
class Arguments:
    """The arguments of a call: ``positional`` path values, ``keywords`` for the rest; ``body`` is the expected JSON."""

    positional: tuple[str, ...]
    keywords: dict[str, Any]
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


def document_operation(operation: ir.Operation) -> Mapping[str, Any]:
    """The operation in the OpenAPI document, found by its operationId."""
    for item in DOCUMENT["paths"].values():
        for body in item.values():
            if body["operationId"] == operation.id:
                return dict(body)
    raise AssertionError(operation.id)


def document_path(operation: ir.Operation) -> str:
    for path, item in DOCUMENT["paths"].items():
        if any(body["operationId"] == operation.id for body in item.values()):
            return str(path)
    raise AssertionError(operation.id)


def arguments(operation: ir.Operation) -> Arguments:
    """Arguments for all parameters, including awkward path values."""
    given = call_parameters(operation)
    positional = tuple(f"{p.name}/../ü %{n}" for n, p in enumerate(p for p in given if p.place == "path"))
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
    if operation.id == "ingest":
        # This method signs its requests itself: see test_ingest_signs_what_it_sends.
        keywords = {key: value for key, value in keywords.items() if not key.startswith("x_")}
        keywords |= {"project_id": "p", "secret": "s"}
        travelling["header"] = {"X-Project-Id": "p"}
    return Arguments(positional, keywords, travelling["query"], travelling["header"], body)


def _parameter_value(parameter: ir.Parameter) -> tuple[Any, str]:
    match parameter.type:
        case ir.ListOf():
            return ["session.*", "message.created"], "session.*,message.created"
        case ir.Scalar("bool"):
            return True, "true"
        case ir.Scalar("int"):
            return 7, "7"
        case ir.EnumRef(name):
            value = next(str(enum.values[0]) for enum in API.enums if enum.name == name)
            return value, value
        case _:
            return f"{parameter.name} & ü", f"{parameter.name} & ü"


def _body(operation: ir.Operation, keywords: dict[str, Any]) -> Any:
    """Fill in the keywords of the body from an example; return the expected JSON."""
    if operation.body is None:
        return None
    schema = document_operation(operation)["requestBody"]["content"]["application/json"]["schema"]
    raw = example(schema)
    assert isinstance(operation.body.type, ir.ModelRef)
    typed = CODEC.structure(raw, getattr(models, operation.body.type.name))
    for keyword in operation.body.keywords or ():
        keywords[keyword.name] = getattr(typed, keyword.field.name)
    return raw


def example_response(operation: ir.Operation) -> Any:
    """The example of the first success response that declares one, else None."""
    for status, response in sorted(document_operation(operation)["responses"].items()):
        schema = response.get("content", {}).get("application/json", {}).get("schema")
        if status.startswith("2") and schema is not None:
            return example(schema)
    return None


def answer_type(operation: ir.Operation) -> Any:
    """The return type of the generated method."""
    assert operation.response.type is not None
    expression = runtime_type(operation.response.type)
    assert expression is not None
    return eval(expression.text, {"models": models})  # our own generator's text


def success_status(operation: ir.Operation) -> int:
    return int(min(status for status in document_operation(operation)["responses"] if status.startswith("2")))


def path_pattern(operation: ir.Operation) -> re.Pattern[str]:
    """Each path parameter is one segment of the sent path."""
    return re.compile(re.sub(r"\\\{[^{}]*\\\}", "([^/]+)", re.escape(document_path(operation))))
