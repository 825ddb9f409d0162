# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.ingress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async._core.unset import UNSET, Unset
from cortex_async.contrib.rtcstack._generated.operations.account import ingress as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async.contrib.rtcstack._generated.models import Ingress, IngressList, IngressProtocol


class IngressOperations(Operations[inner.IngressOperations]):
    """Operations of the resource ingress in the scope account."""

    __slots__ = ()

    def create(
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
        return self._wait(
            self._inner.create,
            room_id,
            participant_identity=participant_identity,
            participant_name=participant_name,
            type=type,
            **options,
        )

    def delete(self, room_id: str, ingress_id: str, **options: Unpack[Options]) -> None:
        """Delete an ingress

        Removes an ingress and ends its stream.

        Args:
            room_id: The room's name, of at most 100 UTF-16 code units.
            ingress_id: The ingress, e.g. `IN_4uLmZ8fNtR1s`.

        Raises: Unauthorized, NotFound, RateLimited; every call can raise RequestFailed and APIError.

        Operation deleteIngress: DELETE /v1/rooms/{roomId}/ingress/{ingressId}
        """
        return self._wait(self._inner.delete, room_id, ingress_id, **options)

    def list(self, room_id: str, **options: Unpack[Options]) -> IngressList:
        """List ingresses

        Every ingress of a room, in one answer.

        Args:
            room_id: The room's name, of at most 100 UTF-16 code units.

        Raises: Unauthorized, RateLimited; every call can raise RequestFailed and APIError.

        Operation listIngress: GET /v1/rooms/{roomId}/ingress
        """
        return self._wait(self._inner.list, room_id, **options)
