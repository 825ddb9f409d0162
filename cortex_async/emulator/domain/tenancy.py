"""Tenants, their users, projects and keys."""

from __future__ import annotations

from cortex_async.emulator import tokens
from cortex_async.emulator.auth import digest
from cortex_async.emulator.records import Record
from cortex_async.emulator.store import EVERYWHERE
from cortex_async.emulator.world import World

KEY_PREFIX = "ots_live_"
TOKEN_LIFETIME = 3600.0


def found_tenant(world: World, name: str) -> Record:
    """A tenant with its first user. ``_login`` of a user is what a log-in is recognised by."""
    tenant = {"id": world.ids.uuid(), "name": name}
    world.store.tenants.add(EVERYWHERE, tenant)
    add_user(world, tenant["id"], name, f"{name}@example.com")
    return tenant


def add_user(world: World, tenant_id: str, name: str, email: str) -> Record:
    user: Record = {
        "id": world.ids.uuid(),
        "tenantId": tenant_id,
        "name": name,
        "email": email,
        "_login": email.lower(),
    }
    return world.store.users.add(EVERYWHERE, user)


def first_user(world: World, tenant_id: str) -> Record:
    return next(user for user in world.store.users.of(EVERYWHERE) if user["tenantId"] == tenant_id)


def add_project(world: World, tenant_id: str, name: str, *, secret: bool = True) -> Record:
    """A project that is not configured yet. Without ``secret`` the billing system knows none, and syncing it fails."""
    now = world.clock.iso()
    project: Record = {
        "id": world.ids.word(16),
        "name": name,
        "description": "",
        "type": "sdk",
        "created": now,
        "updated": now,
        "domain": "",
        "_tenantId": tenant_id,
        "_secret": world.ids.key_material() if secret else None,
    }
    world.store.projects.add(EVERYWHERE, project)
    owner = first_user(world, tenant_id)
    membership: Record = {
        "id": world.ids.uuid(),
        "name": owner["name"],
        "email": owner["email"],
        "role": "admin",
        "status": "active",
        "created": now,
    }
    world.store.project_users.add(project["id"], membership)
    return project


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
    """A new API key: its record and the key itself, which is not kept."""
    secret = key or KEY_PREFIX + world.ids.word(40)
    record: Record = {
        "id": world.ids.uuid(),
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
    return world.store.api_keys.add(EVERYWHERE, record), secret


def issue_token(world: World, user: Record, lifetime: float = TOKEN_LIFETIME) -> str:
    """A JWT for a user, valid for so many seconds."""
    now = world.clock.timestamp()
    claims = {"sub": user["id"], "tenantId": user["tenantId"], "iat": int(now), "exp": now + lifetime}
    return tokens.sign(claims, world.token_key)


def ensure_key(world: World, tenant_id: str, key: str) -> None:
    """Make a known key valid, e.g. after another emulator's state was loaded."""
    if world.store.api_keys.find(EVERYWHERE, digest(key)) is None:
        issue_key(world, tenant_id, "emulator", key=key)
