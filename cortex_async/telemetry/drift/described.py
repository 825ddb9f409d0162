"""What the spec of an API says about responses and events: ``responses.json`` of its generated package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any, Final

import orjson
from attrs import frozen

from cortex_async.telemetry.drift.shapes import Node, Shapes, below

FILE: Final = "responses.json"

USUAL: Final = frozenset({400, 401, 403, 404, 405, 408, 409, 413, 415, 422, 429, 500, 501, 502, 503, 504})
"""Error statuses that any operation may have: a spec that declares some of them is not complete."""


@frozen(eq=False)
class DescribedOperation:
    """place: JSON pointer. responses: the declared ones by status, ``2XX`` or ``default``."""

    id: str
    place: str
    responses: Mapping[str, Node]


class Described:
    """The description of one API. Operations are found by method and path."""

    def __init__(self, document: Node) -> None:
        self.api: str = document["api"]
        self.shapes: Shapes = Shapes(document)
        events: Node = document.get("events", {})
        self.discriminator: str | None = events.get("by")
        self.events: Mapping[str, str] = events.get("schemas", {})
        self._operations = dict(_operations(document))

    @classmethod
    def of(cls, package: str) -> Described | None:
        """Read the description of a generated package, None if it has none."""
        file = resources.files(package).joinpath(FILE)
        return cls(orjson.loads(file.read_bytes())) if file.is_file() else None

    def operation(self, method: str, path: str) -> DescribedOperation | None:
        return self._operations.get((method.upper(), path))

    def declares(self, operation: DescribedOperation, status: int) -> bool:
        return status in USUAL or _code(operation.responses, status) is not None

    def body(self, operation: DescribedOperation, status: int, content_type: str) -> str | None:
        """Return the pointer of the schema of a JSON response.

        None if the spec describes no body, or the response is of another of the declared media types.
        """
        code = _code(operation.responses, status)
        if code is None:
            return None
        place = below(operation.place, "responses", code)
        declared = operation.responses[code]
        while "$ref" in declared:
            place = declared["$ref"]
            declared = self.shapes.find(place)
        content: Mapping[str, Any] = declared.get("content", {})
        sent = _media(content_type)
        media = next((one for one in content if _is_json(one)), None)
        if media is None or (sent and not _is_json(sent) and sent in map(_media, content)):
            return None
        return below(place, "content", media, "schema")


def _operations(document: Node) -> Iterator[tuple[tuple[str, str], DescribedOperation]]:
    for path, item in document.get("paths", {}).items():
        for method, declared in item.items():
            place = below("#", "paths", path, method)
            found = DescribedOperation(declared["operationId"], place, declared.get("responses", {}))
            yield (method.upper(), path), found


def _code(responses: Mapping[str, Node], status: int) -> str | None:
    codes = (str(status), f"{status // 100}XX", f"{status // 100}xx", "default")
    return next((code for code in codes if code in responses), None)


def _media(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _is_json(content_type: str) -> bool:
    media = _media(content_type)
    return media == "application/json" or media.endswith("+json")
