"""openapi-python-client reads the same OpenAPI document: it and our IR must see the same API."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.ir import Api
from generator.model.assemble import assemble
from generator.naming import pascal
from generator.source.specification import load
from tests.generator.second_opinion import SecondOpinion, second_opinion

SPECIFICATION = Path(__file__).parents[2] / "spec" / "cortex"


@pytest.fixture(scope="module")
def ours() -> Api:
    return assemble(load(SPECIFICATION))


@pytest.fixture(scope="module")
def theirs() -> SecondOpinion:
    return second_opinion(load(SPECIFICATION).document)


def test_same_operations_with_the_same_parameters(ours: Api, theirs: SecondOpinion) -> None:
    mine = {
        (op.http_method, re.sub(r"\{[^{}]*\}", "{}", op.path)): frozenset(
            (p.place, p.wire, p.required) for p in op.parameters if p.place != "path"
        )
        for op in ours.operations
    }
    documentation_only = ("GET", "/api/events/schema")
    assert mine == {key: value for key, value in theirs.operations.items() if key != documentation_only}
    assert len(mine) == 116


def test_same_schemas_with_the_same_fields(ours: Api, theirs: SecondOpinion) -> None:
    named = {
        model.schema: {f.wire: f.required for f in model.fields}
        for model in ours.models
        if "." not in model.schema
    }
    inline = {
        "GetMessageAnnotationsBatchRequest": "GetMessageAnnotationsBatchBody",
        "IngestResponse": "IngestResponse201",
    }
    assert len(named) - len(inline) == 171
    for schema, fields in named.items():
        assert theirs.models[inline.get(schema, pascal(schema))] == fields, schema
    (validation,) = [model for model in ours.models if model.schema == "PluginSettingField.validation"]
    assert theirs.models["PluginSettingFieldValidation"] == {f.wire: f.required for f in validation.fields}


def test_nothing_with_properties_is_left_out(ours: Api, theirs: SecondOpinion) -> None:
    """Their additional models are wrappers of free-form objects, without properties."""
    extra = [name for name, fields in theirs.models.items() if fields]
    assert len(extra) == len(ours.models)
