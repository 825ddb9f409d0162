"""The page of a resource: its methods with their parameters, results, errors and examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from generator import ir
from generator.emit.markdown import (
    Markdown,
    fenced,
    joined,
    link,
    markdown,
    paragraphs,
    path,
    prose,
    row,
    span,
    table,
)
from generator.emit.operations import Resource
from generator.emit.pages import signature
from generator.emit.pages.docstrings import first_line, rendered
from generator.emit.pages.examples import Example, Examples
from generator.emit.pages.links import Links
from generator.emit.pages.operations import described
from generator.source.hand_written import Method

RECEIVERS = {"account": "client", "project": "project"}
"""What examples call the object of a scope."""

_INTRO = "{} [How the examples run]({}).\n"
_TABS = """\
<!-- tabs -->
**Async**

{}
**Sync**

{}<!-- /tabs -->
"""
"""GitHub shows both, the site shows tabs: docs/_site/pages.py."""


@frozen
class ResourcePage:
    """One resource.

    hand_written: methods that the hand-written layer adds or replaces. examples: None for a page without any.
    about: a sentence about the resource.
    """

    api: ir.Api
    resource: Resource
    hand_written: Mapping[str, Method]
    examples: Examples | None
    about: str = ""

    @property
    def receiver(self) -> str:
        """How examples reach the resource."""
        scope, name, _, _ = self.resource
        return f"{RECEIVERS.get(scope, scope)}.{name}"

    @property
    def links(self) -> Links:
        return Links(self.api)

    @property
    def names(self) -> list[str]:
        """The names of all methods, sorted."""
        return sorted({*(op.method for op in self.resource[2]), *self.hand_written})

    def text(self) -> Markdown:
        _, name, _, removed = self.resource
        parts = [
            markdown("# {}\n", prose(self.receiver)),
            markdown("{}\n", prose(self.about or f"The resource {name.replace('_', ' ')}.")),
        ]
        if self.examples is not None and self.examples.file.intro:
            parts.append(
                markdown(_INTRO, paragraphs(self.examples.file.intro), path(self.links.up("../index.md")))
            )
        methods = [self._method(one) for one in self.names]
        rows = [row(link(span(one), f"#{_anchor(one)}"), prose(self.summary(one))) for one in self.names]
        parts += [table(("method", "what it does"), rows), *methods]
        parts += [
            markdown(
                "## {}\n\nRemoved from the API (operation {}): a call raises an error. The name goes away in {}.\n",
                prose(op.method),
                span(op.id),
                prose(op.until),
            )
            for op in removed
        ]
        return joined("\n", parts)

    def summary(self, name: str) -> str:
        """Return what a method does, in one line."""
        operation = self.operation(name)
        if operation is not None and operation.summary:
            return operation.summary
        return first_line(self.hand_written[name].doc) if name in self.hand_written else name

    def operation(self, name: str) -> ir.Operation | None:
        return next((op for op in self.resource[2] if op.method == name), None)

    def example(self, name: str) -> Example | None:
        """Return the example of a method, None if it has none."""
        if self.examples is None:
            return None
        operation = self.operation(name)
        if operation is not None:
            return self.examples.of_operation(operation, self.receiver)
        scope, resource, _, _ = self.resource
        public_name = f"{scope}.{resource}.{name}"
        entry = self.examples.file.methods.get(public_name)
        return None if entry is None else self.examples.of_entry(public_name, entry)

    def _method(self, name: str) -> Markdown:
        operation, written = self.operation(name), self.hand_written.get(name)
        parts = [markdown("## {}\n", prose(name))]
        if written is not None:
            parts += [
                markdown("{}\n", rendered(written.doc, with_code=self.example(name) is None)),
                fenced("py", signature.of_method(written)),
            ]
        if operation is not None:
            parts += described(operation, self.links, by_docstring=written is not None)
        example = self.example(name)
        if example is not None:
            parts += shown(example)
        return joined("\n", [part for part in parts if part.text])


def shown(example: Example) -> Iterator[Markdown]:
    """Yield an example in both versions, and its output."""
    yield markdown("**Example**\n")
    sync = example.sync
    if sync == example.code:
        yield fenced("python", example.code)
    else:
        yield markdown(_TABS, fenced("python", example.code), fenced("python", sync))
    if example.output is not None:
        yield markdown("It prints:\n")
        yield fenced("text", example.output)


def _anchor(name: str) -> str:
    return name.lower()
