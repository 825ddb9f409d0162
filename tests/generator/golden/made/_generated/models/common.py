# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group common."""

from __future__ import annotations

from attrs import define

from cortex_async._core.unset import UNSET, Unset


@define(kw_only=True)
class Cat:
    """Source: Cat."""

    kind: str
    lives: int | None | Unset = UNSET


@define(kw_only=True)
class Dog:
    """Source: Dog."""

    kind: str
    tricks: list[str] | None | Unset = UNSET
