# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group rooms."""

from __future__ import annotations

from attrs import field

from cortex_async._core.late_attrs import define
from cortex_async._core.secrets.masking import masked
from cortex_async._core.unset import UNSET, Unset

from .common import TimedVersion


@define(kw_only=True)
class Codec:
    """Schema Codec of the API.

    Attributes:
        fmtp_line (str): Parameters as in SDP.
        mime (str): Media type, e.g. `audio/opus`.
    """

    fmtp_line: str
    """Parameters as in SDP."""
    mime: str
    """Media type, e.g. `audio/opus`."""


@define(kw_only=True)
class CreateRoom:
    """Schema CreateRoomRequest of the API.

    Attributes:
        name (str): Name and id of the room. No operation reaches one of more than 100 UTF-16 code
            units.
        empty_timeout (int, default UNSET): Seconds until an empty room closes.
        max_participants (int, default UNSET): How many may be in it; 0 for no limit.
        metadata (str, default UNSET): Any text to store with the room.
    """

    name: str
    """Name and id of the room. No operation reaches one of more than 100 UTF-16 code units."""
    empty_timeout: int | Unset = UNSET
    """Seconds until an empty room closes."""
    max_participants: int | Unset = UNSET
    """How many may be in it; 0 for no limit."""
    metadata: str | Unset = UNSET
    """Any text to store with the room."""


@define(kw_only=True)
class Room:
    """A LiveKit room.

    Attributes:
        active_recording (bool): Whether it is being recorded.
        creation_time (int): Unix time of its opening in seconds.
        creation_time_ms (int): Unix time of its opening in milliseconds.
        departure_timeout (int): Seconds until the room closes after the last one has left.
        empty_timeout (int): Seconds until the room closes if nobody ever joins.
        enabled_codecs (list[Codec])
        max_participants (int): How many may be in it; 0 for no limit.
        metadata (str): Text stored with the room.
        name (str): Name, by which all operations know the room.
        num_participants (int): How many are in it.
        num_publishers (int): How many of them publish.
        sid (str): LiveKit's id, new each time the room opens.
        turn_password (str): Password for the TURN server.
        version (TimedVersion | None): Grows with every change.

    Schema Room of the API.
    """

    active_recording: bool
    """Whether it is being recorded."""
    creation_time: int
    """Unix time of its opening in seconds."""
    creation_time_ms: int
    """Unix time of its opening in milliseconds."""
    departure_timeout: int
    """Seconds until the room closes after the last one has left."""
    empty_timeout: int
    """Seconds until the room closes if nobody ever joins."""
    enabled_codecs: list[Codec]
    max_participants: int
    """How many may be in it; 0 for no limit."""
    metadata: str
    """Text stored with the room."""
    name: str
    """Name, by which all operations know the room."""
    num_participants: int
    """How many are in it."""
    num_publishers: int
    """How many of them publish."""
    sid: str
    """LiveKit's id, new each time the room opens."""
    turn_password: str = field(repr=masked)
    """Password for the TURN server."""
    version: TimedVersion | None = None
    """Grows with every change."""


@define(kw_only=True)
class RoomList:
    """Schema RoomList of the API.

    Attributes:
        rooms (list[Room])
    """

    rooms: list[Room]
