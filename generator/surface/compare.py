"""Compares two surfaces. The subject of each change is the public path."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal

from attrs import evolve

from generator.changes.change import Change, Level
from generator.escaping import span
from generator.surface.entry import Entry, Given, Surface

_KEYWORDS = ("positional or keyword", "keyword-only")
_POSITIONS = ("positional-only", "positional or keyword")


def compare_surfaces(old: Surface, new: Surface) -> list[Change]:
    """Return all changes, breaking ones first."""
    gone, added = old.keys() - new.keys(), new.keys() - old.keys()
    # Members that are removed or added with their owner need no line of their own.
    found = [_change(p, "removed", "is removed", "breaking") for p in gone if _owner(p) not in gone]
    found += [_change(p, "added", "is new", "additive") for p in added if _owner(p) not in added]
    found += [change for p in old.keys() & new.keys() for change in _changed(p, old[p], new[p])]
    return sorted(found)


def _owner(path: str) -> str:
    return path.rpartition(".")[0]


def _change(path: str, rule: str, effect: str, level: Level) -> Change:
    return Change(path, rule, f"{span(path)} {effect}", "", level)


def _changed(path: str, old: Entry, new: Entry) -> Iterator[Change]:
    kinds = {old.kind, new.kind}
    if kinds == {"attribute", "required attribute"}:
        effect = "is now required" if new.kind == "required attribute" else "is now optional"
        yield _change(
            path, "required", effect, "breaking" if new.kind == "required attribute" else "additive"
        )
    elif old.kind != new.kind:
        yield _change(path, "kind", f"is {_a(new.kind)} instead of {_a(old.kind)}", "breaking")
        return
    if "attribute" in old.kind:
        yield from _type(path, "is", old.type, new.type, wants="narrower")
    elif old.kind == "alias":
        yield from _type(path, "stands for", old.type, new.type, wants="wider")
    elif old.kind == "class":
        lost = set(old.type.split(", ")) - set(new.type.split(", ")) - {""}
        if lost:
            yield _change(path, "bases", f"no longer inherits from {', '.join(sorted(lost))}", "breaking")
    else:
        yield from _returns(path, old, new)
        yield from _parameters(path, old.parameters, new.parameters)


def _type(
    path: str, verb: str, old: str, new: str, *, wants: Literal["wider", "narrower"]
) -> Iterator[Change]:
    if old == new:
        return
    before, after = _members(old), _members(new)
    fine = before <= after if wants == "wider" else after <= before
    yield _change(
        path, "type", f"{verb} {span(new)} instead of {span(old)}", "additive" if fine else "breaking"
    )


def _returns(path: str, old: Entry, new: Entry) -> Iterator[Change]:
    """Report the return type. Nobody can have used a function that returned None, except to override it."""
    found = _type(path, "returns", old.type, new.type, wants="narrower")
    nothing = old.type == "None" and path.rpartition(".")[2] != "__init__"
    yield from (evolve(change, level="additive") if nothing else change for change in found)


def _members(annotation: str) -> frozenset[str]:
    """Return the members of a union, or the values of a Literal."""
    try:
        parts = list(_united(ast.parse(annotation.strip() or "None", mode="eval").body))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset({annotation})
    if len(parts) == 1 and annotation.startswith("Literal["):
        (only,) = parts
        values = only.slice if isinstance(only, ast.Subscript) else only
        return frozenset(map(ast.unparse, values.elts if isinstance(values, ast.Tuple) else [values]))
    return frozenset(map(ast.unparse, parts))


def _united(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from _united(node.left)
        yield from _united(node.right)
    else:
        yield node


def _parameters(path: str, old: tuple[Given, ...], new: tuple[Given, ...]) -> Iterator[Change]:
    before, after = {p.name: p for p in old}, {p.name: p for p in new}
    for name in sorted(before.keys() - after.keys()):
        yield _change(path, "parameter-removed", f"loses parameter {span(name)}", "breaking")
    for name in sorted(after.keys() - before.keys()):
        must = after[name].required
        effect = f"{'requires the new' if must else 'gains'} parameter {span(name)}"
        yield _change(path, "parameter-added", effect, "breaking" if must else "additive")
    kept = [p for p in old if p.name in after and p.kind in _POSITIONS]
    order = [p.name for p in new if p.kind in _POSITIONS]
    if [p.name for p in kept] != order[: len(kept)]:
        yield _change(path, "parameter-order", f"takes ({', '.join(order)}) by position", "breaking")
    for name in sorted(before.keys() & after.keys()):
        yield from _parameter(path, before[name], after[name])


def _parameter(path: str, old: Given, new: Given) -> Iterator[Change]:
    if new.required and not old.required:
        yield _change(path, "parameter-required", f"now requires parameter {span(new.name)}", "breaking")
    if old.required and not new.required:
        yield _change(
            path, "parameter-optional", f"no longer requires parameter {span(new.name)}", "additive"
        )
    if old.kind in _KEYWORDS and new.kind not in _KEYWORDS:
        yield _change(path, "parameter-kind", f"no longer takes {span(new.name)} by keyword", "breaking")
    yield from _type(path, f"takes {span(new.name)} as", old.type, new.type, wants="wider")


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
