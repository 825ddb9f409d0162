# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""The operations of `cortex tokens`."""

from __future__ import annotations

from typing import Any

MODELS: dict[str, dict[str, Any]] = {"RoomToken": {"fields": ("token",), "columns": ()}}

OPERATIONS: dict[str, dict[str, Any]] = {
    "generate": {
        "id": "generateProjectToken",
        "call": ("project", "tokens", "generate"),
        "request": "POST /api/projects/{projectId}/token",
        "summary": "Generate ODIN Voice Token",
        "help": "Generate an access token for ODIN using the method configured in the project settings.",
        "parameters": (
            {"name": "room_id", "kind": "str", "help": "The Room ID", "required": True, "option": "room-id"},
            {"name": "user_id", "kind": "str", "help": "The User ID", "required": True, "option": "user-id"},
        ),
        "result": {"shape": "record", "model": "RoomToken", "reveals": True},
    }
}
