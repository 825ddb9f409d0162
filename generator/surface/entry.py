"""A public name: its kind, type and parameters."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from attrs import frozen

Kind: TypeAlias = Literal[
    "class", "function", "async function", "property", "attribute", "required attribute", "alias"
]
"""A required attribute has no default: it must be passed to the constructor."""


@frozen
class Given:
    """A parameter.

    ``kind`` is that of griffe: positional-only, positional or keyword, keyword-only, variadic ...
    """

    name: str
    kind: str
    type: str
    required: bool


@frozen
class Entry:
    """A public name.

    ``type``: return type of a function, type of an attribute, value of an alias, bases of a class.
    """

    kind: Kind
    type: str = ""
    parameters: tuple[Given, ...] = ()

    def as_json(self) -> list[Any]:
        rows = [[p.name, p.kind, p.type, p.required] for p in self.parameters]
        return [self.kind, self.type, rows] if rows else [self.kind, self.type]

    @classmethod
    def of_json(cls, declared: list[Any]) -> Entry:
        kind, type_, *rest = declared
        return cls(kind, type_, tuple(Given(*row) for row in (rest[0] if rest else ())))


Surface: TypeAlias = "dict[str, Entry]"
"""The entry of each public path, e.g. ``cortex_async.ProjectScope.sessions.create``."""
