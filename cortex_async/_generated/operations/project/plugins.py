# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of project.plugins."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter
from cortex_async._core.unset import UNSET, Unset

from ... import models

if TYPE_CHECKING:
    from ...models import PluginInstance, PluginInstanceWithPlugin, PluginUninstalled

API_KEY_BEARER = frozenset({"api-key", "bearer"})

GET = Route(
    "getInstance",
    "GET",
    "/api/projects/{projectId}/plugins/instances/{id}",
    API_KEY_BEARER,
    ids=("projectId", "id"),
    path_parameters=(Parameter("project_id", "str"), Parameter("instance_id", "str")),
)
INSTALL = Route(
    "createInstance",
    "POST",
    "/api/projects/{projectId}/plugins/instances",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    keywords="plugin_id settings",
)
LIST = Route(
    "listInstances",
    "GET",
    "/api/projects/{projectId}/plugins/instances",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
)
UNINSTALL = Route(
    "deleteInstance",
    "DELETE",
    "/api/projects/{projectId}/plugins/instances/{id}",
    API_KEY_BEARER,
    ids=("projectId", "id"),
    path_parameters=(Parameter("project_id", "str"), Parameter("instance_id", "str")),
)
UPDATE = Route(
    "updateInstance",
    "PUT",
    "/api/projects/{projectId}/plugins/instances/{id}",
    API_KEY_BEARER,
    ids=("projectId", "id"),
    path_parameters=(Parameter("project_id", "str"), Parameter("instance_id", "str")),
    keywords="is_enabled settings",
)


class PluginsOperations(Operations):
    """Operations of the resource plugins in the scope project."""

    __slots__ = ()

    async def get(self, instance_id: str, **options: Unpack[Options]) -> PluginInstanceWithPlugin:
        """Get plugin instance

        Retrieve details of a specific plugin installation.

        Args:
            instance_id: Instance ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation getInstance: GET /api/projects/{projectId}/plugins/instances/{id}
        """
        return await self._call(
            Request(GET, (*self._bound, instance_id)), models.PluginInstanceWithPlugin, options
        )

    async def install(
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
        return await self._call(
            Request(
                INSTALL, self._bound, body=models.CreatePluginInstance(plugin_id=plugin_id, settings=settings)
            ),
            models.PluginInstance,
            options,
        )

    async def list(self, **options: Unpack[Options]) -> builtins.list[PluginInstanceWithPlugin]:
        """List installed plugin instances

        Retrieve a list of all installed plugins (instances) for the specified project.

        Operation listInstances: GET /api/projects/{projectId}/plugins/instances
        """
        return await self._call(Request(LIST, self._bound), list[models.PluginInstanceWithPlugin], options)

    async def uninstall(self, instance_id: str, **options: Unpack[Options]) -> PluginUninstalled:
        """Uninstall a plugin

        Permanently remove a plugin instance.

        Args:
            instance_id: Instance ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation deleteInstance: DELETE /api/projects/{projectId}/plugins/instances/{id}
        """
        return await self._call(
            Request(UNINSTALL, (*self._bound, instance_id)), models.PluginUninstalled, options
        )

    async def update(
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
        return await self._call(
            Request(
                UPDATE,
                (*self._bound, instance_id),
                body=models.UpdatePluginInstance(is_enabled=is_enabled, settings=settings),
            ),
            models.PluginInstance,
            options,
        )
