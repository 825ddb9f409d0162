"""What matters, counted at the top of the page, with links to where it is."""

from __future__ import annotations

from cortex_async.emulator.page.html import Html, tag
from cortex_async.emulator.page.view import View
from cortex_async.emulator.tables.groups import EVERYWHERE


def overview(view: View) -> Html:
    """The counts as links. Those that report trouble stand out when they are not zero."""
    recording = list(view.sources.recording)
    deliveries = view.world.store.webhook_events.groups
    client = sum(one.status is not None and 400 <= one.status < 500 for one in recording)
    server = sum(one.status is not None and one.status >= 500 for one in recording)
    unanswered = sum(one.status is None for one in recording)
    failed = deliveries.count(EVERYWHERE, ("status", "failed"))
    waiting = deliveries.count(EVERYWHERE, ("status", "pending"))
    violations = len(view.world.conformance.violations)
    return tag(
        "ul",
        _count(len(recording), "requests", "/?show=all#requests"),
        _count(client, "4xx errors", "/?show=4xx#requests", "warn"),
        _count(server, "5xx errors", "/?show=5xx#requests", "bad"),
        _count(unanswered, "without response", "/?show=none#requests", "bad"),
        _count(len(view.world.bus), "events", "#events"),
        _count(len(view.world.store.message_annotations), "flags", "#sessions", "flag"),
        _count(view.sources.streams.open_count, "open streams", "#streams"),
        _count(failed, "failed deliveries", "#deliveries", "bad"),
        _count(waiting, "waiting deliveries", "#deliveries", "notice"),
        _count(violations, "violations", "#violations", "bad"),
        class_="counts",
    )


def _count(number: int, name: str, href: str, kind: str = "") -> Html:
    classes = f"count {kind if number else ''}".strip()
    return tag("li", tag("a", tag("b", number), f" {name}", href=href, class_=classes))
