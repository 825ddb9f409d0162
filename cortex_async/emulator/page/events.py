"""The section of events: a timeline with payloads and receivers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from cortex_async.emulator.events import OUTSIDE_OUTBOX, Published
from cortex_async.emulator.page.html import Html, join, tag
from cortex_async.emulator.page.parts import Section, block, chip, nothing, shortened
from cortex_async.emulator.page.requests import SHOWN_BODY, definitions
from cortex_async.emulator.page.view import SHOWN, View
from cortex_async.emulator.records import Record

DELIVERY = {"delivered": "good", "pending": "notice", "failed": "bad"}
"""The look of a delivery's status."""


def event_section(view: View) -> Section:
    bus = view.world.bus
    if view.filter.search:
        found = list(
            islice((pair for pair in _beside(view, bus.latest()) if view.filter.event(pair[1])), SHOWN)
        )
    else:
        found = _beside(view, islice(bus.latest(), SHOWN))
    lines = [_line(view, published, event) for published, event in found]
    content = (
        tag("ol", lines, class_="lines timeline") if lines else nothing("none match" if len(bus) else "none")
    )
    return Section("events", "Events", content, len(bus))


def _beside(view: View, events: Iterable[Published]) -> list[tuple[Published, Record]]:
    """Each event, and as it may be shown."""
    raw = list(events)
    return [(one, shown) for one, (_, shown) in zip(raw, view.beside(one.event for one in raw), strict=True)]


def _line(view: View, published: Published, event: Record) -> Html:
    payload = json.dumps(event.get("payload"), indent=2, ensure_ascii=False)
    summary = tag(
        "summary",
        tag("b", str(event["type"]), class_="operation"),
        _receivers(view, published),
        view.when(event["timestamp"]),
    )
    detail = tag(
        "div",
        definitions(
            [
                ("Resource", shortened(str(event["resourceId"]))),
                ("Source", shortened(str(event["source"]))),
                ("Event", str(event["id"])),
                ("Streams", _streams(published)),
                ("Subscriptions", _deliveries(view, published)),
            ]
        ),
        block(payload[:SHOWN_BODY], "Payload"),
        tag("p", f"The first {SHOWN_BODY} characters.", class_="soft") if len(payload) > SHOWN_BODY else None,
        class_="detail",
    )
    return tag("li", tag("details", summary, detail, id=f"event-{event['id']}"))


def _receivers(view: View, published: Published) -> Html:
    """Who received an event, in short."""
    streams = len(set(published.receivers))
    row = _outbox_row(view, published)
    withheld = published.withheld if not streams else None
    return tag(
        "span",
        chip(withheld, "warn") if withheld else None,
        chip(f"{streams} {'stream' if streams == 1 else 'streams'}", "good") if streams else None,
        chip(f"webhook {row['status']}", DELIVERY.get(row["status"], "")) if row is not None else None,
        chip("nobody") if not streams and withheld is None and row is None else None,
        class_="chips",
    )


def _streams(published: Published) -> Html | str:
    receivers = sorted(Counter(published.receivers).items())
    found: list[Html | str] = [
        tag(
            "a",
            f"stream {number}",
            " (twice)" if times == 2 else f" ({times} times)" if times > 2 else "",
            href=f"#stream-{number}",
        )
        for number, times in receivers[:SHOWN]
    ]
    if len(receivers) > SHOWN:
        found.append(f"{len(receivers) - SHOWN} more")
    withheld = published.withheld
    if not found:
        return withheld or "none"
    return join(
        [[", " if position else "", one] for position, one in enumerate(found)],
        f" ({withheld} at first)" if withheld else "",
    )


def _deliveries(view: View, published: Published) -> Html | str:
    row = _outbox_row(view, published)
    if row is None:
        return "never sent to webhooks" if published.type == OUTSIDE_OUTBOX else "none"
    reached = {one["subscriptionId"] for one in row["_deliveries"]}
    waiting = set(row["_waiting"])
    lines: list[Html] = []
    for subscription_id in dict.fromkeys([*reached, *waiting]):
        subscription = view.world.store.subscriptions.get(row["projectId"], subscription_id)
        name = view.text(subscription["url"]) if subscription else "deleted subscription"
        state = row["status"] if subscription_id in waiting else "delivered"
        lines.append(tag("li", chip(state, DELIVERY.get(state, "")), " ", shortened(name, 200)))
    return tag("ul", lines, class_="plain")


def _outbox_row(view: View, published: Published) -> Record | None:
    return view.world.store.webhook_events.get(published.project_id, published.id)
