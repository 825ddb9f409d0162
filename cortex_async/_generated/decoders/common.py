# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import NULL, array, finite, is_array, many, new, one
from cortex_async._core.codec.names import parsed_name

from ..models.common import Plugin, PluginSetting, PluginSettingValidation, ProjectPermissions

_ADD_ACCESS_KEY = parsed_name("addAccessKey")
_ADD_USER = parsed_name("addUser")
_CATEGORY = parsed_name("category")
_DEFAULT = parsed_name("default")
_DELETE_ACCESS_KEY = parsed_name("deleteAccessKey")
_DELETE_USER = parsed_name("deleteUser")
_DESCRIPTION = parsed_name("description")
_DOWNLOAD_LICENSE = parsed_name("downloadLicense")
_EDIT_ACCESS_KEY = parsed_name("editAccessKey")
_EDIT_USER = parsed_name("editUser")
_EVENTS = parsed_name("events")
_ICON = parsed_name("icon")
_ID = parsed_name("id")
_IS_ACTIVE = parsed_name("isActive")
_KEY = parsed_name("key")
_LABEL = parsed_name("label")
_MAX = parsed_name("max")
_MIN = parsed_name("min")
_NAME = parsed_name("name")
_OPTIONS = parsed_name("options")
_OUTPUT_ANNOTATION_TYPE = parsed_name("outputAnnotationType")
_PATTERN = parsed_name("pattern")
_PRICING_URL = parsed_name("pricingUrl")
_PRODUCT_SLUG = parsed_name("productSlug")
_REQUIRED = parsed_name("required")
_SET_PEER_LIMIT = parsed_name("setPeerLimit")
_SET_PROJECT_NAME = parsed_name("setProjectName")
_SETTINGS_SCHEMA = parsed_name("settingsSchema")
_SLUG = parsed_name("slug")
_TYPE = parsed_name("type")
_VALIDATION = parsed_name("validation")
_VERSION = parsed_name("version")


def encode_str_or_float_or_bool_or_list_of_str(m: Any) -> Any:
    if isinstance(m, float):
        return finite(m)
    if is_array(m):
        return array(m)
    return m


def decode_plugin(o: dict[str, Any]) -> Plugin:
    m = new(Plugin)
    m.id = o[_ID]
    m.category = o[_CATEGORY]
    m.events = o[_EVENTS]
    m.is_active = o[_IS_ACTIVE]
    m.name = o[_NAME]
    m.slug = o[_SLUG]
    m.version = o[_VERSION]
    m.description = o[_DESCRIPTION] if _DESCRIPTION in o else None
    m.icon = o[_ICON] if _ICON in o else None
    m.output_annotation_type = o[_OUTPUT_ANNOTATION_TYPE] if _OUTPUT_ANNOTATION_TYPE in o else None
    m.pricing_url = o[_PRICING_URL] if _PRICING_URL in o else None
    m.product_slug = o[_PRODUCT_SLUG] if _PRODUCT_SLUG in o else None
    m.settings_schema = (
        NULL
        if _SETTINGS_SCHEMA not in o or (v := o[_SETTINGS_SCHEMA]) is None
        else many(decode_plugin_setting, v)
    )
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
    m = new(PluginSetting)
    m.key = o[_KEY]
    m.label = o[_LABEL]
    m.type = o[_TYPE]
    m.default = o[_DEFAULT] if _DEFAULT in o else None
    m.description = o[_DESCRIPTION] if _DESCRIPTION in o else None
    m.options_ = o[_OPTIONS] if _OPTIONS in o else None
    m.required = False if _REQUIRED not in o or (v := o[_REQUIRED]) is None else v
    m.validation = (
        NULL if _VALIDATION not in o or (v := o[_VALIDATION]) is None else decode_plugin_setting_validation(v)
    )
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
    o.keys()
    m = new(PluginSettingValidation)
    m.max = o[_MAX] if _MAX in o else None
    m.min = o[_MIN] if _MIN in o else None
    m.pattern = o[_PATTERN] if _PATTERN in o else None
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
    o.keys()
    m = new(ProjectPermissions)
    m.add_access_key = o[_ADD_ACCESS_KEY] if _ADD_ACCESS_KEY in o else None
    m.add_user = o[_ADD_USER] if _ADD_USER in o else None
    m.delete_access_key = o[_DELETE_ACCESS_KEY] if _DELETE_ACCESS_KEY in o else None
    m.delete_user = o[_DELETE_USER] if _DELETE_USER in o else None
    m.download_license = o[_DOWNLOAD_LICENSE] if _DOWNLOAD_LICENSE in o else None
    m.edit_access_key = o[_EDIT_ACCESS_KEY] if _EDIT_ACCESS_KEY in o else None
    m.edit_user = o[_EDIT_USER] if _EDIT_USER in o else None
    m.set_peer_limit = o[_SET_PEER_LIMIT] if _SET_PEER_LIMIT in o else None
    m.set_project_name = o[_SET_PROJECT_NAME] if _SET_PROJECT_NAME in o else None
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
