"""Input that expands without bound or repeats keys is refused: at once, in little memory, in one line."""

from __future__ import annotations

import json
import resource
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.__main__ import main
from generator.refusal import Refusal, refusing_depth
from generator.source.names import Names
from generator.source.parsing import parse, read_json, read_yaml
from tests.generator.workshop import MINIMAL, STRING, changed, read, ref, thing
from tests.generator.workshop import specification as folder_of


def laughs(levels: int, width: int, form: str) -> str:
    lines = ["a0: &a0 {k0: x}" if "<<" in form else "a0: &a0 [x]"]
    for number in range(1, levels):
        inner = ", ".join([f"*a{number - 1}"] * width)
        lines.append(f"a{number}: &a{number} " + form.format(inner=inner, number=number))
    return "\n".join(lines)


GROWING = {
    "lists": laughs(40, 9, "[{inner}]"),
    "mappings": laughs(40, 2, "{{x: [{inner}]}}"),
    "merge keys": laughs(40, 9, "{{<<: [{inner}], k{number}: x}}"),
    "one after the other": laughs(3000, 1, "[{inner}]"),
    "wide": "a: &a [" + "x, " * 2000 + "x]\nb: [" + "*a, " * 1000 + "*a]",
    "as keys": "a: &a [x]\n? *a\n: 1",
    "within itself": "a: &a [*a]",
    "merged into itself": "a: &a {<<: *a}",
    "brackets": "a: " + "[" * 20_000,
    "braces": '{"a": ' * 20_000,
    "dashes": "- " * 20_000,
    "questions": "? " * 20_000,
    "base 16": "a: 0x" + "f" * 100_000,
    "digits": "a: " + "9" * 100_000,
}


@pytest.mark.parametrize("read_one", [parse, read_yaml], ids=["document", "overlay"])
@pytest.mark.parametrize("text", GROWING.values(), ids=GROWING)
def test_growing_yaml_is_refused_at_once(text: str, read_one: Any) -> None:
    memory, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(Refusal) as caught:
        read_one(text.encode(), "openapi.yaml")
    assert time.process_time() - started < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 100_000
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 2000


def test_aliases_and_merge_keys_that_stay_small_are_read() -> None:
    text = "x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}\nz: [*x, *x]"
    assert parse(text.encode(), "openapi.yaml") == {
        "x": {"a": 1, "b": 2},
        "y": {"a": 1, "b": 3},
        "z": [{"a": 1, "b": 2}] * 2,
    }


@pytest.mark.parametrize("depth", [150, 900, 3000, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_deep_json_is_refused(depth: int, opening: str, closing: str) -> None:
    text = f'{{"a": {opening * depth}1{closing * depth}}}'
    with pytest.raises(Refusal):
        parse(text.encode(), "openapi.json")


@pytest.mark.parametrize(
    ("source", "text", "place"),
    [
        ("x.json", '{"a": {"b": 1, "b": 1}}', "x.json#/a/b"),
        ("x.json", '{"a": [{"b": {"c": 1}, "b": {"d": 1}}]}', "x.json#/a/0/b"),
        ("x.json", '{"a": 1, "\\u0061": 1}', "x.json#/a"),
        ("x.yaml", "a: {b: 1, b: 1}", "x.yaml#/a/b"),
        ("x.yaml", 'a: {1: 1, "1": 1}', "x.yaml#/a/1"),
        ("x.yaml", "a: {0x1: 1, 1: 1}", "x.yaml#/a/1"),
        ("x.yaml", "a: {True: 1, true: 1}", "x.yaml#/a/true"),
        ("x.yaml", 'a: {"b": 1, b: 1}', "x.yaml#/a/b"),
        ("x.yaml", "x: &x {c: 1}\na: {<<: *x, <<: *x}", "x.yaml#/a/<<"),
    ],
)
def test_a_repeated_key_is_refused_with_its_place(source: str, text: str, place: str) -> None:
    with pytest.raises(Refusal, match="appears twice; keep one of them") as caught:
        parse(text.encode(), source)
    assert caught.value.place == place


def test_repeated_keys_are_refused_in_the_other_files_too() -> None:
    with pytest.raises(Refusal, match="appears twice"):
        read_yaml(b"overlay: 1.0.0\nactions: []\nactions: []", "overlay.yaml")
    with pytest.raises(ValueError, match="a appears twice"):
        read_json('{"a": 1, "a": 2}')
    with pytest.raises(Refusal, match=r"names\.toml: is not TOML"):
        Names("names.toml", '[fields]\na = "b"\na = "c"\n')
    with pytest.raises(Refusal, match=r"names\.toml"):
        Names("names.toml", '[fields]\na = "b"\n[fields]\nc = "d"\n')


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("x.json", '{"a": NaN}'),
        ("x.json", '{"a": -Infinity}'),
        ("x.json", '{"a": 1e999}'),
        ("x.json", '{"a": "\\ud800"}'),
        ("x.json", '{"\\udfff": 1}'),
        ("x.yaml", "a: .inf"),
        ("x.yaml", "a: !!binary aGk="),
        ("x.yaml", "a: !!set {b, c}"),
        ("x.yaml", "a: !!omap [b: c]"),
        ("x.yaml", "a: !!python/object/apply:os.system [x]"),
        ("x.yaml", "a: !!python/name:os.system"),
        ("x.yaml", "a: !!timestamp 2026-13-45"),
        ("x.yaml", "a: 1\n---\na: 2"),
    ],
)
def test_values_outside_json_are_refused(source: str, text: str) -> None:
    with pytest.raises(Refusal):
        parse(text.encode(), source)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@settings(deadline=None)
@given(st.dictionaries(st.text(), VALUES, max_size=5))
def test_json_values_are_read_unchanged(value: dict[str, Any]) -> None:
    assert parse(json.dumps(value).encode(), "x.json") == value


def fan(schemas: int, member: Any) -> dict[str, Any]:
    """Each schema refers twice to the next one."""
    chain = {f"A{number}": member(f"A{number + 1}") for number in range(schemas)}
    return changed(
        *((f"components/schemas/{name}", body) for name, body in chain.items()),
        (f"components/schemas/A{schemas}", STRING),
        ("components/schemas/RoomResponse/properties/x", ref("A0")),
    )


REFERRING = {
    "unions": lambda name: {"oneOf": [ref(name), ref(name)]},
    "unions of kinds": lambda name: {
        "anyOf": [
            {"type": "array", "items": ref(name)},
            {"type": "object", "additionalProperties": ref(name)},
        ]
    },
    "combinations": lambda name: {"allOf": [ref(name), ref(name)]},
    "lists": lambda name: {"type": "array", "items": ref(name)},
    "objects": lambda name: thing({"a": ref(name), "b": ref(name)}),
}


@pytest.mark.parametrize("member", REFERRING.values(), ids=REFERRING)
@pytest.mark.parametrize("schemas", [30, 600])
def test_references_are_followed_once(tmp_path: Path, member: Any, schemas: int) -> None:
    """As with aliases, without any: 2**30 paths lead to the last schema."""
    started = time.process_time()
    try:
        api = read(tmp_path, fan(schemas, member))
    except Refusal as refused:
        message = str(refused)
    else:
        message = f"{len(api.models)} models"
    assert len(message) < 2000
    assert time.process_time() - started < 20


def test_chains_of_objects_may_be_of_any_length(tmp_path: Path) -> None:
    api = read(tmp_path, fan(600, REFERRING["objects"]))
    assert sum(model.name.startswith("A") for model in api.models) == 600


def test_a_recursion_error_becomes_a_refusal() -> None:
    def deeper() -> None:
        deeper()

    with pytest.raises(Refusal, match=r"^spec: is nested too deeply; move parts"), refusing_depth("spec"):
        deeper()


def test_a_bomb_changes_nothing_on_disk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder_of(tmp_path / "spec" / "cortex", MINIMAL)
    assert main(["build", "--root", str(tmp_path)]) == 0
    (tmp_path / "bomb.yaml").write_text("openapi: 3.0.0\n" + GROWING["lists"])
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    capsys.readouterr()
    (tmp_path / "spec" / "cortex" / "openapi.json").replace(tmp_path / "openapi.json")
    try:
        assert main(["fetch", "--root", str(tmp_path), "--url", str(tmp_path / "bomb.yaml")]) == 2
        assert main(["drift", "--root", str(tmp_path), str(tmp_path / "bomb.yaml")]) == 2
    finally:
        (tmp_path / "openapi.json").replace(tmp_path / "spec" / "cortex" / "openapi.json")
    assert capsys.readouterr().err.startswith("error: ")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
