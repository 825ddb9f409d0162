"""What the clients of all APIs have in common: settings, variants over the same connections, closing."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from types import TracebackType
from typing import Self, Unpack

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
from cortex_async.config import ConnectionSettings, configure


def connect(
    service: Service,
    authenticator: Authenticator,
    clock: Clock | None = None,
    /,
    **settings: Unpack[ConnectionSettings],
) -> ServiceClient:
    """A client of ``service`` with a transport of its own; opens nothing yet. ``clock`` is for tests.

    Raises ``ConfigError`` for a setting that cannot be used, ``ArgumentTypeError`` for one that does not exist.
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
    )


class APIClient(NotCopyable):
    """A client of one API. Those of an API inherit its generated scope as well, and adopt a service at construction."""

    _service_client: ServiceClient
    _owner: bool

    def _adopt(self, service_client: ServiceClient, *, owner: bool) -> None:
        self._service_client = service_client
        self._owner = owner

    def _variant(self, service: ServiceClient) -> Self:
        """This client over another service. One that holds more than its service hands that over as well."""
        client = type(self).__new__(type(self))
        client._adopt(service, owner=False)
        return client

    def with_options(
        self,
        *,
        timeout: Timeout | float | Unset | None = UNSET,
        retry: Retry | bool | Unset = UNSET,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """The same client with other defaults, over the same connections; closing it closes nothing."""
        options = Options()
        if timeout is not UNSET:
            options["timeout"] = timeout
        if retry is not UNSET:
            options["retry"] = retry
        if headers is not None:
            options["headers"] = headers
        return self._variant(self._service_client.with_options(options))

    @property
    def base_url(self) -> str:
        """Where requests go, without what every path begins with."""
        return self._service_client.base_url

    @property
    def codec(self) -> Codec:
        """Decodes and encodes the API's models, e.g. the body of a ``Response``."""
        return self._service_client.codec

    async def open(self) -> Self:
        """Loads the HTTP library, which takes a fifth of a second, and returns the client. No connection is made yet.

        The first call does it otherwise. Raises ``ClientClosed`` once the client is closed.
        """
        await self._service_client.load()
        return self

    async def close(self) -> None:
        """Closes the connections. Whatever waits on this client or its variants (calls, streams, live views, waits) ends with
        ``ClientClosed``, and so does what comes after. May be called again.

        Raises ``WrongLoop`` from an event loop other than the one in use.
        """
        if self._owner:
            await self._service_client.aclose()

    async def aclose(self) -> None:
        """The same as ``close``, by the name that ``contextlib.aclosing`` calls."""
        await self.close()

    async def __aenter__(self) -> Self:
        return await self.open()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        service = getattr(self, "_service_client", None)
        # Tracebacks show the variables of a constructor that raised as well.
        return f"{type(self).__name__}({'' if service is None else repr(service.base_url)})"


def creation_site() -> str:
    """``file:line`` outside the SDK where a client is being made, for the warning about an unclosed one."""
    frame = sys._getframe()  # pyright: ignore[reportPrivateUsage]  # inspect.stack() reads every source file on the way
    # As the code says it: in a packed program that differs from __file__.
    folder = os.path.dirname(os.path.dirname(frame.f_code.co_filename))
    packages = tuple(os.path.join(folder, name, "") for name in _OWN)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(packages):
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


_OWN = ("cortex_async", "cortex_sync")
