"""Refuses operations and keywords whose names clash."""

from __future__ import annotations

from generator import ir
from generator.model.readers import EXTRA_FIELD
from generator.refusal import Refusal
from generator.source.names import Names

# The keywords of per-call options and of pagers. Operations have these already, so no parameter can use them.
PER_CALL_OPTIONS = frozenset({"timeout", "retry", "headers", "on_response"})
PAGER_KEYWORDS = frozenset({"page_size", "max_items", "offset"})


def refuse_reserved(operation: ir.Operation, names: Names) -> None:
    """Raise ``Refusal`` if a keyword of the operation clashes with another one or with a reserved name."""
    taken: dict[str, str] = dict.fromkeys(PER_CALL_OPTIONS, "a per-call option")
    if operation.paging:
        taken.update(dict.fromkeys(PAGER_KEYWORDS, "a keyword of the pager"))
    given = [(p.name, p.wire, f"{p.place}.") for p in ir.call_parameters(operation)]
    if operation.body is not None:
        keywords = operation.body.keywords
        given += (
            [("body", "body", "")]
            if keywords is None
            else [(k.name, k.field.wire, "body.") for k in keywords]
        )
        if operation.body.extra is not None:
            given.append((EXTRA_FIELD, "additionalProperties", ""))
    wires = [wire for _, wire, _ in given]
    for name, wire, place in given:
        key = f"{operation.id}.{place if wires.count(wire) > 1 else ''}{wire}"
        if name in taken:
            raise Refusal(
                operation.pointer,
                f"its parameter {wire} has the same name {name} as {taken[name]}",
                f'name it under [parameters] in {names.source}: "{key}" = "..."',
            )
        taken[name] = f"its parameter {wire}"


def refuse_twins(operations: list[ir.Operation], names: Names) -> None:
    """Raise ``Refusal`` if two operations have the same public name."""
    seen: dict[str, ir.Operation] = {}
    for operation in operations:
        twin = seen.setdefault(operation.public_name, operation)
        if twin is not operation:
            raise Refusal(
                operation.pointer,
                f"its public name {operation.public_name} is taken by {twin.id}",
                f"give it another under [operations] in {names.source}: "
                f'{operation.id} = "scope.resource.method"',
            )
