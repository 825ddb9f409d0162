# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""All models and enumerations. Each group of them is imported on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cortex_async._core.runtime.loading import import_module

if TYPE_CHECKING:
    from .auth import LoginRequest as LoginRequest
    from .common import Cat as Cat
    from .common import Dog as Dog
    from .events import RoomClosedEvent as RoomClosedEvent
    from .events import RoomOpenedEvent as RoomOpenedEvent
    from .files import UploadFile as UploadFile
    from .rooms import Base as Base
    from .rooms import Colour as Colour
    from .rooms import Company as Company
    from .rooms import CreateRoom as CreateRoom
    from .rooms import Existing as Existing
    from .rooms import Level as Level
    from .rooms import Person as Person
    from .rooms import Room as Room
    from .rooms import RoomList as RoomList
    from .rooms import UpdateRoom as UpdateRoom

_MODULES = {
    "Base": "rooms",
    "Cat": "common",
    "Colour": "rooms",
    "Company": "rooms",
    "CreateRoom": "rooms",
    "Dog": "common",
    "Existing": "rooms",
    "Level": "rooms",
    "LoginRequest": "auth",
    "Person": "rooms",
    "Room": "rooms",
    "RoomClosedEvent": "events",
    "RoomList": "rooms",
    "RoomOpenedEvent": "events",
    "UpdateRoom": "rooms",
    "UploadFile": "files",
}

__all__ = [  # pyright: ignore[reportUnsupportedDunderAll]  # the names are imported above, for type checkers
    "Base",
    "Cat",
    "Colour",
    "Company",
    "CreateRoom",
    "Dog",
    "Existing",
    "Level",
    "LoginRequest",
    "Person",
    "Room",
    "RoomClosedEvent",
    "RoomList",
    "RoomOpenedEvent",
    "UpdateRoom",
    "UploadFile",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
