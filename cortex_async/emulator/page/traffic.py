"""The sections of what leaves the emulator: streams, subscriptions, deliveries; and of faults."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TypeVar

from cortex_async.emulator.faults.calls import Rule, count_active
from cortex_async.emulator.page.events import DELIVERY
from cortex_async.emulator.page.html import Child, Html, tag
from cortex_async.emulator.page.parts import Column, Section, chip, nothing, shortened, table
from cortex_async.emulator.page.requests import describe
from cortex_async.emulator.page.view import SHOWN, View
from cortex_async.emulator.records import Record
from cortex_async.emulator.tables.groups import EVERYWHERE

_R = TypeVar("_R")


def stream_section(view: View) -> Section:
    rows = [
        (
            tag("span", f"stream {one.number}", id=f"stream-{one.number}"),
            chip("open", "good")
            if one.ending is None
            else chip(one.ending, "warn" if one.ending in ("cut", "too slow") else ""),
            "one project" if one.path.startswith("/api/projects/") else "all projects",
            shortened(view.text(", ".join(one.types) or "all"), 200),
            shortened(view.text(", ".join(one.resources) or "all"), 200),
            one.sent,
            shortened(view.text(one.client), 100),
            view.when(one.opened_at),
            view.when(one.closed_at),
        )
        for one in islice(view.sources.streams.entries(), SHOWN)
    ]
    columns = (
        Column("Stream"),
        Column("State"),
        Column("Events of"),
        Column("Types", wide=True),
        Column("Resources", wide=True),
        Column("Sent"),
        Column("Client", wide=True),
        Column("Opened"),
        Column("Closed"),
    )
    opened = view.sources.streams.open_count
    return Section("streams", "Streams", table("Streams", columns, rows), opened)


def subscription_section(view: View) -> Section:
    rows = [
        (
            shown["url"],
            chip("active", "good") if raw["isActive"] else chip("inactive"),
            shortened(", ".join(map(str, shown["events"]))),
            raw["authType"],
            shown.get("description"),
            view.when(raw["createdAt"]),
        )
        for raw, shown in view.latest(view.world.store.subscriptions)
    ]
    columns = (
        Column("Address", wide=True),
        Column("State"),
        Column("Events", wide=True),
        Column("Authentication"),
        Column("Description", wide=True),
        Column("Since"),
    )
    count = len(view.world.store.subscriptions)
    return Section("subscriptions", "Subscriptions", table("Subscriptions", columns, rows), count)


def delivery_section(view: View) -> Section:
    """Failed deliveries first, so that they do not scroll away."""
    outbox = view.world.store.webhook_events
    found = [
        row
        for status in ("failed", "pending", "delivered")
        for row in outbox.groups.page(EVERYWHERE, ("status", status), range(SHOWN), newest=True)
    ]
    rows = [_delivery(view, raw, shown) for raw, shown in view.beside(found[:SHOWN])]
    columns = (
        Column("Event"),
        Column("Status"),
        Column("Attempts"),
        Column("Last error", wide=True),
        Column("Responses", wide=True),
        Column("Next attempt"),
        Column("Created"),
    )
    return Section(
        "deliveries", "Webhook deliveries", table("Webhook deliveries", columns, rows), len(outbox)
    )


def _delivery(view: View, row: Record, shown: Record) -> tuple[object, ...]:
    statuses = [str(one.get("statusCode", "no response")) for one in row["_deliveries"]]
    return (
        tag("a", shown["eventType"], href=f"#event-{row['id']}"),
        chip(row["status"], DELIVERY.get(row["status"], "")),
        row["attemptsCount"],
        shown.get("lastError"),
        shortened(", ".join(statuses), 200),
        view.when(row["nextAttemptAt"]) if row["status"] == "pending" else None,
        view.when(row["createdAt"]),
    )


def fault_section(view: View) -> Section:
    faults = view.sources.faults
    attempts = len(faults.webhooks)
    lines: list[Html] = [_call_rule(view, rule) for rule in _latest(reversed(faults))]
    lines += [
        _fault(f"streams: {one.effect}", view.text(one.pattern), chip(f"{one.left} left", "flag"))
        for one in _latest(reversed(faults.events))
    ]
    if attempts:
        lines.append(_fault("webhooks", "", chip(f"the next {attempts} attempts", "flag")))
    active = count_active(faults) + len(faults.events) + attempts
    content = tag("ul", lines, class_="plain") if lines else nothing()
    return Section("faults", "Faults", content, active)


def _latest(rules: Iterator[_R]) -> list[_R]:
    """The first ``SHOWN`` of rules that come newest first, in the order in which they apply."""
    return list(islice(rules, SHOWN))[::-1]


def _call_rule(view: View, rule: Rule) -> Html:
    left = "always" if rule.left is None else f"{rule.left} left"
    chips = (chip(left, "" if rule.left == 0 else "flag"), " ", chip(f"{rule.taken} applied"))
    return _fault(view.text(rule.target), describe(rule.fault), *chips)


def _fault(target: str, effect: str, *chips: Child) -> Html:
    return tag("li", tag("b", shortened(target, 200)), f" {shortened(effect, 200)} ", *chips)
