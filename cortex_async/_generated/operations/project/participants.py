# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of project.participants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter
from cortex_async._core.unset import UNSET, Unset

from ... import models

if TYPE_CHECKING:
    from cortex_async._core.paging import Pager

    from ...models import Participant

API_KEY_BEARER = frozenset({"api-key", "bearer"})

CREATE = Route(
    "createParticipant",
    "POST",
    "/api/projects/{projectId}/participants",
    API_KEY_BEARER,
    repeatable=True,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    keywords="external_user_id display_name user_data",
)
DELETE = Route(
    "deleteParticipant",
    "DELETE",
    "/api/projects/{projectId}/participants/{id}",
    API_KEY_BEARER,
    ids=("projectId", "id"),
    path_parameters=(Parameter("project_id", "str"), Parameter("participant_id", "str")),
)
GET = Route(
    "getParticipant",
    "GET",
    "/api/projects/{projectId}/participants/{id}",
    API_KEY_BEARER,
    ids=("projectId", "id"),
    path_parameters=(Parameter("project_id", "str"), Parameter("participant_id", "str")),
)
LIST = Route(
    "listParticipants",
    "GET",
    "/api/projects/{projectId}/participants",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    query_parameters={"search": Parameter("search", "str")},
    keywords="search page_size max_items offset",
)
UPDATE = Route(
    "updateParticipant",
    "PATCH",
    "/api/projects/{projectId}/participants/{id}",
    API_KEY_BEARER,
    ids=("projectId", "id"),
    path_parameters=(Parameter("project_id", "str"), Parameter("participant_id", "str")),
    keywords="display_name user_data",
)


class ParticipantsOperations(Operations):
    """Operations of the resource participants in the scope project."""

    __slots__ = ()

    async def create(
        self,
        *,
        external_user_id: str,
        display_name: str | Unset = UNSET,
        user_data: Mapping[str, Any] | Unset = UNSET,
        **options: Unpack[Options],
    ) -> Participant:
        """Create or find a participant

        Create a new participant or retrieve an existing one based on projectId and externalUserId.

        Args:
            external_user_id: External User ID from ODIN (stable identifier)
            display_name: Display name of the participant
            user_data: User data from ODIN (parsed JSON)

        Operation createParticipant: POST /api/projects/{projectId}/participants
        """
        return await self._call(
            Request(
                CREATE,
                self._bound,
                body=models.CreateParticipant(
                    external_user_id=external_user_id, display_name=display_name, user_data=user_data
                ),
            ),
            models.Participant,
            options,
        )

    async def delete(self, participant_id: str, **options: Unpack[Options]) -> None:
        """Delete a participant

        Delete a participant and all their associated history from the project.

        Args:
            participant_id: Participant ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation deleteParticipant: DELETE /api/projects/{projectId}/participants/{id}
        """
        await self._call_none(Request(DELETE, (*self._bound, participant_id)), options)

    async def get(self, participant_id: str, **options: Unpack[Options]) -> Participant:
        """Get a participant by ID

        Retrieve detailed information about a specific participant using their UUID.

        Args:
            participant_id: Participant ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation getParticipant: GET /api/projects/{projectId}/participants/{id}
        """
        return await self._call(Request(GET, (*self._bound, participant_id)), models.Participant, options)

    def list(
        self,
        *,
        search: str | Unset = UNSET,
        page_size: int = 50,
        max_items: int | None = None,
        offset: int = 0,
        **options: Unpack[Options],
    ) -> Pager[Participant]:
        """List participants

        Retrieve a list of participants for a specific project. Supports pagination and search.

        Args:
            search: Search by display name or user ID
            page_size: number of items per request.
            max_items: maximum number of items; None for all.
            offset: number of items to skip at the start.

        Operation listParticipants: GET /api/projects/{projectId}/participants
        """
        return self._pages(
            Request(LIST, self._bound, query={"search": search}),
            models.Participant,
            "participants",
            options,
            page_size=page_size,
            max_items=max_items,
            offset=offset,
        )

    async def update(
        self,
        participant_id: str,
        *,
        display_name: str | Unset = UNSET,
        user_data: Mapping[str, Any] | Unset = UNSET,
        **options: Unpack[Options],
    ) -> Participant:
        """Update a participant

        Update display name or user data for an existing participant.

        Args:
            participant_id: Participant ID
            display_name: Display name of the participant
            user_data: User data from ODIN (parsed JSON)

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation updateParticipant: PATCH /api/projects/{projectId}/participants/{id}
        """
        return await self._call(
            Request(
                UPDATE,
                (*self._bound, participant_id),
                body=models.UpdateParticipant(display_name=display_name, user_data=user_data),
            ),
            models.Participant,
            options,
        )
