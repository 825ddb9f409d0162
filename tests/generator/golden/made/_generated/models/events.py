# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group events."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from cortex_async._core.codec.lazy_payload import LazyPayload
from cortex_async._core.late_attrs import define

from .rooms import Room


@define(kw_only=True)
class RoomClosedEvent:
    """Schema RoomClosedEvent of the API.

    Attributes:
        id (str)
        type (Literal["room.closed"])
        at (datetime | None)
    """

    id: str
    type: Literal["room.closed"]
    at: datetime | None = None


@define(kw_only=True, eq=False, repr=False, getstate_setstate=False)
class RoomOpenedEvent(LazyPayload):
    """Schema RoomOpenedEvent of the API.

    Attributes:
        id (str)
        type (Literal["room.opened"])
        room (Room | None)
    """

    id: str
    type: Literal["room.opened"]
    room: Room | None = None
