"""A client of redis-py that the SDK makes for a URL, in one event loop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, cast
from urllib.parse import urlsplit


class OwnRedis:
    """A client for a ``LoopBound``. Raises ``ValueError`` for a URL that cannot be parsed.

    It has no time limits, since each command has one of its own, and repeats nothing: whether that makes
    sense depends on the command. Options in the URL come first.

    client: its methods have no types that are of use.
    """

    def __init__(self, url: str) -> None:
        # Imported late: the library is optional.
        from redis.asyncio import Redis
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff

        if _ends_within_credentials(url):
            raise ValueError("the password in the URL has to be percent-encoded")
        if not _has_database_number(url):
            raise ValueError("the database in the URL has to be a number")
        retry = Retry(NoBackoff(), 0)
        self.client: Any = cast("Any", Redis).from_url(
            url, protocol=2, socket_timeout=None, socket_connect_timeout=None, retry=retry
        )
        self.closed: bool = False

    async def aclose(self) -> None:
        self.closed = True
        # Its name was close before redis-py 5.0.1.
        close: Callable[[], Awaitable[None]] = getattr(self.client, "aclose", None) or self.client.close
        await close()

    def abandon(self) -> None:
        """The loop is closed, and nothing can be awaited any more."""
        self.closed = True


def _ends_within_credentials(url: str) -> bool:
    """Whether a password has a character that ends the host.

    redis-py would take what is before it for the host and port, and show them in its errors.
    """
    parts = urlsplit(url)
    query = "" if "=" in parts.query else parts.query
    return parts.scheme != "unix" and "@" in f"{parts.path}{query}{parts.fragment}"


def _has_database_number(url: str) -> bool:
    """Whether the path of the URL is empty or a number.

    redis-py takes database 0 for every other path:
    https://redis.readthedocs.io/en/stable/connections.html#redis.connection.ConnectionPool.from_url
    """
    parts = urlsplit(url)
    database = parts.path.strip("/")
    return parts.scheme == "unix" or not database or (database.isascii() and database.isdecimal())
