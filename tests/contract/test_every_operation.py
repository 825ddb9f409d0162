"""Every operation, async and sync: requests match the spec, and its example responses are decoded.

The judge is jsonschema over the vendor's document, not our parser and not the emulator's validator.
"""

from __future__ import annotations

import asyncio
import hmac
import inspect
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import jsonschema
import orjson
import pytest

import cortex_async
import cortex_sync
from cortex_async._generated import scopes as async_scopes
from generator import ir
from tests.contract.arguments import (
    API,
    CODEC,
    JSON_OPERATIONS,
    PROJECT_ID,
    answer_type,
    arguments,
    document_operation,
    example_response,
    path_pattern,
    success_status,
)
from tests.contract.conftest import Wire
from tests.contract.document import DOCUMENT, OPERATIONS, json_schema, media_schema, resolved

WAV = b"RIFF\x24\x00\x00\x00WAVEfmt "


def check_request(operation: ir.Operation, sent: Mapping[str, Any]) -> None:
    """Check the request against the spec and the arguments."""
    given = arguments(operation)
    match = path_pattern(operation).fullmatch(sent["path"])
    assert sent["method"] == operation.http_method
    assert match, f"{sent['path']} is not {path_pattern(operation).pattern}"
    bound = [PROJECT_ID] if operation.bound else []
    assert [unquote(segment) for segment in match.groups()] == [*bound, *map(str, given.positional)]
    assert sent["query"] == given.query
    assert {name: sent["headers"][name] for name in given.headers} == given.headers
    assert sent["body"] == given.body
    check_credentials(operation, sent["headers"])
    check_schemas(operation, sent)


def check_credentials(operation: ir.Operation, headers: Mapping[str, str]) -> None:
    declared = document_operation(operation)["security"]
    assert ("X-API-Key" in headers) == bool(declared)


def check_schemas(operation: ir.Operation, sent: Mapping[str, Any]) -> None:
    declared = document_operation(operation)
    for parameter in declared.get("parameters", ()):
        if parameter["in"] == "query" and parameter["name"] in sent["query"]:
            text = sent["query"][parameter["name"]]
            schema = resolved(parameter["schema"])
            if schema.get("type") == "array":
                schema = resolved(schema["items"])
                text = text.partition(",")[0]
            validate(
                orjson.loads(text) if schema.get("type") in ("number", "integer", "boolean") else text, schema
            )
    if "requestBody" in declared:
        assert operation.body is not None
        assert sent["headers"]["Content-Type"] == operation.body.content_type
        validate(sent["body"], media_schema(declared["requestBody"]))
    else:
        assert sent["raw"] == b""


def validate(value: Any, schema: Any) -> None:
    whole = {**json_schema(schema), "components": json_schema(DOCUMENT["components"])}
    jsonschema.Draft202012Validator(whole).validate(value)


def prepare(wire: Wire, operation: ir.Operation) -> Any:
    wire.status, wire.payload, wire.content_type = (
        success_status(operation),
        example_response(operation),
        "application/json",
    )
    if operation.response.kind == "bytes":
        wire.payload, wire.content_type = WAV, "audio/wav"
    if operation.response.kind == "text":
        wire.payload, wire.content_type = b"plain", "text/plain"
    return wire.payload


def check_response(operation: ir.Operation, payload: Any, result: Any) -> None:
    match operation.response.kind:
        case "bytes":
            assert result == WAV
        case "text":
            assert result == "plain"
        case "none":
            assert result is None
        case "undeclared":
            assert result == payload
        case _ if operation.paging is not None and operation.paging.whole:
            items = payload if operation.paging.items is None else payload[operation.paging.items]
            assert len(result) == len(items)
        case _ if operation.paging is not None:
            items = payload if operation.paging.items is None else payload[operation.paging.items]
            assert [orjson.loads(CODEC.encode(item)) for item in result.items] == [
                orjson.loads(CODEC.encode(CODEC.structure(item, type(result.items[0])))) for item in items
            ]
            assert result.total == (None if operation.paging.items is None else payload["total"])
        case _:
            assert result == CODEC.structure(payload, answer_type(operation))


def method_of(scopes: Mapping[str, Any], operation: ir.Operation) -> Any:
    return getattr(getattr(scopes[operation.scope], operation.resource), operation.method)


@pytest.mark.parametrize("operation", JSON_OPERATIONS, ids=lambda op: op.id)
async def test_async(operation: ir.Operation, wire: Wire, scopes: dict[str, Any]) -> None:
    payload = prepare(wire, operation)
    given = arguments(operation)
    async with scopes["client"]:
        result = await method_of(scopes, operation)(*given.positional, **given.keywords)
    check_request(operation, wire.one())
    check_response(operation, payload, result)


@pytest.mark.parametrize("operation", JSON_OPERATIONS, ids=lambda op: op.id)
async def test_sync(operation: ir.Operation, wire: Wire) -> None:
    payload = prepare(wire, operation)
    given = arguments(operation)

    def call() -> Any:
        with cortex_sync.CortexClient(base_url=wire.url, api_key="key-1", retry=False) as client:
            scopes = {"account": client, "project": client.project(PROJECT_ID)}
            result = method_of(scopes, operation)(*given.positional, **given.keywords)
            return (
                result.first_page() if operation.paging is not None and not operation.paging.whole else result
            )

    result = await asyncio.to_thread(call)
    check_request(operation, wire.one())
    check_response(operation, payload, result)


@pytest.mark.parametrize("operation", JSON_OPERATIONS, ids=lambda op: op.id)
async def test_required_arguments_only(operation: ir.Operation, wire: Wire, scopes: dict[str, Any]) -> None:
    """Without optional arguments nothing optional is sent."""
    prepare(wire, operation)
    given = arguments(operation)
    method = method_of(scopes, operation)
    # A method written by hand may offer another way to say what the API requires, as activate does.
    obligatory = {
        one.name for one in (operation.body.keywords if operation.body else None) or () if one.field.required
    }
    needed = {
        name: given.keywords[name]
        for name, parameter in inspect.signature(method).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY
        and (parameter.default is parameter.empty or name in obligatory)
    }
    async with scopes["client"]:
        await method(*given.positional, **needed)
    sent = wire.one()
    required = [p.wire for p in operation.parameters if p.place == "query" and p.required]
    paging = ["limit", "offset"] if operation.paging else []
    assert sorted(sent["query"]) == sorted([*required, *paging])
    if operation.body is not None:
        assert sorted(sent["body"]) == sorted(
            k.field.wire for k in operation.body.keywords or () if k.field.required
        )
        check_schemas(operation, sent)


def public_operations(package: Any) -> dict[str, list[str]]:
    """operationId -> its public names, read from the docstrings of the live objects."""
    client = package.CortexClient(base_url="http://127.0.0.1:1", api_key="key-1")
    found: dict[str, list[str]] = {}
    for scope, view in (("account", client), ("project", client.project("p"))):
        for resource in dir(view):
            holder = getattr(view, resource) if not resource.startswith("_") else None
            for method in dir(holder):
                text = getattr(getattr(holder, method), "__doc__", None) or ""
                named = re.search(r"\n\s*Operation (\w+): [A-Z]+\s", text)
                if named and not method.startswith("_"):
                    found.setdefault(named[1], []).append(f"{scope}.{resource}.{method}")
    return found


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("package", [cortex_async, cortex_sync], ids=lambda package: package.__name__)
def test_every_operation_has_exactly_one_public_name(package: Any) -> None:
    found = public_operations(package)
    documented = {op.id for op in API.operations}
    # Read a second time without our reader, so that nothing in the document can be overlooked.
    assert len(documented) + len(API.documentation_only) == len(OPERATIONS)
    for operation_id in sorted(documented):
        names = found.get(operation_id, [])
        assert len(names) == 1, (
            f"{operation_id} is reachable as {names or 'nothing'}: give it one line under [operations] in "
            f'spec/cortex/names.toml, e.g. {operation_id} = "project.resource.method", and run `make generate`'
        )
    assert {op.id: op.public_name for op in API.operations} == {key: names[0] for key, names in found.items()}


def test_scopes_name_their_resources() -> None:
    """Each resource of the spec has a property, so a new tag needs no hand-written code."""
    for operation in API.operations:
        scope = getattr(async_scopes, f"{operation.scope.capitalize()}Scope")
        assert hasattr(scope, operation.resource)


async def test_ingest_signs_what_it_sends(wire: Wire, scopes: dict[str, Any]) -> None:
    """Hex HMAC-SHA256 with the project's secret over timestamp and raw body; the secret is not sent."""
    wire.payload = {"id": "e"}
    async with scopes["client"] as client:
        event = {
            "source": "voice:server",
            "type": "session.created",
            "resource_id": "session:ü",
            "payload": {"a": 1},
        }
        await client.events.ingest(project_id="p", secret="canary-secret", **event)
    sent = wire.one()
    signed = sent["headers"]["X-Timestamp"].encode() + sent["raw"]
    assert sent["headers"]["X-Signature"] == hmac.new(b"canary-secret", signed, "sha256").hexdigest()
    assert "canary-secret" not in str(sent)
