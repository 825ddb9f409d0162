"""Emits the reference page that lists every operation."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import final

import jinja2
from attrs import frozen

from generator import ir
from generator.emit.scopes import reference
from generator.escaping import cell, markdown, span

# A public name: underscores within words are not markup.
_PUBLIC = re.compile(r"[A-Za-z0-9_.()]+")


@final
@frozen
class _Markdown:
    """Escaped Markdown, the only value that the template prints."""

    text: str


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        finalize=_printed,
        autoescape=False,  # noqa: S701  # Markdown: each value passes one of the filters below
    )
    environment.filters["words"] = lambda text: _Markdown(markdown(text))
    environment.filters["heading"] = lambda text: _Markdown(
        text if _PUBLIC.fullmatch(text) else markdown(text)
    )
    environment.filters["span"] = lambda text: _Markdown(cell(span(text)))
    environment.filters["spans"] = lambda texts: _Markdown(", ".join(cell(span(text)) for text in texts))
    return environment


def _printed(value: object) -> str:
    if not isinstance(value, _Markdown):
        raise TypeError(f"the page prints escaped Markdown, not {type(value).__name__}")
    return value.text


def reference_page(api: ir.Api, header: tuple[str, str]) -> str:
    return _environment().get_template("reference.md.j2").render(header=header, **reference(api))
