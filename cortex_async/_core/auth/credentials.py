"""Credentials: where they come from, how they travel, when they are asked for anew."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol, TypeAlias, cast

from attrs import field, frozen

from cortex_async._core.auth.single_flight import SingleFlight
from cortex_async._core.errors import ConfigError
from cortex_async._core.secrets.masking import Secret, hidden

Source: TypeAlias = str | Callable[[], str | Awaitable[str]]
"""A credential, or a function that gives one. A function that is not async runs in a thread."""


@frozen
class Signing:
    """What an authenticator may sign: exactly the bytes that go out. ``target`` is path and query as sent."""

    method: str
    target: str = field(repr=False)
    body: bytes = field(repr=False)
    schemes: frozenset[str]


@frozen(eq=False)
class Authorization:
    """Headers for one attempt. ``generation`` tells an authenticator which of its credentials they came from."""

    headers: Mapping[str, str] = field(factory=dict[str, str], repr=False)
    generation: int = 0


NO_CREDENTIAL = Authorization()


class Authenticator(Protocol):
    """How an API wants its callers to show who they are."""

    def known(self, schemes: frozenset[str]) -> Authorization | None:
        """What ``authorize`` would give, where nothing has to be signed or waited for; else None."""
        ...

    async def authorize(self, signing: Signing) -> Authorization:
        """Headers for one attempt. All their values are treated as secret."""
        ...

    async def refresh(self, rejected: Authorization) -> bool:
        """After a 401: True if there is now another credential to try with."""
        ...

    def hint(self, schemes: frozenset[str]) -> str | None:
        """After a 401: what the caller may have missed."""
        ...


class Anonymous:
    """No credential."""

    def __init__(self, hint: str | None = None) -> None:
        self._hint = hint

    def known(self, schemes: frozenset[str]) -> Authorization | None:
        return NO_CREDENTIAL

    async def authorize(self, signing: Signing) -> Authorization:
        return NO_CREDENTIAL

    async def refresh(self, rejected: Authorization) -> bool:
        return False

    def hint(self, schemes: frozenset[str]) -> str | None:
        return self._hint if schemes else None


class HeaderAuthenticator:
    """Sends one credential in one header.

    header, prefix: e.g. ``Authorization`` and ``"Bearer "``.
    scheme: the document's name for this way; ``hints`` are told by the one scheme that an operation insists on instead.
    """

    def __init__(
        self, credential: Credential, header: str, prefix: str, scheme: str, hints: Mapping[str, str]
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
        self._last = Authorization({self._header: Secret(f"{self._prefix}{value}")}, generation)
        return self._last

    async def refresh(self, rejected: Authorization) -> bool:
        return bool(rejected.headers) and await self._credential.renew(rejected.generation)

    def hint(self, schemes: frozenset[str]) -> str | None:
        if not schemes or self._scheme in schemes:
            return None
        return next((hint for scheme, hint in self._hints.items() if scheme in schemes), None)


class Credential:
    """A credential that is asked for at first use, kept, and asked for anew when the server rejects it.

    However many calls wait for it at once, the source is asked once. ``what`` names it in errors; ``generation`` counts the values.
    Raises ``ConfigError`` for a value that no header can carry.
    """

    def __init__(self, source: Source, what: str) -> None:
        source = hidden(source)
        self._what = what
        self._ask = None if isinstance(source, str) else source
        self._value = checked_token(source, what) if isinstance(source, str) else None
        self.generation: int = 0
        self._flight = SingleFlight(self._take)
        if self._ask is not None and not callable(self._ask):
            raise ConfigError(
                f"{what} must be a string or a function that returns one, got {type(source).__name__}"
            )

    async def current(self) -> tuple[str, int]:
        """The value and its generation."""
        while self._value is None:
            await self._flight.result()
        return self._value, self.generation

    async def renew(self, generation: int) -> bool:
        """Asks anew unless another call has done so since ``generation``. False for a fixed value."""
        if self._ask is None:
            return False
        if generation == self.generation:
            await self._flight.result()
        return True

    async def _take(self) -> None:
        ask = self._ask
        if ask is None:
            return
        answer: object
        if inspect.iscoroutinefunction(ask) or inspect.iscoroutinefunction(getattr(ask, "__call__", None)):  # noqa: B004
            answer = ask()
        else:
            answer = await asyncio.to_thread(ask)
        if inspect.isawaitable(answer):
            answer = await cast("Awaitable[object]", answer)
        answer = hidden(answer)
        self._value = checked_token(answer, self._what)
        self.generation += 1


def checked_token(value: object, what: str) -> Secret:
    """``value`` without surrounding space. Raises ``ConfigError``, which does not show it, if it cannot be a credential."""
    value = hidden(value)
    if not isinstance(value, str):
        raise ConfigError(f"{what} must be a string, got {type(value).__name__}")
    token = Secret(value.strip())
    if not token:
        raise ConfigError(f"{what} is empty")
    if not token.isascii() or not token.isprintable() or " " in token:
        raise ConfigError(
            f"{what} holds characters that no credential has; give it alone, without a word before it"
        )
    return token
