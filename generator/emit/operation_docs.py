"""Docstrings of generated methods."""

from __future__ import annotations

from collections.abc import Iterator

from generator import ir
from generator.emit.annotations import LIST
from generator.emit.code import joined
from generator.emit.signatures import response_members

_PAGER_DOC = (
    ("page_size", "number of items per request."),
    ("max_items", "maximum number of items; None for all."),
    ("offset", "number of items to skip at the start."),
)
ERRORS = {
    "400": "BadRequest",
    "401": "Unauthorized",
    "403": "Forbidden",
    "404": "NotFound",
    "409": "Conflict",
    "422": "ValidationFailed",
    "429": "RateLimited",
}
"""Error classes of ``cortex_async`` by status."""


def operation_doc(operation: ir.Operation) -> str:
    """Return the docstring of the method: summary, description, arguments, results, errors, source."""
    parts = [operation.summary or operation.id]
    if operation.doc and operation.doc != operation.summary:
        parts += ["", operation.doc]
    if operation.deprecated:
        parts += ["", "Deprecated by the API: a call gives a DeprecationWarning."]
    arguments = [(p.name, _with_deprecation(p.doc, p.deprecated)) for p in ir.call_parameters(operation)]
    if operation.body is not None:
        keywords = operation.body.keywords or ()
        arguments += [(k.name, _with_deprecation(k.field.doc, k.field.deprecated)) for k in keywords]
    if operation.paging is not None:
        arguments += _PAGER_DOC
    described = [f"    {name}: {' '.join(doc.split())}" for name, doc in arguments if doc]
    if described:
        parts += ["", "Args:", *described]
    if operation.response.kind == "several":
        parts += ["", "Returns:", *_several(operation)]
    raised = [ERRORS[status] for status in operation.statuses if status in ERRORS]
    if raised:
        parts += ["", f"Raises: {', '.join(raised)}; every call can raise RequestFailed and APIError."]
    parts += ["", f"Operation {operation.id}: {operation.http_method} {operation.path}"]
    return "\n".join(parts)


def _with_deprecation(doc: str, deprecated: bool) -> str:
    return f"{doc} Deprecated.".strip() if deprecated else doc


def _several(operation: ir.Operation) -> Iterator[str]:
    for choice in operation.response.choices:
        condition = choice.media or ("any other 2xx" if choice.status == 2 else str(choice.status))
        kind = joined(" | ", response_members(choice.kind, choice.type, LIST))
        yield f"    {condition}: {kind.text}"
