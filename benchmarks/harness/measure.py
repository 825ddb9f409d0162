"""Measures: samples of contestants, requirements on their ratios, and the one rule by which they are judged.

Imports the standard library only, like everything that ``python -m benchmarks`` imports before it has made
the peers' environment.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, TypeVar

T = TypeVar("T")

OURS = "cortex"
"""The contestant that requirements concern."""

ROUNDS = 5
"""Fewest rounds of which a ratio is the median."""

Verdict: TypeAlias = Literal["ok", "short", "skipped"]
Samples: TypeAlias = dict[str, list[float]]
Run: TypeAlias = Callable[[], object]


@dataclass(frozen=True)
class Requirement:
    """Limits for the ratio of ``subject`` to ``peer``, or for the value of ``subject`` without a peer."""

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
class Spread:
    """The median of some rounds, and the quartiles, between which half of them are."""

    median: float
    low: float
    high: float
    rounds: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        if len(values) == 1:
            return cls(values[0], values[0], values[0], 1)
        low, median, high = statistics.quantiles(values, n=4, method="inclusive")
        return cls(median, low, high, len(values))


@dataclass(frozen=True)
class Check:
    """A requirement and what was measured, which is None if the peer is absent."""

    requirement: Requirement
    measured: Spread | None

    @property
    def verdict(self) -> Verdict:
        """``short`` if the median misses, wherever the rest of the rounds are."""
        if self.measured is None:
            return "skipped"
        return "ok" if self.requirement.holds(self.measured.median) else "short"


@dataclass(frozen=True)
class Comparison:
    """One line of a measure.

    samples: contestant -> one value per round, in ``unit``. note: what a reader must know to judge the
        figures.
    """

    title: str
    unit: str
    samples: Samples
    requirements: tuple[Requirement, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if len({len(values) for values in self.samples.values()}) > 1:
            counts = ", ".join(f"{name} {len(values)}" for name, values in self.samples.items())
            raise ValueError(
                f"{self.title}: all contestants must have the same number of rounds, got {counts}"
            )

    def spread(self, contestant: str) -> Spread:
        return Spread.of(self.samples[contestant])

    def ratio(self, subject: str, peer: str) -> Spread | None:
        """Of the ratios of each round, since a disturbance affects both sides of its round.

        None if the peer measured 0 in every round.
        """
        pairs = zip(self.samples[subject], self.samples[peer], strict=True)
        ratios = [mine / theirs for mine, theirs in pairs if theirs]
        return Spread.of(ratios) if ratios else None

    def checks(self) -> list[Check]:
        return [Check(wanted, self._measured(wanted)) for wanted in self.requirements]

    def _measured(self, wanted: Requirement) -> Spread | None:
        if wanted.subject not in self.samples:
            return None
        if wanted.peer is None:
            return self.spread(wanted.subject)
        return self.ratio(wanted.subject, wanted.peer) if wanted.peer in self.samples else None


@dataclass(frozen=True)
class Settings:
    """How much to measure.

    rounds: runs of each contestant in one process, after one that does not count.
    scale: part of the usual amount of work; 1 for a run that counts.
    """

    rounds: int = ROUNDS
    scale: float = 1.0

    def amount(self, full: int) -> int:
        return max(1, round(full * self.scale))


@dataclass(frozen=True)
class Measure:
    """One measure: its name, its title, and how to take it.

    take: measures once, in one process.
    processes: number of fresh processes, one after the other, whose rounds are joined. Times depend on the
        layout of the memory, which differs between processes.
    rounds: in each process; at least ``ROUNDS``.
    quick: how much ``make bench-quick`` measures, in one process.
    needs: the peers' clients that must be generated for it.
    """

    name: str
    title: str
    take: Callable[[Settings], list[Comparison]]
    processes: int = 1
    rounds: int = ROUNDS
    quick: Settings = Settings(scale=0.1)
    needs: frozenset[str] = field(default_factory=frozenset[str])

    def __post_init__(self) -> None:
        if self.rounds < ROUNDS:
            raise ValueError(f"{self.name} must have at least {ROUNDS} rounds, got {self.rounds}")

    def plan(self, *, quick: bool = False, rounds: int | None = None) -> tuple[int, Settings]:
        """Processes, and the settings of each. ``rounds``: instead of the measure's own number."""
        if quick:
            return 1, Settings(rounds or self.quick.rounds, self.quick.scale)
        return self.processes, Settings(rounds or self.rounds)


def joined(runs: Sequence[list[Comparison]]) -> list[Comparison]:
    """Join the comparisons of several processes."""
    first, *others = runs
    for other in others:
        for mine, theirs in zip(first, other, strict=True):
            for contestant, values in theirs.samples.items():
                mine.samples[contestant].extend(values)
    return first


def check_rounds(comparisons: Sequence[Comparison], least: int) -> None:
    """Raise ``ValueError`` if a requirement would be judged by fewer rounds."""
    for item in comparisons:
        rounds = min(map(len, item.samples.values()), default=least)
        if item.requirements and rounds < least:
            raise ValueError(f"{item.title} must have at least {least} rounds, got {rounds}")


def scaled(samples: Mapping[str, list[float]], factor: float) -> Samples:
    return {name: [value * factor for value in values] for name, values in samples.items()}


def rates(samples: Mapping[str, list[float]], amount: float) -> Samples:
    """Items per second, from the seconds for ``amount`` items."""
    return {name: [amount / value for value in values] for name, values in samples.items()}


def picked(values: Mapping[str, Sequence[T]], pick: Callable[[T], float]) -> Samples:
    """One number of what each round measured, such as a percentile."""
    return {name: [pick(value) for value in rounds] for name, rounds in values.items()}
