"""What a spec describes never deviates; what a JSON Schema validator rejects always does."""

from __future__ import annotations

from functools import cache
from typing import Any

import jsonschema
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cortex_async._core.telemetry.bodies import SeenBody
from cortex_async.telemetry.drift.checker import Checker
from tests.contract.document import json_schema
from tests.telemetry.drift.strategies import PACKAGES, changed, document, events, json_responses, valid

STREAM = "/api/events/stream"


def check(api: str, method: str, path: str, status: int | None, body: Any) -> list[tuple[str, str]]:
    """Kind and path of each deviation."""
    seen = SeenBody(
        package=PACKAGES[api],
        operation="any",
        method=method,
        path=path,
        status=status,
        content_type="application/json",
        body=orjson.dumps(body),
    )
    found = CHECKER.check(seen)
    assert found is not None
    return [(one.kind, one.path) for one in found]


CHECKER = Checker(show_names=False)
RESPONSES = [(api, *response) for api in PACKAGES for response in json_responses(api)]
EVENTS = [("cortex", "GET", STREAM, None, schema) for schema in events()]
BODIES = [*RESPONSES, *EVENTS]
ANY_BODY, ANY_RESPONSE = (st.integers(0, len(places) - 1) for places in (BODIES, RESPONSES))


@cache
def valid_body(place: int) -> st.SearchStrategy[Any]:
    """Made once: Hypothesis checks each new strategy with all its parts."""
    api, *_, schema = BODIES[place]
    return valid(api, schema)


@cache
def changed_body(place: int) -> st.SearchStrategy[Any]:
    return changed(valid_body(place))


def test_there_is_something_to_check() -> None:
    assert len(RESPONSES) > 200
    assert len(EVENTS) > 20


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_conforming_bodies_do_not_deviate(data: st.DataObject) -> None:
    place = data.draw(ANY_BODY)
    api, method, path, status, _ = BODIES[place]
    assert check(api, method, path, status, data.draw(valid_body(place))) == []


@cache
def validator(api: str, place: int) -> Any:
    """A validator of one response; formats and lengths of strings are none of an observer's business."""
    schema = (RESPONSES if place >= 0 else EVENTS)[place][-1]
    whole = {**_plain(json_schema(schema)), "components": _plain(json_schema(document(api)["components"]))}
    return jsonschema.Draft202012Validator(whole)


def _plain(node: Any) -> Any:
    if isinstance(node, list):
        return [_plain(one) for one in node]
    if not isinstance(node, dict):
        return node
    ignored = ("minimum", "maximum", "pattern", "minLength", "maxLength", "format", "minItems")
    return {
        "anyOf" if key == "oneOf" else key: _plain(of)
        for key, of in node.items()
        if key not in ignored or not isinstance(of, (str, int, float))
    }


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_what_a_validator_rejects_deviates(data: st.DataObject) -> None:
    place = data.draw(ANY_RESPONSE)
    api, method, path, status, _ = RESPONSES[place]
    body = data.draw(changed_body(place))
    found = [kind for kind, _ in check(api, method, path, status, body) if kind != "undocumented_field"]
    assert bool(found) == (not validator(api, place).is_valid(body))


@pytest.mark.parametrize("schema", events(), ids=lambda schema: schema["$ref"].rpartition("/")[2])
@settings(max_examples=5, deadline=None)
@given(st.data())
def test_an_undocumented_field_of_an_event_is_found(schema: Any, data: st.DataObject) -> None:
    body = data.draw(valid("cortex", schema))
    assert check("cortex", "GET", STREAM, None, {**body, "mood": 1}) == [("undocumented_field", "$")]
