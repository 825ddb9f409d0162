# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""The operations of `cortex projects`."""

from __future__ import annotations

from typing import Any

MODELS: dict[str, dict[str, Any]] = {
    "Project": {
        "fields": (
            "id",
            "appId",
            "created",
            "description",
            "domain",
            "name",
            "role",
            "secret",
            "type",
            "updated",
            "activatedProducts",
            "billingState",
            "currentUserRole",
            "isConfigured",
            "permissions",
            "userCount",
        ),
        "columns": ("id", "name", "type", "billingState", "created", "description"),
    },
    "RoomToken": {"fields": ("token",), "columns": ()},
}

OPERATIONS: dict[str, dict[str, Any]] = {
    "generate-token-legacy": {
        "id": "generateTokenLegacy",
        "call": ("account", "projects", "generate_token_legacy"),
        "request": "POST /api/projects/token",
        "summary": "Generate access token",
        "help": "Generate a short-lived access token for a specific room and project context.",
        "parameters": (
            {
                "name": "project_id",
                "kind": "str",
                "help": "The Project ID (API Key)",
                "required": True,
                "option": "project-id",
            },
            {"name": "room_id", "kind": "str", "help": "The Room ID", "required": True, "option": "room-id"},
            {
                "name": "secret",
                "kind": "str",
                "help": "The Project Secret",
                "required": True,
                "secret": True,
                "option": "secret",
            },
        ),
        "result": {"shape": "record", "model": "RoomToken", "reveals": True},
    },
    "list": {
        "id": "listApps",
        "call": ("account", "projects", "list"),
        "request": "GET /api/projects",
        "summary": "List available apps (projects)",
        "help": "Retrieve a list of apps/projects associated with the current user account, including projects shared via invitation.",
        "parameters": (),
        "result": {"shape": "list", "model": "Project"},
    },
}
