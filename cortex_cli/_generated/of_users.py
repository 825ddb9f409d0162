# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""The operations of `cortex users`."""

from __future__ import annotations

from typing import Any

MODELS: dict[str, dict[str, Any]] = {
    "ProjectUser": {
        "fields": ("id", "email", "name", "role", "status", "created"),
        "columns": ("id", "email", "name", "role", "status", "created"),
    }
}

OPERATIONS: dict[str, dict[str, Any]] = {
    "change-role": {
        "id": "changeProjectUserRole",
        "call": ("project", "users", "change_role"),
        "request": "POST /api/projects/{projectId}/users/change-role",
        "summary": "Change a project member's role",
        "help": "Update the role assigned to a project member.",
        "parameters": (
            {
                "name": "permission_id",
                "kind": "str",
                "help": "The permission ID of the user (ProjectUserDto.id)",
                "required": True,
                "option": "permission-id",
            },
            {
                "name": "role",
                "kind": "str",
                "help": "New role to assign",
                "choices": ("admin", "maintainer", "developer"),
                "required": True,
                "option": "role",
            },
        ),
        "result": {"shape": "value"},
    },
    "invite": {
        "id": "inviteProjectUser",
        "call": ("project", "users", "invite"),
        "request": "POST /api/projects/{projectId}/users/invite",
        "summary": "Invite a user to a project",
        "help": "Send an invitation to a user by email. They will be added with the specified role.",
        "parameters": (
            {
                "name": "email",
                "kind": "str",
                "help": "Email address of the user to invite",
                "required": True,
                "option": "email",
            },
            {
                "name": "role",
                "kind": "str",
                "help": "Role to assign to the invited user",
                "choices": ("admin", "maintainer", "developer"),
                "required": True,
                "option": "role",
            },
        ),
        "result": {"shape": "record", "model": "ProjectUser"},
    },
    "list": {
        "id": "getProjectUsers",
        "call": ("project", "users", "list"),
        "request": "GET /api/projects/{projectId}/users",
        "summary": "Get project users",
        "help": "Retrieve the list of users associated with a project, including their roles and invitation status.",
        "parameters": (),
        "result": {"shape": "list", "model": "ProjectUser"},
    },
    "remove": {
        "id": "removeProjectUser",
        "call": ("project", "users", "remove"),
        "request": "POST /api/projects/{projectId}/users/remove",
        "summary": "Remove a user from a project",
        "help": "Revoke a user's access to the project by their permission ID.",
        "parameters": (
            {
                "name": "permission_id",
                "kind": "str",
                "help": "The permission ID of the user to remove (ProjectUserDto.id)",
                "required": True,
                "option": "permission-id",
            },
        ),
        "result": {"shape": "value"},
        "confirm": True,
    },
}
