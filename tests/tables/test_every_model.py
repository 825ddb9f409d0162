"""Every model of the four APIs as a table: all libraries agree, and an empty list has the same columns."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, cast

import pandas
import polars
import pyarrow
import pytest
from attrs import evolve, fields, has
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cortex_async import UNSET, from_dict, to_dict
from cortex_async.tables import to_arrow, to_pandas, to_polars, to_records
from tests.tables.instances import MODELS, instances, several, smallest

NESTED = ("flatten", "keep")
LISTS = st.sampled_from(MODELS).flatmap(
    lambda model: st.tuples(st.just(model), st.lists(instances(model), max_size=3))
)
QUICK = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def pandas_rows(frame: pandas.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame with None for what is missing, and datetimes as Python has them."""
    return [
        {str(name): plain(value) for name, value in row.items()}
        for row in frame.astype(object).to_dict("records")
    ]


def plain(value: Any) -> Any:
    if value is pandas.NaT or value is pandas.NA:
        return None
    if isinstance(value, pandas.Timestamp):
        moment = value.to_pydatetime()
        return moment.date() if moment.tzinfo is None else moment
    return value


def check(objects: list[Any], model: type, **options: Any) -> None:
    """Compare the rows of all libraries, and the columns with those of an empty list."""
    records = to_records(objects, model=model, **options)
    assert len(records) == len(objects)
    arrow, empty = (to_arrow(some, model=model, **options) for some in (objects, []))
    assert arrow.to_pylist() == records
    assert (empty.schema, empty.num_rows) == (arrow.schema, 0)
    frame, empty_frame = (to_polars(some, model=model, **options) for some in (objects, []))
    assert frame.to_dicts() == records
    assert empty_frame.schema == frame.schema
    pandas_frame, empty_pandas = (to_pandas(some, model=model, **options) for some in (objects, []))
    assert pandas_rows(pandas_frame) == records
    assert list(empty_pandas.dtypes.items()) == list(pandas_frame.dtypes.items())


@pytest.mark.parametrize("nested", NESTED)
def test_all_libraries_agree(nested: Any) -> None:
    for model in MODELS:
        if nested == "flatten" or has_models(model):
            check(several(model), model, nested=nested)


def has_models(model: type) -> bool:
    """Whether ``nested`` makes a difference."""
    schemas = [to_arrow([], model=model, nested=cast("Any", nested)).schema for nested in NESTED]
    return not schemas[0].equals(schemas[1])


@given(case=LISTS, nested=st.sampled_from(NESTED), secrets=st.booleans())
@QUICK
def test_all_libraries_agree_on_any_values(case: tuple[type, list[Any]], nested: Any, secrets: bool) -> None:
    model, objects = case
    check(objects, model, nested=nested, secrets=secrets)


FLAT = {
    pyarrow.string(): ("string", polars.String()),
    pyarrow.int64(): ("Int64", polars.Int64()),
    pyarrow.float64(): ("Float64", polars.Float64()),
    pyarrow.bool_(): ("boolean", polars.Boolean()),
    pyarrow.timestamp("us", "UTC"): ("datetime64[us, UTC]", polars.Datetime("us", "UTC")),
}


def test_the_types_of_all_libraries_correspond() -> None:
    seen = set()
    for model in MODELS:
        schema, frame = to_arrow([], model=model).schema, to_pandas([], model=model)
        assert list(frame.columns) == schema.names
        polars_schema = to_polars([], model=model).schema
        for field in schema:
            assert field.nullable
            if pyarrow.types.is_list(field.type):
                assert str(frame.dtypes[field.name]) == "object"
                assert isinstance(polars_schema[field.name], polars.List)
            else:
                seen.add(field.type)
                assert (str(frame.dtypes[field.name]), polars_schema[field.name]) == FLAT[field.type]
    assert seen == set(FLAT)


def test_every_datetime_of_a_model_is_a_timestamp_in_utc() -> None:
    checked = 0
    for model in MODELS:
        schema = to_arrow([], model=model, nested="keep").schema
        for item in fields(model):
            if isinstance(getattr(smallest(model), item.name), datetime | date) or "datetime" in str(
                item.type
            ):
                assert schema.field(item.name).type == pyarrow.timestamp("us", "UTC")
                checked += 1
    assert checked > 80


def without_more(value: Any) -> Any:
    """JSON cannot tell no further members from none given."""
    if isinstance(value, list):
        return [without_more(item) for item in value]
    if not has(type(value)):
        return value
    members = {item.name: without_more(getattr(value, item.name)) for item in fields(type(value))}
    if members.get("additional_properties") is UNSET:
        members["additional_properties"] = {}
    return evolve(value, **members)


def check_dicts(model: type, value: Any) -> None:
    assert from_dict(model, to_dict(value)) == value
    json_ready = to_dict(value, names="api")
    json.dumps(json_ready)
    assert from_dict(model, json_ready, names="api") == without_more(value)


def test_every_model_is_the_same_after_a_dict() -> None:
    for model in MODELS:
        for value in several(model):
            check_dicts(model, value)


@given(case=LISTS)
@QUICK
def test_any_model_is_the_same_after_a_dict(case: tuple[type, list[Any]]) -> None:
    model, objects = case
    for value in objects:
        check_dicts(model, value)
