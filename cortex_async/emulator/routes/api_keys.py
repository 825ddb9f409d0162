"""Handlers of the tag API Keys."""

from __future__ import annotations

from cortex_async.emulator.auth import SCOPES
from cortex_async.emulator.checks import non_empty, timestamp
from cortex_async.emulator.domain import tenancy
from cortex_async.emulator.errors import invalid, not_found
from cortex_async.emulator.records import Record, public
from cortex_async.emulator.registry import Call, handles
from cortex_async.emulator.store import GLOBAL
from cortex_async.emulator.timestamps import parse


@handles("GET", "/api/api-keys/scopes")
def get_scopes(call: Call) -> list[str]:
    return list(SCOPES)


@handles("GET", "/api/api-keys")
def list_keys(call: Call) -> list[Record]:
    """The tenant's keys that have not expired."""
    groups = call.world.store.api_keys.groups
    groups.pass_time(call.world.clock.timestamp())
    return [public(key) for key in groups.of(GLOBAL, ("tenant", call.principal.tenant_id))]


@handles("POST", "/api/api-keys")
def create_key(call: Call) -> Record:
    """The only response that shows the key."""
    scopes: list[str] = call.body["scopes"]
    if not set(scopes) <= set(SCOPES):
        raise invalid(f"each value in scopes must be one of the following values: {', '.join(SCOPES)}")
    expires = timestamp(call.body, "expiresAt")
    if expires is not None and parse(expires) <= call.world.clock.timestamp():
        raise invalid("expiresAt must be in the future")
    project_id = call.body.get("projectId")
    if project_id is not None:
        project = call.world.store.projects.get(GLOBAL, project_id)
        if project is None or not call.principal.sees(project):
            raise not_found("Project")
    record, key = tenancy.issue_key(
        call.world,
        call.principal.tenant_id,
        non_empty(call.body, "name"),
        scopes=scopes,
        project_id=project_id,
        expires_at=expires,
        user_id=call.principal.user_id,
    )
    return {**public(record), "key": key}


@handles("DELETE", "/api/api-keys/{id}")
def revoke_key(call: Call) -> Record:
    key = call.world.store.api_keys.get(GLOBAL, call.path["id"])
    if key is None or key["_tenantId"] != call.principal.tenant_id:
        raise not_found("API key")
    call.world.store.api_keys.remove(GLOBAL, key["id"])
    return {"message": "API key revoked"}
