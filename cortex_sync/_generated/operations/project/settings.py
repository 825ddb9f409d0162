# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of project.settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from cortex_async._core.options import Options
from cortex_async._core.types import JSON
from cortex_async._core.unset import UNSET, Unset
from cortex_async._generated.operations.project import settings as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async._generated.models import (
        AccessKeyConfig,
        EncryptionMode,
        ProjectSettings,
        TokenProviderType,
        WebserviceConfig,
    )


class SettingsOperations(Operations[inner.SettingsOperations]):
    """Operations of the resource settings in the scope project."""

    __slots__ = ()

    def delete(self, **options: Unpack[Options]) -> JSON:
        """Delete project settings

        Remove configuration settings for a specific project.

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation deleteAppSettings: DELETE /api/projects/{projectId}/settings
        """
        return self._wait(self._inner.delete, **options)

    def get(self, **options: Unpack[Options]) -> ProjectSettings:
        """Get project settings

        Retrieve configuration settings for a specific project.

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation getAppSettings: GET /api/projects/{projectId}/settings
        """
        return self._wait(self._inner.get, **options)

    def get_secret(self, **options: Unpack[Options]) -> JSON:
        """Get the decrypted project secret

        Operation getSecret: GET /api/projects/{projectId}/settings/secret
        """
        return self._wait(self._inner.get_secret, **options)

    def replace(
        self,
        *,
        token_provider_type: TokenProviderType | str,
        access_key_config: AccessKeyConfig | Unset = UNSET,
        bot_user_data: Mapping[str, Any] | Unset = UNSET,
        debug_audio_enabled: bool | Unset = UNSET,
        e2e_encryption_mode: EncryptionMode | str | Unset = UNSET,
        e2e_encryption_password: str | Unset = UNSET,
        webservice_config: WebserviceConfig | Unset = UNSET,
        **options: Unpack[Options],
    ) -> ProjectSettings:
        """Create or update project settings

        Save or update configuration settings for a specific project, including token provider details.

        Args:
            token_provider_type: Token provider type
            access_key_config: Access Key config (required for access_key provider)
            bot_user_data: Bot peer userData as JSON
            debug_audio_enabled: Enable debug audio storage for transcription debugging (auto-deleted
                after 24h). Defaults to false when omitted.
            e2e_encryption_mode: End-to-end encryption mode for the bot
            e2e_encryption_password: Manual cipher password (only used when mode=manual). Stored
                encrypted at rest.
            webservice_config: Webservice config (required for webservice provider)

        Operation upsertAppSettings: PUT /api/projects/{projectId}/settings
        """
        return self._wait(
            self._inner.replace,
            token_provider_type=token_provider_type,
            access_key_config=access_key_config,
            bot_user_data=bot_user_data,
            debug_audio_enabled=debug_audio_enabled,
            e2e_encryption_mode=e2e_encryption_mode,
            e2e_encryption_password=e2e_encryption_password,
            webservice_config=webservice_config,
            **options,
        )

    def revoke_secret(self, **options: Unpack[Options]) -> JSON:
        """Revoke the locally cached project secret

        Operation revokeSecret: DELETE /api/projects/{projectId}/settings/revoke-secret
        """
        return self._wait(self._inner.revoke_secret, **options)

    def sync_secret(self, **options: Unpack[Options]) -> JSON:
        """Sync project secret from Payment system

        Raises: BadRequest; every call can raise RequestFailed and APIError.

        Operation syncSecret: POST /api/projects/{projectId}/settings/sync-secret
        """
        return self._wait(self._inner.sync_secret, **options)

    def update(
        self,
        *,
        access_key_config: AccessKeyConfig | Unset = UNSET,
        bot_user_data: Mapping[str, Any] | Unset = UNSET,
        debug_audio_enabled: bool | Unset = UNSET,
        e2e_encryption_mode: EncryptionMode | str | Unset = UNSET,
        e2e_encryption_password: str | Unset = UNSET,
        token_provider_type: TokenProviderType | str | Unset = UNSET,
        webservice_config: WebserviceConfig | Unset = UNSET,
        **options: Unpack[Options],
    ) -> ProjectSettings:
        """Partially update project settings

        Update only the provided settings fields; all others are preserved. Ideal for changing just the
        bot userData without re-sending the whole configuration.

        Args:
            access_key_config: Access Key config (required for access_key provider)
            bot_user_data: Bot peer userData as JSON
            debug_audio_enabled: Enable debug audio storage for transcription debugging (auto-deleted
                after 24h). Defaults to false when omitted.
            e2e_encryption_mode: End-to-end encryption mode for the bot
            e2e_encryption_password: Manual cipher password (only used when mode=manual). Stored
                encrypted at rest.
            token_provider_type: Token provider type
            webservice_config: Webservice config (required for webservice provider)

        Operation patchAppSettings: PATCH /api/projects/{projectId}/settings
        """
        return self._wait(
            self._inner.update,
            access_key_config=access_key_config,
            bot_user_data=bot_user_data,
            debug_audio_enabled=debug_audio_enabled,
            e2e_encryption_mode=e2e_encryption_mode,
            e2e_encryption_password=e2e_encryption_password,
            token_provider_type=token_provider_type,
            webservice_config=webservice_config,
            **options,
        )

    def update_debug_audio(self, *, enabled: bool, **options: Unpack[Options]) -> JSON:
        """Toggle debug audio recording

        Enable or disable debug audio storage for transcription debugging. WAV files are auto-deleted
        after 24 hours.

        Args:
            enabled: Whether to enable debug audio storage

        Operation updateDebugAudio: PATCH /api/projects/{projectId}/settings/debug-audio
        """
        return self._wait(self._inner.update_debug_audio, enabled=enabled, **options)

    def update_e2e_encryption(
        self, *, mode: EncryptionMode | str, password: str | Unset = UNSET, **options: Unpack[Options]
    ) -> ProjectSettings:
        """Update end-to-end encryption mode

        Set how the bot derives the ODIN cipher password. Mode `manual` requires a password (on this
        call or already stored); `disabled` and `automatic` clear any stored password.

        Args:
            mode: End-to-end encryption mode
            password: Cipher password - required when mode=manual. Leave empty to keep existing.

        Operation updateE2EEncryption: PATCH /api/projects/{projectId}/settings/e2e-encryption
        """
        return self._wait(self._inner.update_e2e_encryption, mode=mode, password=password, **options)
