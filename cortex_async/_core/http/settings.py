"""How a client connects, as a value. Does not import the HTTP library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from cortex_async._core.http.proxies import Proxy

if TYPE_CHECKING:
    import ssl as tls


@frozen(eq=False)
class TransportSettings:
    """Settings of one transport.

    product: the name in ``User-Agent``.
    pool_size: connections at once for ordinary calls; streams have their own, without limit.
    ssl: for https, None for the platform's certificates.
    session: an ``aiohttp.ClientSession`` of the caller's to use instead of connections of our own.
    site: where the client was constructed, for the warning about an unclosed one.
    """

    product: str = "odin-cortex"
    pool_size: int = 100
    proxy: Proxy | None = None
    ssl: tls.SSLContext | None = field(default=None, repr=False)
    session: object = field(default=None, repr=False)
    site: str = "an unknown place"
