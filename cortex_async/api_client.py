"""The base class of all clients: settings, variants over the same connections, closing."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

from attrs import evolve

from cortex_async._core.auth.credentials import Authenticator
from cortex_async._core.call.service import Service
from cortex_async._core.codec.codec import Codec
from cortex_async._core.http.lazy_transport import LazyTransport
from cortex_async._core.options import Options
from cortex_async._core.retry import Retry
from cortex_async._core.runtime.not_copyable import NotCopyable
from cortex_async._core.secrets.masking import hide_settings
from cortex_async._core.service_client import ServiceClient
from cortex_async._core.timeouts import Timeout
from cortex_async._core.timing.clock import Clock
from cortex_async._core.unset import UNSET, Unset
from cortex_async.config import ConnectionSettings, configure, find_limiter, find_listeners

if TYPE_CHECKING:
    from cortex_async._core.limiting import Limiter
    from cortex_async._core.telemetry.observer import Observer
    from cortex_async._core.telemetry.stats import ClientStats


def connect(
    service: Service,
    authenticator: Authenticator,
    clock: Clock | None = None,
    /,
    **settings: Unpack[ConnectionSettings],
) -> ServiceClient:
    """Return a client of ``service`` with a transport of its own.

    No connection is opened yet. ``clock`` is for tests. Raises ``ConfigError`` for a setting that cannot be
    used, ``ArgumentTypeError`` for one that does not exist.
    """
    hide_settings(settings)
    config = configure(service, settings, site=creation_site())
    proxy = config.transport.proxy
    if proxy is not None and proxy.authorization is not None:
        service = evolve(service, proxy_login={"Proxy-Authorization": proxy.authorization})
    return ServiceClient(
        service,
        config.base_url,
        authenticator,
        LazyTransport(config.transport),
        defaults=config.defaults,
        max_response_bytes=config.max_response_bytes,
        clock=clock,
        listeners=config.listeners,
        limiter=config.limiter,
    )


class APIClient(NotCopyable):
    """Base class of a client of one API, which also inherits from the API's generated scope."""

    _service_client: ServiceClient
    _owner: bool

    def _adopt(self, service_client: ServiceClient, *, owner: bool) -> None:
        self._service_client = service_client
        self._owner = owner

    def _variant(self, service: ServiceClient) -> Self:
        """Return this client over another ``ServiceClient``. Subclasses with more state copy that as well."""
        client = type(self).__new__(type(self))
        client._adopt(service, owner=False)
        return client

    def with_options(
        self,
        *,
        timeout: Timeout | float | Unset | None = UNSET,
        retry: Retry | bool | Unset = UNSET,
        headers: Mapping[str, str] | None = None,
        idle_limit: float | Unset = UNSET,
        observers: Sequence[Observer] | Unset | None = UNSET,
        limiter: Limiter | Unset | None = UNSET,
    ) -> Self:
        """Return this client with other defaults, over the same connections.

        Closing the returned client has no effect. What is not given stays as it is.

        timeout: a ``Timeout``, or the total of each call in seconds including its retries; None for no total.
        retry: a ``Retry``, False for exactly one attempt, True for the default policy.
        headers: sent with every request, in addition to this client's.
        idle_limit: of event streams and live views, in seconds; see ``SharedSettings``.
        observers: instead of this client's; None for none. The connections, which both share, are still
            observed by this client's.
        limiter: instead of this client's; None for none.

        Raises ``ArgumentError`` for a value that cannot be used.
        """
        options = Options()
        if timeout is not UNSET:
            options["timeout"] = timeout
        if retry is not UNSET:
            options["retry"] = retry
        if headers is not None:
            options["headers"] = headers
        service = self._service_client.with_options(options, idle_limit=idle_limit)
        if observers is not UNSET:
            service = service.with_listeners(find_listeners(observers))
        if limiter is not UNSET:
            service = service.with_limiter(find_limiter(limiter))
        return self._variant(service)

    @property
    def base_url(self) -> str:
        """The address that requests go to, without the prefix of all paths."""
        return self._service_client.base_url

    @property
    def codec(self) -> Codec:
        """The codec of the API's models, e.g. to decode the body of a ``Response``."""
        return self._service_client.codec

    def stats(self) -> ClientStats:
        """Return what this client and its variants are doing right now, for health endpoints and debuggers.

        Makes no call. May be called in any thread, and before the first call and after ``close``.
        """
        service = self._service_client
        # Views exist only if their module has been loaded.
        live = sys.modules.get(f"{__package__}.live.feeds")
        return service.stats(() if live is None else live.views_over(service.identity[0]))

    async def open(self) -> Self:
        """Load the HTTP library, which takes a fifth of a second, and return the client. Makes no connection.

        Without it the first call loads the library. Raises ``ClientClosed`` if the client is closed.
        """
        await self._service_client.load()
        return self

    async def close(self) -> None:
        """Close the connections. May be called again.

        Calls, streams, live views and waits in progress on this client and its variants raise
        ``ClientClosed``, and so do later ones.

        Raises ``WrongLoop`` from an event loop other than the one in use.
        """
        if self._owner:
            await self._service_client.aclose()

    async def aclose(self) -> None:
        """Do the same as ``close``, under the name that ``contextlib.aclosing`` calls."""
        await self.close()

    async def __aenter__(self) -> Self:
        return await self.open()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        service = getattr(self, "_service_client", None)
        # The attribute is missing if the constructor raised, and tracebacks may show that client too.
        return f"{type(self).__name__}({'' if service is None else repr(service.base_url)})"


def creation_site() -> str:
    """Return ``file:line`` outside the SDK where a client is constructed.

    The warning about an unclosed client shows it.
    """
    frame = sys._getframe()  # pyright: ignore[reportPrivateUsage]  # inspect.stack() reads every source file on the way
    # From the code object: in a packed program that differs from __file__.
    folder = os.path.dirname(os.path.dirname(frame.f_code.co_filename))
    packages = tuple(os.path.join(folder, name, "") for name in _OWN)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(packages):
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


_OWN = ("cortex_async", "cortex_sync")
