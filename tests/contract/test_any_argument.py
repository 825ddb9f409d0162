"""Any value in any argument of any operation is sent in the documented form, or refused before anything is
sent.

The judge of what is sent is jsonschema over the vendor's document, without the limits that are the server's
business.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import attrs
import jsonschema
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cortex_async import ArgumentError, CortexClient, WrongLoop
from cortex_async._core.call.state import Call
from cortex_async._core.http.exchange import Outgoing
from generator import ir
from tests.contract.arguments import API, PROJECT_ID, arguments, document_operation, path_pattern
from tests.contract.document import DOCUMENT, json_schema, media_schema, resolved
from tests.contract.odd_values import VALUES
from tests.contract.test_every_operation import method_of

LIMITS = ("enum", "format", "pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems")
OPTIONS = ("timeout", "retry", "headers", "on_response", "limit")


class Sent(Exception):
    def __init__(self, outgoing: Outgoing) -> None:
        self.outgoing = outgoing


@attrs.define
class Recorder:
    """A replacement for the transport that raises the request instead of sending it."""

    async def run(self, call: Call, succeed: object) -> Any:
        raise Sent(call.outgoing)

    whole = headers_only = None


@pytest.fixture(scope="module")
def scopes() -> dict[str, Any]:
    client = CortexClient(base_url="https://host", api_key="key")
    client._service_client._attempts = Recorder()  # type: ignore[assignment]
    return {"client": client, "account": client, "project": client.project(PROJECT_ID)}


def outgoing(
    operation: ir.Operation, method: Any, positional: list[Any], keywords: dict[str, Any]
) -> Outgoing:
    """Return what the call would send. Raises what the call raises."""
    result = method(*positional, **keywords)
    if operation.response.kind == "events":
        result = result._reader._connections._connect(None).__aenter__()
    elif operation.paging is not None and not operation.paging.whole:
        result = result.first_page()
    try:
        result.send(None)
    except Sent as sent:
        return sent.outgoing
    raise AssertionError("nothing was sent")


def relaxed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [relaxed(item) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    kept = {
        name: relaxed(value)
        for name, value in schema.items()
        if name not in LIMITS or isinstance(value, Mapping)
    }
    return kept


COMPONENTS = relaxed(json_schema(DOCUMENT["components"]))


def check(operation: ir.Operation, sent: Outgoing) -> None:
    declared, parts = document_operation(operation), urlsplit(sent.url)
    match = path_pattern(operation).fullmatch(parts.path)
    assert match, parts.path
    assert all(unquote(segment) for segment in match.groups())
    kinds = {p["name"]: p["schema"] for p in declared.get("parameters", ()) if p["in"] == "query"}
    for name, value in parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)):
        schema = resolved(kinds[name])
        if schema.get("type") == "array":
            schema, value = resolved(schema["items"]), value.partition(",")[0]
        plain = orjson.loads(value) if schema.get("type") in ("number", "integer", "boolean") else value
        jsonschema.validate(plain, relaxed(schema))
    if sent.body is not None and "requestBody" in declared:
        schema = media_schema(declared["requestBody"]) or {}
        whole = {**relaxed(json_schema(schema)), "components": COMPONENTS}
        parsed = orjson.loads(sent.body)
        assert b"UNSET" not in sent.body
        # The overlay declares null where the vendor's document forgot to.
        for keyword in (operation.body.keywords or ()) if operation.body else ():
            if keyword.field.nullable and parsed.get(keyword.field.wire, "") is None:
                del parsed[keyword.field.wire]
        jsonschema.Draft202012Validator(whole).validate(parsed)


@pytest.mark.filterwarnings("ignore::cortex_async.UnknownEventTypeWarning")
@pytest.mark.parametrize(
    "operation",
    [op for op in API.operations if op.body is None or op.body.media == "json"],
    ids=lambda op: op.id,
)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_it_is_sent_as_documented_or_refused(
    operation: ir.Operation, scopes: dict[str, Any], data: st.DataObject
) -> None:
    method, usual = method_of(scopes, operation), arguments(operation)
    positional, keywords = list(usual.positional), dict(usual.keywords)
    names = list(inspect.signature(method).parameters)[:-1]
    name = data.draw(st.sampled_from([*names, *OPTIONS]), label="argument")
    value = data.draw(VALUES, label="value")
    if name in names[: len(positional)]:
        positional[names.index(name)] = value
    else:
        keywords[name] = value
    try:
        check(operation, outgoing(operation, method, positional, keywords))
    except ArgumentError:
        pass
    except WrongLoop:
        # To wait for what the call causes, a stream is opened first, which needs an event loop: all arguments
        # have passed their checks. Without it, the call is sent as documented.
        assert name == "wait"
        check(operation, outgoing(operation, method, positional, {**keywords, "wait": None}))
