# Made by `python -m generator build` from spec/nimrobo.
# Do not edit: change the specification or the generator and run `make generate`.
"""The resources of each scope of nimrobo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_async._core.runtime.loading import loaded_property
from cortex_async.contrib.nimrobo._generated import scopes as inner
from cortex_sync.bridge.operations import Runner

if TYPE_CHECKING:
    from .operations.account.sessions import SessionsOperations


class AccountScope:
    """The resources of the scope account."""

    def __init__(self, runner: Runner, inner: inner.AccountScope) -> None:
        self._runner = runner
        self._inner = inner

    @loaded_property
    def sessions(self) -> SessionsOperations:
        from .operations.account.sessions import SessionsOperations

        return SessionsOperations(self._runner, self._inner.sessions)
