"""Projects as the account sees them: apps with their permissions and products."""

from __future__ import annotations

from cortex_async.emulator.domain import app_settings, plugins, voice
from cortex_async.emulator.records import Record, public
from cortex_async.emulator.world import World

ROLE = "admin"
PERMISSIONS = (
    "addAccessKey",
    "editAccessKey",
    "deleteAccessKey",
    "addUser",
    "editUser",
    "deleteUser",
    "setPeerLimit",
    "setProjectName",
    "downloadLicense",
)


def permissions() -> Record:
    """All permissions: every caller who sees a project may do everything with it."""
    return dict.fromkeys(PERMISSIONS, True)


def serialize(world: World, project: Record) -> Record:
    return {
        **public(project),
        "appId": project["id"],
        "secret": project["_secret"] or "",
        "role": ROLE,
        "currentUserRole": ROLE,
        "isConfigured": app_settings.find(world, project["id"]) is not None,
        "userCount": world.store.project_users.count(project["id"]),
        "permissions": permissions(),
        "billingState": "free",
        "activatedProducts": _products(world, project),
    }


def _products(world: World, project: Record) -> list[Record]:
    """Cortex, Voice if activated, and the products of paid plugins."""
    products: list[Record] = [_product("cortex", project["created"])]
    activated: str | None = voice.state(world, project)["_activatedAt"]
    if activated is not None:
        products.append(_product("voice", activated))
    products += [
        {"id": instance["id"], "activatedAt": instance["createdAt"], "config": {"product": slug}}
        for instance, slug in plugins.paid(world, project)
    ]
    return products


def _product(slug: str, activated: str) -> Record:
    name = f"ODIN {slug.capitalize()}"
    return {"id": slug, "product": {"slug": slug, "name": name}, "activatedAt": activated}
