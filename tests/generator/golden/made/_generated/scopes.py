# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""The resources of each scope of spec."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_async._core.operations import Caller
from cortex_async._core.runtime.loading import loaded_property

if TYPE_CHECKING:
    from .operations.account.auth import AuthOperations
    from .operations.account.events import EventsOperations
    from .operations.account.files import FilesOperations
    from .operations.account.pets import PetsOperations
    from .operations.hall.rooms import RoomsOperations


class AccountScope:
    """The resources of the scope account."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._bound: tuple[str, ...] = ()

    @loaded_property
    def auth(self) -> AuthOperations:
        from .operations.account.auth import AuthOperations

        return AuthOperations(self._caller, self._bound)

    @loaded_property
    def events(self) -> EventsOperations:
        from .operations.account.events import EventsOperations

        return EventsOperations(self._caller, self._bound)

    @loaded_property
    def files(self) -> FilesOperations:
        from .operations.account.files import FilesOperations

        return FilesOperations(self._caller, self._bound)

    @loaded_property
    def pets(self) -> PetsOperations:
        from .operations.account.pets import PetsOperations

        return PetsOperations(self._caller, self._bound)


class HallScope:
    """The resources of the scope hall."""

    def __init__(self, caller: Caller, hall_id: str) -> None:
        self._caller = caller
        self._bound: tuple[str, ...] = (hall_id,)

    @loaded_property
    def rooms(self) -> RoomsOperations:
        from .operations.hall.rooms import RoomsOperations

        return RoomsOperations(self._caller, self._bound)
