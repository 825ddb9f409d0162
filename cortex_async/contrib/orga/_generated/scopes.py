# Made by `python -m generator build` from spec/orga.
# Do not edit: change the specification or the generator and run `make generate`.
"""The resources of each scope of orga."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_async._core.operations import Caller
from cortex_async._core.runtime.loading import loaded_property

if TYPE_CHECKING:
    from .operations.account.realtime import RealtimeOperations


class AccountScope:
    """The resources of the scope account."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._bound: tuple[str, ...] = ()

    @loaded_property
    def realtime(self) -> RealtimeOperations:
        from .operations.account.realtime import RealtimeOperations

        return RealtimeOperations(self._caller, self._bound)
