# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of project.sanctions."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter
from cortex_async._core.unset import UNSET, Unset

from ... import models

if TYPE_CHECKING:
    from cortex_async._core.paging import Pager

    from ...models import Sanction, SanctionType

API_KEY_BEARER = frozenset({"api-key", "bearer"})

CREATE = Route(
    "createSanction",
    "POST",
    "/api/projects/{projectId}/sanctions",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    keywords="type end_at external_user_id metadata participant_id reason scope session_id start_at",
)
GET = Route(
    "getSanction",
    "GET",
    "/api/projects/{projectId}/sanctions/{id}",
    API_KEY_BEARER,
    ids=("projectId", "id"),
    path_parameters=(Parameter("project_id", "str"), Parameter("sanction_id", "str")),
)
LIST = Route(
    "listSanctions",
    "GET",
    "/api/projects/{projectId}/sanctions",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    query_parameters={"activeOnly": Parameter("active_only", "bool"), "type": Parameter("type", "str")},
    keywords="active_only type page_size max_items offset",
)
LIST_ACTIVE = Route(
    "getActiveSanctions",
    "GET",
    "/api/projects/{projectId}/sanctions/user/{externalUserId}/active",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"), Parameter("external_user_id", "str")),
    query_parameters={"type": Parameter("type", "str")},
    keywords="type",
)
LIST_BY_PARTICIPANT = Route(
    "getSanctionsByParticipant",
    "GET",
    "/api/projects/{projectId}/sanctions/participant/{participantId}",
    API_KEY_BEARER,
    ids=("projectId", "participantId"),
    path_parameters=(Parameter("project_id", "str"), Parameter("participant_id", "str")),
)
LIST_BY_USER = Route(
    "getSanctionsByUser",
    "GET",
    "/api/projects/{projectId}/sanctions/user/{externalUserId}",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"), Parameter("external_user_id", "str")),
)
REVOKE = Route(
    "revokeSanction",
    "POST",
    "/api/projects/{projectId}/sanctions/{id}/revoke",
    API_KEY_BEARER,
    ids=("projectId", "id"),
    path_parameters=(Parameter("project_id", "str"), Parameter("sanction_id", "str")),
    keywords="reason",
)
UPDATE = Route(
    "updateSanction",
    "PATCH",
    "/api/projects/{projectId}/sanctions/{id}",
    API_KEY_BEARER,
    ids=("projectId", "id"),
    path_parameters=(Parameter("project_id", "str"), Parameter("sanction_id", "str")),
    keywords="end_at metadata reason scope type",
)


class SanctionsOperations(Operations):
    """Operations of the resource sanctions in the scope project."""

    __slots__ = ()

    async def create(
        self,
        *,
        type: SanctionType | str,
        end_at: datetime | None | Unset = UNSET,
        external_user_id: str | Unset = UNSET,
        metadata: Mapping[str, Any] | Unset = UNSET,
        participant_id: str | Unset = UNSET,
        reason: str | Unset = UNSET,
        scope: Mapping[str, Any] | Unset = UNSET,
        session_id: str | Unset = UNSET,
        start_at: datetime | Unset = UNSET,
        **options: Unpack[Options],
    ) -> Sanction:
        """Create a new sanction

        Apply a sanction (mute, kick, ban) to a user or participant. Define duration and reason for the
        action.

        Args:
            type: Type of sanction to apply
            end_at: When the sanction ends (null = permanent)
            external_user_id: External user ID from ODIN (for cross-session sanctions)
            metadata: Additional metadata (evidence, AI confidence, etc.)
            participant_id: Participant ID to sanction (for session-scoped sanctions)
            reason: Reason for the sanction
            scope: Scope configuration for channel-specific sanctions
            session_id: Session ID (for session-scoped sanctions)
            start_at: When the sanction starts (defaults to now)

        Raises: BadRequest; every call can raise RequestFailed and APIError.

        Operation createSanction: POST /api/projects/{projectId}/sanctions
        """
        return await self._call(
            Request(
                CREATE,
                self._bound,
                body=models.CreateSanction(
                    type=type,
                    end_at=end_at,
                    external_user_id=external_user_id,
                    metadata=metadata,
                    participant_id=participant_id,
                    reason=reason,
                    scope=scope,
                    session_id=session_id,
                    start_at=start_at,
                ),
            ),
            models.Sanction,
            options,
        )

    async def get(self, sanction_id: str, **options: Unpack[Options]) -> Sanction:
        """Get a sanction by ID

        Retrieve details of a specific sanction record.

        Args:
            sanction_id: Sanction ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation getSanction: GET /api/projects/{projectId}/sanctions/{id}
        """
        return await self._call(Request(GET, (*self._bound, sanction_id)), models.Sanction, options)

    def list(
        self,
        *,
        active_only: bool | Unset = UNSET,
        type: SanctionType | str | Unset = UNSET,
        page_size: int = 50,
        max_items: int | None = None,
        offset: int = 0,
        **options: Unpack[Options],
    ) -> Pager[Sanction]:
        """List all sanctions

        Retrieve a log of all sanctions issued within the tenant, with optional filtering.

        Args:
            active_only: Only return active sanctions
            type: Filter by sanction type
            page_size: number of items per request.
            max_items: maximum number of items; None for all.
            offset: number of items to skip at the start.

        Operation listSanctions: GET /api/projects/{projectId}/sanctions
        """
        return self._pages(
            Request(LIST, self._bound, query={"activeOnly": active_only, "type": type}),
            models.Sanction,
            "sanctions",
            options,
            page_size=page_size,
            max_items=max_items,
            offset=offset,
        )

    async def list_active(
        self, external_user_id: str, *, type: SanctionType | str | Unset = UNSET, **options: Unpack[Options]
    ) -> builtins.list[Sanction]:
        """Get active sanctions for a user

        Retrieve only the currently active sanctions for a user.

        Args:
            external_user_id: External user ID from ODIN
            type: Filter by specific sanction type

        Operation getActiveSanctions: GET
        /api/projects/{projectId}/sanctions/user/{externalUserId}/active
        """
        return await self._call(
            Request(LIST_ACTIVE, (*self._bound, external_user_id), query={"type": type}),
            list[models.Sanction],
            options,
        )

    async def list_by_participant(
        self, participant_id: str, **options: Unpack[Options]
    ) -> builtins.list[Sanction]:
        """Get sanctions for a participant

        Retrieve all sanctions associated with a specific participant ID.

        Args:
            participant_id: Participant ID

        Operation getSanctionsByParticipant: GET
        /api/projects/{projectId}/sanctions/participant/{participantId}
        """
        return await self._call(
            Request(LIST_BY_PARTICIPANT, (*self._bound, participant_id)), list[models.Sanction], options
        )

    async def list_by_user(
        self, external_user_id: str, **options: Unpack[Options]
    ) -> builtins.list[Sanction]:
        """Get sanctions for a user

        Retrieve all sanctions (active and inactive) associated with a specific user ID.

        Args:
            external_user_id: External user ID from ODIN

        Operation getSanctionsByUser: GET /api/projects/{projectId}/sanctions/user/{externalUserId}
        """
        return await self._call(
            Request(LIST_BY_USER, (*self._bound, external_user_id)), list[models.Sanction], options
        )

    async def revoke(
        self, sanction_id: str, *, reason: str | Unset = UNSET, **options: Unpack[Options]
    ) -> Sanction:
        """Revoke a sanction

        Prematurely end a sanction, effectively un-muting or un-banning the user.

        Args:
            sanction_id: Sanction ID
            reason: Reason for revocation

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation revokeSanction: POST /api/projects/{projectId}/sanctions/{id}/revoke
        """
        return await self._call(
            Request(REVOKE, (*self._bound, sanction_id), body=models.RevokeSanction(reason=reason)),
            models.Sanction,
            options,
        )

    async def update(
        self,
        sanction_id: str,
        *,
        end_at: datetime | None | Unset = UNSET,
        metadata: Mapping[str, Any] | Unset = UNSET,
        reason: str | Unset = UNSET,
        scope: Mapping[str, Any] | Unset = UNSET,
        type: SanctionType | str | Unset = UNSET,
        **options: Unpack[Options],
    ) -> Sanction:
        """Update a sanction

        Update the details of an active sanction.

        Args:
            sanction_id: Sanction ID
            end_at: Updated end time
            metadata: Updated metadata
            reason: Updated reason
            scope: Updated scope configuration
            type: Updated sanction type

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation updateSanction: PATCH /api/projects/{projectId}/sanctions/{id}
        """
        return await self._call(
            Request(
                UPDATE,
                (*self._bound, sanction_id),
                body=models.UpdateSanction(
                    end_at=end_at, metadata=metadata, reason=reason, scope=scope, type=type
                ),
            ),
            models.Sanction,
            options,
        )
