"""Names the fields of a model: as names.toml or lock.json say, else by the default rule."""

from __future__ import annotations

from collections.abc import Iterable

from generator.source.names import Names
from generator.source.published import Published


def field_names(schema: str, wires: Iterable[str], names: Names, published: Published) -> dict[str, str]:
    """Return the name of each property.

    Where several have one default name, as ``org_name`` and ``orgName``, the one that was published first
    keeps it, else the one that is spelled so, else the first. The others get an underscore at the end, and
    lock.json keeps that for ever. Nothing makes way for a name that names.toml gives.
    """
    given = {wire: names.get("fields", f"{schema}.{wire}") for wire in wires}
    kept = {wire: given[wire] or published.field_names.get(f"{schema}.{wire}") for wire in given}
    found = {wire: name for wire, name in kept.items() if name}
    used = set(found.values()) - {name for name in given.values() if name}
    earlier = published.fields.get(schema, ())
    rest = [(wire, names.field_name(schema, wire)) for wire in given if wire not in found]
    for wire, default in sorted(rest, key=lambda one: (one[0] not in earlier, one[0] != one[1], one[0])):
        name = default
        while name in used:
            name += "_"
        used.add(name)
        found[wire] = name
    return found
