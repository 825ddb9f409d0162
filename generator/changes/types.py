"""How two types relate, for those who give values and for those who get them."""

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
    """A type as users see it. ``parts`` are the members of its union, known values left out: open enums take any value."""

    text: str
    parts: frozenset[Code]

    @property
    def has_none(self) -> bool:
        return NONE in self.parts


def view(kind: ir.Type, *, sent: bool, null: bool = False) -> View:
    """``null``: None may stand there as well."""
    tail = (NONE,) if null else ()
    general = united(members(ir.map_type(kind, _general), sent=sent), tail)
    return view_of(united(members(kind, sent=sent), tail), general)


def view_of(stated: Iterable[Code], general: Iterable[Code]) -> View:
    return View(joined(" | ", stated).text, frozenset(general))


def _general(kind: ir.Type) -> ir.Type:
    """Without known values: ``SanctionType | str`` is ``str`` to whoever passes it on."""
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
    """Whether ``new`` has room for more or for less than ``old``."""
    before, after = _absorbed(old.parts), _absorbed(new.parts)
    if before == after and old.parts == new.parts:
        return "same"
    if before <= after:
        return "wider"
    if after <= before:
        return "narrower"
    return "other"


def _absorbed(parts: frozenset[Code]) -> frozenset[Code]:
    """Where a float may stand, so may an int."""
    return parts | {code("int")} if code("float") in parts else parts
