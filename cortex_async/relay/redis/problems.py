"""What errors of redis-py mean, without anything in them that must not be shown."""

from __future__ import annotations

from typing import Final

from redis import exceptions

from cortex_async._core.errors import ConfigError, CortexError
from cortex_async.relay.broker import BrokerUnavailable

_REFUSED: Final = ("NOAUTH", "WRONGPASS", "NOPERM", "WRONGTYPE")
_TRANSIENT: Final = {
    "OOM": "its memory is full (maxmemory)",
    "MISCONF": "it cannot write to its disk",
    "READONLY": "it is a replica",
    "NOREPLICAS": "it has too few replicas (min-replicas-to-write)",
    "MASTERDOWN": "its master is down",
    "CLUSTERDOWN": "the cluster is down",
    "TRYAGAIN": "the cluster moves its keys",
    "LOADING": "it loads its data",
    "BUSY": "it is busy with a script",
    "UNKILLABLE": "it is busy with a script",
    "UNBLOCKED": "the wait was ended in Redis, which may have become a replica",
}
"""First word of an error that passes by itself or once somebody has helped Redis -> what is the matter."""


def problem(error: Exception, name: str) -> CortexError:
    """Build the error for one of redis-py or of the operating system.

    name: what was to be done.
    """
    message = str(error)
    # The server repeats the arguments of a command that it does not know, and AUTH is one in old versions.
    message = message.partition(", with args")[0]
    # redis-py takes some first words off, and has a class instead.
    code = _CODES.get(type(error).__name__) or message.partition(" ")[0].rstrip(":")
    if code in _TRANSIENT:
        return BrokerUnavailable(f"Redis cannot {name}: {_TRANSIENT[code]}")
    if "unknown command" in message:
        return ConfigError(f"redis_or_url must be a Redis 6.2 or newer, which this one is not: {message}")
    # On a Unix socket it is only the cause.
    causes = (error, error.__cause__)
    if any(isinstance(one, exceptions.AuthenticationError) for one in causes) or code in _REFUSED:
        return ConfigError(f"Redis refused to {name}: {message}")
    if isinstance(error, exceptions.ResponseError):
        return ConfigError(f"Redis failed to {name}: {message}")
    kind = "" if isinstance(error, exceptions.ConnectionError) else f"{type(error).__name__}: "
    return BrokerUnavailable(f"Redis cannot be reached to {name}: {kind}{message}")


_CODES: Final = {
    "OutOfMemoryError": "OOM",
    "ReadOnlyError": "READONLY",
    "BusyLoadingError": "LOADING",
    "MasterDownError": "MASTERDOWN",
    "ClusterDownError": "CLUSTERDOWN",
    "TryAgainError": "TRYAGAIN",
    "NoPermissionError": "NOPERM",
}
