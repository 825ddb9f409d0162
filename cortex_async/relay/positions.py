"""How far a group has come in one partition, for brokers that keep positions as the client writes them."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import contextmanager

from attrs import define, field


@define(eq=False)
class Positions:
    """What was handed out of a partition, and what of that is not acknowledged.

    Positions are numbers that rise within the partition; there may be gaps between them.

    handed: the highest position that was handed out, -1 if none was.
    pending: positions handed out and not acknowledged, each with the number of times it was handed out.
    """

    handed: int = -1
    pending: dict[int, int] = field(factory=dict[int, int])
    _inherited: dict[int, int] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._inherited = dict(sorted(self.pending.items()))

    @property
    def start(self) -> int:
        """Where a new owner begins to read."""
        return min(self.pending, default=self.handed + 1)

    def wants(self, position: int) -> bool:
        """Whether this owner has to hand out a position that it has read.

        Positions are to be passed in ascending order: those that were skipped do not exist any more.
        """
        if not self._inherited:
            return position > self.handed
        for gone in [one for one in self._inherited if one < position]:
            del self._inherited[gone], self.pending[gone]
        return position > self.handed or position in self._inherited

    def hand_out(self, position: int) -> int:
        """Note that a wanted position is handed out. Returns how often it was, this time included."""
        times = self._inherited.pop(position, 0) + 1
        self.pending[position] = times
        self.handed = max(self.handed, position)
        return times

    def take_back(self, positions: Iterable[int]) -> None:
        """Undo ``hand_out`` for positions that have not reached anybody."""
        for position in positions:
            self._inherited[position] = self.pending[position] = self.pending[position] - 1
        self._inherited = dict(sorted(self._inherited.items()))

    def acknowledge(self, position: int) -> None:
        """Note that a position was handled. Those that are not pending are ignored."""
        self.pending.pop(position, None)

    @contextmanager
    def handled(self, position: int) -> Generator[None]:
        """Acknowledge a position for a block that writes this. If the block fails, it is pending again."""
        times = self.pending.pop(position, None)
        try:
            yield
        except BaseException:
            if times is not None:
                self.pending[position] = times
            raise
