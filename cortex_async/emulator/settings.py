"""Settings of an emulator, mostly for behaviour on which the vendor's documentation is silent or contradicts
itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, TypedDict

from attrs import Attribute, field, frozen, validators

MIN_TOKEN = 8


def positive(_instance: object, attribute: Attribute[Any], value: float) -> None:
    if not value > 0:
        raise ValueError(f"{attribute.name} must be greater than 0, got {value}")


def not_negative(_instance: object, attribute: Attribute[Any], value: float) -> None:
    if not value >= 0:
        raise ValueError(f"{attribute.name} must not be negative, got {value}")


def token(_instance: object, attribute: Attribute[Any], value: str) -> None:
    # The message does not show the value.
    if len(value) < MIN_TOKEN or not all("!" <= character <= "~" for character in value):
        raise ValueError(
            f"{attribute.name} must be at least {MIN_TOKEN} visible ASCII characters without spaces"
        )


def as_floats(values: Iterable[float]) -> tuple[float, ...]:
    return tuple(float(value) for value in values)


@frozen(kw_only=True)
class Settings:
    """All settings with their defaults. ``Options`` documents them."""

    validation_status: int = field(default=400, validator=validators.in_((400, 422)))
    latency: float = field(default=0.0, validator=not_negative)
    bot_delay: float = field(default=0.0, validator=not_negative)
    plugin_delay: float = field(default=0.0, validator=not_negative)
    activation_step: float = field(default=1.0, validator=not_negative)
    runtime_delay: float = field(default=1.0, validator=not_negative)
    sse_ids: Literal["uuid", "counter"] = field(default="uuid", validator=validators.in_(("uuid", "counter")))
    replay: bool = False
    heartbeat: float = field(default=15.0, validator=positive)
    stream_limit: float | None = field(default=None, validator=validators.optional(positive))
    stream_buffer: int = field(default=1000, validator=positive)
    webhook_retries: tuple[float, ...] = field(default=(1.0, 5.0, 25.0, 125.0), converter=as_floats)
    webhook_timeout: float = field(default=10.0, validator=positive)
    body_limit: int = field(default=1024 * 1024, validator=positive)
    header_timeout: float = field(default=10.0, validator=positive)
    body_timeout: float = field(default=30.0, validator=positive)
    history: int = field(default=1000, validator=positive)
    control: bool | None = None
    control_token: str | None = field(default=None, validator=validators.optional(token), repr=False)

    def __attrs_post_init__(self) -> None:
        if self.replay and self.sse_ids == "counter":
            raise ValueError("replay needs sse_ids='uuid': a counter restarts on every connection")


class Options(TypedDict, total=False):
    """Keyword arguments of ``Emulator``. Times are in seconds.

    validation_status: status of failed validation: 400 as in the spec (default), or 422 as in its prose.
    latency: wait before every response, in real time. Default 0.
    bot_delay: time between a start or stop command and its effect. Default 0: the next iteration of the event
        loop.
    plugin_delay: time between a message or command and a plugin's annotation. Default 0.
    activation_step: duration of each step of activating Functions. Default 1.
    runtime_delay: time that a Functions runtime stays ``starting`` or ``stopping``. Default 1.
    sse_ids: ``id:`` of a streamed event: ``uuid``, the event's id (default), or ``counter``, which counts per
        connection as NestJS does by default.
    replay: whether a stream with ``last-event-id`` starts with the events after that one. Default False;
        needs ``sse_ids="uuid"``.
    heartbeat: interval of comments on an idle stream, in real time. Default 15.
    stream_limit: time after which a stream ends cleanly, in real time, as with some proxies. Default None: no
        limit.
    stream_buffer: events that a stream buffers for a slow reader before it is cut. Default 1000.
    webhook_retries: pauses before the second and each further delivery attempt; their number limits the
        attempts. Default (1, 5, 25, 125).
    webhook_timeout: time limit for a receiver's response, in real time. Default 10.
    body_limit: maximum size of a request body in bytes; a larger one gets a 413. Default 1 MiB.
    header_timeout, body_timeout: time limits for receiving a request's headers and body, in real time.
        Default 10 and 30.
    history: number of recorded requests, and of emitted events, that are kept. Default 1000.
    control: whether the control surface below ``/_emulator/`` is on. Default None: only on a local address.
        With True, the status page has controls too.
    control_token: the token that the control surface wants as ``Authorization: Bearer``. Default None: on a
        local address it wants none, elsewhere a new one is made.
    """

    validation_status: Literal[400, 422]
    latency: float
    bot_delay: float
    plugin_delay: float
    activation_step: float
    runtime_delay: float
    sse_ids: Literal["uuid", "counter"]
    replay: bool
    heartbeat: float
    stream_limit: float | None
    stream_buffer: int
    webhook_retries: Iterable[float]
    webhook_timeout: float
    body_limit: int
    header_timeout: float
    body_timeout: float
    history: int
    control: bool | None
    control_token: str | None
