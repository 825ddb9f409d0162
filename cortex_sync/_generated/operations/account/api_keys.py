# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.api_keys."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async._core.types import JSON
from cortex_async._core.unset import UNSET, Unset
from cortex_async._generated.operations.account import api_keys as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async._generated.models import ApiKey, ApiKeyScope, CreatedApiKey


class ApiKeysOperations(Operations[inner.ApiKeysOperations]):
    """Operations of the resource api keys in the scope account."""

    __slots__ = ()

    def create(
        self,
        *,
        name: str,
        scopes: Sequence[ApiKeyScope | str],
        expires_at: datetime | Unset = UNSET,
        project_id: str | None | Unset = UNSET,
        **options: Unpack[Options],
    ) -> CreatedApiKey:
        """Create a new API key

        Generate a new API key with specified scopes. The secret key is only returned in the response
        and cannot be retrieved later.

        Args:
            name: Human-readable name for the key
            scopes: Scopes to grant to this key
            expires_at: Optional expiration date (ISO string)
            project_id: Optional project ID to scope this key to

        Operation createKey: POST /api/api-keys
        """
        return self._wait(
            self._inner.create,
            name=name,
            scopes=scopes,
            expires_at=expires_at,
            project_id=project_id,
            **options,
        )

    def list(self, **options: Unpack[Options]) -> builtins.list[ApiKey]:
        """List all API keys for the tenant

        Retrieve a list of all active API keys, including metadata like last used date and scopes.

        Operation listKeys: GET /api/api-keys
        """
        return self._wait(self._inner.list, **options)

    def list_scopes(self, **options: Unpack[Options]) -> JSON:
        """Get available API key scopes

        List all valid permission scopes for API keys.

        Operation getScopes: GET /api/api-keys/scopes
        """
        return self._wait(self._inner.list_scopes, **options)

    def revoke(self, api_key_id: str, **options: Unpack[Options]) -> JSON:
        """Revoke an API key

        Permanently revoke an API key. It will essentially be deleted and cannot be used anymore.

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation revokeKey: DELETE /api/api-keys/{id}
        """
        return self._wait(self._inner.revoke, api_key_id, **options)
