# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.health."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.types import JSON

if TYPE_CHECKING:
    pass


CHECK = Route("getData", "GET", "/api")


class HealthOperations(Operations):
    """Operations of the resource health in the scope account."""

    __slots__ = ()

    async def check(self, **options: Unpack[Options]) -> JSON:
        """Health check

        Returns a simple greeting message to verify that the API service is up and running.

        Operation getData: GET /api
        """
        return await self._call_json(Request(CHECK), options)
