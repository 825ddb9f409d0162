"""Project settings, without which a project cannot create sessions."""

from __future__ import annotations

from cortex_async.emulator.errors import bad_request, invalid
from cortex_async.emulator.records import Record, public
from cortex_async.emulator.world import World

DEFAULT_BOT = "transcription-bot"


def find(world: World, project_id: str) -> Record | None:
    """The settings of a project, None if it is not configured."""
    return world.store.settings.first(project_id)


def require(world: World, project_id: str) -> Record:
    """The settings of a project. Raises ``HTTPError`` 400 if it is not configured."""
    settings = find(world, project_id)
    if settings is None:
        raise bad_request("Project settings not configured")
    return settings


def configure(world: World, project: Record) -> Record:
    """Configure a project the usual way: the bot gets its tokens from an access key."""
    access = {"accessKey": world.ids.key_material(), "botUserId": DEFAULT_BOT}
    settings = replace(world, project, {"tokenProviderType": "access_key", "accessKeyConfig": access})
    settings["hasSecret"] = project["_secret"] is not None
    return settings


def replace(world: World, project: Record, values: Record) -> Record:
    """PUT: absent fields get their defaults; the id and the synced secret stay."""
    known = find(world, project["id"])
    settings: Record = {
        "id": known["id"] if known else world.ids.uuid("settings"),
        "appId": project["id"],
        "isConfigured": True,
        "hasSecret": known["hasSecret"] if known else False,
        "debugAudioEnabled": False,
        "projectName": project["name"],
        "e2eEncryptionMode": "disabled",
        "_password": None,
        "_accessKeyConfig": None,
        "_webserviceConfig": None,
    }
    _assign(settings, values)
    return world.store.settings.add(project["id"], settings)


def merge(settings: Record, values: Record) -> None:
    """PATCH: absent fields stay."""
    changed = dict(settings)
    _assign(changed, values)
    settings.update(changed)


def encrypt(settings: Record, mode: str, password: str | None) -> None:
    """Set the encryption mode.

    ``manual`` needs a password, given or stored; an empty one keeps the stored one. Others clear it.
    """
    stored = password or settings["_password"]
    if mode == "manual" and not stored:
        raise invalid("password is required when mode is manual")
    settings.update(e2eEncryptionMode=mode, _password=stored if mode == "manual" else None)


def serialize(settings: Record) -> Record:
    """The settings without the provider's secrets. The encryption password is shown in manual mode."""
    view = public(settings)
    access, service = settings["_accessKeyConfig"], settings["_webserviceConfig"]
    if access:
        view["botUserId"] = access["botUserId"]
    if service:
        view.update(webserviceUrl=service["url"], webserviceMethod=service["method"])
    if settings["_password"]:
        view["e2eEncryptionPassword"] = settings["_password"]
    return view


def _assign(settings: Record, values: Record) -> None:
    for name in ("tokenProviderType", "botUserData", "debugAudioEnabled"):
        if name in values:
            settings[name] = values[name]
    for name in ("accessKeyConfig", "webserviceConfig"):
        if name in values:
            settings[f"_{name}"] = values[name]
    needed = {"access_key": "accessKeyConfig", "webservice": "webserviceConfig"}.get(
        settings["tokenProviderType"]
    )
    if needed and not settings[f"_{needed}"]:
        raise invalid(f"{needed} is required for tokenProviderType {settings['tokenProviderType']}")
    if "e2eEncryptionMode" in values or "e2eEncryptionPassword" in values:
        mode: str = values.get("e2eEncryptionMode") or settings["e2eEncryptionMode"]
        encrypt(settings, mode, values.get("e2eEncryptionPassword"))
