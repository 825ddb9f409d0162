# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of project.plugins."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from cortex_async._core.options import Options
from cortex_async._core.unset import UNSET, Unset
from cortex_async._generated.operations.project import plugins as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async._generated.models import PluginInstance, PluginInstanceWithPlugin, PluginUninstalled


class PluginsOperations(Operations[inner.PluginsOperations]):
    """Operations of the resource plugins in the scope project."""

    __slots__ = ()

    def get(self, instance_id: str, **options: Unpack[Options]) -> PluginInstanceWithPlugin:
        """Get plugin instance

        Retrieve details of a specific plugin installation.

        Args:
            instance_id: Instance ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation getInstance: GET /api/projects/{projectId}/plugins/instances/{id}
        """
        return self._wait(self._inner.get, instance_id, **options)

    def install(
        self, *, plugin_id: str, settings: Mapping[str, Any] | Unset = UNSET, **options: Unpack[Options]
    ) -> PluginInstance:
        """Install a plugin

        Create a new instance of a plugin, configuring it for the specified project.

        Args:
            plugin_id: Plugin ID to activate
            settings: Initial settings

        Raises: BadRequest; every call can raise RequestFailed and APIError.

        Operation createInstance: POST /api/projects/{projectId}/plugins/instances
        """
        return self._wait(self._inner.install, plugin_id=plugin_id, settings=settings, **options)

    def list(self, **options: Unpack[Options]) -> builtins.list[PluginInstanceWithPlugin]:
        """List installed plugin instances

        Retrieve a list of all installed plugins (instances) for the specified project.

        Operation listInstances: GET /api/projects/{projectId}/plugins/instances
        """
        return self._wait(self._inner.list, **options)

    def uninstall(self, instance_id: str, **options: Unpack[Options]) -> PluginUninstalled:
        """Uninstall a plugin

        Permanently remove a plugin instance.

        Args:
            instance_id: Instance ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation deleteInstance: DELETE /api/projects/{projectId}/plugins/instances/{id}
        """
        return self._wait(self._inner.uninstall, instance_id, **options)

    def update(
        self,
        instance_id: str,
        *,
        is_enabled: bool | Unset = UNSET,
        settings: Mapping[str, Any] | Unset = UNSET,
        **options: Unpack[Options],
    ) -> PluginInstance:
        """Update plugin instance

        Update settings or enable/disable a specific plugin instance.

        Args:
            instance_id: Instance ID
            is_enabled: Enable/disable the instance
            settings: Updated settings

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation updateInstance: PUT /api/projects/{projectId}/plugins/instances/{id}
        """
        return self._wait(
            self._inner.update, instance_id, is_enabled=is_enabled, settings=settings, **options
        )
