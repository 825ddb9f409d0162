# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of project.voice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter
from cortex_async._core.types import JSON
from cortex_async._core.unset import UNSET, Unset

from ... import models

if TYPE_CHECKING:
    from ...models import AccessKey, CreatedAccessKey, PeersOverTime, RoomsOverTime, VoiceSettings

API_KEY_BEARER = frozenset({"api-key", "bearer"})

ACTIVATE = Route(
    "activateVoice",
    "POST",
    "/api/projects/{projectId}/voice/activate",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
)
CREATE_ACCESS_KEY = Route(
    "createAccessKey",
    "POST",
    "/api/projects/{projectId}/voice/access-keys",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    keywords="name description",
)
DELETE_ACCESS_KEY = Route(
    "deleteAccessKey",
    "DELETE",
    "/api/projects/{projectId}/voice/access-keys/{accessKeyId}",
    API_KEY_BEARER,
    ids=("projectId", "accessKeyId"),
    path_parameters=(Parameter("project_id", "str"), Parameter("access_key_id", "str")),
)
GET_ANALYTICS = Route(
    "getAnalytics",
    "GET",
    "/api/projects/{projectId}/voice/analytics",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    query_parameters={"start": Parameter("start", "int")},
    keywords="start",
)
GET_ROOMS_ANALYTICS = Route(
    "getRoomsAnalytics",
    "GET",
    "/api/projects/{projectId}/voice/rooms-analytics",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    query_parameters={"start": Parameter("start", "int")},
    keywords="start",
)
GET_SETTINGS = Route(
    "getVoiceSettings",
    "GET",
    "/api/projects/{projectId}/voice/settings",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
)
LIST_ACCESS_KEYS = Route(
    "listAccessKeys",
    "GET",
    "/api/projects/{projectId}/voice/access-keys",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
)
UPDATE_ACCESS_KEY = Route(
    "editAccessKey",
    "PUT",
    "/api/projects/{projectId}/voice/access-keys/{accessKeyId}",
    API_KEY_BEARER,
    ids=("projectId", "accessKeyId"),
    path_parameters=(Parameter("project_id", "str"), Parameter("access_key_id", "str")),
    keywords="name description",
)
UPDATE_PEER_LIMIT = Route(
    "updatePeerLimit",
    "PUT",
    "/api/projects/{projectId}/voice/peer-limit",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    keywords="peer_limit",
)


class VoiceOperations(Operations):
    """Operations of the resource voice in the scope project."""

    __slots__ = ()

    async def activate(self, **options: Unpack[Options]) -> JSON:
        """Activate ODIN Voice

        Activate the ODIN Voice API for this project. Required before access keys can be created.

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation activateVoice: POST /api/projects/{projectId}/voice/activate
        """
        return await self._call_json(Request(ACTIVATE, self._bound), options)

    async def create_access_key(
        self, *, name: str, description: str | Unset = UNSET, **options: Unpack[Options]
    ) -> CreatedAccessKey:
        """Create access key

        Create a new access key. The response includes the one-time access key string.

        Args:
            name: Human-readable name for the new access key
            description: Optional description for the access key

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation createAccessKey: POST /api/projects/{projectId}/voice/access-keys
        """
        return await self._call(
            Request(
                CREATE_ACCESS_KEY,
                self._bound,
                body=models.CreateAccessKeyRequest(name=name, description=description),
            ),
            models.CreatedAccessKey,
            options,
        )

    async def delete_access_key(self, access_key_id: str, **options: Unpack[Options]) -> JSON:
        """Delete access key

        Permanently delete an access key.

        Args:
            access_key_id: The access key ID

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation deleteAccessKey: DELETE /api/projects/{projectId}/voice/access-keys/{accessKeyId}
        """
        return await self._call_json(Request(DELETE_ACCESS_KEY, (*self._bound, access_key_id)), options)

    async def get_analytics(self, *, start: int, **options: Unpack[Options]) -> PeersOverTime:
        """Get voice analytics

        Retrieve peak and average concurrent peers over time for chart rendering.

        Args:
            start: Unix timestamp (seconds) for the start of the range

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation getAnalytics: GET /api/projects/{projectId}/voice/analytics
        """
        return await self._call(
            Request(GET_ANALYTICS, self._bound, query={"start": start}), models.PeersOverTime, options
        )

    async def get_rooms_analytics(self, *, start: int, **options: Unpack[Options]) -> RoomsOverTime:
        """Get rooms over time analytics

        Retrieve peak and average active rooms over time for chart rendering.

        Args:
            start: Unix timestamp (seconds) for the start of the range

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation getRoomsAnalytics: GET /api/projects/{projectId}/voice/rooms-analytics
        """
        return await self._call(
            Request(GET_ROOMS_ANALYTICS, self._bound, query={"start": start}), models.RoomsOverTime, options
        )

    async def get_settings(self, **options: Unpack[Options]) -> VoiceSettings:
        """Get voice settings

        Retrieve voice-specific settings for the project including peer limit, access key count, and
        permissions.

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation getVoiceSettings: GET /api/projects/{projectId}/voice/settings
        """
        return await self._call(Request(GET_SETTINGS, self._bound), models.VoiceSettings, options)

    async def list_access_keys(self, **options: Unpack[Options]) -> list[AccessKey]:
        """List access keys

        Retrieve all access keys for the project.

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation listAccessKeys: GET /api/projects/{projectId}/voice/access-keys
        """
        return await self._call(Request(LIST_ACCESS_KEYS, self._bound), list[models.AccessKey], options)

    async def update_access_key(
        self, access_key_id: str, *, name: str, description: str | Unset = UNSET, **options: Unpack[Options]
    ) -> JSON:
        """Edit access key

        Update the name and description of an existing access key.

        Args:
            access_key_id: The access key ID
            name: Updated name for the access key
            description: Updated description for the access key

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation editAccessKey: PUT /api/projects/{projectId}/voice/access-keys/{accessKeyId}
        """
        return await self._call_json(
            Request(
                UPDATE_ACCESS_KEY,
                (*self._bound, access_key_id),
                body=models.EditAccessKey(name=name, description=description),
            ),
            options,
        )

    async def update_peer_limit(self, *, peer_limit: int, **options: Unpack[Options]) -> VoiceSettings:
        """Update peer limit

        Set the maximum number of concurrent peers for the project. Use 0 for unlimited.

        Args:
            peer_limit: Maximum number of concurrent peers. 0 = unlimited.

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation updatePeerLimit: PUT /api/projects/{projectId}/voice/peer-limit
        """
        return await self._call(
            Request(UPDATE_PEER_LIMIT, self._bound, body=models.UpdatePeerLimit(peer_limit=peer_limit)),
            models.VoiceSettings,
            options,
        )
