"""How an operation looks to its caller: parameters, annotation of the answer, docstring."""

from __future__ import annotations

from collections.abc import Iterator

from . import ir
from .annotations import annotation, united
from .drafts import EXTRA_FIELD
from .emit_models import extra_annotation

PAGER_PARAMETERS = ("page_size: int = 50", "max_items: int | None = None", "offset: int = 0")
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
_ABSENT = " | Unset = UNSET"


def signature(operation: ir.Operation, list_name: str) -> list[str]:
    """``self``, the item's path parameters by position, the rest by keyword, required ones first."""
    given = ir.call_parameters(operation)
    positional = [f"{p.name}: {annotation(p.type, sent=True)}" for p in given if p.place == "path"]
    keyword = [(p.required, _parameter(p)) for p in given if p.place != "path"]
    keyword += _body_parameters(operation, list_name)
    keyword.sort(key=lambda pair: not pair[0])
    paged = list(PAGER_PARAMETERS) if operation.paging else []
    names = [text for _, text in keyword] + paged
    options = "StreamOptions" if operation.answer.kind == "events" else "Options"
    return ["self", *positional, *(["*", *names] if names else []), f"**options: Unpack[{options}]"]


def _parameter(parameter: ir.Parameter) -> str:
    kind = parameter.type
    text = (
        f"Iterable[{annotation(kind.item, sent=True)}]"
        if isinstance(kind, ir.ListOf)
        else annotation(kind, sent=True)
    )
    return f"{parameter.name}: {text}{'' if parameter.required else _ABSENT}"


def _body_parameters(operation: ir.Operation, list_name: str) -> list[tuple[bool, str]]:
    body = operation.body
    if body is None:
        return []
    if body.keywords is None:
        text = _body_annotation(body, list_name)
        return [(body.required, f"body: {text}{'' if body.required else _ABSENT}")]
    found: list[tuple[bool, str]] = []
    for keyword in body.keywords:
        text = _part(keyword.field.type, body.media, list_name)
        null = " | None" if keyword.field.nullable else ""
        absent = "" if keyword.field.required else _ABSENT
        found.append((keyword.field.required, f"{keyword.name}: {text}{null}{absent}"))
    if body.extra is not None:
        found.append((False, f"{EXTRA_FIELD}: {extra_annotation(body.extra, sent=True)}{_ABSENT}"))
    return found


def _body_annotation(body: ir.Body, list_name: str) -> str:
    """Of the one keyword ``body``; a model that is sent as a form is given as a mapping of its fields."""
    if body.media in ("form", "multipart"):
        return "Mapping[str, Any]"
    return "str" if body.media == "text" else annotation(body.type, sent=True, list_name=list_name)


def _part(kind: ir.Type, media: ir.BodyMedia, list_name: str) -> str:
    if media == "multipart" and kind == ir.Scalar("binary"):
        return "bytes | File"
    if media == "multipart" and kind == ir.ListOf(ir.Scalar("binary")):
        return "Sequence[bytes | File]"
    return annotation(kind, sent=True, list_name=list_name)


def returns(operation: ir.Operation, list_name: str = "list") -> str:
    if operation.paging is not None:
        return f"Pager[{annotation(operation.paging.item, sent=False, list_name=list_name)}]"
    answer = operation.answer
    if answer.kind == "several":
        return united([_answer(choice.kind, choice.type, list_name) for choice in answer.choices])
    return _answer(answer.kind, answer.type, list_name)


def _answer(kind: ir.AnswerKind, described: ir.Type | None, list_name: str) -> str:
    match kind:
        case "typed":
            assert described is not None
            return annotation(described, sent=False, list_name=list_name)
        case "none":
            return "None"
        case "bytes":
            return "bytes"
        case "text":
            return "str"
        case "events":
            return "EventStream[Event]"
        case "undeclared" | "several":
            return "JSON"


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
        yield f"    {told}: {_answer(choice.kind, choice.type, 'list')}"
