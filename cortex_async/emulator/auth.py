"""Who is asking, and may they. Guards come before validation, as in the real API: 401, then 403 or 404, then 400."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Literal

from attrs import frozen

from cortex_async.emulator import tokens
from cortex_async.emulator.document import Operation
from cortex_async.emulator.errors import forbidden, not_found, unauthorized
from cortex_async.emulator.records import Record
from cortex_async.emulator.store import EVERYWHERE
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
"""The API has no scope names for the other tags; a restricted key may use those."""


@frozen
class Principal:
    """A caller. ``project_id`` is set for a key that is bound to one project, ``scopes`` is empty for an unrestricted one."""

    kind: Literal["key", "user"]
    tenant_id: str
    user_id: str
    scopes: frozenset[str] = frozenset()
    project_id: str | None = None

    def sees(self, project: Record) -> bool:
        return project["_tenantId"] == self.tenant_id and self.project_id in (None, project["id"])


def authenticate(world: World, operation: Operation, headers: Mapping[str, str]) -> Principal | None:
    """The caller, None where the operation asks for no credentials. Raises ``Refusal`` 401 or 403."""
    if not operation.schemes:
        return None
    principal = _identify(world, operation.schemes, headers)
    scope = SCOPE_OF_TAG.get(operation.tag)
    if principal.scopes and scope is not None and scope not in principal.scopes:
        raise forbidden(f"API key lacks the scope {scope}")
    return principal


def open_project(world: World, principal: Principal, operation: Operation, project_id: str) -> Record:
    """The project that the path names, if the caller may see it."""
    project = world.store.projects.get(EVERYWHERE, project_id)
    if principal.project_id is not None and principal.project_id != project_id:
        raise forbidden("API key is bound to another project")
    if project is None or project["_tenantId"] != principal.tenant_id:
        raise forbidden("No access to this project") if 403 in operation.statuses else not_found("Project")
    return project


def digest(key: str) -> str:
    """What is kept of an API key."""
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
    record = world.store.api_keys.find(EVERYWHERE, digest(key))
    if record is None or expired(world, record):
        raise unauthorized("Invalid API key")
    record["lastUsedAt"] = world.clock.iso()
    return Principal(
        "key", record["_tenantId"], record["_userId"], frozenset(record["scopes"]), record.get("projectId")
    )


def expired(world: World, record: Record) -> bool:
    """Whether an API key's time is over."""
    expires: str | None = record.get("expiresAt")
    return expires is not None and parse(expires) <= world.clock.timestamp()


def _by_token(world: World, token: str) -> Principal:
    claims = tokens.verify(token, world.token_key, world.clock.timestamp())
    user = world.store.users.get(EVERYWHERE, claims.get("sub", "")) if claims else None
    if user is None:
        raise unauthorized()
    return Principal("user", user["tenantId"], user["id"])
