# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.ingress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter
from cortex_async._core.unset import UNSET, Unset

from ... import models

if TYPE_CHECKING:
    from ...models import Ingress, IngressList, IngressProtocol

API_KEY = frozenset({"api-key"})

CREATE = Route(
    "createIngress",
    "POST",
    "/v1/rooms/{roomId}/ingress",
    API_KEY,
    ids=("roomId",),
    path_parameters=(Parameter("room_id", "str"),),
    keywords="participant_identity participant_name type",
)
DELETE = Route(
    "deleteIngress",
    "DELETE",
    "/v1/rooms/{roomId}/ingress/{ingressId}",
    API_KEY,
    ids=("roomId", "ingressId"),
    path_parameters=(Parameter("room_id", "str"), Parameter("ingress_id", "str")),
)
LIST = Route(
    "listIngress",
    "GET",
    "/v1/rooms/{roomId}/ingress",
    API_KEY,
    ids=("roomId",),
    path_parameters=(Parameter("room_id", "str"),),
)


class IngressOperations(Operations):
    """Operations of the resource ingress in the scope account."""

    __slots__ = ()

    async def create(
        self,
        room_id: str,
        *,
        participant_identity: str | Unset = UNSET,
        participant_name: str | Unset = UNSET,
        type: IngressProtocol | str | Unset = UNSET,
        **options: Unpack[Options],
    ) -> Ingress:
        """Create an ingress

        Makes an address to which an encoder can send a stream; it then appears in the room as a
        participant. The answer holds the stream key, which whoever knows it can publish with.

        Args:
            room_id: The room's name, of at most 100 UTF-16 code units.
            participant_identity: Identity in the room; made from the time of day if left out.
            participant_name: Name to show in the room.
            type: Protocol of the stream.

        Raises: BadRequest, Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation createIngress: POST /v1/rooms/{roomId}/ingress
        """
        return await self._call(
            Request(
                CREATE,
                (room_id,),
                body=models.CreateIngress(
                    participant_identity=participant_identity, participant_name=participant_name, type=type
                ),
            ),
            models.Ingress,
            options,
        )

    async def delete(self, room_id: str, ingress_id: str, **options: Unpack[Options]) -> None:
        """Delete an ingress

        Removes an ingress and ends its stream.

        Args:
            room_id: The room's name, of at most 100 UTF-16 code units.
            ingress_id: The ingress, e.g. `IN_4uLmZ8fNtR1s`.

        Raises: Unauthorized, NotFound, RateLimited; every call can raise RequestFailed and APIError.

        Operation deleteIngress: DELETE /v1/rooms/{roomId}/ingress/{ingressId}
        """
        await self._call_none(Request(DELETE, (room_id, ingress_id)), options)

    async def list(self, room_id: str, **options: Unpack[Options]) -> IngressList:
        """List ingresses

        Every ingress of a room, in one answer.

        Args:
            room_id: The room's name, of at most 100 UTF-16 code units.

        Raises: Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation listIngress: GET /v1/rooms/{roomId}/ingress
        """
        return await self._call(Request(LIST, (room_id,)), models.IngressList, options)
