"""Credentials: where they come from, how they are sent, when they are renewed."""

from __future__ import annotations

import asyncio
import inspect
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol, TypeAlias, cast

from attrs import field

from cortex_async._core.auth.jwt import subject
from cortex_async._core.auth.single_flight import SingleFlight
from cortex_async._core.errors import ConfigError
from cortex_async._core.late_attrs import frozen
from cortex_async._core.secrets.masking import Secret, hidden

Source: TypeAlias = str | Callable[[], str | Awaitable[str]]
"""A credential, or a function that returns one. A function that is not async runs in a thread."""


class TokenSource(ABC):
    """A function that returns a credential, and wants to know which one was rejected."""

    @abstractmethod
    async def after(self, rejected: str | None) -> str:
        """Return a credential, another than ``rejected``; None for the first one."""


@frozen(eq=False, repr=False)
class Signing:
    """What an authenticator may sign: exactly what is sent.

    target: path and query. schemes: security schemes that the operation accepts; empty if it needs no
        credential.
    """

    method: str
    target: str
    body: bytes
    schemes: frozenset[str]


@frozen(eq=False, repr=False)
class Authorization:
    """Headers for one attempt.

    generation: number of the credential that they came from, counted by the authenticator; 0 if it was not
        fetched.
    source: the credential's name, e.g. ``access_token``; empty if it is never fetched.
    """

    headers: Mapping[str, str] = field(factory=dict[str, str])
    generation: int = 0
    source: str = ""


NO_CREDENTIAL = Authorization()


class Authenticator(Protocol):
    """Adds credentials to the calls of one API."""

    def known(self, schemes: frozenset[str]) -> Authorization | None:
        """The headers that ``authorize`` would return, if nothing has to be signed or awaited; else None."""
        ...

    async def authorize(self, signing: Signing) -> Authorization:
        """Make the headers for one attempt. All their values are treated as secret."""
        ...

    async def refresh(self, rejected: Authorization) -> bool:
        """Get another credential after a 401. Returns whether there is one to try with."""
        ...

    def hint(self, schemes: frozenset[str]) -> str | None:
        """What the caller may have missed, for the message of a 401."""
        ...

    async def identity(self, schemes: frozenset[str]) -> str:
        """What the server tells callers apart by, for limiters. Secret; empty without a credential."""
        ...


class Anonymous:
    """An authenticator without a credential. ``hint`` returns what goes into the message of a 401."""

    def __init__(self, hint: Callable[[], str] | None = None) -> None:
        self._hint = hint

    def known(self, schemes: frozenset[str]) -> Authorization | None:
        return NO_CREDENTIAL

    async def authorize(self, signing: Signing) -> Authorization:
        return NO_CREDENTIAL

    async def refresh(self, rejected: Authorization) -> bool:
        return False

    def hint(self, schemes: frozenset[str]) -> str | None:
        return self._hint() if schemes and self._hint is not None else None

    async def identity(self, schemes: frozenset[str]) -> str:
        return ""


class HeaderAuthenticator:
    """Sends one credential in one header.

    header, prefix: e.g. ``Authorization`` and ``"Bearer "``.
    scheme: name of this security scheme in the spec.
    hints: other scheme -> function that returns what goes into the message of a 401 if the operation accepts
        only that one.
    """

    def __init__(
        self,
        credential: Credential,
        header: str,
        prefix: str,
        scheme: str,
        hints: Mapping[str, Callable[[], str]],
    ) -> None:
        self._credential = credential
        self._header = header
        self._prefix = prefix
        self._scheme = scheme
        self._hints = hints
        self._last: Authorization | None = None

    def known(self, schemes: frozenset[str]) -> Authorization | None:
        if not schemes:
            return NO_CREDENTIAL
        last = self._last
        return last if last is not None and last.generation == self._credential.generation else None

    async def authorize(self, signing: Signing) -> Authorization:
        if not signing.schemes:
            return NO_CREDENTIAL
        value, generation = await self._credential.current()
        self._last = Authorization(
            {self._header: Secret(f"{self._prefix}{value}")}, generation, self._credential.what
        )
        return self._last

    async def refresh(self, rejected: Authorization) -> bool:
        return bool(rejected.headers) and await self._credential.renew(rejected.generation)

    def hint(self, schemes: frozenset[str]) -> str | None:
        if not schemes or self._scheme in schemes:
            return None
        return next((hint() for scheme, hint in self._hints.items() if scheme in schemes), None)

    async def identity(self, schemes: frozenset[str]) -> str:
        """The credential itself, or the account of a JWT, which stays the same when the token is renewed."""
        if not schemes:
            return ""
        value, _ = await self._credential.current()
        return subject(value) or value


class Credential:
    """A credential that is fetched at first use, kept, and fetched again when the server rejects it.

    Calls that wait for it at the same time share one call of the source.

    source: the credential, or a function that returns it. what: its name in errors. generation: number of
        values so far. Raises ``ConfigError`` for a value that no header can carry.
    """

    def __init__(self, source: Source, what: str) -> None:
        source = hidden(source)
        self.what: str = what
        self._source = None if isinstance(source, str) else source
        self._value = checked_token(source, what) if isinstance(source, str) else None
        self.generation: int = 0
        self._flight = SingleFlight(self._fetch)
        if self._source is not None and not callable(self._source):
            raise ConfigError(
                f"{what} must be a string or a function that returns one, got {type(source).__name__}"
            )

    async def current(self) -> tuple[str, int]:
        """The value and its generation."""
        while self._value is None:
            await self._flight.result()
        return self._value, self.generation

    async def renew(self, generation: int) -> bool:
        """Fetch the credential again, unless another call has done so since ``generation``.

        False for a fixed value.
        """
        if self._source is None:
            return False
        if generation == self.generation:
            await self._flight.result()
        return True

    async def _fetch(self) -> None:
        source = self._source
        if source is None:
            return
        value = await (source.after(self._value) if isinstance(source, TokenSource) else fetched(source))
        value = hidden(value)
        self._value = checked_token(value, self.what)
        self.generation += 1


async def fetched(source: Callable[[], object]) -> object:
    """Return what a function returns, async or not. One that is not async runs in a thread."""
    value: object
    if inspect.iscoroutinefunction(source) or inspect.iscoroutinefunction(
        getattr(source, "__call__", None)  # noqa: B004  (an object may have an async __call__)
    ):
        value = source()
    else:
        value = await asyncio.to_thread(source)
    return await cast("Awaitable[object]", value) if inspect.isawaitable(value) else value


def checked_token(value: object, what: str) -> Secret:
    """``value`` without surrounding whitespace. ``what``: its name in errors.

    Raises ``ConfigError``, which does not show the value, if it cannot be a credential.
    """
    value = hidden(value)
    if not isinstance(value, str):
        raise ConfigError(f"{what} must be a string, got {type(value).__name__}")
    token = Secret(value.strip())
    if not token:
        raise ConfigError(f"{what} must be a non-empty string")
    if not token.isascii() or not token.isprintable() or " " in token:
        raise ConfigError(
            f"{what} must consist of printable ASCII characters without spaces: "
            "give the credential alone, without a word such as Bearer"
        )
    return token
