# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.api_keys."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter
from cortex_async._core.types import JSON
from cortex_async._core.unset import UNSET, Unset

from ... import models

if TYPE_CHECKING:
    from ...models import ApiKey, ApiKeyScope, CreatedApiKey

BEARER = frozenset({"bearer"})

CREATE = Route("createKey", "POST", "/api/api-keys", BEARER, keywords="name scopes expires_at project_id")
LIST = Route("listKeys", "GET", "/api/api-keys", BEARER)
LIST_SCOPES = Route("getScopes", "GET", "/api/api-keys/scopes", BEARER)
REVOKE = Route(
    "revokeKey",
    "DELETE",
    "/api/api-keys/{id}",
    BEARER,
    ids=("id",),
    path_parameters=(Parameter("api_key_id", "str"),),
)


class ApiKeysOperations(Operations):
    """Operations of the resource api keys in the scope account."""

    __slots__ = ()

    async def create(
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
        return await self._call(
            Request(
                CREATE,
                body=models.CreateApiKey(
                    name=name, scopes=scopes, expires_at=expires_at, project_id=project_id
                ),
            ),
            models.CreatedApiKey,
            options,
        )

    async def list(self, **options: Unpack[Options]) -> builtins.list[ApiKey]:
        """List all API keys for the tenant

        Retrieve a list of all active API keys, including metadata like last used date and scopes.

        Operation listKeys: GET /api/api-keys
        """
        return await self._call(Request(LIST), list[models.ApiKey], options)

    async def list_scopes(self, **options: Unpack[Options]) -> JSON:
        """Get available API key scopes

        List all valid permission scopes for API keys.

        Operation getScopes: GET /api/api-keys/scopes
        """
        return await self._call_json(Request(LIST_SCOPES), options)

    async def revoke(self, api_key_id: str, **options: Unpack[Options]) -> JSON:
        """Revoke an API key

        Permanently revoke an API key. It will essentially be deleted and cannot be used anymore.

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation revokeKey: DELETE /api/api-keys/{id}
        """
        return await self._call_json(Request(REVOKE, (api_key_id,)), options)
