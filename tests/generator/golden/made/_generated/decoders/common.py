# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cortex_async._core.codec.emitted import array, integer, new
from cortex_async._core.unset import UNSET

from ..models.common import Cat, Dog


def decode_cat(o: dict[str, Any]) -> Cat:
    get = o.get
    m = new(Cat)
    m.kind = o["kind"]
    m.lives = UNSET if (v := get("lives", UNSET)) is UNSET else integer(v)
    return m


def encode_cat(m: Cat) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {"kind": m.kind}
    if m.lives is not UNSET:
        o["lives"] = v if type(v := m.lives) is int else integer(v)
    return o


def decode_dog(o: dict[str, Any]) -> Dog:
    get = o.get
    m = new(Dog)
    m.kind = o["kind"]
    m.tricks = get("tricks", UNSET)
    return m


def encode_dog(m: Dog) -> dict[str, Any]:
    o: dict[str, Any] = {"kind": m.kind}
    if m.tricks is not UNSET:
        o["tricks"] = array(m.tricks)
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {Cat: decode_cat, Dog: decode_dog}
ENCODERS: dict[type, Callable[[Any], Any]] = {Cat: encode_cat, Dog: encode_dog}
