"""Handlers of projects, their users and tokens."""

from __future__ import annotations

import hmac

from cortex_async.emulator.checks import non_empty
from cortex_async.emulator.domain import app_settings, project_view, tenancy
from cortex_async.emulator.errors import conflict, not_found, unauthorized
from cortex_async.emulator.records import Record, public
from cortex_async.emulator.registry import Call, handles
from cortex_async.emulator.store import GLOBAL


@handles("GET", "/api/projects")
def list_apps(call: Call) -> list[Record]:
    caller = call.principal
    if caller.project_id is not None:
        bound = call.world.store.projects.get(GLOBAL, caller.project_id)
        found = [bound] if bound is not None else []
    else:
        found = call.world.store.projects.groups.of(GLOBAL, ("tenant", caller.tenant_id))
    return [project_view.serialize(call.world, project) for project in found if caller.sees(project)]


@handles("GET", "/api/projects/{projectId}/users")
def get_project_users(call: Call) -> list[Record]:
    return [public(one) for one in call.world.store.project_users.of(call.project["id"])]


@handles("POST", "/api/projects/{projectId}/users/invite")
def invite_project_user(call: Call) -> Record:
    email = non_empty(call.body, "email")
    if call.world.store.project_users.groups.count(call.project["id"], ("email", email.casefold())):
        raise conflict("User is a member of this project already")
    name = email.partition("@")[0]
    return public(
        tenancy.add_project_user(call.world, call.project, name, email, call.body["role"], "pending")
    )


@handles("POST", "/api/projects/{projectId}/users/remove")
def remove_project_user(call: Call) -> None:
    call.world.store.project_users.remove(call.project["id"], _user_in_body(call)["id"])


@handles("POST", "/api/projects/{projectId}/users/change-role")
def change_project_user_role(call: Call) -> None:
    _user_in_body(call)["role"] = call.body["role"]


@handles("POST", "/api/projects/{projectId}/token")
def generate_project_token(call: Call) -> Record:
    app_settings.require(call.world, call.project["id"])
    return _token(call, call.project, non_empty(call.body, "userId"))


@handles("POST", "/api/projects/token")
def generate_token_legacy(call: Call) -> Record:
    """Takes the project secret in addition to the credentials, and creates a token for the caller."""
    project = call.world.store.projects.get(GLOBAL, call.body["projectId"])
    if project is None or not call.principal.sees(project):
        raise not_found("Project")
    secret: str = project["_secret"] or ""
    if not secret or not hmac.compare_digest(secret.encode(), call.body["secret"].encode()):
        raise unauthorized("Invalid project secret")
    return _token(call, project, call.principal.user_id)


def _token(call: Call, project: Record, user: str) -> Record:
    return {"token": tenancy.room_token(call.world, project, non_empty(call.body, "roomId"), user)}


def _user_in_body(call: Call) -> Record:
    record = call.world.store.project_users.get(call.project["id"], call.body["permissionId"])
    if record is None:
        raise not_found("User")
    return record
