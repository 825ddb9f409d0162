"""Signatures of operations: parameters and return annotations."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from generator import ir
from generator.emit.annotations import LIST, NONE, annotation, members, united
from generator.emit.code import Code, code, identifier, joined
from generator.emit.models import UNSET, extra_annotation
from generator.model.readers import EXTRA_FIELD


@frozen
class Given:
    """A parameter of a method. ``absent`` is its default, None if it is required."""

    name: Code
    annotation: Code
    absent: Code | None = None

    @property
    def source(self) -> Code:
        declared = code("{}: {}", self.name, self.annotation)
        if self.absent is None:
            return declared
        return (
            code("{} | Unset = UNSET", declared)
            if self.absent == UNSET
            else code("{} = {}", declared, self.absent)
        )

    @property
    def shown(self) -> str:
        """The parameter for the reference page, with a question mark if it is optional without a default."""
        declared = f"{self.name.text}: {self.annotation.text}"
        if self.absent is None:
            return declared
        return f"{declared}?" if self.absent in (UNSET, NONE) else f"{declared} = {self.absent.text}"


_PAGER = (
    Given(code("page_size"), code("int"), code("50")),
    Given(code("max_items"), code("int | None"), NONE),
    Given(code("offset"), code("int"), code("0")),
)


def signature(operation: ir.Operation, list_name: Code) -> list[Code]:
    """Return ``self``, the path parameters by position, and the rest by keyword, required ones first."""
    positional, keyword = arguments(operation, list_name)
    named = [code("*"), *(item.source for item in keyword)] if keyword else []
    options = code("StreamOptions") if operation.response.kind == "events" else code("Options")
    return [
        code("self"),
        *(item.source for item in positional),
        *named,
        code("**options: Unpack[{}]", options),
    ]


def arguments(operation: ir.Operation, list_name: Code) -> tuple[list[Given], list[Given]]:
    """Return the parameters by position and those by keyword."""
    given = ir.call_parameters(operation)
    positional = [
        Given(identifier(p.name), annotation(p.type, sent=True)) for p in given if p.place == "path"
    ]
    keyword = [_parameter(p) for p in given if p.place != "path"]
    keyword += _body_parameters(operation, list_name)
    keyword.sort(key=lambda item: item.absent is not None)
    return positional, [*keyword, *(_PAGER if operation.paging else ())]


def _parameter(parameter: ir.Parameter) -> Given:
    kind = parameter.type
    declared = (
        code("Iterable[{}]", annotation(kind.item, sent=True))
        if isinstance(kind, ir.ListOf)
        else annotation(kind, sent=True)
    )
    return Given(identifier(parameter.name), declared, _absent(parameter.required))


def _absent(required: bool) -> Code | None:
    return None if required else UNSET


def _body_parameters(operation: ir.Operation, list_name: Code) -> list[Given]:
    body = operation.body
    if body is None:
        return []
    if body.keywords is None:
        return [Given(code("body"), _body_annotation(body, list_name), _absent(body.required))]
    # The class of a JSON body takes what its fields declare; parts of a form are passed on one by one.
    sent = body.media != "json" or not body.shared
    found: list[Given] = []
    for keyword in body.keywords:
        item = keyword.field
        parts = _part(item.type, body.media, list_name, sent=sent)
        declared = joined(" | ", united(parts, (NONE,)) if item.nullable else parts)
        found.append(Given(identifier(keyword.name), declared, _absent(item.required)))
    if body.extra is not None:
        found.append(
            Given(
                identifier(EXTRA_FIELD), extra_annotation(body.extra, sent=sent, list_name=list_name), UNSET
            )
        )
    return found


def _body_annotation(body: ir.Body, list_name: Code) -> Code:
    """Return the annotation of the keyword ``body``.

    A model that is sent as a form is passed as a mapping.
    """
    if body.media in ("form", "multipart"):
        return code("Mapping[str, Any]")
    return code("str") if body.media == "text" else annotation(body.type, sent=True, list_name=list_name)


def _part(kind: ir.Type, media: ir.BodyMedia, list_name: Code, *, sent: bool) -> tuple[Code, ...]:
    if media == "multipart" and kind == ir.Scalar("binary"):
        return (code("bytes"), code("File"))
    if media == "multipart" and kind == ir.ListOf(ir.Scalar("binary")):
        return (code("Sequence[bytes | File]"),)
    return members(kind, sent=sent, list_name=list_name)


def returns(operation: ir.Operation, list_name: Code = LIST) -> Code:
    return joined(" | ", returned(operation, list_name))


def returned(operation: ir.Operation, list_name: Code = LIST) -> tuple[Code, ...]:
    """Return the members of the return annotation as a union."""
    if operation.paging is not None:
        item = annotation(operation.paging.item, sent=False, list_name=list_name)
        return (code("{}[{}]", list_name, item) if operation.paging.whole else code("Pager[{}]", item),)
    response = operation.response
    if response.kind == "several":
        return united(*(response_members(choice.kind, choice.type, list_name) for choice in response.choices))
    return response_members(response.kind, response.type, list_name)


def response_members(kind: ir.ResponseKind, described: ir.Type | None, list_name: Code) -> tuple[Code, ...]:
    """Return the members of the annotation of one response as a union."""
    match kind:
        case "typed":
            assert described is not None
            return members(described, sent=False, list_name=list_name)
        case "none":
            return (NONE,)
        case "bytes":
            return (code("bytes"),)
        case "text":
            return (code("str"),)
        case "events":
            return (code("EventStream[Event]"),)
        case "undeclared" | "several":
            return (code("JSON"),)


def types_of(operation: ir.Operation) -> Iterator[ir.Type]:
    """Yield every type in the signature."""
    yield from (p.type for p in ir.call_parameters(operation))
    body = operation.body
    if body is not None:
        if body.keywords is None:
            yield body.type
        else:
            yield from (k.field.type for k in body.keywords)
        if body.extra is not None:
            yield body.extra
    if operation.paging is not None:
        yield operation.paging.item
    else:
        yield from operation.response.types
