"""The section of sessions: a transcript each, with annotations as flags."""

from __future__ import annotations

import json
from itertools import islice

from cortex_async.emulator.domain import plugin_catalog
from cortex_async.emulator.page.html import Html, join, tag
from cortex_async.emulator.page.parts import Section, chip, nothing, shortened
from cortex_async.emulator.page.sanctions import mentioned_ids
from cortex_async.emulator.page.view import SHOWN, TRANSCRIPTS, View
from cortex_async.emulator.records import Record
from cortex_async.emulator.tables.groups import EVERYWHERE

OPEN = 2
"""Transcripts that are open at first."""

MARKED = 3 * SHOWN
"""Older messages of a transcript that are shown because they are flagged or linked."""

STATUS = {"active": "good", "ended": "", "running": "good", "stopped": ""}


def session_section(view: View) -> Section:
    found = view.beside(view.sessions())
    linked = frozenset(mentioned_ids(view))
    cards = [_card(view, raw, shown, linked, position < OPEN) for position, (raw, shown) in enumerate(found)]
    count = len(view.world.store.sessions)
    note = f"The latest {TRANSCRIPTS}." if count > TRANSCRIPTS else None
    return Section(
        "sessions",
        "Sessions",
        join(tag("p", note, class_="soft") if note else None, cards) if cards else nothing(),
        count,
    )


def _card(view: View, session: Record, shown: Record, linked: frozenset[str], opened: bool) -> Html:
    flags = view.world.store.message_annotations.groups.count(EVERYWHERE, ("flagged in", session["id"]))
    summary = tag(
        "summary",
        tag("b", shortened(str(shown["title"]), 200), class_="operation"),
        chip(session["status"], STATUS.get(session["status"], "")),
        chip(f"bot {session['_bot']}", STATUS.get(session["_bot"], "")),
        chip(f"{flags} flagged", "flag") if flags else None,
        view.when(session["createdAt"]),
    )
    latest = view.world.store.session_annotations.latest_of(session["id"])
    notes = [_annotation(view, one) for one in list(islice(latest, SHOWN))[::-1]]
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
            tag("ul", [tag("li", note) for note in notes], class_="plain") if notes else None,
            _transcript(view, session, linked),
            class_="detail",
        ),
        class_="card",
        id=f"session-{session['id']}",
        open=opened,
    )


def _present(view: View, session: Record) -> str:
    found = (
        view.world.store.participants.get(session["projectId"], one)
        for one in islice(session["_present"], SHOWN)
    )
    names = [shortened(view.text(one["displayName"]), 100) for one in found if one is not None]
    return f"in it now: {', '.join(names)}" if names else "nobody is in it now"


def _transcript(view: View, session: Record, linked: frozenset[str]) -> Html:
    """The latest messages, and older ones that are flagged or that a sanction refers to."""
    messages = view.world.store.messages
    latest = list(islice(messages.latest(session["id"]), SHOWN))[::-1]
    kept = [*_marked(view, session, linked, {one["id"] for one in latest}), *latest]
    if not kept:
        return nothing("nothing has been said")
    left_out = messages.count(session["id"]) - len(kept)
    lines = [_message(view, raw, shown) for raw, shown in view.beside(kept)]
    note = f"{left_out} earlier messages are left out." if left_out else None
    return join(tag("p", note, class_="soft") if note else None, tag("ol", lines, class_="transcript"))


def _marked(view: View, session: Record, linked: frozenset[str], beside: set[str]) -> list[Record]:
    """Messages that are flagged or linked, in order of time: the latest ones, without those in ``beside``."""
    flags = view.world.store.message_annotations.groups.page(
        EVERYWHERE, ("flagged in", session["id"]), range(MARKED), newest=True
    )
    wanted = dict.fromkeys([*(one["messageId"] for one in reversed(flags)), *sorted(linked)])
    found = [view.world.store.messages.get(session["id"], one) for one in wanted if one not in beside]
    known = [one for one in found if one is not None]
    return sorted(known, key=lambda one: str(one["timestamp"]))[-MARKED:]


def _message(view: View, message: Record, shown: Record) -> Html:
    annotations = list(islice(view.world.store.message_annotations.oldest_of(message["id"]), SHOWN))
    kind = "flagged" if annotations else "system" if message["type"] == "system" else None
    return tag(
        "li",
        tag("b", shortened(str(shown["senderName"]), 100), class_="speaker"),
        tag("span", shortened(str(shown["content"])), class_="words"),
        view.when(message["timestamp"]),
        [_annotation(view, one) for one in annotations],
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
