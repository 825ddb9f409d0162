"""The way to the hosts of signed addresses, over connections of its own: nothing meant for the API can reach another host."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack
from urllib.parse import SplitResult, urlsplit

from cortex_async._core.auth.credentials import Anonymous
from cortex_async._core.call.service import Service
from cortex_async._core.codec.codec import Codec
from cortex_async._core.errors import DecodeError
from cortex_async._core.retry import Clock, Retry
from cortex_async._core.timeouts import Timeout
from cortex_async.api_client import connect

if TYPE_CHECKING:
    import ssl as tls

    from cortex_async._core.service_client import ServiceClient
    from cortex_async._core.unset import Unset

STORAGE = Service(
    name="odin-cortex", codec=Codec("cortex_async.contrib.nimrobo._generated"), read_problem=lambda body: None
)

_FORBIDDEN = re.compile(r"[\s\x00-\x1f\x7f\\]|[^\x21-\x7e]")


class StorageSettings(TypedDict, total=False):
    """What of a client's settings holds for another host."""

    timeout: Timeout | float | Unset | None
    retry: Retry | bool
    proxy: str | Literal[False] | None
    ssl: tls.SSLContext | str | Path | None
    pool_size: int


class Storage:
    """The hosts that signed addresses lead to, each with connections of its own that carry no credential.

    require_https: whether an address without it is refused.
    """

    def __init__(self, require_https: bool, clock: Clock | None, **settings: Unpack[StorageSettings]) -> None:
        self._require_https = require_https
        self._clock = clock
        self._settings = settings
        self._hosts: dict[str, ServiceClient] = {}

    async def aclose(self) -> None:
        for host in self._hosts.values():
            await host.aclose()

    def at(self, url: str) -> ServiceClient:
        """The way to one signed address, which goes out byte for byte. Raises ``DecodeError`` for what is none."""
        parts = None if _FORBIDDEN.search(url) else _split(url)
        schemes = ("https",) if self._require_https else ("https", "http")
        if parts is None or parts.scheme not in schemes or not parts.hostname or "@" in parts.netloc:
            raise DecodeError(
                f"audioUrl: an address that begins with {schemes[-1]}:// expected", location="audioUrl"
            )
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._hosts:
            self._hosts[origin] = connect(
                STORAGE, Anonymous(), self._clock, base_url=origin, **self._settings
            )
        return self._hosts[origin].at(url.partition("#")[0])


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts
