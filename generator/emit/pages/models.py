"""The pages of models and enumerations, one for each group."""

from __future__ import annotations

from collections.abc import Iterator

from generator import ir
from generator.emit.code import joined as joined_code
from generator.emit.markdown import Markdown, joined, markdown, paragraphs, prose, row, span, table
from generator.emit.models import field_members
from generator.emit.pages.links import Links
from generator.model.readers import READERS

_UNSET_TYPE = "Unset"


def group_page(api: ir.Api, group: str) -> Markdown:
    """Return the page of a group."""
    links = Links(api)
    content = api.groups[group]
    parts = [
        markdown("# Models: {}\n", prose(group.replace("_", " "))),
        markdown(
            "Import them from {}. The values of enumerations are plain strings or integers.\n",
            span(_module(api)),
        ),
    ]
    parts += [_model(model, links) for model in sorted(content.models, key=lambda one: one.name)]
    parts += [_enum(enum) for enum in sorted(content.enums, key=lambda one: one.name)]
    return joined("\n", parts)


def _module(api: ir.Api) -> str:
    return "cortex_async.models" if api.name == "cortex" else f"cortex_async.contrib.{api.name}.models"


def _model(model: ir.Model, links: Links) -> Markdown:
    used = [
        word for word, used in (("requests", model.sent), ("responses and events", model.received)) if used
    ]
    parts = [markdown("## {}\n", prose(model.name))]
    if model.doc.strip():
        parts.append(markdown("{}\n", paragraphs(model.doc)))
    parts.append(
        markdown("Schema {}, used in {}.\n", span(model.schema), prose(" and ".join(used) or "no operation"))
    )
    parts.append(
        table(("field", "type", "in JSON", "meaning"), [_field(one, model, links) for one in model.fields])
    )
    if model.readers:
        parts.append(
            markdown(
                "Typed readers of {}: {}.\n",
                span(model.readers),
                joined(", ", [span(one) for one in READERS]),
            )
        )
    parts += [
        markdown(
            "The field {} was removed from the API: it is always None, and goes away in {}.\n",
            span(gone.name),
            prose(gone.until),
        )
        for gone in model.removed
    ]
    return joined("\n", parts)


def _field(item: ir.Field, model: ir.Model, links: Links) -> Markdown:
    shown = [member for member in field_members(item, model) if member.text != _UNSET_TYPE]
    facts = list(_facts(item, model))
    return row(
        span(item.name),
        links.type(joined_code(" | ", shown), [item.type]),
        span(item.wire),
        prose(" ".join([*facts, item.doc])),
    )


def _facts(item: ir.Field, model: ir.Model) -> Iterator[str]:
    if not item.required:
        yield "Optional."
    if item.secret:
        yield "Secret: masked in reprs."
    if item.deprecated:
        yield "Deprecated."
    if item.given_by == "server":
        yield "Set by the server."


def _enum(enum: ir.Enum) -> Markdown:
    parts = [markdown("## {}\n", prose(enum.name))]
    if enum.doc.strip():
        parts.append(markdown("{}\n", paragraphs(enum.doc)))
    values = joined(", ", [span(str(value)) for value in enum.values])
    parts.append(markdown("Values: {}. Others that the server sends come through unchanged.\n", values))
    return joined("\n", parts)
