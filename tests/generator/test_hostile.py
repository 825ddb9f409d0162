"""No string of a spec can run as code: the generated code has the same shape as for a harmless string."""

from __future__ import annotations

import ast
import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.build import bound
from generator.emit.package import Layout, emit
from generator.model.assemble import assemble
from generator.refusal import Refusal
from generator.source.lock import lock_text
from generator.source.published import Published
from generator.source.specification import specification
from generator.text import visible
from tests.generator.hostile import DOCUMENT, HOSTILE, KEYWORDS, SEEDS, TOKEN, TOKENS, strings, with_names
from tests.generator.skeleton import skeleton

LAYOUT = Layout("spec/hostile", "made._generated", "made_sync._generated")
SETTINGS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def made(document: dict[str, Any]) -> dict[str, str]:
    """Every emitted file; names.toml and lock.json have been read back."""
    raw = json.dumps(document).encode()
    read = specification(Path("openapi.json"), raw, None, "", Published())
    api = assemble(read)
    files = emit(api, LAYOUT, bound(read.names))
    table = tomllib.loads(read.names.text_with_additions())
    added = {(section, key): name for section, key, name in read.names.added}
    assert added == {(section, key): name for section in table for key, name in table[section].items()}
    assert set(json.loads(lock_text({}, Published.of(api)))) == {"generator", "published", "sha256"}
    return files


def shapes(files: dict[str, str]) -> list[str]:
    return sorted(skeleton(text) for path, text in files.items() if path.endswith(".py"))


@cache
def harmless() -> tuple[list[str], int]:
    files = made(DOCUMENT)
    (page,) = (text for path, text in files.items() if path.endswith(".md"))
    return shapes(files), page.count("\n")


def refusal_of(document: dict[str, Any]) -> str:
    """Return the refusal, or an empty string after checking that the code has the same shape as for harmless names."""
    try:
        files = made(document)
    except Refusal as refusal:
        return str(refusal)
    check_same_shape(files)
    return ""


def check_same_shape(files: dict[str, str]) -> None:
    expected, lines = harmless()
    assert shapes(files) == expected
    for path, text in files.items():
        assert visible(text.replace("\n", "")) == text.replace("\n", ""), path
        assert path.isascii()
        if path.endswith(".md"):
            assert text.count("\n") == lines


def test_no_place_is_forgotten() -> None:
    """Every string that is not an OpenAPI keyword has a token, and each token is one thing."""
    free = [text for text in strings(DOCUMENT) if text not in KEYWORDS and not TOKEN.search(text)]
    assert free == []
    assert len(TOKENS) > 150


@pytest.mark.parametrize("token", TOKENS)
def test_a_harmless_name_is_accepted_everywhere(token: str) -> None:
    """Without this test the next one could pass with refusals only."""
    assert refusal_of(with_names(**{token: "Qother"})) == ""


@SETTINGS
@given(st.sampled_from(TOKENS), HOSTILE)
def test_a_string_anywhere_gives_the_same_shape_or_a_refusal(token: str, text: str) -> None:
    message = refusal_of(with_names(**{token: text}))
    assert visible(message) == message
    assert len(message) < 3000


@pytest.mark.parametrize("text", SEEDS, ids=range(len(SEEDS)))
def test_each_seed_in_every_place_at_once(text: str) -> None:
    """With a number appended, since equal strings in different places would mean something else."""
    for half in (TOKENS[::2], TOKENS[1::2]):
        refusal_of(with_names(**{token: f"{text}{number}" for number, token in enumerate(half)}))


@pytest.mark.parametrize("text", ['a"b', "a\\", "] | z | [d\\", "] = print('ran') #", "a\nb", '"""'])
@pytest.mark.parametrize(
    "token",
    ["Qsecret", "Qleftvalue", "Qconstant", "Qdefault", "Qon", "Qmeow", "Qopenedvalue", "Qroomdoc", "Qlist"],
)
def test_strings_in_string_literals_are_always_accepted(token: str, text: str) -> None:
    files = made(with_names(**{token: text}))
    check_same_shape(files)
    constants = {
        node.value
        for path, source in files.items()
        if path.endswith(".py")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
    }
    assert text in constants or token == "Qroomdoc"


@SETTINGS
@given(st.data(), HOSTILE)
def test_junk_in_place_of_a_keyword_is_refused_or_gives_code_that_can_be(
    data: st.DataObject, text: str
) -> None:
    """Also where a spec has no choice. There is no shape to compare with then except that of the templates."""
    places = sorted({found for found in strings(DOCUMENT) if found in KEYWORDS})
    chosen = data.draw(st.sampled_from(places))
    number = data.draw(st.integers(0, sum(found == chosen for found in strings(DOCUMENT)) - 1))
    left = [number]

    def put(node: Any) -> Any:
        if isinstance(node, dict):
            return {put(key): put(member) for key, member in node.items()}
        if isinstance(node, list):
            return [put(member) for member in node]
        if node == chosen and isinstance(node, str):
            left[0] -= 1
            return text if left[0] == -1 else node
        return node

    try:
        shown = "".join(made(put(DOCUMENT)))
    except Refusal as refused:
        shown = str(refused)
    assert visible(shown) == shown
