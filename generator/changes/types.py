"""Compares two types: which of them allows more values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from attrs import frozen

from generator import ir
from generator.emit.annotations import NONE, members, united
from generator.emit.code import Code, code, joined

Relation: TypeAlias = Literal["same", "wider", "narrower", "other"]


@frozen
class View:
    """A type as users see it.

    ``parts`` are its members as a union, without known values, since enums are open.
    """

    text: str
    parts: frozenset[Code]


def view(kind: ir.Type, *, sent: bool, null: bool = False) -> View:
    """Return the view of a type. ``null``: None is allowed as well."""
    tail = (NONE,) if null else ()
    general = united(members(ir.map_type(kind, _general), sent=sent), tail)
    return view_of(united(members(kind, sent=sent), tail), general)


def view_of(declared: Iterable[Code], general: Iterable[Code]) -> View:
    return View(joined(" | ", declared).text, frozenset(general))


def _general(kind: ir.Type) -> ir.Type:
    """Remove known values: ``SanctionType | str`` becomes ``str``."""
    match kind:
        case ir.EnumRef(_, of):
            return ir.Scalar(of)
        case ir.Constant(value, exact=False):
            return ir.Scalar(
                "bool" if isinstance(value, bool) else "int" if isinstance(value, int) else "str"
            )
        case _:
            return kind


def relation(old: View, new: View) -> Relation:
    """Return whether ``new`` allows more or fewer values than ``old``."""
    before, after = _absorbed(old.parts), _absorbed(new.parts)
    if before == after and old.parts == new.parts:
        return "same"
    if before <= after:
        return "wider"
    if after <= before:
        return "narrower"
    return "other"


def _absorbed(parts: frozenset[Code]) -> frozenset[Code]:
    """Add int to float, since every int is accepted as a float (PEP 484)."""
    return parts | {code("int")} if code("float") in parts else parts
