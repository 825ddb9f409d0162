# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async._core.unset import UNSET, Unset
from cortex_async.contrib.rtcstack._generated.operations.account import rooms as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async.contrib.rtcstack._generated.models import Room, RoomList


class RoomsOperations(Operations[inner.RoomsOperations]):
    """Operations of the resource rooms in the scope account."""

    __slots__ = ()

    def create(
        self,
        *,
        name: str,
        empty_timeout: int | Unset = UNSET,
        max_participants: int | Unset = UNSET,
        metadata: str | Unset = UNSET,
        **options: Unpack[Options],
    ) -> Room:
        """Create a room

        Creates a room. A room that exists already is answered the same way, unchanged.

        Args:
            name: Name and id of the room. No operation reaches one of more than 100 UTF-16 code units.
            empty_timeout: Seconds until an empty room closes.
            max_participants: How many may be in it; 0 for no limit.
            metadata: Any text to store with the room.

        Raises: BadRequest, Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation createRoom: POST /v1/rooms
        """
        return self._wait(
            self._inner.create,
            name=name,
            empty_timeout=empty_timeout,
            max_participants=max_participants,
            metadata=metadata,
            **options,
        )

    def delete(self, room_id: str, **options: Unpack[Options]) -> None:
        """Delete a room

        Closes a room and disconnects everybody in it.

        Args:
            room_id: The room's name, of at most 100 UTF-16 code units.

        Raises: Unauthorized, NotFound, RateLimited; every call can raise RequestFailed and APIError.

        Operation deleteRoom: DELETE /v1/rooms/{roomId}
        """
        return self._wait(self._inner.delete, room_id, **options)

    def get(self, room_id: str, **options: Unpack[Options]) -> Room:
        """Get a room

        One open room by its name.

        Args:
            room_id: The room's name, of at most 100 UTF-16 code units.

        Raises: Unauthorized, NotFound, RateLimited; every call can raise RequestFailed and APIError.

        Operation getRoom: GET /v1/rooms/{roomId}
        """
        return self._wait(self._inner.get, room_id, **options)

    def list(self, **options: Unpack[Options]) -> RoomList:
        """List rooms

        Every room that is open now, in one answer.

        Raises: Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation listRooms: GET /v1/rooms
        """
        return self._wait(self._inner.list, **options)
