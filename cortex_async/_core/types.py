"""Type aliases that every module may import; this one imports nothing of the SDK."""

from __future__ import annotations

from typing import Literal, TypeAlias, Union

# Not one string: `JSON | None` must also work where annotations are evaluated, as by typing.get_type_hints.
JSON: TypeAlias = Union["dict[str, JSON]", "list[JSON]", str, int, float, bool, None]
"""Parsed JSON whose shape the spec does not declare."""

Method: TypeAlias = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

Limit: TypeAlias = Literal["connect", "read", "total"]
"""The time limits of a call, see ``Timeout``."""

Outcome: TypeAlias = Literal["not_sent", "rejected", "unknown", "done"]
"""What became of a request: it was never sent, the server rejected it, it may have been carried out, or it
was carried out but its response could not be used."""
