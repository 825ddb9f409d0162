from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

from attrs import define, field

from cortex_async._core.secrets.masking import masked
from cortex_async._core.unset import UNSET, Unset

Colour: TypeAlias = Literal["red", "blue"]


@define(kw_only=True)
class Line:
    count: int
    colour: Colour | str


@define(kw_only=True)
class Order:
    id: str
    created_at: datetime
    lines: list[Line]
    note: str | None = None
    by_name: dict[str, Line] | None = None


@define(kw_only=True)
class CreateOrder:
    title: str
    note: str | Unset | None = UNSET
    due: datetime | Unset = UNSET
    hidden: str | Unset = field(default=UNSET, repr=masked)
