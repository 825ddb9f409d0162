# Made by `python -m generator build` from spec/nimrobo.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import new
from cortex_async._core.codec.names import parsed_name

from ..models.common import ErrorBody

_ERROR = parsed_name("error")


def decode_error_body(o: dict[str, Any]) -> ErrorBody:
    m = new(ErrorBody)
    m.error = o[_ERROR]
    return m


def encode_error_body(m: ErrorBody) -> dict[str, Any]:
    o: dict[str, Any] = {"error": m.error}
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {ErrorBody: decode_error_body}
ENCODERS: dict[type, Callable[[Any], Any]] = {ErrorBody: encode_error_body}
