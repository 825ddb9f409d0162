"""How an operation looks to its caller: parameters, annotation of the answer, docstring."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from generator import ir
from generator.emit.annotations import LIST, NONE, annotation, members, united
from generator.emit.code import Code, code, identifier, joined
from generator.emit.models import UNSET, extra_annotation
from generator.model.drafts import EXTRA_FIELD

_PAGER_DOC = (
    ("page_size", "items asked for per request."),
    ("max_items", "stop after so many items; None walks everything."),
    ("offset", "items to skip at the start."),
)
_ERRORS = {
    "400": "BadRequest",
    "401": "Unauthorized",
    "403": "Forbidden",
    "404": "NotFound",
    "409": "Conflict",
    "422": "ValidationFailed",
    "429": "RateLimited",
}


@frozen
class Given:
    """One parameter of a method. ``absent`` is its default, None where it must be given."""

    name: Code
    annotation: Code
    absent: Code | None = None

    @property
    def source(self) -> Code:
        stated = code("{}: {}", self.name, self.annotation)
        if self.absent is None:
            return stated
        return (
            code("{} | Unset = UNSET", stated)
            if self.absent == UNSET
            else code("{} = {}", stated, self.absent)
        )

    @property
    def shown(self) -> str:
        """For people: with a question mark where it may be left out and has no value then."""
        stated = f"{self.name.text}: {self.annotation.text}"
        if self.absent is None:
            return stated
        return f"{stated}?" if self.absent in (UNSET, NONE) else f"{stated} = {self.absent.text}"


_PAGER = (
    Given(code("page_size"), code("int"), code("50")),
    Given(code("max_items"), code("int | None"), NONE),
    Given(code("offset"), code("int"), code("0")),
)


def signature(operation: ir.Operation, list_name: Code) -> list[Code]:
    """``self``, the item's path parameters by position, the rest by keyword, required ones first."""
    positional, keyword = arguments(operation, list_name)
    named = [code("*"), *(item.source for item in keyword)] if keyword else []
    options = code("StreamOptions") if operation.answer.kind == "events" else code("Options")
    return [
        code("self"),
        *(item.source for item in positional),
        *named,
        code("**options: Unpack[{}]", options),
    ]


def arguments(operation: ir.Operation, list_name: Code) -> tuple[list[Given], list[Given]]:
    """What is given by position, and by keyword."""
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
    stated = (
        code("Iterable[{}]", annotation(kind.item, sent=True))
        if isinstance(kind, ir.ListOf)
        else annotation(kind, sent=True)
    )
    return Given(identifier(parameter.name), stated, _absent(parameter.required))


def _absent(required: bool) -> Code | None:
    return None if required else UNSET


def _body_parameters(operation: ir.Operation, list_name: Code) -> list[Given]:
    body = operation.body
    if body is None:
        return []
    if body.keywords is None:
        return [Given(code("body"), _body_annotation(body, list_name), _absent(body.required))]
    found: list[Given] = []
    for keyword in body.keywords:
        item = keyword.field
        parts = _part(item.type, body.media, list_name)
        stated = joined(" | ", united(parts, (NONE,)) if item.nullable else parts)
        found.append(Given(identifier(keyword.name), stated, _absent(item.required)))
    if body.extra is not None:
        found.append(Given(identifier(EXTRA_FIELD), extra_annotation(body.extra, sent=True), UNSET))
    return found


def _body_annotation(body: ir.Body, list_name: Code) -> Code:
    """Of the one keyword ``body``; a model that is sent as a form is given as a mapping of its fields."""
    if body.media in ("form", "multipart"):
        return code("Mapping[str, Any]")
    return code("str") if body.media == "text" else annotation(body.type, sent=True, list_name=list_name)


def _part(kind: ir.Type, media: ir.BodyMedia, list_name: Code) -> tuple[Code, ...]:
    if media == "multipart" and kind == ir.Scalar("binary"):
        return (code("bytes"), code("File"))
    if media == "multipart" and kind == ir.ListOf(ir.Scalar("binary")):
        return (code("Sequence[bytes | File]"),)
    return members(kind, sent=True, list_name=list_name)


def returns(operation: ir.Operation, list_name: Code = LIST) -> Code:
    return joined(" | ", returned(operation, list_name))


def returned(operation: ir.Operation, list_name: Code = LIST) -> tuple[Code, ...]:
    """The members of the union that the method gives."""
    if operation.paging is not None:
        return (code("Pager[{}]", annotation(operation.paging.item, sent=False, list_name=list_name)),)
    answer = operation.answer
    if answer.kind == "several":
        return united(*(_answer(choice.kind, choice.type, list_name) for choice in answer.choices))
    return _answer(answer.kind, answer.type, list_name)


def _answer(kind: ir.AnswerKind, described: ir.Type | None, list_name: Code) -> tuple[Code, ...]:
    """The members of the union that comes back."""
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
    """Every type that the signature mentions."""
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
        yield from operation.answer.types


def documentation(operation: ir.Operation) -> str:
    parts = [operation.summary or operation.id]
    if operation.doc and operation.doc != operation.summary:
        parts += ["", operation.doc]
    if operation.deprecated:
        parts += ["", "Deprecated by the API; a call warns."]
    arguments = [(p.name, _deprecated(p.doc, p.deprecated)) for p in ir.call_parameters(operation)]
    if operation.body is not None:
        keywords = operation.body.keywords or ()
        arguments += [(k.name, _deprecated(k.field.doc, k.field.deprecated)) for k in keywords]
    if operation.paging is not None:
        arguments += _PAGER_DOC
    described = [f"    {name}: {' '.join(doc.split())}" for name, doc in arguments if doc]
    if described:
        parts += ["", "Args:", *described]
    if operation.answer.kind == "several":
        parts += ["", "Returns:", *_several(operation)]
    raised = [_ERRORS[status] for status in operation.statuses if status in _ERRORS]
    if raised:
        parts += ["", f"Raises: {', '.join(raised)}; every call can raise RequestFailed and APIError."]
    parts += ["", f"Operation {operation.id}: {operation.http_method} {operation.path}"]
    return "\n".join(parts)


def _deprecated(doc: str, deprecated: bool) -> str:
    return f"{doc} Deprecated.".strip() if deprecated else doc


def _several(operation: ir.Operation) -> Iterator[str]:
    for choice in operation.answer.choices:
        told = choice.media or ("any other 2xx" if choice.status == 2 else str(choice.status))
        kind = joined(" | ", _answer(choice.kind, choice.type, LIST))
        yield f"    {told}: {kind.text}"
