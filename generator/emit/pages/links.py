"""Where things are in the reference of an API, seen from one of its pages."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from generator import ir
from generator.emit.annotations import names_in
from generator.emit.code import Code
from generator.emit.markdown import Markdown, joined, link, markdown, span


def headings(group: ir.Group) -> list[str]:
    """The models and enumerations of a group, in the order of its page."""
    return [*sorted(one.name for one in group.models), *sorted(one.name for one in group.enums)]


@frozen
class Links:
    """Links from a page in a folder ``depth`` levels below that of the API."""

    api: ir.Api
    depth: int = 1

    def up(self, path: str) -> str:
        """Return a path below the folder of the API as seen from the page."""
        return "../" * self.depth + path

    def model(self, name: str) -> str:
        home = self.api.homes[name]
        same = [one for one in headings(self.api.groups[home]) if one.lower() == name.lower()]
        # GitHub and MyST number the anchors of headings that differ only in case.
        number = f"-{same.index(name)}" if same.index(name) else ""
        return self.up(f"models/{home}.md#{name.lower()}{number}")

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
