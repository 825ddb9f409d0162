"""How connections are made, as a value: known before the HTTP library is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

if TYPE_CHECKING:
    import ssl as tls

    from cortex_async._core.http.proxies import Proxy


@frozen(eq=False)
class Wiring:
    """product: how we name ourselves to servers. pool_size: connections at once for ordinary calls; streams have their own, without limit.

    ssl: for https, None for the platform's certificates.
    site: where the client was constructed, for the warning about an unclosed one.
    """

    product: str = "odin-cortex"
    pool_size: int = 100
    proxy: Proxy | None = None
    ssl: tls.SSLContext | None = field(default=None, repr=False)
    site: str = "an unknown place"
