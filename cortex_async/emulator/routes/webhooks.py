"""Handlers of webhook subscriptions and the delivery log."""

from __future__ import annotations

from cortex_async.emulator.checks import page
from cortex_async.emulator.domain import webhooks
from cortex_async.emulator.records import Record, public
from cortex_async.emulator.registry import Call, handles


@handles("createSubscription")
def create_subscription(call: Call) -> Record:
    return public(webhooks.subscribe(call.world, call.project, call.body))


@handles("listSubscriptions")
def list_subscriptions(call: Call) -> list[Record]:
    return [public(one) for one in call.world.store.subscriptions.of(call.project["id"])]


@handles("getSubscription")
def get_subscription(call: Call) -> Record:
    return public(_subscription(call))


@handles("updateSubscription")
def update_subscription(call: Call) -> Record:
    subscription = _subscription(call)
    webhooks.change(call.world, subscription, call.body)
    return public(subscription)


@handles("deleteSubscription")
def delete_subscription(call: Call) -> Record:
    call.world.store.subscriptions.remove(call.project["id"], _subscription(call)["id"])
    return {"message": "Subscription deleted"}


@handles("listEvents")
def list_events(call: Call) -> list[Record]:
    """Newest first."""
    wanted = call.query.get("status")
    found = [
        row
        for row in reversed(call.world.store.webhook_events.of(call.project["id"]))
        if wanted in (None, row["status"])
    ]
    return [public(row) for row in page(call.query, found)]


@handles("getEvent")
def get_event(call: Call) -> Record:
    row = call.required(call.world.store.webhook_events, "Event")
    return {**public(row), "deliveries": row["_deliveries"]}


def _subscription(call: Call) -> Record:
    return call.required(call.world.store.subscriptions, "Subscription")
