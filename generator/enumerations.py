"""Places with a list of known values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field, frozen

from . import ir
from .names import Names
from .naming import class_name, pascal
from .refusal import Refusal


@frozen
class EnumUse:
    """One place; ``key`` is its entry in names.toml."""

    key: str
    default_name: str
    values: tuple[str | int, ...]
    doc: str
    pointer: str


@define
class Enumerations:
    """``labels`` names schemas: what the default names are made of."""

    labels: Mapping[str, str]
    uses: dict[str, EnumUse] = field(factory=dict)

    def constant(self, value: object, place: str) -> ir.Type:
        """The type of ``const``: the value itself, or any other of its kind."""
        if isinstance(value, (str, int, bool)):
            return ir.Constant(value, exact=False)
        if isinstance(value, float):
            return ir.Scalar("float")
        raise Refusal(place, "has a const that is no scalar", "state its schema in the overlay")

    def read(self, schema: Mapping[str, Any], place: str, context: str) -> ir.Type:
        """The type of an ``enum``, or of the overlay's ``x-known-values``."""
        stated = schema.get("enum") or schema.get("x-known-values") or ()
        stated = [value for value in stated if value is not None]
        if not all(isinstance(value, (str, int)) for value in stated):
            stated = []
        # True equals 1 and "1" reads like 1: the kind belongs to the value.
        values = tuple({(type(value), value): value for value in stated}.values())
        if values and all(isinstance(value, bool) for value in values):
            return ir.Constant(values[0], exact=False) if len(values) == 1 else ir.Scalar("bool")
        if not values or not (all(isinstance(v, str) for v in values) or all(type(v) is int for v in values)):
            raise Refusal(
                place,
                "is an enum of other kinds than strings or integers",
                "state a plain type in the overlay",
            )
        if len(values) == 1:
            return ir.Constant(values[0], exact=False)
        self._note(context, values, str(schema.get("description", "")), place)
        return ir.EnumRef(context, "str" if isinstance(values[0], str) else "int")

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

    def named(self, names: Names, taken: Mapping[str, str]) -> dict[str, ir.Enum]:
        """Every key -> its enumeration; places with the same values share one. ``taken`` maps names of models to their places."""
        same: dict[tuple[str, ...], list[EnumUse]] = {}
        for use in sorted(self.uses.values(), key=lambda use: use.key):
            same.setdefault(tuple(sorted(map(repr, use.values))), []).append(use)
        enums: dict[str, ir.Enum] = {}
        used = dict(taken)
        for uses in sorted(same.values(), key=lambda uses: uses[0].key):
            # A place that has a name of its own keeps it, also when another one comes to hold the same values.
            owners = [use for use in uses if names.get("enums", use.key)] or uses[:1]
            made = {use.key: self._enum(use, names, used) for use in owners}
            enums.update({use.key: made.get(use.key, made[owners[0].key]) for use in uses})
        return enums

    def _enum(self, use: EnumUse, names: Names, used: dict[str, str]) -> ir.Enum:
        name = names.published("enums", use.key, names.free("enums", use.default_name, used))
        if name in used:
            raise Refusal(
                use.pointer,
                f"its name {name} is taken by {used[name]}",
                f'give it another under [enums] in {names.source}: "{use.key}" = "..."',
            )
        used[name] = use.pointer
        return ir.Enum(name, "common", use.values, use.doc, use.pointer)
