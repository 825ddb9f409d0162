"""Signatures as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator import ir
from generator.emit.annotations import LIST
from generator.emit.signatures import returns, signature
from generator.source.hand_written import Method

_WIDTH = 96


def of_operation(operation: ir.Operation) -> str:
    """Return the signature of a generated method."""
    parameters = [piece.text for piece in signature(operation, LIST)[1:]]
    iterated = (
        operation.paging is not None and not operation.paging.whole
    ) or operation.response.kind == "events"
    return declared(
        operation.method, parameters, returns(operation).text, keyword=_keyword(is_async=not iterated)
    )


def of_method(method: Method) -> str:
    """Return the signatures of a hand-written method, one for each overload."""
    return "\n".join(
        declared(method.name, parameters, returned, keyword=_keyword(is_async=method.is_async))
        for parameters, returned in method.signatures
    )


def declared(name: str, parameters: Iterable[str], returned: str, *, keyword: str) -> str:
    """Return a signature, on several lines if it is long. ``keyword``: ``def`` or ``async def``."""
    start = f"{keyword} {name}("
    end = f") -> {returned}: ..." if returned else "): ..."
    given: Sequence[str] = list(parameters)
    line = f"{start}{', '.join(given)}{end}"
    if len(line) <= _WIDTH:
        return line
    inner = "".join(f"    {one},\n" for one in given)
    return f"{start}\n{inner}{end}"


def _keyword(*, is_async: bool) -> str:
    return "async def" if is_async else "def"
