"""The broker that a URL names."""

from __future__ import annotations

import importlib
import re
from typing import Any, Final, Protocol

from cortex_async._core.errors import ArgumentValueError, ConfigError
from cortex_async._core.strings.wording import printable
from cortex_async.relay.broker import Sink, Source

BROKERS: Final[dict[str, tuple[str, str, str]]] = {
    # scheme -> (module, class, extra)
    "redis": ("cortex_async.relay.redis", "RedisStreams", "redis"),
    "rediss": ("cortex_async.relay.redis", "RedisStreams", "redis"),
    "unix": ("cortex_async.relay.redis", "RedisStreams", "redis"),
    "nats": ("cortex_async.relay.nats", "JetStream", "nats"),
    "tls": ("cortex_async.relay.nats", "JetStream", "nats"),
    "kafka": ("cortex_async.relay.kafka", "Kafka", "kafka"),
}


_FORMS: Final = {
    "redis": "redis://USER:PASSWORD@HOST:PORT/DATABASE (a number)",
    "rediss": "rediss://USER:PASSWORD@HOST:PORT/DATABASE (a number)",
    "unix": "unix:///PATH/OF/SOCKET?db=NUMBER",
    "nats": "nats://USER:PASSWORD@HOST:PORT",
    "tls": "tls://USER:PASSWORD@HOST:PORT",
}
_PORTS: Final = {"redis": 6379, "rediss": 6379, "nats": 4222, "tls": 4222, "kafka": 9092}
_URL_PARAMETERS: Final = frozenset({"redis_or_url", "servers"})


class Broker(Sink, Source, Protocol):
    """Both sides of a broker."""


def broker_from_url(url: str, *, name: str = "cortex", partitions: int = 8) -> Broker:
    """Make the broker of a URL; nothing is connected yet::

        broker = broker_from_url("redis://localhost:6379")

    name: prefix of everything in the broker.
    partitions: how many partitions there are.

    Raises ``ArgumentError`` for a URL of another kind, which it does not show because it may hold a password,
    and ``ConfigError`` if the broker's library is not installed.
    """
    scheme = url.partition("://")[0]
    if "://" not in url or scheme not in BROKERS:
        kinds = ", ".join(f"{known}://" for known in BROKERS)
        raise ArgumentValueError(f"the URL of the broker must begin with one of {kinds}", parameter="url")
    module, class_name, extra = BROKERS[scheme]
    try:
        made: Any = getattr(importlib.import_module(module), class_name)
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"{scheme}:// needs the library {error.name}: pip install 'odin-cortex[{extra}]'"
        ) from None
    try:
        broker: Broker = made(url, name=name, partitions=partitions)
    except ArgumentValueError as error:
        if error.parameter not in _URL_PARAMETERS:
            raise
        raise ArgumentValueError(
            f"the URL of the broker must look like {_FORMS[scheme]}; special characters in the password must "
            "be percent-encoded",
            parameter="url",
        ) from None
    return broker


def shown_url(url: str) -> str:
    """The scheme, hosts and ports of a broker's URL, or the path of its socket, without credentials.

    The scheme alone if it is unclear where the credentials end.
    """
    scheme, _, rest = url.partition("://")
    authority = re.split("[/?#]", rest, maxsplit=1)[0]
    if "@" in rest[len(authority) :]:
        return scheme
    hosts = authority.rpartition("@")[2]
    if scheme == "unix":
        place = hosts + rest[len(authority) :].partition("?")[0]
    else:
        place = ",".join(_with_port(host.strip() or "localhost", _PORTS[scheme]) for host in hosts.split(","))
    return printable(f"{scheme}://{place}")


def _with_port(host: str, port: int) -> str:
    return host if re.search(r":[0-9]+$", host) else f"{host}:{port}"
