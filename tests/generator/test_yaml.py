"""YAML is read as YAML 1.2: only what looks like JSON's scalars is no string."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.refusal import Refusal
from generator.source.parsing import parse
from tests.generator.test_bombs import VALUES


def read(text: str) -> Any:
    return parse(f"a: {text}\n".encode(), "openapi.yaml")["a"]


@pytest.mark.parametrize(
    "text",
    [
        *("on", "off", "yes", "no", "y", "n", "On", "OFF", "Yes"),
        *(
            "12:30:00",
            "1:30",
            "190:20:30.15",
            "1_000",
            "0b101",
            "0o9",
            "0xg",
            "1e",
            "2026-01-31",
            "2026-13-45",
        ),
        *("2026-01-31T12:00:00Z", "2026-01-31 12:00:00 +2", "=", "tRue", "nULL", "1.2.3", "+", "."),
    ],
)
def test_what_only_yaml_1_1_interprets_is_a_string(text: str) -> None:
    assert read(text) == text
    assert read(f"{{{text}: 1}}") == {text: 1}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((name, True) for name in ("true", "True", "TRUE")),
        *((name, False) for name in ("false", "False", "FALSE")),
        *((name, None) for name in ("null", "Null", "NULL", "~", "")),
        *(("0", 0), ("-17", -17), ("+5", 5), ("010", 10), ("08", 8), ("0x1F", 31), ("0o17", 15)),
        *(("1.0", 1.0), (".5", 0.5), ("1.", 1.0), ("1e3", 1000.0), ("-2.5E-3", -0.0025), ("+12e03", 12000.0)),
        *(("'on'", "on"), ('"12:30"', "12:30"), ("|-\n  on", "on"), ("!!str true", "true"), ("!!int '7'", 7)),
    ],
)
def test_scalars(text: str, value: Any) -> None:
    got = read(text)
    assert (got, type(got)) == (value, type(value))


def test_keys_are_strings_as_they_are_written() -> None:
    text = "{on: 1, 200: 2, true: 3, null: 4, 1.50: 5, 2026-01-31: 6, 12:30: 7}"
    assert read(text) == {"on": 1, "200": 2, "true": 3, "null": 4, "1.50": 5, "2026-01-31": 6, "12:30": 7}


@pytest.mark.parametrize("text", [".inf", "-.INF", ".nan", "1e999", "!!timestamp 2026-01-31", "!!int x"])
def test_what_json_does_not_have_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        read(text)


class Quoting(yaml.SafeDumper):
    """Writes strings in quotes: PyYAML leaves out those that YAML 1.1 needs none for."""


Quoting.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


@settings(deadline=None)
@given(st.dictionaries(st.text(), VALUES, max_size=5))
def test_json_values_are_read_unchanged(value: dict[str, Any]) -> None:
    assert parse(yaml.dump(value, Dumper=Quoting).encode(), "x.yaml") == value
