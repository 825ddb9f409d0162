"""The content of the status page: the state as HTML, with every value escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import islice

from cortex_async.emulator.domain import members, sanctions
from cortex_async.emulator.recording import Recording
from cortex_async.emulator.records import Record
from cortex_async.emulator.store import GLOBAL, Table
from cortex_async.emulator.world import World

SHOWN = 20
"""Number of items of each kind, messages per session included; the latest are shown."""

TRANSCRIPTS = 5


def status_html(world: World, recording: Recording) -> str:
    """The latest sessions, gatherings, sanctions, deliveries and requests."""
    parts = [
        f'<p class="soft">{escape(world.clock.iso())}</p>',
        _section("Sessions", _sessions(world)),
        _section("Gatherings", _gatherings(world)),
        _section("Sanctions", _sanctions(world)),
        _section("Webhook outbox", _outbox(world)),
        _section("Last requests", _requests(recording)),
    ]
    return "\n".join(parts)


def _sessions(world: World) -> str:
    found = _latest(world, world.store.sessions)
    overview = _table(
        ("Title", "Room", "Status", "Bot", "In the room", "Session"),
        (
            (one["title"], one["externalRoomId"], one["status"], one["_bot"], len(one["_present"]), one["id"])
            for one in found
        ),
    )
    return overview + "".join(_transcript(world, session) for session in found[:TRANSCRIPTS])


def _transcript(world: World, session: Record) -> str:
    lines = [
        f"<li><time>{escape(message['timestamp'][11:19])}</time> "
        f"<b>{escape(message['senderName'])}</b> {escape(message['content'][:500])}</li>"
        for message in world.store.messages.of(session["id"])[-SHOWN:]
    ]
    return f"<h3>{escape(session['title'])}</h3><ol>{''.join(lines)}</ol>" if lines else ""


def _gatherings(world: World) -> str:
    found = _latest(world, world.store.gatherings)
    rows = (
        (
            one["name"],
            one["type"],
            one["status"],
            one["joinCode"],
            f"{members.count(world, one)} of {one['maxMembers']}",
            ", ".join(f"{member['displayName']} ({member['status']})" for member in members.of(world, one)),
        )
        for one in found
    )
    return _table(("Name", "Type", "Status", "Code", "Present", "Members"), rows)


def _sanctions(world: World) -> str:
    rows: list[tuple[object, ...]] = []
    for one in _latest(world, world.store.sanctions):
        state = sanctions.status(world, one)
        rows.append(
            (one["externalUserId"], one["type"], state, one["startAt"], one["endAt"], one.get("reason"))
        )
    return _table(("User", "Type", "Status", "From", "Until", "Reason"), rows)


def _outbox(world: World) -> str:
    rows = (
        (one["eventType"], one["status"], one["attemptsCount"], one["nextAttemptAt"], one["lastError"])
        for one in _latest(world, world.store.webhook_events)
    )
    return _table(("Event", "Status", "Attempts", "Next", "Error"), rows)


def _requests(recording: Recording) -> str:
    latest = islice(reversed(list(recording)), SHOWN)
    rows = (
        (one.at[11:19], one.method, one.url, one.operation, one.status or "no response") for one in latest
    )
    return _table(("Time", "Method", "Path", "Operation", "Status"), rows)


def _section(title: str, content: str) -> str:
    return f"<section><h2>{title}</h2>{content}</section>"


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    head = "".join(f"<th>{name}</th>" for name in heads)
    body = "".join("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in rows)
    if not body:
        return '<p class="empty">none</p>'
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: object) -> str:
    return f"<td>{'' if value is None else escape(str(value)[:500])}</td>"


def _latest(world: World, table: Table) -> list[Record]:
    """The latest records of all projects, newest first."""
    found = [one for project in world.store.projects.of(GLOBAL) for one in table.of(project["id"])]
    return found[::-1][:SHOWN]
