"""Where things are in the reference of an API, seen from one of its pages."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from generator import ir
from generator.emit.annotations import names_in
from generator.emit.code import Code
from generator.emit.markdown import Markdown, joined, link, markdown, span


@frozen
class Links:
    """Links from a page in a folder ``depth`` levels below that of the API."""

    api: ir.Api
    depth: int = 1

    def up(self, path: str) -> str:
        """Return a path below the folder of the API as seen from the page."""
        return "../" * self.depth + path

    def model(self, name: str) -> str:
        return self.up(f"models/{self.api.homes[name]}.md#{name.lower()}")

    def type(self, shown: Code, kinds: Iterable[ir.Type]) -> Markdown:
        """Return an annotation, and links to the models and enumerations in it."""
        named = sorted({name for kind in kinds for name in names_in(kind)})
        piece = span(shown.text)
        if not named:
            return piece
        if len(named) == 1:
            return link(piece, self.model(named[0]))
        return markdown("{} ({})", piece, joined(", ", [self.name(name) for name in named]))

    def name(self, name: str) -> Markdown:
        return link(span(name), self.model(name))

    def error(self, name: str) -> Markdown:
        return link(span(name), self.up(f"../errors.md#{name.lower()}"))
