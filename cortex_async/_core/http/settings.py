"""The connection settings of a client, as a value. Does not import the HTTP library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from cortex_async._core.http.proxies import Proxy

if TYPE_CHECKING:
    import ssl as tls

    from cortex_async._core.telemetry.listeners import Listeners


@frozen(eq=False, repr=False)
class TransportSettings:
    """The settings of one transport.

    product: product name for ``User-Agent``.
    pool_size: the most connections for ordinary calls; streams have their own, without a limit.
    proxy: None for no proxy.
    ssl: for https; None for the platform's certificates.
    session: the caller's ``aiohttp.ClientSession``, None for connections of the SDK's own.
    site: where the client was constructed (``file:line``), for the warning about an unclosed one.
    listeners: the observers of its connections, None if there are none.
    """

    product: str = "odin-cortex"
    pool_size: int = 100
    proxy: Proxy | None = None
    ssl: tls.SSLContext | None = None
    session: object = None
    site: str = "an unknown place"
    listeners: Listeners | None = None
