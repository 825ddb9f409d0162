"""Handlers of project settings."""

from __future__ import annotations

from cortex_async.emulator.domain import app_settings
from cortex_async.emulator.errors import bad_request, not_found
from cortex_async.emulator.records import Record
from cortex_async.emulator.registry import Call, handles


def _existing(call: Call) -> Record:
    settings = app_settings.find(call.world, call.project["id"])
    if settings is None:
        raise not_found("Settings")
    return settings


@handles("GET", "/api/projects/{projectId}/settings")
def get_app_settings(call: Call) -> Record:
    return app_settings.serialize(_existing(call))


@handles("PUT", "/api/projects/{projectId}/settings")
def upsert_app_settings(call: Call) -> Record:
    return app_settings.serialize(app_settings.replace(call.world, call.project, call.body))


@handles("PATCH", "/api/projects/{projectId}/settings")
def patch_app_settings(call: Call) -> Record:
    settings = _existing(call)
    app_settings.merge(settings, call.body)
    return app_settings.serialize(settings)


@handles("DELETE", "/api/projects/{projectId}/settings")
def delete_app_settings(call: Call) -> None:
    call.world.store.settings.remove(call.project["id"], _existing(call)["id"])


@handles("GET", "/api/projects/{projectId}/settings/secret")
def get_secret(call: Call) -> Record:
    settings = _existing(call)
    if not settings["hasSecret"]:
        raise not_found("Project secret")
    return {"secret": call.project["_secret"]}


@handles("POST", "/api/projects/{projectId}/settings/sync-secret")
def sync_secret(call: Call) -> Record:
    settings = _existing(call)
    if call.project["_secret"] is None:
        raise bad_request("No secret found in Payment system")
    settings["hasSecret"] = True
    return {"message": "Secret synced successfully"}


@handles("DELETE", "/api/projects/{projectId}/settings/revoke-secret")
def revoke_secret(call: Call) -> Record:
    _existing(call)["hasSecret"] = False
    return {"message": "Secret revoked successfully"}


@handles("PATCH", "/api/projects/{projectId}/settings/debug-audio")
def update_debug_audio(call: Call) -> Record:
    settings = _existing(call)
    settings["debugAudioEnabled"] = call.body["enabled"]
    return app_settings.serialize(settings)


@handles("PATCH", "/api/projects/{projectId}/settings/e2e-encryption")
def update_e2e_encryption(call: Call) -> Record:
    settings = _existing(call)
    app_settings.encrypt(settings, call.body["mode"], call.body.get("password"))
    return app_settings.serialize(settings)
