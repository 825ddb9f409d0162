# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.plugin_catalog."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter

from ... import models

if TYPE_CHECKING:
    from ...models import Plugin

API_KEY_BEARER = frozenset({"api-key", "bearer"})

GET = Route(
    "getPlugin",
    "GET",
    "/api/plugins/{slug}",
    API_KEY_BEARER,
    ids=("slug",),
    path_parameters=(Parameter("slug", "str"),),
)
LIST = Route("listPlugins", "GET", "/api/plugins", API_KEY_BEARER)


class PluginCatalogOperations(Operations):
    """Operations of the resource plugin catalog in the scope account."""

    __slots__ = ()

    async def get(self, slug: str, **options: Unpack[Options]) -> Plugin:
        """Get plugin by slug

        Retrieve detailed information about a specific plugin from the catalog.

        Args:
            slug: Plugin slug (e.g., profanity-filter)

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation getPlugin: GET /api/plugins/{slug}
        """
        return await self._call(Request(GET, (slug,)), models.Plugin, options)

    async def list(self, **options: Unpack[Options]) -> builtins.list[Plugin]:
        """List available plugins

        Retrieve a list of all plugins available in the system catalog.

        Operation listPlugins: GET /api/plugins
        """
        return await self._call(Request(LIST), list[models.Plugin], options)
