"""openapi-python-client reads the same OpenAPI document: it and our IR must see the same API."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.ir import Api
from generator.model.assemble import assemble
from generator.model.operations import is_documentation, walk
from generator.naming import PLACEHOLDER, pascal
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
        (op.http_method, PLACEHOLDER.sub("{}", op.path)): frozenset(
            (p.place, p.wire, p.required) for p in op.parameters if p.place != "path"
        )
        for op in ours.operations
    }
    documentation_only = {
        (method.upper(), PLACEHOLDER.sub("{}", path))
        for _, method, path, body, _ in walk(load(SPECIFICATION).document)
        if is_documentation(body)
    }
    assert mine == {key: value for key, value in theirs.operations.items() if key not in documentation_only}


def test_same_schemas_with_the_same_fields(ours: Api, theirs: SecondOpinion) -> None:
    """Named schemas by name. Inline ones, which the two name differently, by their fields."""
    named = set(load(SPECIFICATION).document["components"]["schemas"])
    fields = {model.schema: {f.wire: f.required for f in model.fields} for model in ours.models}
    for schema in named & fields.keys():
        assert theirs.models[pascal(schema)] == fields[schema], schema
    inline = [fields[schema] for schema in fields.keys() - named]
    others = [found for name, found in theirs.models.items() if name not in set(map(pascal, named)) and found]
    assert sorted(inline, key=repr_sorted) == sorted(others, key=repr_sorted)


def repr_sorted(fields: dict[str, bool]) -> str:
    return repr(sorted(fields.items()))


def test_nothing_with_properties_is_left_out(ours: Api, theirs: SecondOpinion) -> None:
    """Their additional models are wrappers of free-form objects, without properties."""
    extra = [name for name, fields in theirs.models.items() if fields]
    assert len(extra) == len(ours.models)
