"""The hand-written commands, as data. ``cortex_cli`` explains how one is added."""

from __future__ import annotations

from typing import Final

GROUPS: Final[dict[str, str]] = {}
"""Summaries of groups that no operation of the API has, by name."""

COMMANDS: Final[dict[tuple[str, ...], tuple[str, str]]] = {
    # path -> (module below this package, summary), sorted by path
    ("api",): ("api", "Call an endpoint that has no command."),
    ("events", "tail"): ("events_tail", "Follow the events of a project."),
    ("export",): ("export", "Write the transcripts of the project to files."),
    ("listen",): ("listen", "Forward events to a local server, as webhooks."),
    ("transcript",): ("transcript", "Show what was said in a session."),
    ("watch",): ("watch", "Show a table that stays current."),
    ("webhooks", "replay"): (
        "webhooks_replay",
        "Deliver events of the webhook log again, to a local server.",
    ),
}
