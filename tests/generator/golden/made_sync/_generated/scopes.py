# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""The resources of each scope of spec."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_async._core.runtime.loading import loaded_property
from cortex_sync.bridge.operations import Runner
from tests.generator.golden.made._generated import scopes as inner

if TYPE_CHECKING:
    from .operations.account.auth import AuthOperations
    from .operations.account.events import EventsOperations
    from .operations.account.files import FilesOperations
    from .operations.account.pets import PetsOperations
    from .operations.hall.rooms import RoomsOperations


class AccountScope:
    """The resources of the scope account."""

    def __init__(self, runner: Runner, inner: inner.AccountScope) -> None:
        self._runner = runner
        self._inner = inner

    @loaded_property
    def auth(self) -> AuthOperations:
        from .operations.account.auth import AuthOperations

        return AuthOperations(self._runner, self._inner.auth)

    @loaded_property
    def events(self) -> EventsOperations:
        from .operations.account.events import EventsOperations

        return EventsOperations(self._runner, self._inner.events)

    @loaded_property
    def files(self) -> FilesOperations:
        from .operations.account.files import FilesOperations

        return FilesOperations(self._runner, self._inner.files)

    @loaded_property
    def pets(self) -> PetsOperations:
        from .operations.account.pets import PetsOperations

        return PetsOperations(self._runner, self._inner.pets)


class HallScope:
    """The resources of the scope hall."""

    def __init__(self, runner: Runner, inner: inner.HallScope) -> None:
        self._runner = runner
        self._inner = inner

    @loaded_property
    def rooms(self) -> RoomsOperations:
        from .operations.hall.rooms import RoomsOperations

        return RoomsOperations(self._runner, self._inner.rooms)
