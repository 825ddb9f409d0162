"""Any junk in an OpenAPI document is refused in one line: no traceback, and never invalid Python."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.build import bound
from generator.emit.package import emit
from generator.model.assemble import assemble
from generator.refusal import Refusal
from generator.source.parsing import parse
from generator.source.published import Published
from generator.source.specification import specification
from tests.generator.golden.__main__ import FOLDER, LAYOUT

SOURCE = FOLDER / "spec" / "openapi.yaml"
DOCUMENT = parse(SOURCE.read_bytes(), str(SOURCE))
JUNK: list[Any] = [
    None,
    5,
    -1.5,
    True,
    "x",
    "",
    "é\"'\\\n{}",
    [],
    {},
    [None],
    [{}],
    {"$ref": "#/nowhere"},
    {"$ref": "#/components/schemas/RoomResponse"},
    {"$ref": "#/components/schemas/Pet"},
    {"$ref": "http://example.org/x"},
    {"type": "string"},
    {"type": "object"},
    {"type": ["array", "null"], "items": {}},
    {"oneOf": [{"type": "string"}, {"type": "null"}]},
    {"allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "string"}]},
    {"enum": []},
    {"enum": ["a", None, 1]},
]


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    for key, member in (
        node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    ):
        yield from places(member, (*path, key))


PLACES = list(places(DOCUMENT))


def replaced(steps: list[tuple[int, int]]) -> dict[str, Any]:
    """The golden spec with some values replaced by junk or removed."""
    document: dict[str, Any] = json.loads(json.dumps(DOCUMENT))
    for place, junk in steps:
        *parents, last = PLACES[place]
        node: Any = document
        try:
            for step in parents:
                node = node[step]
            if junk == len(JUNK):
                del node[last]
            else:
                node[last] = json.loads(json.dumps(JUNK[junk]))
        except (IndexError, KeyError, TypeError):
            continue
    return document


def outcome(document: dict[str, Any]) -> str:
    """Return the refusal, or None after checking that every emitted module is valid Python."""
    try:
        read = specification(Path("openapi.json"), json.dumps(document).encode(), None, "", Published())
        files = emit(assemble(read), LAYOUT, bound(read.names))
    except Refusal as refusal:
        return str(refusal)
    for path, text in files.items():
        if path.endswith(".py"):
            ast.parse(text, path)
    return ""


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.integers(0, len(PLACES) - 1), st.integers(0, len(JUNK))), min_size=1, max_size=3)
)
def test_junk_is_refused_in_one_line_or_generates_valid_code(steps: list[tuple[int, int]]) -> None:
    message = outcome(replaced(steps))
    assert "\n" not in message


@pytest.mark.parametrize("junk", range(len(JUNK) + 1))
def test_junk_in_extensions_is_ignored(junk: int) -> None:
    """Junk in an extension is ignored."""
    document = json.loads(json.dumps(DOCUMENT))
    document["x-vendor"] = JUNK[junk] if junk < len(JUNK) else None
    assert outcome(document) == ""
