# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.plugin_catalog."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async._generated.operations.account import plugin_catalog as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async._generated.models import Plugin


class PluginCatalogOperations(Operations[inner.PluginCatalogOperations]):
    """Operations of the resource plugin catalog in the scope account."""

    __slots__ = ()

    def get(self, slug: str, **options: Unpack[Options]) -> Plugin:
        """Get plugin by slug

        Retrieve detailed information about a specific plugin from the catalog.

        Args:
            slug: Plugin slug (e.g., profanity-filter)

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation getPlugin: GET /api/plugins/{slug}
        """
        return self._wait(self._inner.get, slug, **options)

    def list(self, **options: Unpack[Options]) -> builtins.list[Plugin]:
        """List available plugins

        Retrieve a list of all plugins available in the system catalog.

        Operation listPlugins: GET /api/plugins
        """
        return self._wait(self._inner.list, **options)
