"""What an emulator consists of, remotely: its clock, its faults, its recorded requests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NoReturn, Unpack

from attrs import field, frozen

from cortex_async.emulator.faults.calls import Effect, Fault
from cortex_async.emulator.recording import Recorded, Recording
from cortex_async.testing.control_client import ControlClient


class RemoteClock:
    """``Clock`` without ``advance``, which is async in one version and blocking in the other."""

    def __init__(self, client: ControlClient) -> None:
        self._client = client

    @property
    def frozen(self) -> bool:
        return bool(self._client.call("clock")["frozen"])

    def timestamp(self) -> float:
        """Seconds since 1970-01-01 UTC."""
        return float(self._client.call("clock")["timestamp"])

    def now(self) -> datetime:
        """The current time, in UTC."""
        return datetime.fromtimestamp(self.timestamp(), UTC)

    def iso(self) -> str:
        """The current time in the API's format."""
        return str(self._client.call("clock")["now"])

    def reset(self) -> None:
        """Return to the time at which the clock started."""
        self._client.call("clock.reset")


def seconds_of(distance: float | timedelta) -> float:
    """The argument of ``advance`` in seconds."""
    return distance.total_seconds() if isinstance(distance, timedelta) else distance


@frozen(eq=False)
class RemoteRule:
    """A fault that ``next`` or ``always`` has made. ``left`` and ``taken`` ask the emulator."""

    _client: ControlClient = field(repr=False)
    number: int
    target: str
    fault: Fault = field(repr=False)

    @property
    def left(self) -> int | None:
        """How many requests it still applies to; None if there is no limit."""
        left: int | None = self._client.call("faults.rule", rule=self.number)["left"]
        return left

    @property
    def taken(self) -> int:
        """How many requests it has been applied to."""
        return int(self._client.call("faults.rule", rule=self.number)["taken"])


class RemoteEventFaults:
    """Faults of streams. Each call affects the next ``times`` events that match ``types``, e.g. ``*`` or
    ``gathering.*``.
    """

    def __init__(self, client: ControlClient) -> None:
        self._client = client

    def drop(self, types: str = "*", *, times: int = 1) -> None:
        """Do not send the events."""
        self._client.call("faults.events.drop", types=types, times=times)

    def duplicate(self, types: str = "*", *, times: int = 1) -> None:
        """Send each event twice in a row, with the same id."""
        self._client.call("faults.events.duplicate", types=types, times=times)

    def reorder(self, types: str = "*", *, times: int = 1) -> None:
        """Hold the events back until a later event has been sent."""
        self._client.call("faults.events.reorder", types=types, times=times)

    def cut(self, types: str = "*", *, times: int = 1) -> None:
        """Break every stream instead of sending the event, which is lost."""
        self._client.call("faults.events.cut", types=types, times=times)

    def clear(self) -> None:
        """Remove all faults of streams."""
        self._client.call("faults.events.clear")


class RemoteWebhookFaults:
    """Faults of deliveries. Each call affects the next ``times`` attempts, after those of earlier calls."""

    def __init__(self, client: ControlClient) -> None:
        self._client = client

    def bad_signature(self, *, times: int = 1) -> None:
        """Send a wrong signature."""
        self._client.call("faults.webhooks.bad_signature", times=times)

    def skew(self, seconds: float, *, times: int = 1) -> None:
        """Send a timestamp that is ``seconds`` ahead (behind, if negative), with a correct signature."""
        self._client.call("faults.webhooks.skew", seconds=seconds, times=times)

    def duplicate(self, *, times: int = 1) -> None:
        """Send the delivery twice."""
        self._client.call("faults.webhooks.duplicate", times=times)

    def clear(self) -> None:
        """Remove all faults of deliveries."""
        self._client.call("faults.webhooks.clear")


class RemoteFaults:
    """``Faults`` of a remote emulator, with the same targets and effects."""

    def __init__(self, client: ControlClient) -> None:
        self._client = client
        self.events: Final = RemoteEventFaults(client)
        self.webhooks: Final = RemoteWebhookFaults(client)

    def next(self, target: str, *, times: int = 1, **effect: Unpack[Effect]) -> RemoteRule:
        """Apply a fault to the next ``times`` requests. Raises ``ValueError`` if no operation matches the
        target.
        """
        made = self._client.call("faults.next", target=target, times=times, **effect)
        return RemoteRule(self._client, made["rule"], target, Fault(**effect))

    def always(self, target: str, **effect: Unpack[Effect]) -> RemoteRule:
        """Apply a fault to every request until ``remove`` or ``clear``. Raises like ``next``."""
        made = self._client.call("faults.always", target=target, **effect)
        return RemoteRule(self._client, made["rule"], target, Fault(**effect))

    def remove(self, rule: RemoteRule) -> None:
        """Remove a rule that ``next`` or ``always`` returned. Raises ``ValueError`` if it has been removed
        already.
        """
        self._client.call("faults.remove", rule=rule.number)

    def clear(self) -> None:
        """Remove all faults."""
        self._client.call("faults.clear")


class RemoteRecording(Recording):
    """The latest requests of a remote emulator, asked for at every use."""

    def __init__(self, client: ControlClient) -> None:
        super().__init__(0)
        self._client = client

    def __iter__(self) -> Iterator[Recorded]:
        return iter([Recorded(**one) for one in self._client.call("requests")])

    def __len__(self) -> int:
        return len(self._client.call("requests"))

    def all(
        self, operation: str | None = None, *, status: int | None = None, body: dict[str, Any] | None = None
    ) -> list[Recorded]:
        """The requests with this operation, status, and at least these fields in the body; a criterion that
        is None matches all.
        """
        found = self._client.call("requests.all", operation=operation, status=status, body=body)
        return [Recorded(**one) for one in found]

    def clear(self) -> None:
        self._client.call("requests.clear")

    def add(self, request: Recorded) -> NoReturn:
        """Raises ``NotImplementedError``."""
        raise not_remote("requests.add", "only the emulator records requests")

    def listen(self, listener: Callable[[Recorded], object]) -> NoReturn:
        """Raises ``NotImplementedError``."""
        raise not_remote(
            "requests.listen", "a function cannot be sent to another process; read requests instead"
        )


def not_remote(name: str, reason: str) -> NotImplementedError:
    """The error for what works only in the emulator's own process."""
    return NotImplementedError(f"{name} is not available for a remote emulator: {reason}")
