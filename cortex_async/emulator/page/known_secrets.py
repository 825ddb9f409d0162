"""The secrets in an emulator's state: nothing on the page may show them, wherever they appear."""

from __future__ import annotations

from collections.abc import Iterator

from cortex_async.emulator.domain.webhooks import PRIVATE
from cortex_async.emulator.records import Record
from cortex_async.emulator.store import GLOBAL
from cortex_async.emulator.world import World


def known_secrets(world: World) -> Iterator[str | None]:
    """Secrets of projects, subscriptions, users and functions."""
    for user in world.store.users.of(GLOBAL):
        yield user["_fusionSession"]
    for project in world.store.projects.of(GLOBAL):
        yield project["_secret"]
        for subscription in world.store.subscriptions.of(project["id"]):
            yield from _of_subscription(subscription)
        for holder in (
            *world.store.functions.of(project["id"]),
            *world.store.function_settings.of(project["id"]),
        ):
            yield from (one["value"] for one in holder["envVars"] if one.get("isSecret"))


def _of_subscription(subscription: Record) -> Iterator[str | None]:
    for name in PRIVATE:
        given = subscription[f"_{name}"]
        if name == "customHeaders":
            yield from (given or {}).values()
        elif name not in ("apiKeyHeader", "basicAuthUsername"):
            yield given
