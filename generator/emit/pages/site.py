"""Emits the pages of one API: an index, its resources, its models and its events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from generator import ir
from generator.emit.files import Files
from generator.emit.markdown import Markdown, joined, link, markdown, path, prose, row, span, table
from generator.emit.operations import resources
from generator.emit.pages.events import events_page
from generator.emit.pages.examples import Examples
from generator.emit.pages.models import group_page
from generator.emit.pages.resources import ResourcePage
from generator.emit.pages.samples import Samples
from generator.source.examples_file import ExamplesFile
from generator.source.hand_written import HandWritten


@frozen
class Material:
    """What the pages show besides the operations and models.

    document: the OpenAPI document after the overlay. examples: None for pages without examples. package: what
    users import. summaries: resource -> a sentence about it, for some.
    """

    document: Mapping[str, Any]
    hand_written: HandWritten
    examples: ExamplesFile | None
    package: str
    summaries: Mapping[str, str] = field(factory=dict)


def emit_pages(api: ir.Api, folder: str, material: Material, header: tuple[str, str]) -> dict[str, str]:
    """Return every page by its path below the repository. Writes and reads nothing."""
    files = Files()
    lines = joined("\n", [markdown("<!-- {} -->", prose(line)) for line in header])

    def add(name: str, content: Markdown) -> None:
        files.add(f"{folder}/{name}", markdown("{}\n{}", lines, content).text.rstrip("\n") + "\n")

    samples = Samples(api, material.document)
    examples = None if material.examples is None else Examples(material.examples, samples, material.package)
    pages = [
        ResourcePage(
            api,
            resource,
            material.hand_written.of(resource[0], resource[1]),
            examples,
            material.summaries.get(resource[1], ""),
        )
        for resource in resources(api)
    ]
    for page in pages:
        scope, name, _, _ = page.resource
        add(f"{scope}/{name}.md", page.text())
    for group in api.groups:
        add(f"models/{group}.md", group_page(api, group))
    if api.events is not None:
        add("events.md", events_page(api, samples, f"{material.package}.events"))
    add("index.md", _index(api, pages, material))
    return files.texts


def _index(api: ir.Api, pages: list[ResourcePage], material: Material) -> Markdown:
    methods = [(page, name) for page in pages for name in page.names]
    with_example = sum(page.example(name) is not None for page, name in methods)
    events = [link(markdown("Events"), "events.md")] if api.events is not None else []
    counted = (
        f"{len(api.operations)} operations, {len(methods)} methods, {with_example} of them with an example."
    )
    parts = [
        markdown("# Reference: {}\n", prose(api.name)),
        markdown("{}\n", prose(counted)),
        table(("resource", "methods"), [_row(page) for page in pages]),
        markdown(
            "Models by group: {}.\n",
            joined(", ", [link(prose(g.replace("_", " ")), f"models/{g}.md") for g in api.groups]),
        ),
    ]
    parts += [markdown("{}\n", one) for one in events]
    parts.append(_toctree(api, pages))
    return joined("\n", parts)


def _row(page: ResourcePage) -> Markdown:
    scope, name, _, _ = page.resource
    target = f"{scope}/{name}.md"
    methods = [link(span(one), f"{target}#{one.lower()}") for one in page.names]
    return row(link(span(page.receiver), target), joined(", ", methods))


def _toctree(api: ir.Api, pages: list[ResourcePage]) -> Markdown:
    """Return the tree of pages for Sphinx. GitHub shows it as a code block."""
    entries = [f"{page.resource[0]}/{page.resource[1]}" for page in pages]
    entries += ["events"] if api.events is not None else []
    entries += [f"models/{group}" for group in api.groups]
    return markdown("```{{toctree}}\n:hidden:\n\n{}\n```\n", joined("\n", [path(one) for one in entries]))
