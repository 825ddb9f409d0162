"""The options of the services, as data: the same for ``python -m cortex_async.relay`` and for ``cortex``.

An argument wins over its environment variable.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from attrs import frozen

from cortex_async._core.arguments import wrong_value
from cortex_async._core.codec.emitted import aware
from cortex_async._core.errors import ArgumentValueError

Converter = Callable[[str], Any]


def _whole(value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise ValueError("a whole number")
    return int(value)


def _seconds(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise ValueError("a number of seconds") from None


def _address(value: str) -> tuple[str, int]:
    """``HOST:PORT``, with brackets around an IPv6 address."""
    host, _, port = value.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise ValueError("HOST:PORT, such as 127.0.0.1:8080")
    return host.removeprefix("[").removesuffix("]"), int(port)


def _list(value: str) -> tuple[str, ...]:
    return tuple(part for part in (one.strip() for one in value.split(",")) if part)


def _time(value: str) -> datetime:
    try:
        return aware(datetime.fromisoformat(value))
    except ValueError:
        raise ValueError("a time such as 2026-11-27T12:00:00Z") from None


def _one_of(*values: str) -> Converter:
    def convert(value: str) -> str:
        if value not in values:
            raise ValueError(f"one of {', '.join(values)}")
        return value

    return convert


@frozen
class ServiceOption:
    """One option.

    name: without dashes. variable: the environment variable. metavar: what stands for its value in help.
    default: as it would be written; None if there is none. required: whether there must be a value.
    """

    name: str
    variable: str
    metavar: str
    help: str
    convert: Converter = str
    default: str | None = None
    required: bool = False

    @property
    def attribute(self) -> str:
        return self.name.replace("-", "_")


_NAME: Final = ServiceOption(
    "name",
    "CORTEX_BROKER_NAME",
    "NAME",
    "prefix of all names in the broker; the same for relays, receivers and workers",
    default="cortex",
)
_PARTITIONS: Final = ServiceOption(
    "partitions",
    "CORTEX_BROKER_PARTITIONS",
    "N",
    "how many workers of a group can be busy at once; cannot be changed later",
    _whole,
    "8",
)
_SERVICE: Final = (
    ServiceOption(
        "health",
        "CORTEX_HEALTH",
        "HOST:PORT",
        "serve /livez, /readyz and /metrics there; not served by default",
        _address,
    ),
    ServiceOption(
        "log-format",
        "CORTEX_LOG_FORMAT",
        "FORMAT",
        "text or json (a line for each record)",
        _one_of("text", "json"),
        "text",
    ),
    ServiceOption(
        "log-level",
        "CORTEX_LOG_LEVEL",
        "LEVEL",
        "debug, info, warning or error",
        _one_of("debug", "info", "warning", "error"),
        "info",
    ),
)

RELAY: Final = (
    ServiceOption(
        "sink",
        "CORTEX_BROKER_URL",
        "URL",
        "the broker to publish to: redis://, rediss://, unix://, nats://, tls:// or kafka://",
        required=True,
    ),
    ServiceOption(
        "project", "CORTEX_PROJECT_ID", "ID", "the project to relay; all projects of the account by default"
    ),
    ServiceOption(
        "types",
        "CORTEX_RELAY_TYPES",
        "PATTERNS",
        "event types to relay, such as session.*,message.created; all by default",
        _list,
        "",
    ),
    ServiceOption(
        "since",
        "CORTEX_RELAY_SINCE",
        "TIME",
        "where the very first relay begins, such as 2026-11-27T12:00:00Z; now by default",
        _time,
    ),
    ServiceOption("base-url", "CORTEX_BASE_URL", "URL", "the address of the API"),
    _NAME,
    _PARTITIONS,
    ServiceOption(
        "lease",
        "CORTEX_RELAY_LEASE",
        "SECONDS",
        "time after which another relay takes over from one that died",
        _seconds,
        "15",
    ),
    *_SERVICE,
)

WORKER: Final = (
    ServiceOption(
        "source",
        "CORTEX_BROKER_URL",
        "URL",
        "the broker to take events from: redis://, rediss://, unix://, nats://, tls:// or kafka://",
        required=True,
    ),
    ServiceOption(
        "group", "CORTEX_WORKER_GROUP", "NAME", "workers of one group share events", default="workers"
    ),
    _NAME,
    _PARTITIONS,
    ServiceOption("concurrency", "CORTEX_WORKER_CONCURRENCY", "N", "events handled at once", _whole, "16"),
    ServiceOption(
        "attempts", "CORTEX_WORKER_ATTEMPTS", "N", "attempts before an event is a dead letter", _whole, "5"
    ),
    ServiceOption(
        "lease",
        "CORTEX_WORKER_LEASE",
        "SECONDS",
        "time after which the partitions of a worker that died go to others",
        _seconds,
        "30",
    ),
    ServiceOption(
        "handler-timeout",
        "CORTEX_WORKER_HANDLER_TIMEOUT",
        "SECONDS",
        "time limit of a coroutine for one event",
        _seconds,
        "30",
    ),
    ServiceOption(
        "drain-timeout",
        "CORTEX_WORKER_DRAIN_TIMEOUT",
        "SECONDS",
        "time that running handlers have to finish after SIGTERM",
        _seconds,
        "10",
    ),
    *_SERVICE,
)


def chosen(
    options: tuple[ServiceOption, ...], given: Mapping[str, str | None], environment: Mapping[str, str]
) -> dict[str, Any]:
    """The value of each option by attribute, from what was given, the environment or the default.

    Raises ``ArgumentError`` that names the option or the variable.
    """
    return {option.attribute: _value(option, given.get(option.attribute), environment) for option in options}


def _value(option: ServiceOption, argument: str | None, environment: Mapping[str, str]) -> Any:
    source, raw = f"--{option.name}", argument
    if raw is None:
        raw = environment.get(option.variable, "").strip() or None
        source = option.variable
    if raw is None:
        raw, source = option.default, f"--{option.name}"
    if raw is None:
        if option.required:
            raise ArgumentValueError(
                f"--{option.name} is missing: give it, or set {option.variable}", parameter=option.attribute
            )
        return None
    try:
        return option.convert(raw)
    except ValueError as error:
        raise wrong_value(source, str(error), raw) from None
