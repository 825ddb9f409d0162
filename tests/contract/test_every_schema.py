"""Every schema of the spec: any response is decoded, and encoding it again gives the same JSON."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from types import GenericAlias
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cortex_async._core.codec.codec import Codec
from cortex_async._generated import models
from generator import ir
from tests.contract.arguments import API
from tests.contract.document import SCHEMAS, example, resolved, wild

MODELS = {model.name: model for model in API.models}
COMPONENTS = [model for model in API.models if model.schema in SCHEMAS]
CODEC = Codec("cortex_async._generated", API.secret_fields)
PLACES = st.integers(0, len(COMPONENTS) - 1)


@cache
def wild_component(place: int) -> st.SearchStrategy[Any]:
    """Any response of a component. Made once: Hypothesis checks each new strategy with all its parts."""
    return wild(SCHEMAS[COMPONENTS[place].schema])


def told_again(value: Any, kind: ir.Type) -> Any:
    """The expected result of decoding and encoding: known members, datetimes in UTC, integers without a
    fraction.
    """
    if value is None:
        return None
    match kind:
        case ir.ModelRef(name):
            return _model_told_again(value, MODELS[name])
        case ir.ListOf(item):
            return [told_again(entry, item) for entry in value]
        case ir.MapOf(inner):
            return {key: told_again(entry, inner) for key, entry in value.items()}
        case ir.ModelUnion(members, marks):
            pairs = zip(members, marks, strict=True)
            found = next((member for member, mark in pairs if mark and recognised(value, mark)), None)
            return value if found is None else told_again(value, found)
        case ir.Scalar("int") if isinstance(value, float) and value.is_integer():
            return int(value)
        case ir.Scalar("datetime"):
            return datetime.fromisoformat(value)
        case _:
            return value


def recognised(value: dict[str, Any], mark: ir.Mark) -> bool:
    """Return whether an object has the mark. No union of Cortex is told apart by JSON kinds."""
    assert not mark.kind
    if mark.values:
        return value.get(mark.properties[0]) in mark.values
    return not mark.properties or any(wire in value for wire in mark.properties)


def _model_told_again(value: dict[str, Any], model: ir.Model) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for item in model.fields:
        if item.required:
            result[item.wire] = told_again(value[item.wire], item.type)
        elif item.default is not ir.NO_DEFAULT and not model.sent:
            given = value.get(item.wire)
            result[item.wire] = item.default if given is None else told_again(given, item.type)
        elif item.wire in value and (model.sent or value[item.wire] is not None):
            result[item.wire] = told_again(value[item.wire], item.type)
    return result


def with_instants(value: Any, like: Any) -> Any:
    """``value`` with strings parsed as datetimes wherever ``like`` has one, to compare different spellings."""
    if isinstance(like, datetime):
        return datetime.fromisoformat(value)
    if isinstance(like, dict) and isinstance(value, dict):
        return {key: with_instants(entry, like.get(key)) for key, entry in value.items()}
    if isinstance(like, list) and isinstance(value, list) and len(like) == len(value):
        return [with_instants(entry, other) for entry, other in zip(value, like, strict=True)]
    return value


def round_trip(model: ir.Model, raw: Any) -> tuple[Any, Any]:
    typed = CODEC.decode(orjson.dumps(raw), getattr(models, model.name))
    again = orjson.loads(CODEC.encode(typed))
    expected = told_again(raw, ir.ModelRef(model.name))
    return with_instants(again, expected), expected


@pytest.mark.parametrize("model", COMPONENTS, ids=lambda model: model.schema)
def test_the_full_example_round_trips(model: ir.Model) -> None:
    again, expected = round_trip(model, example(SCHEMAS[model.schema]))
    assert again == expected


@pytest.mark.parametrize("model", COMPONENTS, ids=lambda model: model.schema)
def test_required_fields_are_enough(model: ir.Model) -> None:
    schema = resolved(SCHEMAS[model.schema])
    smallest = {key: example(schema["properties"][key], key) for key in schema.get("required", ())}
    again, expected = round_trip(model, smallest)
    assert again == expected


@given(data=st.data())
@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_any_response_round_trips(data: st.DataObject) -> None:
    place = data.draw(PLACES)
    again, expected = round_trip(COMPONENTS[place], data.draw(wild_component(place)))
    assert again == expected


@pytest.mark.parametrize("model", COMPONENTS, ids=lambda model: model.schema)
def test_every_unknown_enum_value_survives(model: ir.Model) -> None:
    raw = example(SCHEMAS[model.schema])
    changed = [item for item in model.fields if isinstance(item.type, ir.EnumRef)]
    for item in changed:
        raw[item.wire] = f"new-{item.wire}"
    again, expected = round_trip(model, raw)
    assert again == expected
    assert all(again[item.wire] == f"new-{item.wire}" for item in changed)


@pytest.mark.parametrize("model", COMPONENTS, ids=lambda model: model.schema)
def test_null_everywhere_is_none_everywhere(model: ir.Model) -> None:
    typed = CODEC.decode(
        orjson.dumps({item.wire: None for item in model.fields}), getattr(models, model.name)
    )
    for item in model.fields:
        plain = item.default is not ir.NO_DEFAULT and not model.sent and not item.required
        assert getattr(typed, item.name) == (item.default if plain else None)


def test_decoding_generates_no_code_at_run_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """cattrs generates code for classes that it does not know; for models it finds the emitted functions."""
    import cattrs.gen

    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("cattrs generates code")

    codec = Codec("cortex_async._generated", API.secret_fields)
    for name in ("make_dict_structure_fn", "make_dict_unstructure_fn", "make_dict_structure_fn_from_attrs"):
        monkeypatch.setattr(cattrs.gen, name, refuse)
        monkeypatch.setattr("cattrs.converters." + name, refuse, raising=False)
    for model in COMPONENTS:
        kind: Any = getattr(models, model.name)
        raw = example(SCHEMAS[model.schema])
        typed = codec.converter.structure(raw, kind)
        assert codec.converter.unstructure(typed) == codec.unstructure(typed)
        many: Any = GenericAlias(list, (kind,))
        (listed,) = codec.converter.structure([raw], many)
        assert listed == typed
