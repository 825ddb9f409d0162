# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.health."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route

from ... import models

if TYPE_CHECKING:
    from ...models import Health


CHECK = Route("getHealth", "GET", "/v1/health")


class HealthOperations(Operations):
    """Operations of the resource health in the scope account."""

    __slots__ = ()

    async def check(self, **options: Unpack[Options]) -> Health:
        """Get health

        Says that the service runs and which add-ons are enabled. Needs no credential; it counts towards
        the rate limit.

        Raises: RateLimited; every call can raise RequestFailed and APIError.

        Operation getHealth: GET /v1/health
        """
        return await self._call(Request(CHECK), models.Health, options)
