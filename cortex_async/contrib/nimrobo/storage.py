"""Connections to the hosts of signed URLs, separate from the API's, so that no credential for the API reaches
another host.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Unpack, cast
from urllib.parse import SplitResult, urlsplit

from cortex_async._core.auth.credentials import Anonymous
from cortex_async._core.call.service import Service
from cortex_async._core.call_errors import DecodeError
from cortex_async._core.codec.codec import Codec
from cortex_async._core.timing.clock import Clock
from cortex_async.api_client import connect
from cortex_async.config import ConnectionSettings

if TYPE_CHECKING:
    from cortex_async._core.service_client import ServiceClient

STORAGE = Service(
    name="odin-cortex", codec=Codec("cortex_async.contrib.nimrobo._generated"), read_problem=lambda body: None
)

_FORBIDDEN = re.compile(r"[\s\x00-\x1f\x7f\\]|[^\x21-\x7e]")


API_ONLY: Final = frozenset({"base_url", "headers", "session", "max_response_bytes"})
"""Settings for the API, which do not apply to the hosts of recordings."""


class Storage:
    """The hosts of signed URLs, each with its own connections and without credentials.

    require_https: whether to reject URLs with http.
    """

    def __init__(
        self, require_https: bool, clock: Clock | None, **settings: Unpack[ConnectionSettings]
    ) -> None:
        self._require_https = require_https
        self._clock = clock
        self._settings = cast(
            "ConnectionSettings", {name: value for name, value in settings.items() if name not in API_ONLY}
        )
        self._hosts: dict[str, ServiceClient] = {}

    async def aclose(self) -> None:
        """Close all connections."""
        for host in self._hosts.values():
            await host.aclose()

    def at(self, url: str) -> ServiceClient:
        """A client for one signed URL, which is sent byte for byte.

        Raises ``DecodeError`` for an invalid URL.
        """
        parts = None if _FORBIDDEN.search(url) else _split(url)
        schemes = ("https",) if self._require_https else ("https", "http")
        if parts is None or parts.scheme not in schemes or not parts.hostname or "@" in parts.netloc:
            raise DecodeError(
                f"audioUrl must be a URL that begins with {schemes[-1]}://", location="audioUrl"
            )
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._hosts:
            settings = self._settings.copy()
            settings["base_url"] = origin
            self._hosts[origin] = connect(STORAGE, Anonymous(), self._clock, **settings)
        return self._hosts[origin].at(url.partition("#")[0])


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts
