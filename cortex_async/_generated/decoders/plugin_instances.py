# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group plugin instances."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import NULL, as_dict, aware, from_iso, new, one, utc
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.unset import UNSET

from ..models.plugin_instances import (
    CreatePluginInstance,
    PluginInstance,
    PluginInstanceWithPlugin,
    PluginUninstalled,
    UpdatePluginInstance,
)
from .common import decode_plugin, encode_plugin

_CREATED_AT = parsed_name("createdAt")
_ID = parsed_name("id")
_IS_ENABLED = parsed_name("isEnabled")
_MESSAGE = parsed_name("message")
_PLUGIN = parsed_name("plugin")
_PLUGIN_ID = parsed_name("pluginId")
_PROJECT_ID = parsed_name("projectId")
_SETTINGS = parsed_name("settings")
_TENANT_ID = parsed_name("tenantId")
_UPDATED_AT = parsed_name("updatedAt")


def decode_create_plugin_instance(o: dict[str, Any]) -> CreatePluginInstance:
    m = new(CreatePluginInstance)
    m.plugin_id = o[_PLUGIN_ID]
    m.settings = o[_SETTINGS] if _SETTINGS in o else UNSET
    return m


def encode_create_plugin_instance(m: CreatePluginInstance) -> dict[str, Any]:
    o: dict[str, Any] = {"pluginId": m.plugin_id}
    if m.settings is not UNSET:
        o["settings"] = as_dict(m.settings)
    return o


def decode_plugin_instance(o: dict[str, Any]) -> PluginInstance:
    m = new(PluginInstance)
    m.id = o[_ID]
    m.created_at = (
        NULL if (v := o[_CREATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.is_enabled = o[_IS_ENABLED]
    m.plugin_id = o[_PLUGIN_ID]
    m.settings = o[_SETTINGS]
    m.tenant_id = o[_TENANT_ID]
    m.updated_at = (
        NULL if (v := o[_UPDATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_plugin_instance(m: PluginInstance) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "createdAt": v if type(v := m.created_at) is datetime and v.tzinfo is UTC else utc(v),
        "isEnabled": m.is_enabled,
        "pluginId": m.plugin_id,
        "settings": as_dict(m.settings),
        "tenantId": m.tenant_id,
        "updatedAt": v if type(v := m.updated_at) is datetime and v.tzinfo is UTC else utc(v),
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_plugin_instance_with_plugin(o: dict[str, Any]) -> PluginInstanceWithPlugin:
    m = new(PluginInstanceWithPlugin)
    m.id = o[_ID]
    m.created_at = (
        NULL if (v := o[_CREATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.is_enabled = o[_IS_ENABLED]
    m.plugin = NULL if (v := o[_PLUGIN]) is None else decode_plugin(v)
    m.plugin_id = o[_PLUGIN_ID]
    m.settings = o[_SETTINGS]
    m.tenant_id = o[_TENANT_ID]
    m.updated_at = (
        NULL if (v := o[_UPDATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
    return m


def encode_plugin_instance_with_plugin(m: PluginInstanceWithPlugin) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "createdAt": v if type(v := m.created_at) is datetime and v.tzinfo is UTC else utc(v),
        "isEnabled": m.is_enabled,
        "plugin": one(encode_plugin, m.plugin),
        "pluginId": m.plugin_id,
        "settings": as_dict(m.settings),
        "tenantId": m.tenant_id,
        "updatedAt": v if type(v := m.updated_at) is datetime and v.tzinfo is UTC else utc(v),
    }
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_plugin_uninstalled(o: dict[str, Any]) -> PluginUninstalled:
    m = new(PluginUninstalled)
    m.message = o[_MESSAGE]
    return m


def encode_plugin_uninstalled(m: PluginUninstalled) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message}
    return o


def decode_update_plugin_instance(o: dict[str, Any]) -> UpdatePluginInstance:
    o.keys()
    m = new(UpdatePluginInstance)
    m.is_enabled = o[_IS_ENABLED] if _IS_ENABLED in o else UNSET
    m.settings = o[_SETTINGS] if _SETTINGS in o else UNSET
    return m


def encode_update_plugin_instance(m: UpdatePluginInstance) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.is_enabled is not UNSET:
        o["isEnabled"] = m.is_enabled
    if m.settings is not UNSET:
        o["settings"] = as_dict(m.settings)
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    CreatePluginInstance: decode_create_plugin_instance,
    PluginInstance: decode_plugin_instance,
    PluginInstanceWithPlugin: decode_plugin_instance_with_plugin,
    PluginUninstalled: decode_plugin_uninstalled,
    UpdatePluginInstance: decode_update_plugin_instance,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    CreatePluginInstance: encode_create_plugin_instance,
    PluginInstance: encode_plugin_instance,
    PluginInstanceWithPlugin: encode_plugin_instance_with_plugin,
    PluginUninstalled: encode_plugin_uninstalled,
    UpdatePluginInstance: encode_update_plugin_instance,
}
