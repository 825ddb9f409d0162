# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""The operations of `cortex plugins`."""

from __future__ import annotations

from typing import Any

MODELS: dict[str, dict[str, Any]] = {
    "PluginInstance": {
        "fields": (
            "id",
            "createdAt",
            "isEnabled",
            "pluginId",
            "settings",
            "tenantId",
            "updatedAt",
            "projectId",
        ),
        "columns": ("id", "isEnabled", "createdAt", "updatedAt", "pluginId", "tenantId"),
    },
    "PluginInstanceWithPlugin": {
        "fields": (
            "id",
            "createdAt",
            "isEnabled",
            "plugin",
            "pluginId",
            "settings",
            "tenantId",
            "updatedAt",
            "projectId",
        ),
        "columns": ("id", "isEnabled", "createdAt", "updatedAt", "pluginId", "tenantId"),
    },
    "PluginUninstalled": {"fields": ("message",), "columns": ("message",)},
}

OPERATIONS: dict[str, dict[str, Any]] = {
    "get": {
        "id": "getInstance",
        "call": ("project", "plugins", "get"),
        "request": "GET /api/projects/{projectId}/plugins/instances/{id}",
        "summary": "Get plugin instance",
        "help": "Retrieve details of a specific plugin installation.",
        "parameters": (
            {
                "name": "instance_id",
                "kind": "str",
                "help": "Instance ID",
                "positional": True,
                "required": True,
                "option": "instance-id",
            },
        ),
        "result": {"shape": "record", "model": "PluginInstanceWithPlugin"},
    },
    "install": {
        "id": "createInstance",
        "call": ("project", "plugins", "install"),
        "request": "POST /api/projects/{projectId}/plugins/instances",
        "summary": "Install a plugin",
        "help": "Create a new instance of a plugin, configuring it for the specified project.",
        "parameters": (
            {
                "name": "plugin_id",
                "kind": "str",
                "help": "Plugin ID to activate",
                "required": True,
                "option": "plugin-id",
            },
            {
                "name": "settings",
                "kind": "object",
                "help": "Initial settings",
                "secret": True,
                "option": "settings",
            },
        ),
        "result": {"shape": "record", "model": "PluginInstance"},
        "paid": {"look": "plugin-catalog list", "key": "id", "parameter": "plugin_id", "if": "productSlug"},
    },
    "list": {
        "id": "listInstances",
        "call": ("project", "plugins", "list"),
        "request": "GET /api/projects/{projectId}/plugins/instances",
        "summary": "List installed plugin instances",
        "help": "Retrieve a list of all installed plugins (instances) for the specified project.",
        "parameters": (),
        "result": {"shape": "list", "model": "PluginInstanceWithPlugin"},
    },
    "uninstall": {
        "id": "deleteInstance",
        "call": ("project", "plugins", "uninstall"),
        "request": "DELETE /api/projects/{projectId}/plugins/instances/{id}",
        "summary": "Uninstall a plugin",
        "help": "Permanently remove a plugin instance.",
        "parameters": (
            {
                "name": "instance_id",
                "kind": "str",
                "help": "Instance ID",
                "positional": True,
                "required": True,
                "option": "instance-id",
            },
        ),
        "result": {"shape": "record", "model": "PluginUninstalled"},
        "confirm": True,
    },
    "update": {
        "id": "updateInstance",
        "call": ("project", "plugins", "update"),
        "request": "PUT /api/projects/{projectId}/plugins/instances/{id}",
        "summary": "Update plugin instance",
        "help": "Update settings or enable/disable a specific plugin instance.",
        "parameters": (
            {
                "name": "instance_id",
                "kind": "str",
                "help": "Instance ID",
                "positional": True,
                "required": True,
                "option": "instance-id",
            },
            {
                "name": "is_enabled",
                "kind": "bool",
                "help": "Enable/disable the instance",
                "option": "is-enabled",
            },
            {
                "name": "settings",
                "kind": "object",
                "help": "Updated settings",
                "secret": True,
                "option": "settings",
            },
        ),
        "result": {"shape": "record", "model": "PluginInstance"},
    },
}
