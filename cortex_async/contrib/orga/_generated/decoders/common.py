# Made by `python -m generator build` from spec/orga.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import new, one
from cortex_async._core.codec.names import parsed_name

from ..models.common import ErrorEnvelope, ErrorObject

_CODE = parsed_name("code")
_ERROR = parsed_name("error")
_MESSAGE = parsed_name("message")
_PARAM = parsed_name("param")
_TYPE = parsed_name("type")


def decode_str_or_error_envelope(o: Any) -> Any:
    if isinstance(o, dict):
        return one(decode_error_envelope, o)
    return o


def encode_str_or_error_envelope(m: Any) -> Any:
    if isinstance(m, ErrorEnvelope):
        return one(encode_error_envelope, m)
    return m


def decode_str_or_error_object(o: Any) -> Any:
    if isinstance(o, dict):
        return one(decode_error_object, o)
    return o


def encode_str_or_error_object(m: Any) -> Any:
    if isinstance(m, ErrorObject):
        return one(encode_error_object, m)
    return m


def decode_error_envelope(o: dict[str, Any]) -> ErrorEnvelope:
    m = new(ErrorEnvelope)
    m.error = decode_str_or_error_object(o[_ERROR])
    return m


def encode_error_envelope(m: ErrorEnvelope) -> dict[str, Any]:
    o: dict[str, Any] = {"error": encode_str_or_error_object(m.error)}
    return o


def decode_error_object(o: dict[str, Any]) -> ErrorObject:
    m = new(ErrorObject)
    m.message = decode_str_or_error_envelope(o[_MESSAGE])
    m.code = o[_CODE] if _CODE in o else None
    m.param = o[_PARAM] if _PARAM in o else None
    m.type = o[_TYPE] if _TYPE in o else None
    return m


def encode_error_object(m: ErrorObject) -> dict[str, Any]:
    o: dict[str, Any] = {"message": encode_str_or_error_envelope(m.message)}
    if m.code is not None:
        o["code"] = m.code
    if m.param is not None:
        o["param"] = m.param
    if m.type is not None:
        o["type"] = m.type
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    ErrorEnvelope: decode_error_envelope,
    ErrorObject: decode_error_object,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    ErrorEnvelope: encode_error_envelope,
    ErrorObject: encode_error_object,
}
