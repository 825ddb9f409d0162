"""Reads enumerations and constants, and names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import define, field, frozen

from generator import ir
from generator.naming import class_name, pascal
from generator.refusal import Refusal
from generator.source.names import Names


@frozen
class EnumUse:
    """One place that uses an enumeration. ``key`` is its entry in names.toml."""

    key: str
    default_name: str
    values: tuple[str | int, ...]
    doc: str
    pointer: str


@define
class Enumerations:
    """All places with known values. ``labels`` names schemas; default names are made of these."""

    labels: Mapping[str, str]
    note: Callable[[str, str], None]
    uses: dict[str, EnumUse] = field(factory=dict)

    def constant(self, value: object, place: str) -> ir.Type:
        """Return the type of ``const``: the value, or any other value of its kind."""
        if isinstance(value, (str, int, bool)):
            return ir.Constant(value, exact=False)
        if isinstance(value, float):
            return ir.Scalar("float")
        raise Refusal(place, "has a const that is not a scalar", "declare its schema in the overlay")

    def read(self, schema: Mapping[str, Any], place: str, context: str) -> ir.Type:
        """Return the type of an ``enum``, or of ``x-known-values`` from the overlay."""
        declared = schema.get("enum") or schema.get("x-known-values") or ()
        declared = [value for value in declared if value is not None]
        # True equals 1, so the type is part of the key.
        values = tuple({(type(value), value): value for value in declared if _is_scalar(value)}.values())
        if not declared or len(values) < len({repr(value) for value in declared}):
            return self._mixed((), place)
        kinds = {type(value) for value in values}
        if len(values) == 1 and kinds != {float}:
            return ir.Constant(values[0], exact=False)
        if kinds == {bool}:
            return ir.Scalar("bool")
        if kinds not in ({str}, {int}):
            return self._mixed(values, place)
        self._note(context, values, str(schema.get("description", "")), place)
        return ir.EnumRef(context, "str" if kinds == {str} else "int")

    def _mixed(self, values: tuple[Any, ...], place: str) -> ir.Type:
        """Return the plain type of an enum of several kinds or of fractions: Python has no enum of these."""
        self.note(
            place, "is an enum of other kinds than strings or integers: any value of its kinds is taken"
        )
        kinds = {type(value) for value in values}
        number: ir.ScalarKind = "float" if float in kinds else "int"
        names: dict[type, ir.ScalarKind] = {str: "str", float: number, int: number, bool: "bool"}
        members = tuple(dict.fromkeys(ir.Scalar(name) for kind, name in names.items() if kind in kinds))
        if not members:
            return ir.Scalar("json")
        return members[0] if len(members) == 1 else ir.KindUnion(members)

    def _note(self, key: str, values: tuple[str | int, ...], doc: str, place: str) -> None:
        known = self.uses.get(key)
        if known is not None and known.values != values:
            raise Refusal(
                place,
                f"has the same key {key} as {known.pointer}",
                "make one of them a component in the overlay",
            )
        owner, _, prop = key.partition(".")
        default = self.labels.get(owner, pascal(owner)) + (pascal(prop) if prop else "")
        self.uses[key] = EnumUse(key, class_name(default), values, doc, place)

    def named(self, names: Names, earlier: Mapping[str, str], taken: Mapping[str, str]) -> dict[str, ir.Enum]:
        """Return the enumeration of every key.

        ``earlier`` maps keys to earlier names, ``taken`` names of models to places.

        Places with the same values share an enumeration, and keep sharing it when one of them gains
        values. Otherwise its name would suddenly mean two types.
        """
        enums: dict[str, ir.Enum] = {}
        used = dict(taken)
        for uses in _groups(sorted(self.uses.values(), key=lambda use: use.key), names, earlier):
            holder = next((use for use in uses if names.get("enums", use.key)), uses[0])
            before = earlier.get(holder.key, "")
            default = (
                before if before and before not in used else names.free("enums", holder.default_name, used)
            )
            name = names.published("enums", holder.key, default)
            if name in used:
                raise Refusal(
                    holder.pointer,
                    f"its name {name} is taken by {used[name]}",
                    f'give it another under [enums] in {names.source}: "{holder.key}" = "..."',
                )
            used[name] = holder.pointer
            values = dict.fromkeys(value for use in (holder, *uses) for value in use.values)
            enum = ir.Enum(name, "common", tuple(values), holder.doc, holder.pointer)
            enums.update({use.key: enum for use in uses})
        return enums


def _is_scalar(value: object) -> bool:
    return isinstance(value, (str, int, float))


def _groups(uses: list[EnumUse], names: Names, earlier: Mapping[str, str]) -> list[list[EnumUse]]:
    """Group places by enumeration: by name, and for unnamed ones by the same values."""
    by_name: dict[str, list[EnumUse]] = {}
    others: list[EnumUse] = []
    for use in sorted(uses, key=lambda use: (names.get("enums", use.key) is None, use.key)):
        decided = names.get("enums", use.key)
        name = decided or earlier.get(use.key)
        group = by_name.setdefault(name, []) if name else None
        if group is None or (group and not decided and not _overlap(group, use)):
            others.append(use)
        else:
            group.append(use)
    groups = [group for group in by_name.values() if group]
    with_values: dict[frozenset[str | int], list[EnumUse]] = {}
    for group in groups:
        for use in group:
            with_values.setdefault(frozenset(use.values), group)
    for use in others:
        same = with_values.get(frozenset(use.values))
        if same is None:
            same = with_values[frozenset(use.values)] = []
            groups.append(same)
        same.append(use)
    return groups


def _overlap(group: list[EnumUse], use: EnumUse) -> bool:
    return any(set(use.values) & set(other.values) for other in group)
