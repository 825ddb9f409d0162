"""Tenants with their users, projects and API keys."""

from __future__ import annotations

import re

from cortex_async.emulator import tokens
from cortex_async.emulator.auth import digest
from cortex_async.emulator.records import Record
from cortex_async.emulator.store import GLOBAL
from cortex_async.emulator.world import World

KEY_PREFIX = "ots_live_"
PASSWORD = "emulator"  # noqa: S105  (documented, the same for all users)
TOKEN_LIFETIME = 3600.0
_PROJECT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def create_tenant(world: World, name: str) -> Record:
    """Create a tenant and its first user, whose e-mail address derives from the name. Raises ``ValueError``
    if it is taken.
    """
    email = f"{name}@example.com"
    if world.store.users.find(GLOBAL, "_login", email.lower()) is not None:
        raise ValueError(f"name {name!r} is taken by another tenant")
    tenant = {"id": world.ids.uuid("tenant"), "name": name}
    world.store.tenants.add(GLOBAL, tenant)
    add_user(world, tenant["id"], name, email)
    return tenant


def add_user(world: World, tenant_id: str, name: str, email: str) -> Record:
    user: Record = {
        "id": world.ids.uuid("user"),
        "tenantId": tenant_id,
        "name": name,
        "email": email,
        "_login": email.lower(),
        "_fusionSession": f"fsid_{world.ids.word(24)}",
    }
    return world.store.users.add(GLOBAL, user)


def first_user(world: World, tenant_id: str) -> Record:
    return world.store.users.groups.page(GLOBAL, ("tenant", tenant_id), range(1))[0]


def add_project(
    world: World, tenant_id: str, name: str, *, secret: bool = True, project_id: str | None = None
) -> Record:
    """Add a project without settings. With ``secret=False`` it has no secret in the billing system, and
    syncing that fails.

    project_id: default: a new one. Raises ``ValueError`` if it is not usable in a URL.
    """
    if project_id is not None and not _PROJECT_ID.fullmatch(project_id):
        raise ValueError(f"project_id must be 1 to 64 letters, digits, '-' or '_', got {project_id[:80]!r}")
    now = world.clock.iso()
    project: Record = {
        "id": project_id or world.ids.word(16),
        "name": name,
        "description": "",
        "type": "sdk",
        "created": now,
        "updated": now,
        "domain": "",
        "_tenantId": tenant_id,
        "_secret": world.ids.key_material() if secret else None,
    }
    world.store.projects.add(GLOBAL, project)
    owner = first_user(world, tenant_id)
    add_project_user(world, project, owner["name"], owner["email"], "admin", "active")
    return project


def add_project_user(world: World, project: Record, name: str, email: str, role: str, status: str) -> Record:
    """Add a user to a project. The record's id is the permission id of the API."""
    record: Record = {
        "id": world.ids.uuid("project user"),
        "name": name,
        "email": email,
        "role": role,
        "status": status,
        "created": world.clock.iso(),
    }
    return world.store.project_users.add(project["id"], record)


def by_fusion_session(world: World, session_id: str) -> Record | None:
    return world.store.users.find(GLOBAL, "_fusionSession", session_id)


def by_credentials(world: World, email: str, password: str) -> Record | None:
    """The user with these credentials, None if they are wrong. All users have the same password."""
    return world.store.users.find(GLOBAL, "_login", email.lower()) if password == PASSWORD else None


def room_token(world: World, project: Record, room: str, user: str) -> str:
    """A token in the format of ODIN Voice, signed with a key that no real server accepts."""
    now = int(world.clock.timestamp())
    claims = {"rid": room, "uid": user, "cid": project["id"], "nbf": now, "exp": now + 300}
    return tokens.sign(claims, world.token_key)


def issue_key(
    world: World,
    tenant_id: str,
    name: str,
    *,
    key: str | None = None,
    scopes: list[str] | None = None,
    project_id: str | None = None,
    expires_at: str | None = None,
    user_id: str | None = None,
) -> tuple[Record, str]:
    """Create an API key; returns its record and the key itself, which is not stored."""
    secret = key or KEY_PREFIX + world.ids.word(40)
    record: Record = {
        "id": world.ids.uuid("API key"),
        "name": name,
        "projectId": project_id,
        "keyPrefix": secret[: min(len(KEY_PREFIX) + 4, len(secret) // 2)] + "...",
        "scopes": scopes or [],
        "lastUsedAt": None,
        "expiresAt": expires_at,
        "createdAt": world.clock.iso(),
        "_tenantId": tenant_id,
        "_userId": user_id or first_user(world, tenant_id)["id"],
        "_digest": digest(secret),
    }
    return world.store.api_keys.add(GLOBAL, record), secret


def issue_token(world: World, user: Record, lifetime: float = TOKEN_LIFETIME) -> str:
    """A JWT for a user, valid for ``lifetime`` seconds."""
    now = world.clock.timestamp()
    claims = {"sub": user["id"], "tenantId": user["tenantId"], "iat": int(now), "exp": now + lifetime}
    return tokens.sign(claims, world.token_key)


def ensure_key(world: World, tenant_id: str, key: str) -> None:
    """Make a given key valid, e.g. after loading another emulator's state."""
    if world.store.api_keys.find(GLOBAL, "_digest", digest(key)) is None:
        issue_key(world, tenant_id, "emulator", key=key)
