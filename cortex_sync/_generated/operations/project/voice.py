# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of project.voice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async._core.types import JSON
from cortex_async._core.unset import UNSET, Unset
from cortex_async._generated.operations.project import voice as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async._generated.models import (
        AccessKey,
        CreatedAccessKey,
        PeersOverTime,
        RoomsOverTime,
        VoiceSettings,
    )


class VoiceOperations(Operations[inner.VoiceOperations]):
    """Operations of the resource voice in the scope project."""

    __slots__ = ()

    def activate(self, **options: Unpack[Options]) -> JSON:
        """Activate ODIN Voice

        Activate the ODIN Voice API for this project. Required before access keys can be created.

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation activateVoice: POST /api/projects/{projectId}/voice/activate
        """
        return self._wait(self._inner.activate, **options)

    def create_access_key(
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
        return self._wait(self._inner.create_access_key, name=name, description=description, **options)

    def delete_access_key(self, access_key_id: str, **options: Unpack[Options]) -> JSON:
        """Delete access key

        Permanently delete an access key.

        Args:
            access_key_id: The access key ID

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation deleteAccessKey: DELETE /api/projects/{projectId}/voice/access-keys/{accessKeyId}
        """
        return self._wait(self._inner.delete_access_key, access_key_id, **options)

    def get_analytics(self, *, start: int, **options: Unpack[Options]) -> PeersOverTime:
        """Get voice analytics

        Retrieve peak and average concurrent peers over time for chart rendering.

        Args:
            start: Unix timestamp (seconds) for the start of the range

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation getAnalytics: GET /api/projects/{projectId}/voice/analytics
        """
        return self._wait(self._inner.get_analytics, start=start, **options)

    def get_rooms_analytics(self, *, start: int, **options: Unpack[Options]) -> RoomsOverTime:
        """Get rooms over time analytics

        Retrieve peak and average active rooms over time for chart rendering.

        Args:
            start: Unix timestamp (seconds) for the start of the range

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation getRoomsAnalytics: GET /api/projects/{projectId}/voice/rooms-analytics
        """
        return self._wait(self._inner.get_rooms_analytics, start=start, **options)

    def get_settings(self, **options: Unpack[Options]) -> VoiceSettings:
        """Get voice settings

        Retrieve voice-specific settings for the project including peer limit, access key count, and
        permissions.

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation getVoiceSettings: GET /api/projects/{projectId}/voice/settings
        """
        return self._wait(self._inner.get_settings, **options)

    def list_access_keys(self, **options: Unpack[Options]) -> list[AccessKey]:
        """List access keys

        Retrieve all access keys for the project.

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation listAccessKeys: GET /api/projects/{projectId}/voice/access-keys
        """
        return self._wait(self._inner.list_access_keys, **options)

    def update_access_key(
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
        return self._wait(
            self._inner.update_access_key, access_key_id, name=name, description=description, **options
        )

    def update_peer_limit(self, *, peer_limit: int, **options: Unpack[Options]) -> VoiceSettings:
        """Update peer limit

        Set the maximum number of concurrent peers for the project. Use 0 for unlimited.

        Args:
            peer_limit: Maximum number of concurrent peers. 0 = unlimited.

        Raises: Unauthorized; every call can raise RequestFailed and APIError.

        Operation updatePeerLimit: PUT /api/projects/{projectId}/voice/peer-limit
        """
        return self._wait(self._inner.update_peer_limit, peer_limit=peer_limit, **options)
