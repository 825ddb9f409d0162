"""Events as they were sent, whatever their type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from attrs import frozen


@frozen(eq=False)
class Occurred:
    """An event.

    raw: the whole envelope, with the names of the API.
    id: by which duplicates are recognised, None if it has none.
    """

    raw: Mapping[str, Any]

    @property
    def id(self) -> str | None:
        return _string(self.raw.get("id"))

    @property
    def type(self) -> str:
        return _string(self.raw.get("type")) or ""

    @property
    def resource(self) -> str:
        return _string(self.raw.get("resourceId")) or ""

    @property
    def at(self) -> datetime | None:
        """When it happened, aware; None if it does not say."""
        try:
            found = datetime.fromisoformat(_string(self.raw.get("timestamp")) or "")
        except ValueError:
            return None
        return found if found.tzinfo is not None else None

    @property
    def data(self) -> Mapping[str, Any]:
        """What the event is about, empty if it does not say."""
        payload = self.raw.get("payload")
        found = cast("Mapping[str, Any]", payload).get("data") if isinstance(payload, Mapping) else None
        return cast("Mapping[str, Any]", found) if isinstance(found, Mapping) else {}


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None
