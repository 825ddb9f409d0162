"""Defaults of responses: values of the declared type, or a refusal with their place."""

from __future__ import annotations

import typing
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from generator.refusal import Refusal
from tests.generator.test_clashes import decoded
from tests.generator.type_checker import type_errors
from tests.generator.workshop import (
    DATETIME,
    INTEGER,
    STRING,
    body,
    document,
    generate,
    operation,
    part,
    read,
    ref,
    thing,
)

NUMBER, DATE, ENUM = {"type": "number"}, {"type": "string", "format": "date"}, {"enum": ["a", "b"]}
LONG = {"type": "string", "format": "int64"}
LIST = {"type": "array", "items": STRING}

FITTING: dict[str, tuple[dict[str, Any], Any, Any]] = {
    "string": (STRING, "x", "x"),
    "integer": (INTEGER, 5, 5),
    "whole": (INTEGER, 5.0, 5),
    "number": (NUMBER, 5, 5),
    "half": (NUMBER, 0.5, 0.5),
    "flag": ({"type": "boolean"}, False, False),
    "utc": (DATETIME, "2026-01-02T03:04:05Z", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
    "naive": (DATETIME, "2026-01-02", datetime(2026, 1, 2, tzinfo=UTC)),
    "exact": (DATETIME, "2026-01-02T03:04:05.123456789Z", datetime(2026, 1, 2, 3, 4, 5, 123456, tzinfo=UTC)),
    "offset": (DATETIME, "2026-01-02T03:04:05+02:00", datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=2)))),
    "day": (DATE, "2026-01-02", date(2026, 1, 2)),
    "known": (ENUM, "b", "b"),
    "unknown": (ENUM, "c", "c"),
    "long": (LONG, "12345678901234567890", 12345678901234567890),
    "constant": ({"const": "x"}, "x", "x"),
    "either": ({"oneOf": [INTEGER, {"type": "boolean"}]}, True, True),
    "anything": ({"x-free-form": True}, 1, 1),
    "null": ({"type": ["string", "null"]}, None, None),
    "empty list": (LIST, [], None),
    "empty object": ({"type": "object"}, {}, None),
}  # fmt: skip


def test_each_default_is_a_value_of_its_type(tmp_path: Path) -> None:
    fields = {name: {**schema, "default": default} for name, (schema, default, _) in FITTING.items()}
    spec = document({"/x": {"get": operation("get", ref("All"))}}, {"All": thing(fields)})
    package = generate(tmp_path, spec)
    kind = part(package, "models").All
    for made in (kind(), decoded(package, "All", {})):
        for name, (_, _, expected) in FITTING.items():
            got = getattr(made, name.replace(" ", "_"))
            assert (got, type(got)) == (expected, type(expected)), name
    assert typing.get_type_hints(kind)
    assert type_errors(tmp_path, package) == ""


@pytest.mark.parametrize(
    ("schema", "default"),
    [
        (STRING, 5),
        (STRING, []),
        (INTEGER, "5"),
        (INTEGER, 1.5),
        (INTEGER, True),
        (NUMBER, "Infinity"),
        (NUMBER, "1e999"),
        (NUMBER, 10**400),
        (NUMBER, False),
        ({"type": "boolean"}, "true"),
        (DATETIME, "now"),
        (DATETIME, 0),
        (DATETIME, "2026-13-01T00:00:00Z"),
        (DATE, "2026-02-30"),
        (ENUM, 1),
        ({"enum": [1, 2]}, "1"),
        (LONG, 5),
        (LONG, "x"),
        (LIST, "x"),
        (LIST, {}),
        ({"type": "object"}, "x"),
        (ref("All"), "x"),
        ({"const": "x"}, 1),
        ({"oneOf": [INTEGER, {"type": "boolean"}]}, "x"),
    ],
    ids=str,
)
def test_any_other_default_is_refused_with_its_place(
    tmp_path: Path, schema: dict[str, Any], default: Any
) -> None:
    all_ = thing({"a/b": {**schema, "default": default}})
    spec = document({"/x": {"get": operation("get", ref("All"))}}, {"All": all_})
    with pytest.raises(Refusal) as caught:
        read(tmp_path, spec)
    assert caught.value.place == "#/components/schemas/All/properties/a~1b/default"
    # The server applies the defaults of requests.
    spec = document({"/x": {"post": operation("make", requestBody=body(ref("All")))}}, {"All": all_})
    generate(tmp_path / "sent", spec)


@pytest.mark.parametrize("number", ["Infinity", "-Infinity", "NaN", "1e999"])
def test_infinite_numbers_are_refused_with_their_place(tmp_path: Path, number: str) -> None:
    from tests.generator.workshop import specification

    spec = document(
        {"/x": {"get": operation("get", ref("A"))}}, {"A": thing({"a": {**NUMBER, "default": 77.5}})}
    )
    folder = specification(tmp_path, spec)
    (folder / "openapi.json").write_text((folder / "openapi.json").read_text().replace("77.5", number))
    from generator.source.specification import load

    with pytest.raises(Refusal, match="#/components/schemas/A/properties/a/default: is not a finite number"):
        load(folder)
