"""The section of sanctions, with links to the messages that they are about."""

from __future__ import annotations

from itertools import islice
from typing import Any

from cortex_async.emulator.domain import sanctions
from cortex_async.emulator.page.html import Html, join, tag
from cortex_async.emulator.page.parts import Column, Section, chip, shortened, table
from cortex_async.emulator.page.view import SHOWN, View
from cortex_async.emulator.records import Record, is_list, is_object
from cortex_async.emulator.replay.secret_values import UUID

STATUS = {"active": "bad", "expired": "", "revoked": "notice"}
COLUMNS = (
    Column("User", wide=True),
    Column("Type"),
    Column("Status"),
    Column("From"),
    Column("Until"),
    Column("Reason", wide=True),
    Column("About", wide=True),
)
_DEPTH = 5
_PARTS = 100


def sanction_section(view: View) -> Section:
    found = view.latest(view.world.store.sanctions)
    messages = _messages(view, mentioned_ids(view))
    rows = [_row(view, raw, shown, messages) for raw, shown in found]
    count = len(view.world.store.sanctions)
    return Section("sanctions", "Sanctions", table("Sanctions", COLUMNS, rows), count)


def mentioned_ids(view: View) -> set[str]:
    """The ids in the metadata of the sanctions that are shown, which may be those of messages."""
    return {
        one
        for raw in islice(view.all(view.world.store.sanctions), SHOWN)
        for one in _ids(raw.get("metadata"))
    }


def _messages(view: View, ids: set[str]) -> dict[str, Record]:
    """Those messages of the transcripts on the page that have one of the ids."""
    if not ids:
        return {}
    shown = {one["id"] for one in view.sessions()}
    found = [view.world.store.messages.find(one) for one in ids]
    return {one["id"]: one for one in found if one is not None and one["sessionId"] in shown}


def _row(view: View, sanction: Record, shown: Record, messages: dict[str, Record]) -> tuple[object, ...]:
    status = sanctions.status(view.world, sanction)
    return (
        shown.get("externalUserId"),
        sanction["type"],
        chip(status, STATUS.get(status, "")),
        view.when(sanction["startAt"]),
        view.when(sanction["endAt"]) or "without end",
        shown.get("reason"),
        _about(view, sanction, messages),
    )


def _about(view: View, sanction: Record, messages: dict[str, Record]) -> Html | None:
    """Links to what a sanction refers to: messages in its metadata, otherwise its session."""
    found = [messages[one] for one in dict.fromkeys(_ids(sanction.get("metadata"))) if one in messages]
    links = [
        tag("a", f"“{shortened(view.text(one['content']), 40)}”", href=f"#message-{one['id']}")
        for one in found[:5]
    ]
    session_id = sanction.get("sessionId")
    if not links and any(one["id"] == session_id for one in view.sessions()):
        links = [tag("a", "its session", href=f"#session-{session_id}")]
    return join([tag("div", link) for link in links]) if links else None


def _ids(value: Any, depth: int = _DEPTH) -> list[str]:
    """The UUIDs in a JSON value, as far as they lie near its top."""
    if isinstance(value, str):
        return [value] if UUID.fullmatch(value) else []
    parts = list(value.values()) if is_object(value) else value if is_list(value) else []
    found = [one for part in parts[:_PARTS] for one in _ids(part, depth - 1)] if depth else []
    return found[:_PARTS]
