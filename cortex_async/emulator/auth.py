"""Authentication and authorization.

They come before validation, as in the real API: 401, then 403 or 404, then 400.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Literal

from attrs import frozen

from cortex_async.emulator import tokens
from cortex_async.emulator.errors import forbidden, not_found, unauthorized
from cortex_async.emulator.records import Record
from cortex_async.emulator.spec import Operation
from cortex_async.emulator.store import GLOBAL
from cortex_async.emulator.timestamps import parse
from cortex_async.emulator.world import World

SCOPES = ("sessions", "messages", "plugins", "plugin-endpoints", "gatherings", "functions")

SCOPE_OF_TAG: Mapping[str, str] = {
    "Sessions": "sessions",
    "Messages": "messages",
    "Plugins": "plugins",
    "Plugin Instances": "plugins",
    "Gatherings": "gatherings",
    "Functions": "functions",
}
"""The API has no scopes for the other tags, so every key may use them."""


@frozen
class Principal:
    """The caller.

    ``project_id`` is set for a key bound to one project; an unrestricted key has no ``scopes``.
    """

    kind: Literal["key", "user"]
    tenant_id: str
    user_id: str
    scopes: frozenset[str] = frozenset()
    project_id: str | None = None

    def sees(self, project: Record) -> bool:
        """Whether the caller has access to the project."""
        return project["_tenantId"] == self.tenant_id and self.project_id in (None, project["id"])


def authenticate(world: World, operation: Operation, headers: Mapping[str, str]) -> Principal | None:
    """The caller, None if the operation needs no credentials. Raises ``HTTPError`` 401 or 403."""
    if not operation.schemes:
        return None
    principal = _identify(world, operation.schemes, headers)
    scope = SCOPE_OF_TAG.get(operation.tag)
    if principal.scopes and scope is not None and scope not in principal.scopes:
        raise forbidden(f"API key lacks the scope {scope}")
    return principal


def open_project(world: World, principal: Principal, operation: Operation, project_id: str) -> Record:
    """The project named in the path. Raises ``HTTPError`` 403 or 404 if the caller has no access to it."""
    project = world.store.projects.get(GLOBAL, project_id)
    if principal.project_id is not None and principal.project_id != project_id:
        raise forbidden("API key is bound to another project")
    if project is None or project["_tenantId"] != principal.tenant_id:
        raise forbidden("No access to this project") if 403 in operation.statuses else not_found("Project")
    return project


def digest(key: str) -> str:
    """The SHA-256 digest of an API key; the key itself is not stored."""
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()


def _identify(world: World, schemes: frozenset[str], headers: Mapping[str, str]) -> Principal:
    kind, _, credential = headers.get("Authorization", "").partition(" ")
    key = headers.get("X-API-Key") or (credential if kind.lower() == "apikey" else None)
    if key and "api-key" in schemes:
        return _by_key(world, key.strip())
    if kind.lower() == "bearer" and "bearer" in schemes:
        return _by_token(world, credential.strip())
    raise unauthorized()


def _by_key(world: World, key: str) -> Principal:
    record = world.store.api_keys.find(GLOBAL, "_digest", digest(key))
    if record is None or is_expired(world, record):
        raise unauthorized("Invalid API key")
    record["lastUsedAt"] = world.clock.iso()
    return Principal(
        "key", record["_tenantId"], record["_userId"], frozenset(record["scopes"]), record.get("projectId")
    )


def is_expired(world: World, record: Record) -> bool:
    """Whether an API key has expired."""
    expires: str | None = record.get("expiresAt")
    return expires is not None and parse(expires) <= world.clock.timestamp()


def _by_token(world: World, token: str) -> Principal:
    claims = tokens.verify(token, world.token_key, world.clock.timestamp())
    user = world.store.users.get(GLOBAL, claims.get("sub", "")) if claims else None
    if user is None:
        raise unauthorized()
    return Principal("user", user["tenantId"], user["id"])
