"""No block of a page is left out silently: it runs, is compared, is parsed, or has a reason that still fits."""

from __future__ import annotations

import re
from fnmatch import fnmatch

import pytest
from attrs import evolve
from markdown_it import MarkdownIt

from tests.docs.__main__ import blocks, report
from tests.docs.evaluating import block_of
from tests.docs.not_run import BLOCKS
from tests.docs.pages import PAGES, ROOT, examples

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_block_has_a_kind_and_none_is_overlooked(page: str) -> None:
    tokens = MarkdownIt("commonmark").parse((ROOT / page).read_text("utf-8"))
    fences = [token.map[0] + 1 for token in tokens if token.type == "fence" and token.map]
    found = examples(page)
    assert [example.line for example in found if example.region.lexemes["info"].strip()[:1] != "<"] == fences
    for block in filter(None, map(block_of, found)):
        assert block.kind


def test_every_reason_is_needed() -> None:
    found = blocks()
    for page, language, part, why in BLOCKS:
        fitting = [b for b in found if fnmatch(b.page, page) and b.language == language and part in b.source]
        assert fitting, (page, why)


def test_every_test_that_a_reason_names_exists() -> None:
    for *_, why in BLOCKS:
        for path in re.findall(r"tests/[\w/]+(?:\.py)?", why):
            assert (ROOT / path).exists(), why


def test_every_target_of_make_exists() -> None:
    for block in blocks():
        for target in re.findall(r"^make ([a-z][\w-]*)", block.source, re.MULTILINE):
            assert re.search(rf"^{target}:|^bench-%:", MAKEFILE, re.MULTILINE), f"{block.page}: make {target}"


def test_a_language_that_nothing_executes_is_an_error() -> None:
    block = next(block for block in blocks() if block.language == "python")
    with pytest.raises(LookupError, match="nothing executes 'rust'"):
        _ = evolve(block, language="rust").kind


def test_most_blocks_run() -> None:
    assert int(re.findall(r"^(\d+) examples of", report(), re.MULTILINE)[0]) > 180
