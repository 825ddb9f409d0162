# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group app settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import as_dict, new, one
from cortex_async._core.codec.names import parsed_name
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

_ACCESS_KEY = parsed_name("accessKey")
_ACCESS_KEY_CONFIG = parsed_name("accessKeyConfig")
_APP_ID = parsed_name("appId")
_BODY_TEMPLATE = parsed_name("bodyTemplate")
_BOT_USER_DATA = parsed_name("botUserData")
_BOT_USER_ID = parsed_name("botUserId")
_DEBUG_AUDIO_ENABLED = parsed_name("debugAudioEnabled")
_E2E_ENCRYPTION_MODE = parsed_name("e2eEncryptionMode")
_E2E_ENCRYPTION_PASSWORD = parsed_name("e2eEncryptionPassword")
_ENABLED = parsed_name("enabled")
_HAS_SECRET = parsed_name("hasSecret")
_HEADERS = parsed_name("headers")
_ID = parsed_name("id")
_IS_CONFIGURED = parsed_name("isConfigured")
_METHOD = parsed_name("method")
_MODE = parsed_name("mode")
_PASSWORD = parsed_name("password")
_PROJECT_NAME = parsed_name("projectName")
_RESPONSE_TOKEN_PATH = parsed_name("responseTokenPath")
_TOKEN_PROVIDER_TYPE = parsed_name("tokenProviderType")
_URL = parsed_name("url")
_WEBSERVICE_CONFIG = parsed_name("webserviceConfig")
_WEBSERVICE_METHOD = parsed_name("webserviceMethod")
_WEBSERVICE_URL = parsed_name("webserviceUrl")


def decode_access_key_config(o: dict[str, Any]) -> AccessKeyConfig:
    m = new(AccessKeyConfig)
    m.access_key = o[_ACCESS_KEY]
    m.bot_user_id = o[_BOT_USER_ID]
    return m


def encode_access_key_config(m: AccessKeyConfig) -> dict[str, Any]:
    o: dict[str, Any] = {"accessKey": m.access_key, "botUserId": m.bot_user_id}
    return o


def decode_project_settings(o: dict[str, Any]) -> ProjectSettings:
    m = new(ProjectSettings)
    m.id = o[_ID]
    m.app_id = o[_APP_ID]
    m.has_secret = o[_HAS_SECRET]
    m.is_configured = o[_IS_CONFIGURED]
    m.token_provider_type = o[_TOKEN_PROVIDER_TYPE]
    m.bot_user_data = o[_BOT_USER_DATA] if _BOT_USER_DATA in o else None
    m.bot_user_id = o[_BOT_USER_ID] if _BOT_USER_ID in o else None
    m.debug_audio_enabled = (
        False if _DEBUG_AUDIO_ENABLED not in o or (v := o[_DEBUG_AUDIO_ENABLED]) is None else v
    )
    m.e2e_encryption_mode = (
        "disabled" if _E2E_ENCRYPTION_MODE not in o or (v := o[_E2E_ENCRYPTION_MODE]) is None else v
    )
    m.e2e_encryption_password = o[_E2E_ENCRYPTION_PASSWORD] if _E2E_ENCRYPTION_PASSWORD in o else None
    m.project_name = o[_PROJECT_NAME] if _PROJECT_NAME in o else None
    m.webservice_method = o[_WEBSERVICE_METHOD] if _WEBSERVICE_METHOD in o else None
    m.webservice_url = o[_WEBSERVICE_URL] if _WEBSERVICE_URL in o else None
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
    o.keys()
    m = new(UpdateAppSettings)
    m.access_key_config = (
        UNSET if _ACCESS_KEY_CONFIG not in o else one(decode_access_key_config, o[_ACCESS_KEY_CONFIG])
    )
    m.bot_user_data = o[_BOT_USER_DATA] if _BOT_USER_DATA in o else UNSET
    m.debug_audio_enabled = o[_DEBUG_AUDIO_ENABLED] if _DEBUG_AUDIO_ENABLED in o else UNSET
    m.e2e_encryption_mode = o[_E2E_ENCRYPTION_MODE] if _E2E_ENCRYPTION_MODE in o else UNSET
    m.e2e_encryption_password = o[_E2E_ENCRYPTION_PASSWORD] if _E2E_ENCRYPTION_PASSWORD in o else UNSET
    m.token_provider_type = o[_TOKEN_PROVIDER_TYPE] if _TOKEN_PROVIDER_TYPE in o else UNSET
    m.webservice_config = (
        UNSET if _WEBSERVICE_CONFIG not in o else one(decode_webservice_config, o[_WEBSERVICE_CONFIG])
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
    m.enabled = o[_ENABLED]
    return m


def encode_update_debug_audio(m: UpdateDebugAudio) -> dict[str, Any]:
    o: dict[str, Any] = {"enabled": m.enabled}
    return o


def decode_update_e2e_encryption(o: dict[str, Any]) -> UpdateE2EEncryption:
    m = new(UpdateE2EEncryption)
    m.mode = o[_MODE]
    m.password = o[_PASSWORD] if _PASSWORD in o else UNSET
    return m


def encode_update_e2e_encryption(m: UpdateE2EEncryption) -> dict[str, Any]:
    o: dict[str, Any] = {"mode": m.mode}
    if m.password is not UNSET:
        o["password"] = m.password
    return o


def decode_upsert_app_settings(o: dict[str, Any]) -> UpsertAppSettings:
    m = new(UpsertAppSettings)
    m.token_provider_type = o[_TOKEN_PROVIDER_TYPE]
    m.access_key_config = (
        UNSET if _ACCESS_KEY_CONFIG not in o else one(decode_access_key_config, o[_ACCESS_KEY_CONFIG])
    )
    m.bot_user_data = o[_BOT_USER_DATA] if _BOT_USER_DATA in o else UNSET
    m.debug_audio_enabled = o[_DEBUG_AUDIO_ENABLED] if _DEBUG_AUDIO_ENABLED in o else UNSET
    m.e2e_encryption_mode = o[_E2E_ENCRYPTION_MODE] if _E2E_ENCRYPTION_MODE in o else UNSET
    m.e2e_encryption_password = o[_E2E_ENCRYPTION_PASSWORD] if _E2E_ENCRYPTION_PASSWORD in o else UNSET
    m.webservice_config = (
        UNSET if _WEBSERVICE_CONFIG not in o else one(decode_webservice_config, o[_WEBSERVICE_CONFIG])
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
    m = new(WebserviceConfig)
    m.method = o[_METHOD]
    m.response_token_path = o[_RESPONSE_TOKEN_PATH]
    m.url = o[_URL]
    m.body_template = o[_BODY_TEMPLATE] if _BODY_TEMPLATE in o else UNSET
    m.headers = o[_HEADERS] if _HEADERS in o else UNSET
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
