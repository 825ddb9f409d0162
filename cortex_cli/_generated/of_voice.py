# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""The operations of `cortex voice`."""

from __future__ import annotations

from typing import Any

MODELS: dict[str, dict[str, Any]] = {
    "AccessKey": {
        "fields": ("id", "keyId", "name", "pubKey", "created", "description", "updated"),
        "columns": ("id", "name", "pubKey", "created", "description", "updated"),
    },
    "CreatedAccessKey": {
        "fields": ("id", "accessKey", "keyId", "name", "pubKey", "created", "description", "updated"),
        "columns": ("id", "name", "pubKey", "created", "description", "updated"),
    },
    "PeersOverTime": {"fields": ("average", "peak"), "columns": ()},
    "RoomsOverTime": {"fields": ("average", "peak"), "columns": ()},
    "VoiceSettings": {
        "fields": ("accessKeysCount", "peerLimit", "hostingType", "permissions"),
        "columns": ("accessKeysCount", "peerLimit", "hostingType"),
    },
}

OPERATIONS: dict[str, dict[str, Any]] = {
    "activate": {
        "id": "activateVoice",
        "call": ("project", "voice", "activate"),
        "request": "POST /api/projects/{projectId}/voice/activate",
        "summary": "Activate ODIN Voice",
        "help": "Activate the ODIN Voice API for this project. Required before access keys can be created.",
        "parameters": (),
        "result": {"shape": "value"},
    },
    "create-access-key": {
        "id": "createAccessKey",
        "call": ("project", "voice", "create_access_key"),
        "request": "POST /api/projects/{projectId}/voice/access-keys",
        "summary": "Create access key",
        "help": "Create a new access key. The response includes the one-time access key string.",
        "parameters": (
            {
                "name": "name",
                "kind": "str",
                "help": "Human-readable name for the new access key",
                "required": True,
                "option": "name",
            },
            {
                "name": "description",
                "kind": "str",
                "help": "Optional description for the access key",
                "option": "description",
            },
        ),
        "result": {"shape": "record", "model": "CreatedAccessKey", "reveals": True},
    },
    "delete-access-key": {
        "id": "deleteAccessKey",
        "call": ("project", "voice", "delete_access_key"),
        "request": "DELETE /api/projects/{projectId}/voice/access-keys/{accessKeyId}",
        "summary": "Delete access key",
        "help": "Permanently delete an access key.",
        "parameters": (
            {
                "name": "access_key_id",
                "kind": "str",
                "help": "The access key ID",
                "positional": True,
                "required": True,
                "option": "access-key-id",
            },
        ),
        "result": {"shape": "value"},
        "confirm": True,
    },
    "get-analytics": {
        "id": "getAnalytics",
        "call": ("project", "voice", "get_analytics"),
        "request": "GET /api/projects/{projectId}/voice/analytics",
        "summary": "Get voice analytics",
        "help": "Retrieve peak and average concurrent peers over time for chart rendering.",
        "parameters": (
            {
                "name": "start",
                "kind": "int",
                "help": "Unix timestamp (seconds) for the start of the range",
                "required": True,
                "option": "start",
            },
        ),
        "result": {"shape": "record", "model": "PeersOverTime"},
    },
    "get-rooms-analytics": {
        "id": "getRoomsAnalytics",
        "call": ("project", "voice", "get_rooms_analytics"),
        "request": "GET /api/projects/{projectId}/voice/rooms-analytics",
        "summary": "Get rooms over time analytics",
        "help": "Retrieve peak and average active rooms over time for chart rendering.",
        "parameters": (
            {
                "name": "start",
                "kind": "int",
                "help": "Unix timestamp (seconds) for the start of the range",
                "required": True,
                "option": "start",
            },
        ),
        "result": {"shape": "record", "model": "RoomsOverTime"},
    },
    "get-settings": {
        "id": "getVoiceSettings",
        "call": ("project", "voice", "get_settings"),
        "request": "GET /api/projects/{projectId}/voice/settings",
        "summary": "Get voice settings",
        "help": "Retrieve voice-specific settings for the project including peer limit, access key count, and permissions.",
        "parameters": (),
        "result": {"shape": "record", "model": "VoiceSettings"},
    },
    "list-access-keys": {
        "id": "listAccessKeys",
        "call": ("project", "voice", "list_access_keys"),
        "request": "GET /api/projects/{projectId}/voice/access-keys",
        "summary": "List access keys",
        "help": "Retrieve all access keys for the project.",
        "parameters": (),
        "result": {"shape": "list", "model": "AccessKey"},
    },
    "update-access-key": {
        "id": "editAccessKey",
        "call": ("project", "voice", "update_access_key"),
        "request": "PUT /api/projects/{projectId}/voice/access-keys/{accessKeyId}",
        "summary": "Edit access key",
        "help": "Update the name and description of an existing access key.",
        "parameters": (
            {
                "name": "access_key_id",
                "kind": "str",
                "help": "The access key ID",
                "positional": True,
                "required": True,
                "option": "access-key-id",
            },
            {
                "name": "name",
                "kind": "str",
                "help": "Updated name for the access key",
                "required": True,
                "option": "name",
            },
            {
                "name": "description",
                "kind": "str",
                "help": "Updated description for the access key",
                "option": "description",
            },
        ),
        "result": {"shape": "value"},
    },
    "update-peer-limit": {
        "id": "updatePeerLimit",
        "call": ("project", "voice", "update_peer_limit"),
        "request": "PUT /api/projects/{projectId}/voice/peer-limit",
        "summary": "Update peer limit",
        "help": "Set the maximum number of concurrent peers for the project. Use 0 for unlimited.",
        "parameters": (
            {
                "name": "peer_limit",
                "kind": "int",
                "help": "Maximum number of concurrent peers. 0 = unlimited.",
                "required": True,
                "option": "peer-limit",
            },
        ),
        "result": {"shape": "record", "model": "VoiceSettings"},
    },
}
