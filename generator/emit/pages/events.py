"""The page of the events: each type with its class and a sample as it is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator import ir
from generator.emit.markdown import Markdown, fenced, joined, markdown, paragraphs, prose, row, span, table
from generator.emit.pages.links import Links
from generator.emit.pages.samples import Samples

_HEAD = """\
Streams and webhooks deliver these events. `decode_event` of {} makes an object of the class from the JSON; an
event of a type that is not listed becomes an `UnknownEvent`. The samples are made from the spec.
"""


def events_page(api: ir.Api, samples: Samples, module: str) -> Markdown:
    """Return the page of an API's events."""
    assert api.events is not None
    links = Links(api, 0)
    parts = [markdown("# Events\n"), markdown(_HEAD, span(module))]
    parts.append(
        table(("type", "class"), [row(span(value), links.name(name)) for value, name in api.events.members])
    )
    for value, name in api.events.members:
        parts += _event(api, samples, value, name, links)
    return joined("\n", parts)


def _event(api: ir.Api, samples: Samples, value: str, name: str, links: Links) -> Iterator[Markdown]:
    assert api.events is not None
    model = api.model(name)
    yield markdown("## {}\n", prose(value))
    if model.doc.strip():
        yield markdown("{}\n", paragraphs(model.doc))
    yield markdown("Class: {}.\n", links.name(name))
    sample = samples.model(model, {api.events.by: value})
    yield fenced("json", json.dumps(sample, indent=2, ensure_ascii=True))
