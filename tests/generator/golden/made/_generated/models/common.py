# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group common."""

from __future__ import annotations

from cortex_async._core.late_attrs import define
from cortex_async._core.unset import UNSET, Unset


@define(kw_only=True)
class Cat:
    """Schema Cat of the API.

    Attributes:
        kind (str)
        lives (int | None, default UNSET)
    """

    kind: str
    lives: int | None | Unset = UNSET


@define(kw_only=True)
class Dog:
    """Schema Dog of the API.

    Attributes:
        kind (str)
        tricks (list[str] | None, default UNSET)
    """

    kind: str
    tricks: list[str] | None | Unset = UNSET
