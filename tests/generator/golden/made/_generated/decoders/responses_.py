# Made by `python -m generator build` from tests/generator/golden/spec.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders of responses that are not a single class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cortex_async._core.codec.emitted import many

from .common import decode_cat, decode_dog

if TYPE_CHECKING:
    from ..models.common import Cat, Dog


def decode_cat_or_dog_by_kind_cat_dog(o: Any) -> Any:
    if o.get("kind") in ("cat",):
        return decode_cat(o)
    if o.get("kind") in ("dog",):
        return decode_dog(o)
    return o


def decode_list_pets_response(o: Any) -> list[Cat | Dog | dict[str, Any] | None]:
    response: list[Cat | Dog | dict[str, Any] | None] = many(decode_cat_or_dog_by_kind_cat_dog, o)
    return response
