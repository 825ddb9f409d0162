"""The project that an application works with."""

from __future__ import annotations

import os

from cortex_async._core.errors import ConfigError
from cortex_async._core.strings.wire_strings import identifier

VARIABLE = "CORTEX_PROJECT_ID"


def chosen_project(project_id: str | None) -> str | None:
    """The id that was given, else that of the environment variable ``CORTEX_PROJECT_ID``, else None.

    Raises ``ArgumentError`` for an id that is not a non-empty string.
    """
    if project_id is not None:
        return identifier(project_id, "project_id")
    return os.environ.get(VARIABLE, "").strip() or None


def required_project(project_id: str | None, setting: str) -> str:
    """The id. Raises ``ConfigError``, which names ``setting``, if there is none."""
    if project_id is None:
        raise ConfigError(f"project_id is missing: {setting}, or set {VARIABLE}")
    return project_id
