"""Media types: which of those that the document offers is used, and what it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from generator import ir
from generator.refusal import Refusal


@frozen
class Media:
    """One entry of a ``content``. ``name`` is the media type without parameters, lower case."""

    name: str
    stated: str
    schema: Any
    encoding: Mapping[str, Any]
    place: str

    @property
    def is_json(self) -> bool:
        return self.name == "application/json" or self.name.endswith("+json")

    @property
    def is_range(self) -> bool:
        return "*" in self.name


def media_of(content: Mapping[str, Any], place: str) -> list[Media]:
    """Every entry, sorted. Raises ``Refusal`` if there is none, or only a range that says nothing."""
    found = [
        Media(
            stated.partition(";")[0].strip().lower(),
            stated,
            body.get("schema"),
            body.get("encoding", {}),
            f"{place}/content/{stated.replace('~', '~0').replace('/', '~1')}/schema",
        )
        for stated, body in sorted(content.items())
    ]
    if not found:
        raise Refusal(place, "has no content", "state its media type in the overlay")
    for media in found:
        if media.is_range:
            raise Refusal(
                media.place,
                f"{media.stated} is no one media type",
                "state the one that is meant in the overlay",
            )
    return found


def holds_binary(kind: ir.Type, fields: Callable[[str], tuple[ir.Field, ...]]) -> bool:
    """Whether a value of ``kind`` has file content anywhere, which JSON cannot carry."""
    waiting, seen = [kind], set[str]()
    while waiting:
        one = waiting.pop()
        if one == ir.Scalar("binary"):
            return True
        waiting += ir.inner_types(one)
        if isinstance(one, ir.ModelRef) and one.name not in seen:
            seen.add(one.name)
            waiting += [f.type for f in fields(one.name)]
    return False
