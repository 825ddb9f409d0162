# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group app settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from attrs import field

from cortex_async._core.late_attrs import define
from cortex_async._core.secrets.masking import masked
from cortex_async._core.unset import UNSET, Unset

EncryptionMode: TypeAlias = Literal["disabled", "automatic", "manual"]
"""End-to-end encryption mode for the bot"""

TokenProviderType: TypeAlias = Literal["access_key", "webservice", "rooms"]
"""Token provider type"""

WebserviceMethod: TypeAlias = Literal["GET", "POST"]
"""HTTP method"""


@define(kw_only=True)
class AccessKeyConfig:
    """Schema AccessKeyConfig of the API.

    Attributes:
        access_key (str): ODIN Access Key
        bot_user_id (str): Bot User ID
    """

    access_key: str = field(repr=masked)
    """ODIN Access Key"""
    bot_user_id: str
    """Bot User ID"""


@define(kw_only=True)
class ProjectSettings:
    """Schema AppSettingsResponse of the API.

    Attributes:
        id (str): Settings ID
        app_id (str): App ID
        has_secret (bool): Whether a project secret is cached locally for HMAC authentication
        is_configured (bool): Whether settings are configured
        token_provider_type (TokenProviderType | str): Token provider type
        bot_user_data (dict[str, Any] | None): Bot peer userData
        bot_user_id (str | None): Bot User ID (for access_key provider)
        debug_audio_enabled (bool, default False): Whether debug audio storage is enabled for
            transcription debugging
        e2e_encryption_mode (EncryptionMode | str, default "disabled"): End-to-end encryption mode for
            the bot
        e2e_encryption_password (str | None): Decrypted manual cipher password (only returned when
            mode=manual). Will be removed once a webhook-based mechanism replaces at-rest storage.
        project_name (str | None): Human-readable project name (synced from Payment system)
        webservice_method (str | None): Webservice method
        webservice_url (str | None): Webservice URL (for webservice provider)
    """

    id: str
    """Settings ID"""
    app_id: str
    """App ID"""
    has_secret: bool
    """Whether a project secret is cached locally for HMAC authentication"""
    is_configured: bool
    """Whether settings are configured"""
    token_provider_type: TokenProviderType | str
    """Token provider type"""
    bot_user_data: dict[str, Any] | None = None
    """Bot peer userData"""
    bot_user_id: str | None = None
    """Bot User ID (for access_key provider)"""
    debug_audio_enabled: bool = False
    """Whether debug audio storage is enabled for transcription debugging"""
    e2e_encryption_mode: EncryptionMode | str = "disabled"
    """End-to-end encryption mode for the bot"""
    e2e_encryption_password: str | None = field(default=None, repr=masked)
    """Decrypted manual cipher password (only returned when mode=manual). Will be removed once a
    webhook-based mechanism replaces at-rest storage.
    """
    project_name: str | None = None
    """Human-readable project name (synced from Payment system)"""
    webservice_method: str | None = None
    """Webservice method"""
    webservice_url: str | None = None
    """Webservice URL (for webservice provider)"""


@define(kw_only=True)
class UpdateAppSettings:
    """Schema UpdateAppSettingsRequest of the API.

    Attributes:
        access_key_config (AccessKeyConfig, default UNSET): Access Key config (required for access_key
            provider)
        bot_user_data (Mapping[str, Any], default UNSET): Bot peer userData as JSON
        debug_audio_enabled (bool, default UNSET): Enable debug audio storage for transcription
            debugging (auto-deleted after 24h). Defaults to false when omitted.
        e2e_encryption_mode (EncryptionMode | str, default UNSET): End-to-end encryption mode for the
            bot
        e2e_encryption_password (str, default UNSET): Manual cipher password (only used when
            mode=manual). Stored encrypted at rest.
        token_provider_type (TokenProviderType | str, default UNSET): Token provider type
        webservice_config (WebserviceConfig, default UNSET): Webservice config (required for webservice
            provider)
    """

    access_key_config: AccessKeyConfig | Unset = UNSET
    """Access Key config (required for access_key provider)"""
    bot_user_data: Mapping[str, Any] | Unset = UNSET
    """Bot peer userData as JSON"""
    debug_audio_enabled: bool | Unset = UNSET
    """Enable debug audio storage for transcription debugging (auto-deleted after 24h). Defaults to false
    when omitted.
    """
    e2e_encryption_mode: EncryptionMode | str | Unset = UNSET
    """End-to-end encryption mode for the bot"""
    e2e_encryption_password: str | Unset = field(default=UNSET, repr=masked)
    """Manual cipher password (only used when mode=manual). Stored encrypted at rest."""
    token_provider_type: TokenProviderType | str | Unset = UNSET
    """Token provider type"""
    webservice_config: WebserviceConfig | Unset = UNSET
    """Webservice config (required for webservice provider)"""


@define(kw_only=True)
class UpdateDebugAudio:
    """Schema UpdateDebugAudioRequest of the API.

    Attributes:
        enabled (bool): Whether to enable debug audio storage
    """

    enabled: bool
    """Whether to enable debug audio storage"""


@define(kw_only=True)
class UpdateE2EEncryption:
    """Schema UpdateE2EEncryptionRequest of the API.

    Attributes:
        mode (EncryptionMode | str): End-to-end encryption mode
        password (str, default UNSET): Cipher password - required when mode=manual. Leave empty to keep
            existing.
    """

    mode: EncryptionMode | str
    """End-to-end encryption mode"""
    password: str | Unset = field(default=UNSET, repr=masked)
    """Cipher password - required when mode=manual. Leave empty to keep existing."""


@define(kw_only=True)
class UpsertAppSettings:
    """Schema UpsertAppSettingsRequest of the API.

    Attributes:
        token_provider_type (TokenProviderType | str): Token provider type
        access_key_config (AccessKeyConfig, default UNSET): Access Key config (required for access_key
            provider)
        bot_user_data (Mapping[str, Any], default UNSET): Bot peer userData as JSON
        debug_audio_enabled (bool, default UNSET): Enable debug audio storage for transcription
            debugging (auto-deleted after 24h). Defaults to false when omitted.
        e2e_encryption_mode (EncryptionMode | str, default UNSET): End-to-end encryption mode for the
            bot
        e2e_encryption_password (str, default UNSET): Manual cipher password (only used when
            mode=manual). Stored encrypted at rest.
        webservice_config (WebserviceConfig, default UNSET): Webservice config (required for webservice
            provider)
    """

    token_provider_type: TokenProviderType | str
    """Token provider type"""
    access_key_config: AccessKeyConfig | Unset = UNSET
    """Access Key config (required for access_key provider)"""
    bot_user_data: Mapping[str, Any] | Unset = UNSET
    """Bot peer userData as JSON"""
    debug_audio_enabled: bool | Unset = UNSET
    """Enable debug audio storage for transcription debugging (auto-deleted after 24h). Defaults to false
    when omitted.
    """
    e2e_encryption_mode: EncryptionMode | str | Unset = UNSET
    """End-to-end encryption mode for the bot"""
    e2e_encryption_password: str | Unset = field(default=UNSET, repr=masked)
    """Manual cipher password (only used when mode=manual). Stored encrypted at rest."""
    webservice_config: WebserviceConfig | Unset = UNSET
    """Webservice config (required for webservice provider)"""


@define(kw_only=True)
class WebserviceConfig:
    """Schema WebserviceConfig of the API.

    Attributes:
        method (WebserviceMethod | str): HTTP method
        response_token_path (str): JSONPath to extract token from response
        url (str): Token generation endpoint URL
        body_template (str, default UNSET): Request body template with {{roomId}} placeholder
        headers (Mapping[str, str], default UNSET): HTTP headers
    """

    method: WebserviceMethod | str
    """HTTP method"""
    response_token_path: str
    """JSONPath to extract token from response"""
    url: str
    """Token generation endpoint URL"""
    body_template: str | Unset = field(default=UNSET, repr=masked)
    """Request body template with {{roomId}} placeholder"""
    headers: Mapping[str, str] | Unset = field(default=UNSET, repr=masked)
    """HTTP headers"""
