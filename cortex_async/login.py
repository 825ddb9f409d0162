"""Logging in: a client whose access token comes from a login, and is renewed by another one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from copy import copy
from functools import partial
from types import TracebackType
from typing import Any, Final, Generic, TypeVar

from cortex_async._core.call_errors import APIError, Forbidden, Unauthorized
from cortex_async._core.errors import ConfigError
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.secrets.masking import Secret
from cortex_async._core.service_client import ServiceClient
from cortex_async._generated.operations.account.auth import AuthOperations
from cortex_async.api_client import APIClient

ClientT = TypeVar("ClientT", bound=APIClient)


class PendingLogin(NotCopyable, Generic[ClientT]):
    """A client that has not logged in yet: ``await`` it, or use it with ``async with``, which closes it.

    A client that cannot log in is closed.
    """

    def __init__(self, client: ClientT, log_in: Callable[[], Awaitable[object]]) -> None:
        self._client = client
        self._log_in = log_in

    def __await__(self) -> Generator[Any, None, ClientT]:
        return self._logged_in().__await__()

    async def __aenter__(self) -> ClientT:
        return await self._logged_in()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._client.close()

    async def _logged_in(self) -> ClientT:
        try:
            await self._client.open()
            await self._log_in()
        except BaseException:
            await self._client.close()
            raise
        return self._client

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._client!r})"


REJECTION_KEPT: Final = 30.0
"""Seconds without another login after a rejected one: a busy program could lock the account."""


class TokenByLogin:
    """Logs in whenever it is called; returns the access token.

    A rejected login (401, 403) is not repeated for ``REJECTION_KEPT`` seconds: calls raise the same error.

    service: a client without a credential. email, password, session_id: the first two, or the last one.

    Raises ``ConfigError``, which shows no value, for anything else.
    """

    def __init__(
        self, service: ServiceClient, email: str | None, password: str | None, session_id: str | None
    ) -> None:
        self._clock = service.clock
        self._rejected: tuple[float, APIError] | None = None
        auth = AuthOperations(service)
        if session_id is not None:
            if email is not None or password is not None:
                raise ConfigError("session_id must not be given together with email and password")
            self._log_in = partial(auth.login, fusion_session_id=_checked("session_id", session_id))
        elif email is None or password is None:
            raise ConfigError("login needs email=... and password=..., or session_id=...")
        else:
            self._log_in = partial(
                auth.login_with_credentials,
                email=_checked("email", email),
                password=_checked("password", password),
            )

    async def __call__(self) -> str:
        if self._rejected is not None:
            at, rejection = self._rejected
            if self._clock.monotonic() - at < REJECTION_KEPT:
                # A copy: one object would gain a traceback with each call, and be raised in several threads.
                raise copy(rejection)
            self._rejected = None
        try:
            return (await self._log_in()).access_token
        except (Unauthorized, Forbidden) as error:
            self._rejected = self._clock.monotonic(), copy(error)
            raise


def _checked(name: str, value: object) -> Secret:
    if not isinstance(value, str):
        raise ConfigError(f"{name} must be a string, got {type(value).__name__}")
    if not value:
        raise ConfigError(f"{name} must be a non-empty string")
    return Secret(value)
