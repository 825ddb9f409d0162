"""Lease, fence and checkpoint as rules without a program: the broker, and relays that use it.

``Broker`` is what every broker promises of one scope. ``World`` adds two relays and everything that can come
between them and the broker. Times are whole numbers, and only what is left of a lease counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TypeAlias

from attrs import evolve, frozen

What: TypeAlias = tuple[object, ...]
"""What happens, as parts of a line: it is shown only if a rule is broken."""

Id: TypeAlias = tuple[int, str]
"""An event: its number, and who named it, ``stream`` or ``repair``. Both names mean the same event."""

RELAYS = 2


@frozen(cache_hash=True)
class Bounds:
    """How long a lease lasts, how many events happen, and how many leaderships are granted."""

    lease: int
    events: int
    leaderships: int


@frozen(cache_hash=True)
class Broker:
    """One scope of a broker.

    left: for how long the lease still lasts, by the broker's clock. fence: of the latest leadership.
    log: what was published, with the fence. checkpoint: events with lower numbers are published.
    known: the numbers of events that leaders have noted as published.
    """

    left: int = 0
    fence: int = 0
    log: tuple[tuple[Id, int], ...] = ()
    checkpoint: int = 0
    known: frozenset[int] = frozenset()

    @cache  # noqa: B019  (the search meets the same few brokers in hundreds of thousands of worlds)
    def tick(self, time: int) -> Broker:
        return evolve(self, left=max(0, self.left - time))

    def lead(self, seconds: int) -> tuple[Broker, int | None]:
        """Return the fence of a new leadership, None while a lease lasts."""
        if self.left:
            return self, None
        fence = self.fence + 1
        return evolve(self, fence=fence, left=seconds), fence

    def renew(self, fence: int, seconds: int) -> tuple[Broker, bool]:
        if fence != self.fence:
            return self, False
        return evolve(self, left=seconds), True

    def publish(self, fence: int, events: tuple[Id, ...], checkpoint: int) -> tuple[Broker, int | None]:
        """Return how many were new, None if another leadership was granted since."""
        if fence != self.fence:
            return self, None
        there = {one for one, _ in self.log}
        new = tuple((one, fence) for one in dict.fromkeys(events) if one not in there)
        known = self.known | {number for number, _ in events}
        return evolve(self, log=self.log + new, checkpoint=checkpoint, known=known), len(new)

    def release(self, fence: int) -> Broker:
        return evolve(self, left=0) if fence == self.fence else self


@frozen(cache_hash=True)
class Careless(Broker):
    """A broker with a lock and no fence: for showing that the search would find what that breaks."""

    def publish(self, fence: int, events: tuple[Id, ...], checkpoint: int) -> tuple[Broker, int | None]:
        found, new = super().publish(self.fence, events, checkpoint)
        written = tuple((one, fence) for one, _ in found.log[len(self.log) :])
        return evolve(found, log=self.log + written), new


@frozen(cache_hash=True)
class Divided(Broker):
    """A broker that may die between the events and what is noted about them."""

    def partly(self, fence: int, events: tuple[Id, ...]) -> Broker:
        found, _ = self.publish(fence, events, self.checkpoint)
        return evolve(found, known=self.known)


@frozen(cache_hash=True)
class Call:
    """A call on its way. left: what the lease that it asks for has left by the caller's clock."""

    name: str
    fence: int = 0
    left: int = 0
    events: tuple[Id, ...] = ()
    checkpoint: int = 0

    @cache  # noqa: B019
    def on(self, broker: Broker, lease: int) -> tuple[Broker, int | bool | None]:
        """Carry it out. Returns its result."""
        match self.name:
            case "lead":
                return broker.lead(lease)
            case "renew":
                return broker.renew(self.fence, lease)
            case "saved":
                return broker, self.fence == broker.fence
            case _:
                return broker.publish(self.fence, self.events, self.checkpoint)


@frozen(cache_hash=True)
class Relay:
    """A relay.

    fence: of its leadership, 0 if it has none. left: of its lease, by its own clock, from when it asked.
    base: nothing before is missing, None before it has read that. known: the events that were published.
    connected: the number of the first event that its stream brings.
    call: the one whose response it waits for. ghost: one that it has given up and that may still arrive.
    """

    fence: int = 0
    left: int = 0
    base: int | None = None
    known: frozenset[int] = frozenset()
    connected: int = 0
    call: Call | None = None
    ghost: Call | None = None

    @cache  # noqa: B019
    def tick(self, time: int) -> Relay:
        call = self.call and evolve(self.call, left=max(0, self.call.left - time))
        return evolve(self, left=max(0, self.left - time), call=call)

    @cache  # noqa: B019
    def idle(self) -> Relay:
        """What it is after it has died, or no longer leads."""
        ghost = self.call if self.call and self.call.name == "publish" else self.ghost
        return Relay(ghost=ghost and evolve(ghost, left=0))

    def next_call(self, emitted: int, lease: int) -> Iterator[Call]:
        """The calls that it may make now. Nothing is sent after the end of its lease."""
        if not self.fence:
            yield Call("lead", left=lease)
        elif self.left:
            yield Call("renew", self.fence, lease)
            if self.base is None:
                yield Call("saved", self.fence)
                return
            numbers = [one for one in range(self.base, emitted) if one not in self.known]
            for count in {1, len(numbers)} if numbers else ():
                part = numbers[:count]
                events = tuple((one, "stream" if one >= self.connected else "repair") for one in part)
                yield Call("publish", self.fence, 0, events, part[-1] + 1)


class Violated(Exception):
    """A property does not hold."""


@frozen(cache_hash=True)
class World:
    """Everything at one moment. emitted: how many events there were."""

    bounds: Bounds
    broker: Broker = Broker()
    relays: tuple[Relay, ...] = (Relay(),) * RELAYS
    emitted: int = 0

    def steps(self) -> Iterator[tuple[What, World]]:
        """Everything that can happen next."""
        if self.emitted < self.bounds.events:
            yield ("an event happens",), World(self.bounds, self.broker, self.relays, self.emitted + 1)
        # Clocks drift, and a process that is suspended does not see its own at all until it wakes up.
        later = self.broker.tick(1)
        for fast in range(RELAYS + 1):
            relays = tuple(one.tick(2 if place == fast else 1) for place, one in enumerate(self.relays))
            yield ("time passes, faster for", fast), World(self.bounds, later, relays, self.emitted)
        yield ("time passes at the broker",), World(self.bounds, later, self.relays, self.emitted)
        for place, relay in enumerate(self.relays):
            yield from self._of(place, relay)

    def _of(self, place: int, relay: Relay) -> Iterator[tuple[What, World]]:
        if relay != relay.idle():
            yield (place, "dies or gives up"), self._with(place, relay.idle())
        if relay.ghost:
            broker, _ = relay.ghost.on(self.broker, self.bounds.lease)
            found = self._with(place, evolve(relay, ghost=None), broker)
            yield (relay.ghost, "of", place, "arrives late"), found
        call = relay.call
        if call is None:
            for one in relay.next_call(self.emitted, self.bounds.lease):
                yield (place, "sends", one), self._with(place, evolve(relay, call=one))
            return
        broker, result = call.on(self.broker, self.bounds.lease)
        if broker.fence > self.bounds.leaderships:
            return
        told = self._told(relay, call, result)
        yield (call, "of", place, "gets", result), self._with(place, told, broker)
        yield (call, "of", place, "is carried out, its response lost"), self._with(place, relay, broker)
        if isinstance(broker, Divided) and call.name == "publish" and call.fence == broker.fence:
            half = self.broker.partly(call.fence, call.events) if isinstance(self.broker, Divided) else broker
            yield ("a part of", call, "of", place), self._with(place, relay, half)

    def _told(self, relay: Relay, call: Call, result: int | bool | None) -> Relay:
        """The relay after a response."""
        relay = evolve(relay, call=None)
        match call.name, result:
            case "lead", None:
                return relay
            case "lead", int():
                return evolve(relay, fence=result, left=call.left)
            case _, False | None:
                return relay.idle()
            case "renew", _:
                # A lease that has run out meanwhile is lost.
                return evolve(relay, left=call.left) if relay.left else relay.idle()
            case "saved", _:
                base, known = self.broker.checkpoint, self.broker.known
                return evolve(relay, base=base, known=known, connected=self.emitted)
            case _:
                known = relay.known | {number for number, _ in call.events}
                return evolve(relay, base=call.checkpoint, known=known)

    def _with(self, place: int, relay: Relay, broker: Broker | None = None) -> World:
        relays = tuple(relay if one == place else old for one, old in enumerate(self.relays))
        return World(self.bounds, broker or self.broker, relays, self.emitted)

    def check(self) -> None:
        """Raise ``Violated`` unless every property holds."""
        broker = self.broker
        fences = [fence for _, fence in broker.log]
        numbers = [number for (number, _), _ in broker.log]
        if fences != sorted(fences):
            raise Violated("an older leadership has written after a newer one")
        if len(numbers) != len(set(numbers)):
            raise Violated("an event is there twice")
        if numbers != sorted(numbers):
            raise Violated("events are out of order")
        if not set(range(broker.checkpoint)) <= set(numbers):
            raise Violated("the checkpoint is ahead of what was published")

    def check_step(self, before: World) -> None:
        """Raise ``Violated`` if fence or checkpoint have gone back, or a fence was given twice."""
        if self.broker.fence < before.broker.fence or self.broker.checkpoint < before.broker.checkpoint:
            raise Violated("a fence or the checkpoint has gone back")
        held = [one.fence for one in self.relays if one.fence]
        if len(held) != len(set(held)):
            raise Violated("two relays have the same fence")


def explore(first: World) -> int:
    """Look at everything that can happen, in any order. Returns how many different states there are.

    Raises ``Violated`` with the shortest way to it.
    """
    came: dict[World, tuple[World, What] | None] = {first: None}
    front = [first]
    while front:
        reached: list[World] = []
        for world in front:
            for what, following in world.steps():
                if following in came:
                    continue
                came[following] = (world, what)
                try:
                    following.check()
                    following.check_step(world)
                except Violated as error:
                    raise Violated(f"{error}:\n" + "\n".join(_way(came, following))) from None
                reached.append(following)
        front = reached
    return len(came)


def _way(came: dict[World, tuple[World, What] | None], world: World) -> list[str]:
    way: list[str] = []
    while (step := came[world]) is not None:
        world = step[0]
        way.append(" ".join(map(str, step[1])))
    return way[::-1]
