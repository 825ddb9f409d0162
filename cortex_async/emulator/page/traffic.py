"""The sections of what leaves the emulator: streams, subscriptions, deliveries; and of faults."""

from __future__ import annotations

from cortex_async.emulator.faults.calls import Rule
from cortex_async.emulator.page.events import DELIVERY
from cortex_async.emulator.page.html import Child, Html, tag
from cortex_async.emulator.page.parts import Column, Section, chip, nothing, shortened, table
from cortex_async.emulator.page.requests import describe
from cortex_async.emulator.page.view import SHOWN, View
from cortex_async.emulator.records import Record


def stream_section(view: View) -> Section:
    entries = view.sources.streams.entries()
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
        for one in entries[:SHOWN]
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
    opened = sum(one.ending is None for one in entries)
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
    count = sum(1 for _ in view.all(view.world.store.subscriptions))
    return Section("subscriptions", "Subscriptions", table("Subscriptions", columns, rows), count)


def delivery_section(view: View) -> Section:
    """Failed deliveries first, so that they do not scroll away."""
    everything = list(view.all(view.world.store.webhook_events))
    order = ("failed", "pending", "delivered")
    everything.sort(key=lambda one: order.index(one["status"]) if one["status"] in order else len(order))
    rows = [_delivery(view, raw, shown) for raw, shown in view.beside(everything[:SHOWN])]
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
        "deliveries", "Webhook deliveries", table("Webhook deliveries", columns, rows), len(everything)
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
    calls, streams, attempts = list(faults), list(faults.events), sum(1 for _ in faults.webhooks)
    lines: list[Html] = [_call_rule(view, rule) for rule in calls[-SHOWN:]]
    lines += [
        _fault(f"streams: {one.effect}", view.text(one.pattern), chip(f"{one.left} left", "flag"))
        for one in streams[-SHOWN:]
    ]
    if attempts:
        lines.append(_fault("webhooks", "", chip(f"the next {attempts} attempts", "flag")))
    active = sum(rule.left != 0 for rule in calls) + len(streams) + attempts
    content = tag("ul", lines, class_="plain") if lines else nothing()
    return Section("faults", "Faults", content, active)


def _call_rule(view: View, rule: Rule) -> Html:
    left = "always" if rule.left is None else f"{rule.left} left"
    chips = (chip(left, "" if rule.left == 0 else "flag"), " ", chip(f"{rule.taken} applied"))
    return _fault(view.text(rule.target), describe(rule.fault), *chips)


def _fault(target: str, effect: str, *chips: Child) -> Html:
    return tag("li", tag("b", shortened(target, 200)), f" {shortened(effect, 200)} ", *chips)
