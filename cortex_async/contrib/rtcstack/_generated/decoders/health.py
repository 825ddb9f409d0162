# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group health."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import NULL, new, one
from cortex_async._core.codec.names import parsed_name

from ..models.health import Capabilities, Health

_CAPABILITIES = parsed_name("capabilities")
_STATUS = parsed_name("status")
_TRANSCRIPTION_LIVE = parsed_name("transcriptionLive")
_TRANSCRIPTION_POST = parsed_name("transcriptionPost")
_VERSION = parsed_name("version")


def decode_capabilities(o: dict[str, Any]) -> Capabilities:
    m = new(Capabilities)
    m.transcription_live = o[_TRANSCRIPTION_LIVE]
    m.transcription_post = o[_TRANSCRIPTION_POST]
    return m


def encode_capabilities(m: Capabilities) -> dict[str, Any]:
    o: dict[str, Any] = {"transcriptionLive": m.transcription_live, "transcriptionPost": m.transcription_post}
    return o


def decode_health(o: dict[str, Any]) -> Health:
    m = new(Health)
    m.capabilities = NULL if (v := o[_CAPABILITIES]) is None else decode_capabilities(v)
    m.status = o[_STATUS]
    m.version = o[_VERSION]
    return m


def encode_health(m: Health) -> dict[str, Any]:
    o: dict[str, Any] = {
        "capabilities": one(encode_capabilities, m.capabilities),
        "status": m.status,
        "version": m.version,
    }
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {Capabilities: decode_capabilities, Health: decode_health}
ENCODERS: dict[type, Callable[[Any], Any]] = {Capabilities: encode_capabilities, Health: encode_health}
