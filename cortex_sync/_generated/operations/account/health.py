# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of account.health."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async._core.types import JSON
from cortex_async._generated.operations.account import health as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    pass


class HealthOperations(Operations[inner.HealthOperations]):
    """Operations of the resource health in the scope account."""

    __slots__ = ()

    def check(self, **options: Unpack[Options]) -> JSON:
        """Health check

        Returns a simple greeting message to verify that the API service is up and running.

        Operation getData: GET /api
        """
        return self._wait(self._inner.check, **options)
