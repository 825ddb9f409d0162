"""Forms for the controls of the table that people use by hand. The page's script sends them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from cortex_async.emulator.control.definition import Control, snake_case
from cortex_async.emulator.control.table import CONTROLS
from cortex_async.emulator.page.html import Html, Value, tag
from cortex_async.emulator.page.parts import shortened
from cortex_async.emulator.page.view import View
from cortex_async.emulator.records import Record

GROUPS: Mapping[str, tuple[str, ...]] = {
    "People": ("say", "join", "leave", "annotate"),
    "Time": ("clock.advance",),
    "Streams": (
        "cut_streams",
        "faults.events.drop",
        "faults.events.duplicate",
        "faults.events.reorder",
        "faults.events.cut",
    ),
    "Faults of requests": ("faults.next", "faults.always"),
    "Faults of webhooks": (
        "faults.webhooks.bad_signature",
        "faults.webhooks.skew",
        "faults.webhooks.duplicate",
    ),
    "State": ("faults.clear", "seed", "reset"),
}
OFFERED: Mapping[str, Control] = {
    name: CONTROLS[name] for names in GROUPS.values() for name in names if name in CONTROLS
}
"""The controls that the page offers, as far as this emulator has them."""

LISTS = {
    "sessionId": "session-list",
    "speaker": "speaker-list",
    "target": "operation-list",
    "types": "event-type-list",
    "messageId": "message-list",
    "type": "annotation-type-list",
}
"""Argument -> the list of proposals for it."""

PROPOSED = 20
"""Messages of one session that are proposed."""

ANNOTATION_TYPES = ("profanity", "toxicity", "language")

_LABELS = {
    "annotate": "flag a message",
    "clock.advance": "advance the clock",
    "faults.events.drop": "drop events",
    "faults.events.duplicate": "duplicate events",
    "faults.events.reorder": "reorder events",
    "faults.events.cut": "cut at events",
    "faults.next": "disturb the next requests",
    "faults.always": "disturb every request",
    "faults.webhooks.bad_signature": "sign wrongly",
    "faults.webhooks.skew": "shift timestamps",
    "faults.webhooks.duplicate": "deliver twice",
    "faults.clear": "remove all faults",
    "seed": "add sample data",
    "reset": "reset everything",
}
"""Control -> the words on its button, where its name is not enough."""


def control_panel(view: View, *, wants_token: bool) -> Html | None:
    """All forms, hidden until the script runs; None if the page is read-only."""
    controls = view.sources.controls
    if not controls:
        return None
    groups = [
        tag(
            "details",
            tag("summary", title),
            tag(
                "div",
                [_form(controls[name]) for name in names if name in controls],
                _next_timer() if title == "Time" else None,
                class_="forms",
            ),
            id=f"group-{title.replace(' ', '-').lower()}",
            open=title == "People",
        )
        for title, names in GROUPS.items()
    ]
    forms = tag(
        "div",
        _token() if wants_token else None,
        groups,
        tag("output", id="result", role="status", aria_live="polite"),
        id="control-forms",
        hidden=True,
    )
    without = "Controls need JavaScript. Everything else on this page works without it."
    return tag(
        "details",
        tag("summary", tag("h2", "Controls")),
        tag("noscript", tag("p", without, class_="soft")),
        forms,
        id="controls",
    )


def proposals(view: View) -> Html:
    """The lists of values that the forms propose. They are part of what the page keeps up to date."""
    sessions = [
        (one["id"], f"{shortened(str(shown['title']), 60)} ({one['status']})")
        for one, shown in view.beside(view.sessions())
    ]
    speakers = [
        (str(one["externalUserId"]), str(one["displayName"]))
        for _, one in view.latest(view.world.store.participants)
    ]
    messages = [
        (one["id"], f"{one['senderName']}: {shortened(str(one['content']), 60)}")
        for session in view.sessions()[:3]
        for _, one in view.beside(_spoken(view, session))
    ]
    due = view.world.timers.next_due()
    return tag(
        "div",
        _list("session-list", sessions),
        _list("speaker-list", speakers),
        _list("message-list", messages),
        _list("annotation-type-list", ((one, "") for one in ANNOTATION_TYPES)),
        _list("operation-list", ((one, "") for one in ("*", *view.world.spec.operations))),
        _list("event-type-list", ((one, "") for one in ("*", *view.world.spec.events))),
        tag("span", id="next-due", data_due="" if due is None else repr(due)),
        hidden=True,
    )


def _spoken(view: View, session: Record) -> list[Record]:
    """The latest messages of people, newest first."""
    messages = view.world.store.messages.latest(session["id"])
    return list(islice((one for one in messages if one["type"] == "user"), PROPOSED))


def _list(name: str, options: Iterable[tuple[str, str]]) -> Html:
    return tag("datalist", [tag("option", label or None, value=given) for given, label in options], id=name)


def _token() -> Html:
    return tag(
        "p",
        tag("label", "Control token", for_="control-token"),
        tag("input", id="control-token", type="password", autocomplete="off"),
    )


def _next_timer() -> Html:
    return tag(
        "p",
        tag("button", "Advance to the next timer", type="button", id="next-timer"),
        " ",
        tag("span", id="next-timer-when", class_="soft"),
    )


def _form(control: Control) -> Html:
    name = _LABELS.get(control.name, control.name.replace(".", " ").replace("_", " "))
    required = [_field(control, key, schema, True) for key, schema in control.required.items()]
    optional = [_field(control, key, schema, False) for key, schema in control.optional.items()]
    more = optional if len(optional) < 3 else None
    return tag(
        "form",
        required,
        more,
        tag("details", tag("summary", "Options"), optional, class_="options")
        if optional and more is None
        else None,
        tag("button", name[:1].upper() + name[1:], type="submit", title=control.summary),
        data_path=control.path,
        class_="control",
        aria_label=name,
    )


def _field(control: Control, name: str, schema: Record, required: bool) -> Html:
    """A labelled input for one argument, by its schema."""
    identity = f"{control.name.replace('.', '-')}-{name}"
    attributes: dict[str, Value] = {
        "id": identity,
        "name": name,
        "required": required,
        "data_type": _type(schema),
    }
    label = tag(
        "label",
        snake_case(name).replace("_id", "").replace("_", " "),
        for_=identity,
        title=schema.get("description"),
    )
    return tag("div", label, _input(name, schema, attributes), class_="field")


def _type(schema: Record) -> str:
    kind = schema.get("type")
    return kind if kind in ("string", "number", "integer", "boolean") else "json"


def _input(name: str, schema: Record, attributes: dict[str, Value]) -> Html:
    if name == "sessionId":
        return tag("select", data_options=LISTS[name], **attributes)
    if "enum" in schema:
        options = [tag("option", one, value=one) for one in ("", *schema["enum"])]
        return tag("select", options, **attributes)
    match attributes["data_type"]:
        case "boolean":
            return tag("input", type="checkbox", **attributes)
        case "number" | "integer" as kind:
            return tag("input", type="number", step="any" if kind == "number" else 1, **attributes)
        case "json":
            example = "{}" if attributes["required"] else None
            return tag("textarea", example, rows=2, placeholder="JSON", **attributes)
        case _:
            return tag("input", type="text", autocomplete="off", list=LISTS.get(name), **attributes)


def read_only_note() -> Html:
    return tag(
        "p",
        "This page is read-only. Start the emulator with ",
        tag("code", "--control"),
        " to act from here.",
        class_="soft",
    )
