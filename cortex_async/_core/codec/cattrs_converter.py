"""The cattrs converter of a codec. Imported only when somebody uses one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from cattrs import Converter

from cortex_async._core.codec.emitted import parse_date, parse_datetime
from cortex_async._core.strings.wire_strings import written

Function = Callable[[Any], Any]


def build_converter(
    is_generated: Callable[[object], bool],
    decoder: Callable[[object], Function],
    encoder: Callable[[type], Function | None],
) -> Converter:
    """Build a converter that uses the emitted functions for generated models, and accepts null everywhere."""
    converter = Converter()

    def structure(kind: Any) -> Callable[[Any, Any], Any]:
        decode = decoder(kind)
        return lambda value, _: decode(value)

    def unstructure(kind: Any) -> Function:
        encode = encoder(kind)
        return (lambda value: converter.unstructure(encode(value))) if encode else _unchanged

    converter.register_structure_hook_factory(is_generated, structure)
    converter.register_unstructure_hook_factory(is_generated, unstructure)
    # By default cattrs turns null into the string 'None', "no" into True, and 7.5 into 7.
    for scalar in (str, int, float, bool):
        converter.register_structure_hook(scalar, structure(scalar))
    converter.register_structure_hook(datetime, lambda value, _: parse_datetime(value))
    converter.register_structure_hook(date, lambda value, _: parse_date(value))
    converter.register_unstructure_hook(datetime, lambda value: written(value, "a datetime", "datetime"))
    converter.register_unstructure_hook(date, date.isoformat)
    return converter


def _unchanged(value: Any) -> Any:
    return value
