# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.participants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async.contrib.rtcstack._generated.operations.account import participants as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async.contrib.rtcstack._generated.models import ParticipantList


class ParticipantsOperations(Operations[inner.ParticipantsOperations]):
    """Operations of the resource participants in the scope account."""

    __slots__ = ()

    def list(self, room_id: str, **options: Unpack[Options]) -> ParticipantList:
        """List participants

        Everybody in a room, in one answer. An unknown room has nobody in it.

        Args:
            room_id: The room's name, of at most 100 UTF-16 code units.

        Raises: Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation listParticipants: GET /v1/rooms/{roomId}/participants
        """
        return self._wait(self._inner.list, room_id, **options)

    def mute(self, room_id: str, participant_id: str, *, track_sid: str, **options: Unpack[Options]) -> None:
        """Mute a track

        Mutes one track of a participant on the server. There is no operation that unmutes it.

        Args:
            room_id: The room's name, of at most 100 UTF-16 code units.
            participant_id: The participant's identity, which is the `userId` of their token, of at most
                100 UTF-16 code units.
            track_sid: The track to mute.

        Raises: BadRequest, Unauthorized, NotFound, RateLimited; every call can raise RequestFailed and
        APIError.

        Operation muteParticipant: POST /v1/rooms/{roomId}/participants/{participantId}/mute
        """
        return self._wait(self._inner.mute, room_id, participant_id, track_sid=track_sid, **options)

    def remove(self, room_id: str, participant_id: str, **options: Unpack[Options]) -> None:
        """Remove a participant

        Disconnects a participant. A valid token lets them join again.

        Args:
            room_id: The room's name, of at most 100 UTF-16 code units.
            participant_id: The participant's identity, which is the `userId` of their token, of at most
                100 UTF-16 code units.

        Raises: Unauthorized, NotFound, RateLimited; every call can raise RequestFailed and APIError.

        Operation removeParticipant: DELETE /v1/rooms/{roomId}/participants/{participantId}
        """
        return self._wait(self._inner.remove, room_id, participant_id, **options)
