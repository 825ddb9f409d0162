"""What a measure gives: samples of contestants that were taken in turn, and what their ratios must be.

Like all that ``python -m benchmarks`` imports before it has made the peers' environment, this needs the standard library only.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

OURS = "cortex"
"""The contestant that requirements are about."""

Verdict: TypeAlias = Literal["ok", "short", "skipped"]
Samples: TypeAlias = dict[str, list[float]]
Run: TypeAlias = Callable[[], object]


@dataclass(frozen=True)
class Requirement:
    """``subject`` over ``peer`` must be at most or at least so much; without a peer, the value itself."""

    peer: str | None
    at_most: float | None = None
    at_least: float | None = None
    subject: str = OURS

    @property
    def text(self) -> str:
        return f"<= {self.at_most:g}" if self.at_most is not None else f">= {self.at_least:g}"

    def holds(self, value: float) -> bool:
        above = self.at_least is None or value >= self.at_least
        return above and (self.at_most is None or value <= self.at_most)


@dataclass(frozen=True)
class Check:
    """One requirement with what was measured; value None where the peer is absent."""

    requirement: Requirement
    value: float | None

    @property
    def verdict(self) -> Verdict:
        if self.value is None:
            return "skipped"
        return "ok" if self.requirement.holds(self.value) else "short"


@dataclass(frozen=True)
class Comparison:
    """One line of a measure.

    samples: contestant -> one value a round, in ``unit``. note: what a reader must know to judge the figures.
    """

    title: str
    unit: str
    samples: Samples
    requirements: tuple[Requirement, ...] = ()
    note: str = ""

    def median(self, contestant: str) -> float:
        return statistics.median(self.samples[contestant])

    def ratio(self, subject: str, peer: str) -> float:
        """The median of the ratios round by round: what disturbs a round disturbs both of its sides."""
        pairs = list(zip(self.samples[subject], self.samples[peer], strict=True))
        return statistics.median(mine / theirs for mine, theirs in pairs)

    def checks(self) -> list[Check]:
        return [Check(wanted, self._value(wanted)) for wanted in self.requirements]

    def _value(self, wanted: Requirement) -> float | None:
        if wanted.subject not in self.samples:
            return None
        if wanted.peer is None:
            return self.median(wanted.subject)
        return self.ratio(wanted.subject, wanted.peer) if wanted.peer in self.samples else None


@dataclass(frozen=True)
class Settings:
    """rounds: how often each contestant runs in one process. scale: part of the usual amount of work, 1 for a run that counts."""

    rounds: int = 5
    scale: float = 1.0

    def amount(self, full: int) -> int:
        return max(1, round(full * self.scale))


@dataclass(frozen=True)
class Measure:
    """One row of the table: a name, what it is about, and how to take it.

    take: measures once. processes: fresh processes to take it in, one after the other, since the layout of the memory differs
        from process to process and with it the time; their rounds are joined.
    """

    name: str
    title: str
    take: Callable[[Settings], list[Comparison]]
    processes: int = 1
    rounds: int = 5
    needs: frozenset[str] = field(default_factory=frozenset[str])


def joined(runs: Sequence[list[Comparison]]) -> list[Comparison]:
    """The comparisons of several processes as one."""
    first, *others = runs
    for other in others:
        for mine, theirs in zip(first, other, strict=True):
            for contestant, values in theirs.samples.items():
                mine.samples[contestant].extend(values)
    return first


def interleave(contestants: Mapping[str, Run], rounds: int, clock: Callable[[], float]) -> Samples:
    """Seconds of each contestant, once a round; each round begins with another one."""
    names = list(contestants)
    samples: Samples = {name: [] for name in names}
    for number in range(rounds):
        at = number % len(names)
        for name in names[at:] + names[:at]:
            gc.collect()
            begun = clock()
            contestants[name]()
            samples[name].append(clock() - begun)
    return samples


def cpu_seconds(contestants: Mapping[str, Run], rounds: int) -> Samples:
    """For work that waits for nothing: processor time, which other programs on the machine take no part of.

    The garbage collector is on, as in programs; what is in memory before does not count for it.
    """
    for run in contestants.values():
        run()
    gc.collect()
    gc.freeze()
    try:
        return interleave(contestants, rounds, time.process_time)
    finally:
        gc.unfreeze()


def scaled(samples: Mapping[str, list[float]], factor: float) -> Samples:
    return {name: [value * factor for value in values] for name, values in samples.items()}


def rates(samples: Mapping[str, list[float]], amount: float) -> Samples:
    """Things a second from seconds for ``amount`` things."""
    return {name: [amount / value for value in values] for name, values in samples.items()}
