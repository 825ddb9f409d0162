"""Media types of bodies and responses."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from generator import ir
from generator.refusal import Refusal

# https://www.rfc-editor.org/rfc/rfc6838#section-4.2, and ranges, which OpenAPI adds.
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+*-]+/[a-z0-9!#$&^_.+*-]+")


@frozen
class Media:
    """One entry of ``content``.

    ``name`` is the media type in lower case without parameters, ``declared`` as in the spec.
    """

    name: str
    declared: str
    schema: Any
    encoding: Mapping[str, Any]
    place: str

    @property
    def is_json(self) -> bool:
        return self.name == "application/json" or self.name.endswith("+json")

    @property
    def is_xml(self) -> bool:
        return self.name in ("application/xml", "text/xml") or self.name.endswith("+xml")

    @property
    def is_range(self) -> bool:
        """Whether it stands for several media types, as ``audio/*`` does."""
        return "*" in self.name

    @property
    def is_any(self) -> bool:
        """Whether it may be JSON although it does not say so."""
        return self.name in ("*/*", "application/*")


def media_of(content: Mapping[str, Any], place: str) -> list[Media]:
    """Return every entry, sorted. Raises ``Refusal`` if there is none, or for what is no media type."""
    found = [
        Media(
            declared.partition(";")[0].strip().lower(),
            declared,
            body.get("schema"),
            body.get("encoding", {}),
            f"{place}/content/{declared.replace('~', '~0').replace('/', '~1')}/schema",
        )
        for declared, body in sorted(content.items())
    ]
    if not found:
        raise Refusal(place, "has no content", "declare its media type in the overlay")
    first: dict[str, Media] = {}
    for media in found:
        if not _MEDIA_TYPE.fullmatch(media.name):
            raise Refusal(media.place, f"{media.declared} is not a media type", "fix it in the overlay")
        twin = first.setdefault(media.name, media)
        if twin.schema != media.schema:
            raise Refusal(
                media.place,
                f"{media.declared} is the same media type as {twin.declared}, with another schema",
                "keep one of them in the overlay",
            )
    return found


def holds_binary(kind: ir.Type, fields: Callable[[str], tuple[ir.Field, ...]]) -> bool:
    """Return whether a value of ``kind`` contains file content, which JSON cannot carry."""
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
