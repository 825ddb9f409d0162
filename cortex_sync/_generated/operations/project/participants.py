# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of project.participants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from cortex_async._core.options import Options
from cortex_async._core.unset import UNSET, Unset
from cortex_async._generated.operations.project import participants as inner
from cortex_sync.bridge.operations import Operations
from cortex_sync.bridge.paging import Pager

if TYPE_CHECKING:
    from cortex_async._generated.models import Participant


class ParticipantsOperations(Operations[inner.ParticipantsOperations]):
    """Operations of the resource participants in the scope project."""

    __slots__ = ()

    def create(
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
        return self._wait(
            self._inner.create,
            external_user_id=external_user_id,
            display_name=display_name,
            user_data=user_data,
            **options,
        )

    def delete(self, participant_id: str, **options: Unpack[Options]) -> None:
        """Delete a participant

        Delete a participant and all their associated history from the project.

        Args:
            participant_id: Participant ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation deleteParticipant: DELETE /api/projects/{projectId}/participants/{id}
        """
        return self._wait(self._inner.delete, participant_id, **options)

    def get(self, participant_id: str, **options: Unpack[Options]) -> Participant:
        """Get a participant by ID

        Retrieve detailed information about a specific participant using their UUID.

        Args:
            participant_id: Participant ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation getParticipant: GET /api/projects/{projectId}/participants/{id}
        """
        return self._wait(self._inner.get, participant_id, **options)

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
        return Pager(
            self._runner,
            self._inner.list(
                search=search, page_size=page_size, max_items=max_items, offset=offset, **options
            ),
        )

    def update(
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
        return self._wait(
            self._inner.update, participant_id, display_name=display_name, user_data=user_data, **options
        )
