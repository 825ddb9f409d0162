# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.health."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async.contrib.rtcstack._generated.operations.account import health as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async.contrib.rtcstack._generated.models import Health


class HealthOperations(Operations[inner.HealthOperations]):
    """Operations of the resource health in the scope account."""

    __slots__ = ()

    def check(self, **options: Unpack[Options]) -> Health:
        """Get health

        Says that the service runs and which add-ons are enabled. Needs no credential; it counts towards
        the rate limit.

        Raises: RateLimited; every call can raise RequestFailed and APIError.

        Operation getHealth: GET /v1/health
        """
        return self._wait(self._inner.check, **options)
