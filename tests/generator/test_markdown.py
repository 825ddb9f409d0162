"""No string of a spec is markup on a page of the reference, for GitHub's Markdown or for MyST with the site's extensions."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from docs._site.pages import site_markdown
from generator.emit import markdown as pieces
from generator.emit.markdown import (
    Markdown,
    address,
    fenced,
    joined,
    link,
    markdown,
    path,
    prose,
    row,
    span,
    table,
)
from generator.emit.package import header
from generator.emit.pages.site import Material, emit_pages
from generator.model.assemble import assemble
from generator.refusal import Refusal
from generator.source.examples_file import ExamplesFile
from generator.source.hand_written import HandWritten
from generator.source.published import Published
from generator.source.specification import specification
from generator.text import visible
from tests.docs.pages import ROOT
from tests.generator.hostile import DOCUMENT, HOSTILE, SEEDS, TOKENS, with_names
from tests.generator.test_code import calls
from tests.generator.test_hostile import LAYOUT

MARKUP = [
    "{download}`../../etc/passwd`",
    "{eval-rst}`x`",
    "`x`{.class onclick=y}",
    "[a]{.class}",
    "::: {include} x\n:::",
    ":::{include} x",
    "```{include} x\n```",
    "~~~{include} x\n~~~",
    "% comment",
    "+++ {}",
    "(target)=",
    "[^1]: note",
    "[a]: http://127.0.0.1",
    "{{ site }}",
    "$$x$$ $x$",
    "term\n: definition",
    "- item",
    "1. item",
    "1) item",
    "# heading",
    "heading\n---",
    "heading\n===",
    "> quote",
    "    code",
    "| a | b |\n|---|---|",
    "a | b \\| c \\\\| d",
    "*a* _b_ __c__ ~~d~~ <u>e</u>",
    "<http://127.0.0.1> http://127.0.0.1 www.127.0.0.1 a@b.c",
    "&amp; &#35; &copy;",
    "`a``b` ``c`` ` `d",
    "`a|b`",
    "`](../../../../x)` [x](../../../../x) ](y)",
    "<!-- tabs -->",
    "<!-- /tabs -->\n**Async**",
    "\\",
    "a\\",
    "line  \nbreak",
    "@user #1 GH-1",
    ":smile:",
]
TEXTS = st.one_of(
    HOSTILE, st.sampled_from(MARKUP), st.lists(st.sampled_from(MARKUP), max_size=3).map(" ".join)
)
SETTINGS = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
INLINE = {"text", "code_inline", "text_special"}
OURS = {"softbreak", "link_open", "link_close", "strong_open", "strong_close"}


@cache
def parsers() -> list[MarkdownIt]:
    site = MdParserConfig(
        enable_extensions={
            "attrs_block",
            "attrs_inline",
            "colon_fence",
            "deflist",
            "dollarmath",
            "fieldlist",
            "html_image",
            "strikethrough",
            "substitution",
            "tasklist",
        }
    )
    return [create_md_parser(site, RendererHTML), MarkdownIt("gfm-like", {"linkify": False})]


def tokens(text: str) -> Iterator[tuple[MarkdownIt, list[Token]]]:
    for parser in parsers():
        yield parser, parser.parse(text)


def inline_kinds(found: list[Token]) -> set[str]:
    return {child.type for token in found for child in token.children or ()}


@SETTINGS
@given(TEXTS)
@example("{download}`x`")
def test_prose_is_one_paragraph_of_text_and_code(text: str) -> None:
    written = prose(text).text
    assert "\n" not in written
    for _, found in tokens(written):
        assert [token.type for token in found] in ([], ["paragraph_open", "inline", "paragraph_close"])
        assert inline_kinds(found) <= INLINE, written


@SETTINGS
@given(st.text(alphabet="ab `*_[]{}<>|#:~$!\\-1.", max_size=20))
def test_prose_reads_as_the_string_itself(text: str) -> None:
    """Escapes are taken away again by the reader, so that nothing is lost."""
    for _, found in tokens(prose(text).text):
        shown = "".join(child.content for token in found for child in token.children or ())
        assert re.sub(r"[ `]", "", shown) == re.sub(r"[ `]", "", visible(text))


@SETTINGS
@given(TEXTS, TEXTS)
def test_a_row_has_its_cells_and_no_others(first: str, second: str) -> None:
    written = table(("a", "b"), [row(prose(first), span(second))]).text
    for _, found in tokens(written):
        assert Counter(token.type for token in found)["td_open"] == 2
        assert {token.type for token in found if token.type.endswith("_open")} == {
            *("table_open", "thead_open", "tbody_open", "tr_open", "th_open", "td_open")
        }
        assert inline_kinds(found) <= INLINE


@SETTINGS
@given(TEXTS, TEXTS)
def test_nothing_ends_a_code_block(first: str, second: str) -> None:
    written = fenced("python", f"{first}\n{second}").text + "\nafter"
    for _, found in tokens(written):
        assert [token.type for token in found] == ["fence", "paragraph_open", "inline", "paragraph_close"]


def test_a_link_leads_to_a_page_only() -> None:
    for target in ("http://127.0.0.1", "x) [y](z", "a b", "javascript:x", ""):
        with pytest.raises(ValueError, match="must be a path"):
            link(markdown("x"), target)
        with pytest.raises(ValueError, match="must be a path"):
            path(target)
    with pytest.raises(ValueError, match="plain address"):
        address("javascript:x")


def test_a_piece_of_markdown_has_no_string_form() -> None:
    piece = prose("x")
    with pytest.raises(TypeError):
        f"{piece}"
    with pytest.raises(TypeError):
        str(piece)
    with pytest.raises(AttributeError):
        joined(", ", ["x"])  # type: ignore[list-item]  # what the type checker refuses as well


def test_markdown_is_made_in_one_module() -> None:
    assert {file.name for file, _ in calls("Markdown")} == {"markdown.py"}
    templates = [(file, node.args[0]) for file, node in calls("markdown") if file.parent.name == "pages"]
    assert len(templates) > 20
    for file, template in templates:
        is_literal = isinstance(template, ast.Constant) and isinstance(template.value, str)
        is_constant = isinstance(template, ast.Name) and template.id in ("_HEAD", "_INTRO", "_TABS")
        assert is_literal or is_constant, f"{file.name}:{template.lineno}"
    assert pieces.Markdown is Markdown


def pages(document: dict[str, Any]) -> dict[str, str]:
    raw = json.dumps(document).encode()
    read = specification(Path("openapi.json"), raw, None, "", Published())
    material = Material(read.document, HandWritten(), ExamplesFile(), LAYOUT.public)
    return emit_pages(assemble(read), "docs/reference/hostile", material, header(LAYOUT))


def shape(text: str) -> tuple[Counter[str], ...]:
    """How many blocks of each kind there are, and languages of code. An empty description has no paragraph."""
    return tuple(
        Counter(
            f"{token.type} {token.info}"
            for token in found
            if token.type not in ("inline", "paragraph_open", "paragraph_close")
        )
        for _, found in tokens(text)
    )


@cache
def harmless() -> list[str]:
    return sorted(map(str, map(shape, pages(DOCUMENT).values())))


def check(document: dict[str, Any]) -> None:
    """The pages have the same blocks as for harmless names, and in lines nothing but text, code and links to pages."""
    try:
        found = pages(document)
    except Refusal:
        return
    assert sorted(map(str, map(shape, found.values()))) == harmless()
    site, github = parsers()
    for name, text in found.items():
        assert name.isascii()
        for parsed in (github.parse(text), site.parse(site_markdown(text, ROOT / name))):
            assert inline_kinds(parsed) <= INLINE | OURS, name
            hrefs = [
                str(child.attrs["href"])
                for one in parsed
                for child in one.children or ()
                if "href" in child.attrs
            ]
            assert all(re.fullmatch(r"(?:path:)?[A-Za-z0-9_./#-]+", href) for href in hrefs)


@SETTINGS
@given(st.sampled_from(TOKENS), TEXTS)
def test_a_string_anywhere_gives_pages_of_the_same_shape(token: str, text: str) -> None:
    check(with_names(**{token: text}))


@pytest.mark.parametrize("text", [*SEEDS[::4], *MARKUP], ids=range(len([*SEEDS[::4], *MARKUP])))
def test_each_markup_in_every_description_at_once(text: str) -> None:
    described = [
        token for token in TOKENS if token.endswith("doc") or token in ("Qsummary", "Qdescription", "Qfine")
    ]
    assert len(described) > 10
    check(with_names(**dict.fromkeys(described, text)))
