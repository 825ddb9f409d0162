"""What a page says about an operation, from the spec."""

from __future__ import annotations

from collections.abc import Iterator

from generator import ir
from generator.emit.annotations import LIST
from generator.emit.markdown import Markdown, fenced, joined, markdown, paragraphs, prose, row, span, table
from generator.emit.operation_docs import ERRORS
from generator.emit.pages import signature
from generator.emit.pages.links import Links
from generator.emit.signatures import arguments, returns

_PAGER_DOC = {
    "page_size": "items per request",
    "max_items": "most items in total; None for all",
    "offset": "items to skip at the start",
}


def described(operation: ir.Operation, links: Links, *, by_docstring: bool) -> Iterator[Markdown]:
    """Yield what the spec says about an operation. ``by_docstring``: the docstring says the rest."""
    if not by_docstring:
        if operation.summary:
            yield markdown("{}\n", paragraphs(operation.summary))
        if operation.doc and operation.doc != operation.summary:
            yield markdown("{}\n", paragraphs(operation.doc))
    if operation.deprecated:
        yield markdown("**Deprecated** by the API: a call gives a `DeprecationWarning`.\n")
    if not by_docstring:
        yield fenced("py", signature.of_operation(operation))
    yield markdown(
        "HTTP: {} (operation {}). Credentials: {}.\n",
        span(f"{operation.http_method} {operation.path}"),
        span(operation.id),
        joined(" or ", [span(one) for one in operation.schemes]) if operation.schemes else markdown("none"),
    )
    if not by_docstring:
        yield table(("parameter", "type", "meaning"), _parameters(operation, links))
        yield markdown("Returns {}.\n", _returned(operation, links))
    raised = [links.error(ERRORS[status]) for status in operation.statuses if status in ERRORS]
    always = [links.error(name) for name in ("RequestFailed", "APIError", "DecodeError")]
    yield markdown("Raises {}.\n", joined(", ", [*raised, *always]))


def _parameters(operation: ir.Operation, links: Links) -> Iterator[Markdown]:
    positional, keyword = arguments(operation, LIST)
    docs: dict[str, tuple[str, tuple[ir.Type, ...]]] = {
        p.name: (_noted(p.doc, p.deprecated), (p.type,)) for p in ir.call_parameters(operation)
    }
    if operation.body is not None:
        for one in operation.body.keywords or ():
            docs[one.name] = (_noted(one.field.doc, one.field.deprecated), (one.field.type,))
        if operation.body.keywords is None:
            docs["body"] = ("the body", (operation.body.type,))
    for given in (*positional, *keyword):
        doc, kinds = docs.get(given.name.text, (_PAGER_DOC.get(given.name.text, ""), ()))
        required = markdown("") if given.absent is None else markdown("Optional. ")
        yield row(
            span(given.name.text), links.type(given.annotation, kinds), markdown("{}{}", required, prose(doc))
        )


def _noted(doc: str, deprecated: bool) -> str:
    return f"{doc} Deprecated.".strip() if deprecated else doc


def _returned(operation: ir.Operation, links: Links) -> Markdown:
    kinds = [operation.paging.item] if operation.paging is not None else list(operation.response.types)
    shown_type = links.type(returns(operation), kinds)
    doc = operation.response.doc
    return markdown("{}: {}", shown_type, prose(doc.rstrip("."))) if doc else shown_type
