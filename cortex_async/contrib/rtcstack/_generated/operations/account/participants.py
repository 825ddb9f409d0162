# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.participants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter

from ... import models

if TYPE_CHECKING:
    from ...models import ParticipantList

API_KEY = frozenset({"api-key"})

LIST = Route(
    "listParticipants",
    "GET",
    "/v1/rooms/{roomId}/participants",
    API_KEY,
    ids=("roomId",),
    path_parameters=(Parameter("room_id", "str"),),
)
MUTE = Route(
    "muteParticipant",
    "POST",
    "/v1/rooms/{roomId}/participants/{participantId}/mute",
    API_KEY,
    repeatable=True,
    ids=("roomId",),
    path_parameters=(Parameter("room_id", "str"), Parameter("participant_id", "str")),
    keywords="track_sid",
)
REMOVE = Route(
    "removeParticipant",
    "DELETE",
    "/v1/rooms/{roomId}/participants/{participantId}",
    API_KEY,
    ids=("roomId",),
    path_parameters=(Parameter("room_id", "str"), Parameter("participant_id", "str")),
)


class ParticipantsOperations(Operations):
    """Operations of the resource participants in the scope account."""

    __slots__ = ()

    async def list(self, room_id: str, **options: Unpack[Options]) -> ParticipantList:
        """List participants

        Everybody in a room, in one answer. An unknown room has nobody in it.

        Args:
            room_id: The room's name, of at most 100 UTF-16 code units.

        Raises: Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation listParticipants: GET /v1/rooms/{roomId}/participants
        """
        return await self._call(Request(LIST, (room_id,)), models.ParticipantList, options)

    async def mute(
        self, room_id: str, participant_id: str, *, track_sid: str, **options: Unpack[Options]
    ) -> None:
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
        await self._call_none(
            Request(MUTE, (room_id, participant_id), body=models.MuteParticipant(track_sid=track_sid)),
            options,
        )

    async def remove(self, room_id: str, participant_id: str, **options: Unpack[Options]) -> None:
        """Remove a participant

        Disconnects a participant. A valid token lets them join again.

        Args:
            room_id: The room's name, of at most 100 UTF-16 code units.
            participant_id: The participant's identity, which is the `userId` of their token, of at most
                100 UTF-16 code units.

        Raises: Unauthorized, NotFound, RateLimited; every call can raise RequestFailed and APIError.

        Operation removeParticipant: DELETE /v1/rooms/{roomId}/participants/{participantId}
        """
        await self._call_none(Request(REMOVE, (room_id, participant_id)), options)
