"""One public name and what it promises."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from attrs import frozen

Kind: TypeAlias = Literal[
    "class", "function", "async function", "property", "attribute", "required attribute", "alias"
]
"""A required attribute has no value of its own: whoever makes the object gives it."""


@frozen
class Given:
    """One parameter. ``kind`` is griffe's: positional-only, positional or keyword, keyword-only, variadic ..."""

    name: str
    kind: str
    type: str
    required: bool


@frozen
class Entry:
    """``type`` is what a function gives, what an attribute holds, what an alias stands for, or the bases of a class."""

    kind: Kind
    type: str = ""
    parameters: tuple[Given, ...] = ()

    def as_json(self) -> list[Any]:
        rows = [[p.name, p.kind, p.type, p.required] for p in self.parameters]
        return [self.kind, self.type, rows] if rows else [self.kind, self.type]

    @classmethod
    def of_json(cls, stated: list[Any]) -> Entry:
        kind, type_, *rest = stated
        return cls(kind, type_, tuple(Given(*row) for row in (rest[0] if rest else ())))


Surface: TypeAlias = "dict[str, Entry]"
"""Public path -> what stands there, e.g. ``cortex_async.ProjectScope.sessions.create``."""
