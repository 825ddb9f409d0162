"""Tenants, their users, projects and keys."""

from __future__ import annotations

from cortex_async.emulator import tokens
from cortex_async.emulator.auth import digest
from cortex_async.emulator.records import Record
from cortex_async.emulator.store import EVERYWHERE
from cortex_async.emulator.world import World

KEY_PREFIX = "ots_live_"
PASSWORD = "emulator"  # noqa: S105  (documented, the same everywhere)
TOKEN_LIFETIME = 3600.0


def found_tenant(world: World, name: str) -> Record:
    """A tenant with its first user, whose e-mail is made of the name. Raises ``ValueError`` for a name that is taken."""
    email = f"{name}@example.com"
    if world.store.users.find(EVERYWHERE, email.lower()) is not None:
        raise ValueError(f"there is a tenant {name!r} already")
    tenant = {"id": world.ids.uuid(), "name": name}
    world.store.tenants.add(EVERYWHERE, tenant)
    add_user(world, tenant["id"], name, email)
    return tenant


def add_user(world: World, tenant_id: str, name: str, email: str) -> Record:
    user: Record = {
        "id": world.ids.uuid(),
        "tenantId": tenant_id,
        "name": name,
        "email": email,
        "_login": email.lower(),
        "_fusionSession": f"fsid_{world.ids.word(24)}",
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
    add_project_user(world, project, owner["name"], owner["email"], "admin", "active")
    return project


def add_project_user(world: World, project: Record, name: str, email: str, role: str, status: str) -> Record:
    """A person's place in a project; its id is what the API calls the permission id."""
    record: Record = {
        "id": world.ids.uuid(),
        "name": name,
        "email": email,
        "role": role,
        "status": status,
        "created": world.clock.iso(),
    }
    return world.store.project_users.add(project["id"], record)


def by_fusion_session(world: World, session_id: str) -> Record | None:
    users = world.store.users.of(EVERYWHERE)
    return next((user for user in users if user["_fusionSession"] == session_id), None)


def by_credentials(world: World, email: str, password: str) -> Record | None:
    """Every user has the same password: it protects nothing here."""
    return world.store.users.find(EVERYWHERE, email.lower()) if password == PASSWORD else None


def room_token(world: World, project: Record, room: str, user: str) -> str:
    """A token of the form that ODIN Voice takes, signed with a key that no real server knows."""
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
