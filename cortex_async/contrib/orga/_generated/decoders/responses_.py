# Made by `python -m generator build` from spec/orga.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders of responses that are not a single class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cortex_async._core.codec.emitted import many, one, unmatched

from .realtime import decode_ice_config, decode_ice_server

if TYPE_CHECKING:
    from ..models.realtime import IceConfig, IceServer


def decode_ice_config_or_list_of_ice_server(o: Any) -> Any:
    if isinstance(o, dict):
        return one(decode_ice_config, o)
    if isinstance(o, list):
        return many(decode_ice_server, o)
    return unmatched(o, "IceConfig or a list")


def decode_get_ice_config_response(o: Any) -> IceConfig | list[IceServer]:
    response: IceConfig | list[IceServer] = decode_ice_config_or_list_of_ice_server(o)
    return response
