# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from attrs import define, field

from cortex_async._core.deprecation import warn_deprecated
from cortex_async._core.secrets.masking import masked
from cortex_async._core.unset import UNSET, Unset

if TYPE_CHECKING:
    from .common import Cat, Dog

Colour: TypeAlias = Literal["red", "green"]
"""Colour of a door."""

Level: TypeAlias = Literal[1, 2]


@define(kw_only=True)
class Base:
    """Source: Base."""

    id: int
    """Number."""
    created: datetime | None = None


@define(kw_only=True)
class CreateRoom:
    """Source: CreateRoomRequest."""

    title: str
    beds: Sequence[int] | Unset = UNSET
    door: Colour | str | Unset = UNSET
    opens: datetime | None | Unset = UNSET
    owner: Cat | Dog | dict[str, Any] | Unset = UNSET
    additional_properties: Mapping[str, str] | Unset = UNSET
    """Members beyond the fields above, by their names on the wire."""


@define(kw_only=True)
class Existing:
    """Source: Existing."""

    kind: Literal["existing"] | str
    secret: str | None = field(default=None, repr=masked)


@define(kw_only=True)
class Room:
    """A room.

    Source: RoomResponse.
    """

    id: int
    """Number."""
    door: Colour | str
    size: float | str
    title: str | None
    contact: str | Base | list[Base] | None = None
    created: datetime | None = None
    day: date | None = None
    doors: list[Colour | str] | None = None
    inside: dict[str, Room] | None = None
    meta: dict[str, Any] | None = None
    old: bool | None = None
    """Deprecated."""
    owner: Cat | Dog | dict[str, Any] | None = None
    state: str = "open"

    @property
    def lock(self) -> None:
        """Not in the API's document any more: always None. Goes away in 0.3."""
        warn_deprecated("Room.lock is not in the API's document any more")


@define(kw_only=True)
class RoomList:
    """Source: ListRoomsResponse."""

    rooms: list[Room]
    total: int


@define(kw_only=True)
class UpdateRoom:
    """Source: UpdateRoomRequest."""

    level: Level | int | Unset = UNSET
    title: str | None | Unset = UNSET
