# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group auth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import new
from cortex_async._core.codec.names import parsed_name

from ..models.auth import LoginRequest

_PASSWORD = parsed_name("password")
_USER = parsed_name("user")


def decode_login_request(o: dict[str, Any]) -> LoginRequest:
    m = new(LoginRequest)
    m.password = o[_PASSWORD]
    m.user = o[_USER]
    return m


def encode_login_request(m: LoginRequest) -> dict[str, Any]:
    o: dict[str, Any] = {"password": m.password, "user": m.user}
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {LoginRequest: decode_login_request}
ENCODERS: dict[type, Callable[[Any], Any]] = {LoginRequest: encode_login_request}
