"""How a secret looks in a repr."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import SupportsIndex, TypeVar, cast

from cortex_async._core.unset import UNSET

T = TypeVar("T")

MASK = "***"


def masked(value: object) -> str:
    """The repr of a secret field: whether there is one, never what it is."""
    return repr(value) if value is None or value is UNSET else repr(MASK)


_SECRET_SETTINGS = frozenset({"base_url", "headers", "proxy"})


class Secret(str):
    """A string that hides in its repr, and so in tracebacks that show variables. In every other way it is the string."""

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(MASK)

    def __getitem__(self, key: SupportsIndex | slice) -> Secret:
        # Some of those who print variables shorten strings first.
        return Secret(super().__getitem__(key))


class SecretBytes(bytes):
    """Bytes that hide in their repr."""

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(MASK)


def hidden(value: T) -> T:
    """``value``, which is or holds secrets, as something that equals it and hides them in its repr."""
    return cast("T", _hidden(value))


def hide_settings(settings: Mapping[str, object]) -> None:
    """Hides, in place, what of a client's keyword arguments may be or hold a secret. For the first line of a constructor."""
    secret = {name: hidden(value) for name, value in settings.items() if name in _SECRET_SETTINGS}
    cast("dict[str, object]", settings).update(secret)


def _hidden(value: object) -> object:
    if type(value) is str:
        return Secret(value)
    if type(value) is bytes:
        return SecretBytes(value)
    if isinstance(value, Mapping):
        return {name: _hidden(member) for name, member in cast("Mapping[object, object]", value).items()}
    return value


class Environment(Mapping[str, str]):
    """Environment variables that hide in the repr."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def __getitem__(self, name: str) -> str:
        return Secret(self._variables[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._variables)

    def __len__(self) -> int:
        return len(self._variables)
