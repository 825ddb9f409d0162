# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of hall.rooms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn, Unpack

from cortex_async._core.deprecation import Announced, warn_deprecated
from cortex_async._core.errors import CortexError
from cortex_async._core.options import Options
from cortex_async._core.unset import UNSET, Unset
from cortex_sync.bridge.operations import Operations
from cortex_sync.bridge.paging import Pager
from tests.generator.golden.made._generated.operations.hall import rooms as inner

if TYPE_CHECKING:
    from tests.generator.golden.made._generated.models import Cat, Colour, Dog, Existing, Level, Room


class RoomsOperations(Operations[inner.RoomsOperations]):
    """Operations of the resource rooms in the scope hall."""

    __slots__ = ()

    def create(
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
        return self._wait(
            self._inner.create,
            title=title,
            beds=beds,
            door=door,
            opens=opens,
            owner=owner,
            additional_properties=additional_properties,
            **options,
        )

    def delete(self, room_id: int, **options: Unpack[Options]) -> None:
        """deleteRoom

        Deprecated by the API: a call gives a DeprecationWarning.

        Args:
            room_id: Number of the room.

        Operation deleteRoom: DELETE /halls/{hallId}/rooms/{id}
        """
        with Announced("hall.rooms.delete is deprecated by the API"):
            return self._wait(self._inner.delete, room_id, **options)

    def get(self, room_id: int, **options: Unpack[Options]) -> Room | str:
        """getRoom

        Args:
            room_id: Number of the room.

        Returns:
            application/json: Room
            text/plain: str

        Operation getRoom: GET /halls/{hallId}/rooms/{id}
        """
        return self._wait(self._inner.get, room_id, **options)

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
        return Pager(
            self._runner,
            self._inner.list(
                x_trace=x_trace, tags=tags, page_size=page_size, max_items=max_items, offset=offset, **options
            ),
        )

    def update(
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
        return self._wait(self._inner.update, room_id, level=level, title=title, **options)

    def close_all(self, *args: object, **kwargs: object) -> NoReturn:
        """Removed from the API (operation closeHall): always raises. The name goes away in 0.3."""
        warn_deprecated("hall.rooms.close_all: operation closeHall was removed from the API")
        raise CortexError("hall.rooms.close_all: operation closeHall was removed from the API")
