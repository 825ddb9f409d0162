# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import array, integer, new
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.unset import UNSET

from ..models.common import Cat, Dog

_KIND = parsed_name("kind")
_LIVES = parsed_name("lives")
_TRICKS = parsed_name("tricks")


def decode_cat(o: dict[str, Any]) -> Cat:
    m = new(Cat)
    m.kind = o[_KIND]
    m.lives = UNSET if _LIVES not in o else integer(o[_LIVES])
    return m


def encode_cat(m: Cat) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {"kind": m.kind}
    if m.lives is not UNSET:
        o["lives"] = v if type(v := m.lives) is int else integer(v)
    return o


def decode_dog(o: dict[str, Any]) -> Dog:
    m = new(Dog)
    m.kind = o[_KIND]
    m.tricks = o[_TRICKS] if _TRICKS in o else UNSET
    return m


def encode_dog(m: Dog) -> dict[str, Any]:
    o: dict[str, Any] = {"kind": m.kind}
    if m.tricks is not UNSET:
        o["tricks"] = array(m.tricks)
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {Cat: decode_cat, Dog: decode_dog}
ENCODERS: dict[type, Callable[[Any], Any]] = {Cat: encode_cat, Dog: encode_dog}
