"""The instruments of a meter, one for each figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from cortex_async.telemetry.figures import FIGURES, Figure

if TYPE_CHECKING:
    from opentelemetry.metrics import Meter

    from cortex_async.telemetry.measuring.recorder import Value

Attributes: TypeAlias = dict[str, str | int]
Record: TypeAlias = Callable[[float, Attributes], None]


class Instruments:
    """Creates every instrument at once, so that exporters know them before their first value."""

    def __init__(self, meter: Meter) -> None:
        self._records: dict[Figure, Record] = {figure: _record_of(meter, figure) for figure in FIGURES}

    def record(self, figure: Figure, amount: float, values: tuple[Value, ...]) -> None:
        """Record one value, with the attributes that are not None."""
        names = figure.attributes
        attributes = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        self._records[figure](amount, attributes)


def _record_of(meter: Meter, figure: Figure) -> Record:
    name, unit, description = figure.name, figure.unit, figure.description
    if figure.kind == "counter":
        return meter.create_counter(name, unit, description).add
    if figure.kind == "up_down":
        return meter.create_up_down_counter(name, unit, description).add
    return meter.create_histogram(
        name, unit, description, explicit_bucket_boundaries_advisory=figure.buckets
    ).record
