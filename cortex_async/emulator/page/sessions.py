"""The section of sessions: a transcript each, with annotations as flags."""

from __future__ import annotations

import json
from collections.abc import Sequence

from cortex_async.emulator.domain import plugin_catalog
from cortex_async.emulator.page.html import Html, join, tag
from cortex_async.emulator.page.parts import Section, chip, nothing, shortened
from cortex_async.emulator.page.sanctions import mentioned_ids
from cortex_async.emulator.page.view import SHOWN, TRANSCRIPTS, View
from cortex_async.emulator.records import Record

OPEN = 2
"""Transcripts that are open at first."""

STATUS = {"active": "good", "ended": "", "running": "good", "stopped": ""}


def session_section(view: View) -> Section:
    found = view.beside(view.sessions())
    linked = frozenset(mentioned_ids(view))
    cards = [_card(view, raw, shown, linked, position < OPEN) for position, (raw, shown) in enumerate(found)]
    count = sum(1 for _ in view.all(view.world.store.sessions))
    note = f"The latest {TRANSCRIPTS}." if count > TRANSCRIPTS else None
    return Section(
        "sessions",
        "Sessions",
        join(tag("p", note, class_="soft") if note else None, cards) if cards else nothing(),
        count,
    )


def _card(view: View, session: Record, shown: Record, linked: frozenset[str], opened: bool) -> Html:
    messages = view.messages(session)
    flagged = frozenset(one["id"] for one in messages if view.world.store.message_annotations.of(one["id"]))
    summary = tag(
        "summary",
        tag("b", shortened(str(shown["title"]), 200), class_="operation"),
        chip(session["status"], STATUS.get(session["status"], "")),
        chip(f"bot {session['_bot']}", STATUS.get(session["_bot"], "")),
        chip(f"{len(flagged)} flagged", "flag") if flagged else None,
        view.when(session["createdAt"]),
    )
    notes = [_annotation(view, one) for one in view.world.store.session_annotations.of(session["id"])]
    return tag(
        "details",
        summary,
        tag(
            "div",
            tag(
                "p",
                "Room ",
                tag("b", shortened(str(shown["externalRoomId"]), 200)),
                f", {_present(view, session)}",
                class_="soft",
            ),
            tag("p", tag("code", session["id"], class_="id")),
            tag("ul", [tag("li", note) for note in notes[-SHOWN:]], class_="plain") if notes else None,
            _transcript(view, messages, flagged, linked),
            class_="detail",
        ),
        class_="card",
        id=f"session-{session['id']}",
        open=opened,
    )


def _present(view: View, session: Record) -> str:
    found = (
        view.world.store.participants.get(session["projectId"], one) for one in session["_present"][:SHOWN]
    )
    names = [shortened(view.text(one["displayName"]), 100) for one in found if one is not None]
    return f"in it now: {', '.join(names)}" if names else "nobody is in it now"


def _transcript(
    view: View, messages: Sequence[Record], flagged: frozenset[str], linked: frozenset[str]
) -> Html:
    """The latest messages, and older ones that are flagged or that a sanction refers to."""
    latest = {one["id"] for one in messages[-SHOWN:]}
    kept = [one for one in messages if one["id"] in latest or one["id"] in flagged or one["id"] in linked]
    if not kept:
        return nothing("nothing has been said")
    kept = kept[-4 * SHOWN :]
    left_out = len(messages) - len(kept)
    lines = [_message(view, raw, shown) for raw, shown in view.beside(kept)]
    note = f"{left_out} earlier messages are left out." if left_out else None
    return join(tag("p", note, class_="soft") if note else None, tag("ol", lines, class_="transcript"))


def _message(view: View, message: Record, shown: Record) -> Html:
    annotations = view.world.store.message_annotations.of(message["id"])
    kind = "flagged" if annotations else "system" if message["type"] == "system" else None
    return tag(
        "li",
        tag("b", shortened(str(shown["senderName"]), 100), class_="speaker"),
        tag("span", shortened(str(shown["content"])), class_="words"),
        view.when(message["timestamp"]),
        [_annotation(view, one) for one in annotations[:SHOWN]],
        tag(
            "button",
            "Flag",
            type="button",
            data_flag=message["id"],
            data_session=message["sessionId"],
            hidden=True,
        )
        if "annotate" in view.sources.controls and message["type"] == "user"
        else None,
        id=f"message-{message['id']}",
        class_=kind,
    )


def _annotation(view: View, annotation: Record) -> Html:
    shown = view.shown_json(annotation)
    content = shortened(json.dumps(shown.get("data"), ensure_ascii=False))
    return tag(
        "span",
        chip(shortened(str(shown["type"]), 60), "flag"),
        f" {_plugin(view, annotation)}: ",
        content,
        class_="annotation",
    )


def _plugin(view: View, annotation: Record) -> str:
    """The name of the plugin that made an annotation. Tests make some without a plugin."""
    instance_id = annotation.get("pluginInstanceId") or ""
    instance = view.world.store.plugin_instances.get(annotation["_projectId"], instance_id)
    plugin = plugin_catalog.find(instance["pluginId"]) if instance is not None else None
    return str(plugin["name"]) if plugin is not None else "no plugin"
