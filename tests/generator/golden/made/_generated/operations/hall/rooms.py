# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of hall.rooms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import NoneType
from typing import TYPE_CHECKING, Any, NoReturn, Unpack

from cortex_async._core.codec.bodies import Json, unless_empty
from cortex_async._core.deprecation import warn_deprecated
from cortex_async._core.errors import CortexError
from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter
from cortex_async._core.unset import UNSET, Unset

from ... import models

if TYPE_CHECKING:
    from cortex_async._core.paging import Pager

    from ...models import Cat, Colour, Dog, Existing, Level, Room

API_KEY_BEARER = frozenset({"api-key", "bearer"})

CREATE = Route(
    "createRoom",
    "POST",
    "/halls/{hallId}/rooms",
    API_KEY_BEARER,
    repeatable=True,
    ids=("hallId",),
    path_parameters=(Parameter("hall_id", "str"),),
    keywords="title beds door opens owner additional_properties",
)
DELETE = Route(
    "deleteRoom",
    "DELETE",
    "/halls/{hallId}/rooms/{id}",
    API_KEY_BEARER,
    ids=("hallId", "id"),
    path_parameters=(Parameter("hall_id", "str"), Parameter("room_id", "int")),
)
GET = Route(
    "getRoom",
    "GET",
    "/halls/{hallId}/rooms/{id}",
    API_KEY_BEARER,
    accept="application/json, text/plain",
    ids=("hallId", "id"),
    path_parameters=(Parameter("hall_id", "str"), Parameter("room_id", "int")),
)
LIST = Route(
    "listRooms",
    "GET",
    "/halls/{hallId}/rooms",
    API_KEY_BEARER,
    ids=("hallId",),
    path_parameters=(Parameter("hall_id", "str"),),
    query_parameters={"tags": Parameter("tags", "str", many="joined")},
    header_parameters={"X-Trace": Parameter("x_trace", "int")},
    keywords="x_trace tags page_size max_items offset",
)
UPDATE = Route(
    "updateRoom",
    "PATCH",
    "/halls/{hallId}/rooms/{id}",
    API_KEY_BEARER,
    ids=("hallId", "id"),
    path_parameters=(Parameter("hall_id", "str"), Parameter("room_id", "int")),
    keywords="level title",
)


class RoomsOperations(Operations):
    """Operations of the resource rooms in the scope hall."""

    __slots__ = ()

    async def create(
        self,
        *,
        title: str,
        beds: Sequence[int] | Unset = UNSET,
        door: Colour | str | Unset = UNSET,
        opens: datetime | None | Unset = UNSET,
        owner: Cat | Dog | dict[str, Any] | Unset = UNSET,
        additional_properties: Mapping[str, str] | Unset = UNSET,
        **options: Unpack[Options],
    ) -> Existing | Room | None:
        """createRoom

        Returns:
            200: Existing
            201: Room
            204: None

        Raises: ValidationFailed; every call can raise RequestFailed and APIError.

        Operation createRoom: POST /halls/{hallId}/rooms
        """
        return await self._call_by_status(
            Request(
                CREATE,
                self._bound,
                body=models.CreateRoom(
                    title=title,
                    beds=beds,
                    door=door,
                    opens=opens,
                    owner=owner,
                    additional_properties=additional_properties,
                ),
            ),
            {200: models.Existing, 201: models.Room, 204: NoneType},
            options,
        )

    async def delete(self, room_id: int, **options: Unpack[Options]) -> None:
        """deleteRoom

        Deprecated by the API: a call gives a DeprecationWarning.

        Args:
            room_id: Number of the room.

        Operation deleteRoom: DELETE /halls/{hallId}/rooms/{id}
        """
        warn_deprecated("hall.rooms.delete is deprecated by the API")
        await self._call_none(Request(DELETE, (*self._bound, room_id)), options)

    async def get(self, room_id: int, **options: Unpack[Options]) -> Room | str:
        """getRoom

        Args:
            room_id: Number of the room.

        Returns:
            application/json: Room
            text/plain: str

        Operation getRoom: GET /halls/{hallId}/rooms/{id}
        """
        return await self._call_by_media(
            Request(GET, (*self._bound, room_id)),
            {"application/json": models.Room, "text/plain": str},
            options,
        )

    def list(
        self,
        *,
        x_trace: int | Unset = UNSET,
        tags: Iterable[str] | Unset = UNSET,
        page_size: int = 50,
        max_items: int | None = None,
        offset: int = 0,
        **options: Unpack[Options],
    ) -> Pager[Room]:
        """List the rooms

        Newest first.

        Args:
            tags: Any of them.
            page_size: number of items per request.
            max_items: maximum number of items; None for all.
            offset: number of items to skip at the start.

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation listRooms: GET /halls/{hallId}/rooms
        """
        return self._pages(
            Request(LIST, self._bound, query={"tags": tags}, headers={"X-Trace": x_trace}),
            models.Room,
            "rooms",
            options,
            page_size=page_size,
            max_items=max_items,
            offset=offset,
        )

    async def update(
        self,
        room_id: int,
        *,
        level: Level | int | Unset = UNSET,
        title: str | None | Unset = UNSET,
        **options: Unpack[Options],
    ) -> None:
        """updateRoom

        Args:
            room_id: Number of the room.

        Operation updateRoom: PATCH /halls/{hallId}/rooms/{id}
        """
        await self._call_none(
            Request(
                UPDATE,
                (*self._bound, room_id),
                body=unless_empty(
                    Json(models.UpdateRoom(level=level, title=title), "application/merge-patch+json")
                ),
            ),
            options,
        )

    async def close_all(self, *args: object, **kwargs: object) -> NoReturn:
        """Removed from the API (operation closeHall): always raises. The name goes away in 0.3."""
        warn_deprecated("hall.rooms.close_all: operation closeHall was removed from the API")
        raise CortexError("hall.rooms.close_all: operation closeHall was removed from the API")
