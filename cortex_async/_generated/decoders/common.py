# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import NULL, array, finite, is_array, many, new, one

from ..models.common import Plugin, PluginSetting, PluginSettingValidation, ProjectPermissions


def encode_str_or_float_or_bool_or_list_of_str(m: Any) -> Any:
    if isinstance(m, float):
        return finite(m)
    if is_array(m):
        return array(m)
    return m


def decode_plugin(o: dict[str, Any]) -> Plugin:
    get = o.get
    m = new(Plugin)
    m.id = o["id"]
    m.category = o["category"]
    m.events = o["events"]
    m.is_active = o["isActive"]
    m.name = o["name"]
    m.slug = o["slug"]
    m.version = o["version"]
    m.description = get("description")
    m.icon = get("icon")
    m.output_annotation_type = get("outputAnnotationType")
    m.pricing_url = get("pricingUrl")
    m.product_slug = get("productSlug")
    m.settings_schema = NULL if (v := get("settingsSchema")) is None else many(decode_plugin_setting, v)
    return m


def encode_plugin(m: Plugin) -> dict[str, Any]:
    o: dict[str, Any] = {
        "id": m.id,
        "category": m.category,
        "events": array(m.events),
        "isActive": m.is_active,
        "name": m.name,
        "slug": m.slug,
        "version": m.version,
    }
    if m.description is not None:
        o["description"] = m.description
    if m.icon is not None:
        o["icon"] = m.icon
    if m.output_annotation_type is not None:
        o["outputAnnotationType"] = m.output_annotation_type
    if m.pricing_url is not None:
        o["pricingUrl"] = m.pricing_url
    if m.product_slug is not None:
        o["productSlug"] = m.product_slug
    if m.settings_schema is not None:
        o["settingsSchema"] = many(encode_plugin_setting, m.settings_schema)
    return o


def decode_plugin_setting(o: dict[str, Any]) -> PluginSetting:
    get = o.get
    m = new(PluginSetting)
    m.key = o["key"]
    m.label = o["label"]
    m.type = o["type"]
    m.default = get("default")
    m.description = get("description")
    m.options_ = get("options")
    m.required = False if (v := get("required")) is None else v
    m.validation = NULL if (v := get("validation")) is None else decode_plugin_setting_validation(v)
    return m


def encode_plugin_setting(m: PluginSetting) -> dict[str, Any]:
    o: dict[str, Any] = {"key": m.key, "label": m.label, "type": m.type, "required": m.required}
    if m.default is not None:
        o["default"] = encode_str_or_float_or_bool_or_list_of_str(m.default)
    if m.description is not None:
        o["description"] = m.description
    if m.options_ is not None:
        o["options"] = array(m.options_)
    if m.validation is not None:
        o["validation"] = one(encode_plugin_setting_validation, m.validation)
    return o


def decode_plugin_setting_validation(o: dict[str, Any]) -> PluginSettingValidation:
    get = o.get
    m = new(PluginSettingValidation)
    m.max = get("max")
    m.min = get("min")
    m.pattern = get("pattern")
    return m


def encode_plugin_setting_validation(m: PluginSettingValidation) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.max is not None:
        o["max"] = finite(m.max)
    if m.min is not None:
        o["min"] = finite(m.min)
    if m.pattern is not None:
        o["pattern"] = m.pattern
    return o


def decode_project_permissions(o: dict[str, Any]) -> ProjectPermissions:
    get = o.get
    m = new(ProjectPermissions)
    m.add_access_key = get("addAccessKey")
    m.add_user = get("addUser")
    m.delete_access_key = get("deleteAccessKey")
    m.delete_user = get("deleteUser")
    m.download_license = get("downloadLicense")
    m.edit_access_key = get("editAccessKey")
    m.edit_user = get("editUser")
    m.set_peer_limit = get("setPeerLimit")
    m.set_project_name = get("setProjectName")
    return m


def encode_project_permissions(m: ProjectPermissions) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.add_access_key is not None:
        o["addAccessKey"] = m.add_access_key
    if m.add_user is not None:
        o["addUser"] = m.add_user
    if m.delete_access_key is not None:
        o["deleteAccessKey"] = m.delete_access_key
    if m.delete_user is not None:
        o["deleteUser"] = m.delete_user
    if m.download_license is not None:
        o["downloadLicense"] = m.download_license
    if m.edit_access_key is not None:
        o["editAccessKey"] = m.edit_access_key
    if m.edit_user is not None:
        o["editUser"] = m.edit_user
    if m.set_peer_limit is not None:
        o["setPeerLimit"] = m.set_peer_limit
    if m.set_project_name is not None:
        o["setProjectName"] = m.set_project_name
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    Plugin: decode_plugin,
    PluginSetting: decode_plugin_setting,
    PluginSettingValidation: decode_plugin_setting_validation,
    ProjectPermissions: decode_project_permissions,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    Plugin: encode_plugin,
    PluginSetting: encode_plugin_setting,
    PluginSettingValidation: encode_plugin_setting_validation,
    ProjectPermissions: encode_project_permissions,
}
