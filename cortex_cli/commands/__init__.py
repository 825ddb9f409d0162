"""The hand-written commands, as data. ``cortex_cli`` explains how one is added."""

from __future__ import annotations

from typing import Final

GROUPS: Final[dict[str, str]] = {}
"""Summaries of groups that no operation of the API has, by name."""

COMMANDS: Final[dict[tuple[str, ...], tuple[str, str]]] = {
    # path -> (module below this package, summary), sorted by path
    ("api",): ("api", "Call an endpoint that has no command.")
}
