# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from attrs import field

from cortex_async._core.deprecation import warn_deprecated
from cortex_async._core.free_form import FreeFormReaders
from cortex_async._core.late_attrs import define
from cortex_async._core.secrets.masking import masked
from cortex_async._core.unset import UNSET, Unset

from .common import Cat, Dog

Colour: TypeAlias = Literal["red", "green"]
"""Colour of a door."""

Level: TypeAlias = Literal[1, 2]


@define(kw_only=True)
class Base:
    """Schema Base of the API.

    Attributes:
        id (int): Number.
        created (datetime | None)
    """

    id: int
    """Number."""
    created: datetime | None = None


@define(kw_only=True)
class Company:
    """Schema Company of the API.

    Attributes:
        register (int)
        additional_properties (dict[str, Any]): Members that no field declares, by their names in JSON.
    """

    register: int
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Members that no field declares, by their names in JSON."""


@define(kw_only=True)
class CreateRoom:
    """Schema CreateRoomRequest of the API.

    Attributes:
        title (str)
        beds (Sequence[int], default UNSET)
        door (Colour | str, default UNSET)
        opens (datetime | None, default UNSET)
        owner (Cat | Dog | dict[str, Any], default UNSET)
        additional_properties (Mapping[str, str], default UNSET): Members that no field declares, by
            their names in JSON.
    """

    title: str
    beds: Sequence[int] | Unset = UNSET
    door: Colour | str | Unset = UNSET
    opens: datetime | None | Unset = UNSET
    owner: Cat | Dog | dict[str, Any] | Unset = UNSET
    additional_properties: Mapping[str, str] | Unset = UNSET
    """Members that no field declares, by their names in JSON."""


@define(kw_only=True)
class Existing:
    """Schema Existing of the API.

    Attributes:
        kind (Literal["existing"] | str)
        secret (str | None)
    """

    kind: Literal["existing"] | str
    secret: str | None = field(default=None, repr=masked)


@define(kw_only=True)
class Person:
    """Schema Person of the API.

    Attributes:
        surname (str)
    """

    surname: str


@define(kw_only=True)
class Room(FreeFormReaders):
    """A room.

    Typed readers of ``meta``: number, integer, text, flag, texts, each, at.

    Attributes:
        id (int): Number.
        door (Colour | str)
        size (float | str)
        title (str | None)
        booked (Person | Company | None)
        contact (str | Base | list[Base] | None)
        created (datetime | None)
        day (date | None)
        doors (list[Colour | str] | None)
        inside (dict[str, Room] | None)
        meta (dict[str, Any] | None)
        old (bool | None): Deprecated.
        owner (Cat | Dog | dict[str, Any] | None)
        state (str, default "open")

    Schema RoomResponse of the API.
    """

    id: int
    """Number."""
    door: Colour | str
    size: float | str
    title: str | None
    booked: Person | Company | None = None
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

    def _free_form(self) -> object:
        return self.meta

    @property
    def lock(self) -> None:
        """Removed from the API: always None. The name goes away in 0.3."""
        warn_deprecated("Room.lock was removed from the API")


@define(kw_only=True)
class RoomList:
    """Schema ListRoomsResponse of the API.

    Attributes:
        rooms (list[Room])
        total (int)
    """

    rooms: list[Room]
    total: int


@define(kw_only=True)
class UpdateRoom:
    """Schema UpdateRoomRequest of the API.

    Attributes:
        level (Level | int, default UNSET)
        title (str | None, default UNSET)
    """

    level: Level | int | Unset = UNSET
    title: str | None | Unset = UNSET
