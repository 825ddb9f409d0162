"""Handlers of webhook subscriptions and the delivery log."""

from __future__ import annotations

from cortex_async.emulator.checks import page
from cortex_async.emulator.domain import webhooks
from cortex_async.emulator.records import Record, public
from cortex_async.emulator.registry import Call, handles


@handles("POST", "/api/projects/{projectId}/webhooks/subscriptions")
def create_subscription(call: Call) -> Record:
    return public(webhooks.subscribe(call.world, call.project, call.body))


@handles("GET", "/api/projects/{projectId}/webhooks/subscriptions")
def list_subscriptions(call: Call) -> list[Record]:
    return [public(one) for one in call.world.store.subscriptions.of(call.project["id"])]


@handles("GET", "/api/projects/{projectId}/webhooks/subscriptions/{id}")
def get_subscription(call: Call) -> Record:
    return public(_subscription(call))


@handles("PUT", "/api/projects/{projectId}/webhooks/subscriptions/{id}")
def update_subscription(call: Call) -> Record:
    subscription = _subscription(call)
    webhooks.change(call.world, subscription, call.body)
    return public(subscription)


@handles("DELETE", "/api/projects/{projectId}/webhooks/subscriptions/{id}")
def delete_subscription(call: Call) -> Record:
    call.world.store.subscriptions.remove(call.project["id"], _subscription(call)["id"])
    return {"message": "Subscription deleted"}


@handles("GET", "/api/projects/{projectId}/webhooks/events")
def list_events(call: Call) -> list[Record]:
    """Newest first."""
    key = ("status", call.query.get("status"))
    groups = call.world.store.webhook_events.groups
    found = groups.page(call.project["id"], key, page(call.query), newest=True)
    return [public(row) for row in found]


@handles("GET", "/api/projects/{projectId}/webhooks/events/{id}")
def get_event(call: Call) -> Record:
    row = call.required(call.world.store.webhook_events, "Event")
    return {**public(row), "deliveries": row["_deliveries"]}


def _subscription(call: Call) -> Record:
    return call.required(call.world.store.subscriptions, "Subscription")
