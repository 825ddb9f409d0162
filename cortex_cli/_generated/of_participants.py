# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""The operations of `cortex participants`."""

from __future__ import annotations

from typing import Any

MODELS: dict[str, dict[str, Any]] = {
    "Participant": {
        "fields": ("id", "displayName", "externalUserId", "joinedAt", "projectId", "tenantId", "userData"),
        "columns": ("id", "externalUserId", "displayName"),
    }
}

OPERATIONS: dict[str, dict[str, Any]] = {
    "create": {
        "id": "createParticipant",
        "call": ("project", "participants", "create"),
        "request": "POST /api/projects/{projectId}/participants",
        "summary": "Create or find a participant",
        "help": "Create a new participant or retrieve an existing one based on projectId and externalUserId.",
        "parameters": (
            {
                "name": "external_user_id",
                "kind": "str",
                "help": "External User ID from ODIN (stable identifier)",
                "required": True,
                "option": "external-user-id",
            },
            {
                "name": "display_name",
                "kind": "str",
                "help": "Display name of the participant",
                "option": "display-name",
            },
            {
                "name": "user_data",
                "kind": "object",
                "help": "User data from ODIN (parsed JSON)",
                "option": "user-data",
            },
        ),
        "result": {"shape": "record", "model": "Participant"},
    },
    "delete": {
        "id": "deleteParticipant",
        "call": ("project", "participants", "delete"),
        "request": "DELETE /api/projects/{projectId}/participants/{id}",
        "summary": "Delete a participant",
        "help": "Delete a participant and all their associated history from the project.",
        "parameters": (
            {
                "name": "participant_id",
                "kind": "str",
                "help": "Participant ID",
                "positional": True,
                "required": True,
                "option": "participant-id",
            },
        ),
        "result": {"shape": "none"},
        "confirm": True,
    },
    "get": {
        "id": "getParticipant",
        "call": ("project", "participants", "get"),
        "request": "GET /api/projects/{projectId}/participants/{id}",
        "summary": "Get a participant by ID",
        "help": "Retrieve detailed information about a specific participant using their UUID.",
        "parameters": (
            {
                "name": "participant_id",
                "kind": "str",
                "help": "Participant ID",
                "positional": True,
                "required": True,
                "option": "participant-id",
            },
        ),
        "result": {"shape": "record", "model": "Participant"},
    },
    "list": {
        "id": "listParticipants",
        "call": ("project", "participants", "list"),
        "request": "GET /api/projects/{projectId}/participants",
        "summary": "List participants",
        "help": "Retrieve a list of participants for a specific project. Supports pagination and search.",
        "parameters": (
            {
                "name": "search",
                "kind": "str",
                "help": "Search by display name or user ID",
                "option": "search",
            },
        ),
        "result": {"shape": "pages", "model": "Participant"},
        "paged": True,
    },
    "update": {
        "id": "updateParticipant",
        "call": ("project", "participants", "update"),
        "request": "PATCH /api/projects/{projectId}/participants/{id}",
        "summary": "Update a participant",
        "help": "Update display name or user data for an existing participant.",
        "parameters": (
            {
                "name": "participant_id",
                "kind": "str",
                "help": "Participant ID",
                "positional": True,
                "required": True,
                "option": "participant-id",
            },
            {
                "name": "display_name",
                "kind": "str",
                "help": "Display name of the participant",
                "option": "display-name",
            },
            {
                "name": "user_data",
                "kind": "object",
                "help": "User data from ODIN (parsed JSON)",
                "option": "user-data",
            },
        ),
        "result": {"shape": "record", "model": "Participant"},
    },
}
