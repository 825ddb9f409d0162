"""The arguments of a relay, checked."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from datetime import datetime
from typing import Final, cast

from attrs import frozen

from cortex_async._core.arguments import check_count, check_seconds, wrong_type, wrong_value
from cortex_async.event_types import check_patterns
from cortex_async.transcripts.timing import utc

LEASE: Final = 15.0
BUFFER_SIZE: Final = 10_000
BUFFER_BYTES: Final = 64 * 1024 * 1024
HOLD: Final = 30.0
GIVE_UP: Final = 600.0
RESYNC: Final = 300.0


@frozen(kw_only=True)
class RelaySettings:
    """What ``Relay`` was asked for. since: Unix seconds, None for from now."""

    types: tuple[str, ...]
    name: str
    since: float | None
    lease: float
    hold: float
    give_up: float
    resync: float
    buffer_size: int
    buffer_bytes: int


def process_name() -> str:
    """The default name of a relay: the host and the id of the process."""
    return f"{socket.gethostname()}:{os.getpid()}"


def checked_settings(
    *,
    types: Iterable[str],
    name: str | None,
    since: datetime | None,
    lease: float,
    hold: float,
    give_up: float,
    resync: float,
    buffer_size: int,
    buffer_bytes: int,
) -> RelaySettings:
    """Raises ``ArgumentError``. Warns of types that match no known one."""
    if isinstance(types, (str, bytes)) or not isinstance(types, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
        raise wrong_type("types", "an iterable of event types", types)
    patterns = tuple(cast("Iterable[object]", types))
    if not all(isinstance(one, str) and one for one in patterns):
        raise wrong_value("types", "non-empty strings", patterns)
    check_patterns(patterns)
    if name is not None and not isinstance(name, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
        raise wrong_type("name", "a string or None", name)
    check_seconds("lease", lease, none=False)
    check_seconds("hold", hold, zero=True, none=False)
    check_seconds("give_up", give_up, zero=True, none=False)
    check_seconds("resync", resync, zero=True, none=False)
    check_count("buffer_size", buffer_size)
    check_count("buffer_bytes", buffer_bytes)
    return RelaySettings(
        types=cast("tuple[str, ...]", patterns),
        name=name or process_name(),
        since=None if since is None else utc(since, "since").timestamp(),
        lease=lease,
        hold=hold,
        give_up=give_up,
        resync=resync,
        buffer_size=buffer_size,
        buffer_bytes=buffer_bytes,
    )
