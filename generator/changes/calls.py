"""What a call takes and returns, as values to compare."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from generator import ir
from generator.changes.types import View, view, view_of
from generator.emit.annotations import NONE
from generator.emit.code import Code, code
from generator.emit.signatures import returned
from generator.model.readers import EXTRA_FIELD
from generator.refusal import pointer_below

_TYPES_BY_KIND = {"none": NONE, "bytes": code("bytes"), "text": code("str")}


@frozen
class Given:
    """An argument of an operation: required or not, type, description and place in the spec."""

    required: bool
    view: View
    doc: str
    pointer: str


def parameter_view(parameter: ir.Parameter) -> Given:
    """Return a parameter as an argument."""
    return Given(parameter.required, view(parameter.type, sent=True), parameter.doc, parameter.pointer)


def keywords(api: ir.Api, operation: ir.Operation) -> Mapping[str, Given]:
    """Return the arguments that the operation takes by keyword."""
    found = {p.name: parameter_view(p) for p in ir.call_parameters(operation) if p.place != "path"}
    body = operation.body
    if body is None:
        return found
    if body.keywords is None:
        place = pointer_below(operation.pointer, "requestBody")
        found["body"] = Given(body.required, view(body.type, sent=True), "", place)
        return found
    assert isinstance(body.type, ir.ModelRef)
    model = api.model(body.type.name)
    for keyword in body.keywords:
        item = keyword.field
        place = pointer_below(model.pointer, "properties", item.wire)
        found[keyword.name] = Given(
            item.required, view(item.type, sent=True, null=item.nullable), item.doc, place
        )
    if body.extra is not None:
        found[EXTRA_FIELD] = Given(False, view(body.extra, sent=True), "", model.pointer)
    return found


def media(operation: ir.Operation) -> str:
    """Return the media type of the request body, empty if there is none."""
    return operation.body.content_type if operation.body is not None else ""


def response_view(operation: ir.Operation) -> View:
    """Return the type that a call returns. Known values of open enumerations do not count in comparisons."""
    declared = returned(operation)
    if operation.paging is not None and operation.paging.whole:
        return view_of(declared, view(ir.ListOf(operation.paging.item), sent=False).parts)
    if operation.paging is not None or operation.response.kind not in ("typed", "several"):
        return view_of(declared, declared)
    if operation.response.type is not None:
        return view_of(declared, view(operation.response.type, sent=False).parts)
    parts: set[Code] = set()
    for choice in operation.response.choices:
        parts |= {_TYPES_BY_KIND[choice.kind]} if choice.type is None else view(choice.type, sent=False).parts
    return view_of(declared, parts)
