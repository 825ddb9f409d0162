# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group app settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import as_dict, new, one
from cortex_async._core.unset import UNSET

from ..models.app_settings import (
    AccessKeyConfig,
    ProjectSettings,
    UpdateAppSettings,
    UpdateDebugAudio,
    UpdateE2EEncryption,
    UpsertAppSettings,
    WebserviceConfig,
)


def decode_access_key_config(o: dict[str, Any]) -> AccessKeyConfig:
    m = new(AccessKeyConfig)
    m.access_key = o["accessKey"]
    m.bot_user_id = o["botUserId"]
    return m


def encode_access_key_config(m: AccessKeyConfig) -> dict[str, Any]:
    o: dict[str, Any] = {"accessKey": m.access_key, "botUserId": m.bot_user_id}
    return o


def decode_project_settings(o: dict[str, Any]) -> ProjectSettings:
    get = o.get
    m = new(ProjectSettings)
    m.id = o["id"]
    m.app_id = o["appId"]
    m.has_secret = o["hasSecret"]
    m.is_configured = o["isConfigured"]
    m.token_provider_type = o["tokenProviderType"]
    m.bot_user_data = get("botUserData")
    m.bot_user_id = get("botUserId")
    m.debug_audio_enabled = False if (v := get("debugAudioEnabled")) is None else v
    m.e2e_encryption_mode = "disabled" if (v := get("e2eEncryptionMode")) is None else v
    m.e2e_encryption_password = get("e2eEncryptionPassword")
    m.project_name = get("projectName")
    m.webservice_method = get("webserviceMethod")
    m.webservice_url = get("webserviceUrl")
    return m


def encode_project_settings(m: ProjectSettings) -> dict[str, Any]:
    o: dict[str, Any] = {
        "id": m.id,
        "appId": m.app_id,
        "hasSecret": m.has_secret,
        "isConfigured": m.is_configured,
        "tokenProviderType": m.token_provider_type,
        "debugAudioEnabled": m.debug_audio_enabled,
        "e2eEncryptionMode": m.e2e_encryption_mode,
    }
    if m.bot_user_data is not None:
        o["botUserData"] = as_dict(m.bot_user_data)
    if m.bot_user_id is not None:
        o["botUserId"] = m.bot_user_id
    if m.e2e_encryption_password is not None:
        o["e2eEncryptionPassword"] = m.e2e_encryption_password
    if m.project_name is not None:
        o["projectName"] = m.project_name
    if m.webservice_method is not None:
        o["webserviceMethod"] = m.webservice_method
    if m.webservice_url is not None:
        o["webserviceUrl"] = m.webservice_url
    return o


def decode_update_app_settings(o: dict[str, Any]) -> UpdateAppSettings:
    get = o.get
    m = new(UpdateAppSettings)
    m.access_key_config = (
        UNSET if (v := get("accessKeyConfig", UNSET)) is UNSET else one(decode_access_key_config, v)
    )
    m.bot_user_data = get("botUserData", UNSET)
    m.debug_audio_enabled = get("debugAudioEnabled", UNSET)
    m.e2e_encryption_mode = get("e2eEncryptionMode", UNSET)
    m.e2e_encryption_password = get("e2eEncryptionPassword", UNSET)
    m.token_provider_type = get("tokenProviderType", UNSET)
    m.webservice_config = (
        UNSET if (v := get("webserviceConfig", UNSET)) is UNSET else one(decode_webservice_config, v)
    )
    return m


def encode_update_app_settings(m: UpdateAppSettings) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.access_key_config is not UNSET:
        o["accessKeyConfig"] = one(encode_access_key_config, m.access_key_config)
    if m.bot_user_data is not UNSET:
        o["botUserData"] = as_dict(m.bot_user_data)
    if m.debug_audio_enabled is not UNSET:
        o["debugAudioEnabled"] = m.debug_audio_enabled
    if m.e2e_encryption_mode is not UNSET:
        o["e2eEncryptionMode"] = m.e2e_encryption_mode
    if m.e2e_encryption_password is not UNSET:
        o["e2eEncryptionPassword"] = m.e2e_encryption_password
    if m.token_provider_type is not UNSET:
        o["tokenProviderType"] = m.token_provider_type
    if m.webservice_config is not UNSET:
        o["webserviceConfig"] = one(encode_webservice_config, m.webservice_config)
    return o


def decode_update_debug_audio(o: dict[str, Any]) -> UpdateDebugAudio:
    m = new(UpdateDebugAudio)
    m.enabled = o["enabled"]
    return m


def encode_update_debug_audio(m: UpdateDebugAudio) -> dict[str, Any]:
    o: dict[str, Any] = {"enabled": m.enabled}
    return o


def decode_update_e2e_encryption(o: dict[str, Any]) -> UpdateE2EEncryption:
    get = o.get
    m = new(UpdateE2EEncryption)
    m.mode = o["mode"]
    m.password = get("password", UNSET)
    return m


def encode_update_e2e_encryption(m: UpdateE2EEncryption) -> dict[str, Any]:
    o: dict[str, Any] = {"mode": m.mode}
    if m.password is not UNSET:
        o["password"] = m.password
    return o


def decode_upsert_app_settings(o: dict[str, Any]) -> UpsertAppSettings:
    get = o.get
    m = new(UpsertAppSettings)
    m.token_provider_type = o["tokenProviderType"]
    m.access_key_config = (
        UNSET if (v := get("accessKeyConfig", UNSET)) is UNSET else one(decode_access_key_config, v)
    )
    m.bot_user_data = get("botUserData", UNSET)
    m.debug_audio_enabled = get("debugAudioEnabled", UNSET)
    m.e2e_encryption_mode = get("e2eEncryptionMode", UNSET)
    m.e2e_encryption_password = get("e2eEncryptionPassword", UNSET)
    m.webservice_config = (
        UNSET if (v := get("webserviceConfig", UNSET)) is UNSET else one(decode_webservice_config, v)
    )
    return m


def encode_upsert_app_settings(m: UpsertAppSettings) -> dict[str, Any]:
    o: dict[str, Any] = {"tokenProviderType": m.token_provider_type}
    if m.access_key_config is not UNSET:
        o["accessKeyConfig"] = one(encode_access_key_config, m.access_key_config)
    if m.bot_user_data is not UNSET:
        o["botUserData"] = as_dict(m.bot_user_data)
    if m.debug_audio_enabled is not UNSET:
        o["debugAudioEnabled"] = m.debug_audio_enabled
    if m.e2e_encryption_mode is not UNSET:
        o["e2eEncryptionMode"] = m.e2e_encryption_mode
    if m.e2e_encryption_password is not UNSET:
        o["e2eEncryptionPassword"] = m.e2e_encryption_password
    if m.webservice_config is not UNSET:
        o["webserviceConfig"] = one(encode_webservice_config, m.webservice_config)
    return o


def decode_webservice_config(o: dict[str, Any]) -> WebserviceConfig:
    get = o.get
    m = new(WebserviceConfig)
    m.method = o["method"]
    m.response_token_path = o["responseTokenPath"]
    m.url = o["url"]
    m.body_template = get("bodyTemplate", UNSET)
    m.headers = get("headers", UNSET)
    return m


def encode_webservice_config(m: WebserviceConfig) -> dict[str, Any]:
    o: dict[str, Any] = {"method": m.method, "responseTokenPath": m.response_token_path, "url": m.url}
    if m.body_template is not UNSET:
        o["bodyTemplate"] = m.body_template
    if m.headers is not UNSET:
        o["headers"] = as_dict(m.headers)
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    AccessKeyConfig: decode_access_key_config,
    ProjectSettings: decode_project_settings,
    UpdateAppSettings: decode_update_app_settings,
    UpdateDebugAudio: decode_update_debug_audio,
    UpdateE2EEncryption: decode_update_e2e_encryption,
    UpsertAppSettings: decode_upsert_app_settings,
    WebserviceConfig: decode_webservice_config,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    AccessKeyConfig: encode_access_key_config,
    ProjectSettings: encode_project_settings,
    UpdateAppSettings: encode_update_app_settings,
    UpdateDebugAudio: encode_update_debug_audio,
    UpdateE2EEncryption: encode_update_e2e_encryption,
    UpsertAppSettings: encode_upsert_app_settings,
    WebserviceConfig: encode_webservice_config,
}
