# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""The operations of `cortex plugin-catalog`."""

from __future__ import annotations

from typing import Any

MODELS: dict[str, dict[str, Any]] = {
    "Plugin": {
        "fields": (
            "id",
            "category",
            "events",
            "isActive",
            "name",
            "slug",
            "version",
            "description",
            "icon",
            "outputAnnotationType",
            "pricingUrl",
            "productSlug",
            "settingsSchema",
        ),
        "columns": ("id", "name", "slug", "category", "outputAnnotationType", "isActive"),
    }
}

OPERATIONS: dict[str, dict[str, Any]] = {
    "get": {
        "id": "getPlugin",
        "call": ("account", "plugin_catalog", "get"),
        "request": "GET /api/plugins/{slug}",
        "summary": "Get plugin by slug",
        "help": "Retrieve detailed information about a specific plugin from the catalog.",
        "parameters": (
            {
                "name": "slug",
                "kind": "str",
                "help": "Plugin slug (e.g., profanity-filter)",
                "positional": True,
                "required": True,
                "option": "slug",
            },
        ),
        "result": {"shape": "record", "model": "Plugin"},
    },
    "list": {
        "id": "listPlugins",
        "call": ("account", "plugin_catalog", "list"),
        "request": "GET /api/plugins",
        "summary": "List available plugins",
        "help": "Retrieve a list of all plugins available in the system catalog.",
        "parameters": (),
        "result": {"shape": "list", "model": "Plugin"},
    },
}
