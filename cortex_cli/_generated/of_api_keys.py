# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""The operations of `cortex api-keys`."""

from __future__ import annotations

from typing import Any

MODELS: dict[str, dict[str, Any]] = {
    "ApiKey": {
        "fields": ("id", "createdAt", "keyPrefix", "name", "scopes", "expiresAt", "lastUsedAt", "projectId"),
        "columns": ("id", "name", "scopes", "projectId", "expiresAt", "lastUsedAt"),
    },
    "CreatedApiKey": {
        "fields": (
            "id",
            "createdAt",
            "key",
            "keyPrefix",
            "name",
            "scopes",
            "expiresAt",
            "lastUsedAt",
            "projectId",
        ),
        "columns": ("id", "name", "keyPrefix", "createdAt", "expiresAt", "lastUsedAt"),
    },
}

OPERATIONS: dict[str, dict[str, Any]] = {
    "create": {
        "id": "createKey",
        "call": ("account", "api_keys", "create"),
        "request": "POST /api/api-keys",
        "summary": "Create a new API key",
        "help": "Generate a new API key with specified scopes. The secret key is only returned in the response and cannot be retrieved later.",
        "parameters": (
            {
                "name": "name",
                "kind": "str",
                "help": "Human-readable name for the key",
                "required": True,
                "option": "name",
            },
            {
                "name": "scopes",
                "kind": "list:str",
                "help": "Scopes to grant to this key",
                "choices": ("sessions", "messages", "plugins", "plugin-endpoints", "gatherings", "functions"),
                "required": True,
                "option": "scopes",
            },
            {
                "name": "expires_at",
                "kind": "datetime",
                "help": "Optional expiration date (ISO string)",
                "option": "expires-at",
            },
            {
                "name": "project_id",
                "kind": "str",
                "help": "Optional project ID to scope this key to",
                "nullable": True,
                "option": "project-id",
            },
        ),
        "result": {"shape": "record", "model": "CreatedApiKey", "reveals": True},
    },
    "list": {
        "id": "listKeys",
        "call": ("account", "api_keys", "list"),
        "request": "GET /api/api-keys",
        "summary": "List all API keys for the tenant",
        "help": "Retrieve a list of all active API keys, including metadata like last used date and scopes.",
        "parameters": (),
        "result": {"shape": "list", "model": "ApiKey"},
    },
    "list-scopes": {
        "id": "getScopes",
        "call": ("account", "api_keys", "list_scopes"),
        "request": "GET /api/api-keys/scopes",
        "summary": "Get available API key scopes",
        "help": "List all valid permission scopes for API keys.",
        "parameters": (),
        "result": {"shape": "value"},
    },
    "revoke": {
        "id": "revokeKey",
        "call": ("account", "api_keys", "revoke"),
        "request": "DELETE /api/api-keys/{id}",
        "summary": "Revoke an API key",
        "help": "Permanently revoke an API key. It will essentially be deleted and cannot be used anymore.",
        "parameters": (
            {
                "name": "api_key_id",
                "kind": "str",
                "positional": True,
                "required": True,
                "option": "api-key-id",
            },
        ),
        "result": {"shape": "value"},
        "confirm": True,
    },
}
