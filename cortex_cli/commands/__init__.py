"""The hand-written commands, as data. ``cortex_cli`` explains how one is added."""

from __future__ import annotations

from typing import Final

GROUPS: Final[dict[str, str]] = {
    "dead-letters": "Events that workers gave up.",
    "spec": "The spec of the API, an OpenAPI document.",
}
"""Summaries of groups that no operation of the API has, by name."""

COMMANDS: Final[dict[tuple[str, ...], tuple[str, str]]] = {
    # path -> (module below this package, summary), sorted by path
    ("api",): ("api", "Call an endpoint that has no command."),
    ("commands",): ("commands", "List all commands, for programs with their options."),
    ("completion",): ("completion", "Print the script that completes commands in a shell."),
    ("dead-letters", "discard"): ("dead_letters.discard", "Delete events that workers gave up."),
    ("dead-letters", "list"): ("dead_letters.listing", "List events that workers gave up."),
    ("dead-letters", "revive"): ("dead_letters.revive", "Hand events to workers again that they gave up."),
    ("doctor",): ("doctor", "Check everything between this machine and the API."),
    ("emulator",): ("emulator.start", "Start an emulator of the API, or control one that runs."),
    ("emulator", "advance"): ("emulator.advance", "Move the emulator's time forward."),
    ("emulator", "clear-faults"): ("emulator.clear_faults", "Remove all faults."),
    ("emulator", "fault"): ("emulator.fault", "Let something go wrong with the next requests."),
    ("emulator", "fault-events"): ("emulator.fault_events", "Let something go wrong with the next events."),
    ("emulator", "fault-webhooks"): (
        "emulator.fault_webhooks",
        "Let something go wrong with the next webhook deliveries.",
    ),
    ("emulator", "join"): ("emulator.join", "Have somebody enter the room of a session."),
    ("emulator", "leave"): ("emulator.leave", "Have somebody leave the room of a session."),
    ("emulator", "reset"): ("emulator.reset", "Restore the emulator's initial state."),
    ("emulator", "say"): ("emulator.say", "Have somebody say something in a session."),
    ("emulator", "seed"): ("emulator.seed", "Add sample data to the emulator."),
    ("events", "tail"): ("events_tail", "Follow the events of a project."),
    ("export",): ("export", "Write the transcripts of the project to files."),
    ("listen",): ("listen", "Forward events to a local server, as webhooks."),
    ("login",): ("login", "Store an API key or access token as a profile."),
    ("logout",): ("logout", "Remove a profile and its credential from this machine."),
    ("mcp",): ("mcp", "Serve tools for moderators and agents (Model Context Protocol)."),
    ("profiles",): ("profiles", "List the profiles of this machine."),
    ("relay",): ("relay", "Publish the events of the project to a broker."),
    ("spec", "diff"): ("spec.diff", "Show what another spec of the API would change."),
    ("spec", "fetch"): ("spec.fetch", "Download the spec of the API."),
    ("transcript",): ("transcript", "Show what was said in a session."),
    ("watch",): ("watch", "Show a table that stays current."),
    ("webhooks", "replay"): (
        "webhooks_replay",
        "Deliver events of the webhook log again, to a local server.",
    ),
    ("whoami",): ("whoami", "Show which credential, server and project are in use."),
    ("worker",): ("worker", "Run the handlers of a router on the events in a broker."),
}
