"""What a control is: one member of ``Emulator`` that can be used over HTTP."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from attrs import field, frozen

from cortex_async.emulator.records import Record

PREFIX = "/_emulator"

_NO_ARGUMENTS: Mapping[str, Record] = {}


@frozen(kw_only=True)
class Control:
    """One control. Its path, checks and description in the OpenAPI document all derive from this.

    name: where the member is, from the emulator on: ``say``, ``faults.events.drop``.
    method: ``GET`` for what only reads and takes no arguments, otherwise ``POST``.
    summary: one sentence for the OpenAPI document.
    required, optional: the arguments with their schemas (OpenAPI 3.0).
    whole: the argument that is the whole request body instead, without a schema.
    returns: schema of the response, None for an empty one. If the member returns a tuple, its items are the
        schema's properties.
    """

    name: str
    method: Literal["GET", "POST"]
    summary: str
    required: Mapping[str, Record] = field(default=_NO_ARGUMENTS)
    optional: Mapping[str, Record] = field(default=_NO_ARGUMENTS)
    whole: str | None = None
    returns: Record | None = None

    @property
    def path(self) -> str:
        """E.g. ``/_emulator/faults/events/drop`` and ``/_emulator/cut-streams``."""
        return f"{PREFIX}/{self.name.replace('.', '/').replace('_', '-')}"

    @property
    def arguments(self) -> Mapping[str, Record]:
        """All arguments with their schemas."""
        return {**self.required, **self.optional}

    @property
    def usage(self) -> str:
        """E.g. ``say takes sessionId, speaker, text``."""
        return f"{self.name} takes {', '.join(self.arguments) or 'no arguments'}"


def camel_case(name: str) -> str:
    """A Python name as JSON has it: ``session_id`` becomes ``sessionId``."""
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


def snake_case(name: str) -> str:
    """A JSON name as Python has it: ``sessionId`` becomes ``session_id``."""
    return re.sub(r"[A-Z]", lambda letter: "_" + letter[0].lower(), name)
