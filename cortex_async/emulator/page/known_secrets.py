"""The secrets in an emulator's state: nothing on the page may show them, wherever they appear."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator

from cortex_async.emulator.domain.webhooks import PRIVATE
from cortex_async.emulator.records import Record
from cortex_async.emulator.store import Store
from cortex_async.emulator.tables.table import Table
from cortex_async.emulator.world import World


class KnownSecrets:
    """The secrets of users, projects, subscriptions and functions.

    own: the emulator's own secrets besides.
    """

    def __init__(self, world: World, own: Callable[[], Iterable[str | None]]) -> None:
        self._world = world
        self._own = own
        self._seen: weakref.ref[Store] | None = None

    def __call__(self, anew: bool) -> Iterator[str | None]:
        """All of them if ``anew`` is true or the state has been replaced, else those that are new."""
        store = self._world.store
        anew = anew or self._seen is None or self._seen() is not store
        self._seen = weakref.ref(store)
        yield from self._own()
        for table in _holders(store):
            changed = table.take_changed()
            for record in [record for _, record in table] if anew else changed:
                yield from _secrets(store, table, record)


def _holders(store: Store) -> tuple[Table, ...]:
    return (store.users, store.projects, store.subscriptions, store.functions, store.function_settings)


def _secrets(store: Store, table: Table, record: Record) -> Iterator[str | None]:
    if table is store.users:
        yield record["_fusionSession"]
    elif table is store.projects:
        yield record["_secret"]
    elif table is store.subscriptions:
        yield from _of_subscription(record)
    else:
        yield from (one["value"] for one in record["envVars"] if one.get("isSecret"))


def _of_subscription(subscription: Record) -> Iterator[str | None]:
    for name in PRIVATE:
        given = subscription[f"_{name}"]
        if name == "customHeaders":
            yield from (given or {}).values()
        elif name not in ("apiKeyHeader", "basicAuthUsername"):
            yield given
