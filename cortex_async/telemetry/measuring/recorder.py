"""What the parts of ``Measuring`` have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from cortex_async._core.telemetry.observer import Observer

if TYPE_CHECKING:
    from cortex_async.telemetry.figures import Figure

Value: TypeAlias = str | int | None
"""The value of an attribute; None leaves it out."""


class Recorder(Observer):
    """Where figures go."""

    def measure(self, figure: Figure, amount: float, *values: Value) -> None:
        """Record one value. ``values`` are those of the figure's attributes, in order."""
        raise NotImplementedError
