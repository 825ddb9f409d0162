"""Strings and bytes that hide in their repr."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import SupportsIndex, TypeVar, cast, overload

from cortex_async._core.unset import UNSET

T = TypeVar("T")

MASK = "***"


def masked(value: object) -> str:
    """The repr of a model's secret field: shows whether it is set, never its value."""
    return repr(value) if value is None or value is UNSET else repr(MASK)


_SECRET_SETTINGS = frozenset({"base_url", "headers", "proxy"})


class Secret(str):
    """A string that hides in its repr, and so in tracebacks that show variables.

    Otherwise an ordinary string.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(MASK)

    def __getitem__(self, key: SupportsIndex | slice) -> Secret:
        # Some tools that show variables slice strings before they take the repr.
        return Secret(super().__getitem__(key))


class SecretBytes(bytes):
    """Bytes that hide in their repr, and in their ``str``, which is a repr as well."""

    __slots__ = ()

    def __repr__(self) -> str:
        return repr(MASK)

    __str__ = __repr__

    @overload
    def __getitem__(self, key: SupportsIndex) -> int: ...
    @overload
    def __getitem__(self, key: slice) -> SecretBytes: ...
    def __getitem__(self, key: SupportsIndex | slice) -> int | SecretBytes:
        part = super().__getitem__(key)
        return SecretBytes(part) if isinstance(part, bytes) else part


def hidden(value: T) -> T:
    """An equal value that hides its secrets in its repr. Hides strings and bytes, also within mappings."""
    return cast("T", _hidden(value))


def hide_settings(settings: Mapping[str, object]) -> None:
    """Hide the keyword arguments of a client that may hold a secret, in place.

    For the first line of a constructor.
    """
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
    """Environment variables whose values hide in their repr."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def __getitem__(self, name: str) -> str:
        return Secret(self._variables[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._variables)

    def __len__(self) -> int:
        return len(self._variables)
