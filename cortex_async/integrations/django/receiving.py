"""The webhook of a Django project: verifies deliveries by ``settings.CORTEX``, and sends the signal."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final, Literal, cast

from cortex_async._core.errors import ConfigError
from cortex_async.integrations.django.conf import read_settings
from cortex_async.integrations.django.replay import CacheReplayStore
from cortex_async.integrations.django.signals import send_event
from cortex_async.integrations.once_per_process import OncePerProcess
from cortex_async.webhooks.django import Request, view
from cortex_async.webhooks.replay import ReplayStore
from cortex_async.webhooks.router import WebhookRouter

_caches: Any = import_module("django.core.cache")
_transaction: Any = import_module("django.db.transaction")
_csrf: Any = import_module("django.views.decorators.csrf")

UNSUITABLE: Final = ("locmem.LocMemCache", "dummy.DummyCache", "filebased.FileBasedCache")
"""Back ends of ``CACHES`` that other processes do not see, or whose ``add`` lets two workers in."""


def make_router() -> WebhookRouter:
    """A router by the settings. Raises ``ConfigError`` for settings that cannot be used."""
    settings = read_settings()
    if settings.webhook_secret is None:
        raise ConfigError("CORTEX['WEBHOOK_SECRET'] is missing: set it to the secret of the subscription")
    store = replay_store(settings.webhook_replay)
    try:
        router = WebhookRouter(settings.webhook_secret, replay=store, **settings.webhook_options)
    except TypeError as error:
        raise ConfigError(f"CORTEX['WEBHOOK_OPTIONS'] cannot be used: {error}") from None
    router.on("*")(send_event)
    return router


ROUTER = OncePerProcess(make_router)


def replay_store(chosen: object) -> ReplayStore | Literal[False] | None:
    """The store of ``CORTEX['WEBHOOK_REPLAY']``: None for one in this process, False for none.

    Raises ``ConfigError`` for anything that is neither a name of ``CACHES`` nor a store.
    """
    if chosen is None or chosen is False:
        return chosen
    if isinstance(chosen, str):
        return _in_cache(chosen)
    if all(hasattr(chosen, name) for name in ("claim", "finish", "release", "retention")):
        return cast("ReplayStore", chosen)
    raise ConfigError(
        f"CORTEX['WEBHOOK_REPLAY'] must be a name of CACHES, a replay store, None or False, got {type(chosen).__name__}"
    )


def _in_cache(alias: str) -> CacheReplayStore:
    try:
        found = _caches.caches[alias]
    except _caches.InvalidCacheBackendError:
        raise ConfigError(f"CORTEX['WEBHOOK_REPLAY'] must be a name of CACHES, got {alias!r}") from None
    backend = f"{type(found).__module__}.{type(found).__qualname__}"
    if backend.endswith(UNSUITABLE):
        raise ConfigError(
            f"CORTEX['WEBHOOK_REPLAY'] names the cache {alias!r}, whose back end {type(found).__name__} cannot keep "
            "deliveries for all workers: use a cache in Redis, Memcached or the database, or None"
        )
    # Not the object above: Django has one for each thread, and this store serves all of them.
    return CacheReplayStore(lambda: _caches.caches[alias])


def _receive(request: Request) -> Any:
    return view(ROUTER.get())(request)


receive: Any = _csrf.csrf_exempt(_transaction.non_atomic_requests(_receive))
"""The view of ``urls``. The signature takes the place of the CSRF token.

Never in a transaction of ``ATOMIC_REQUESTS``: one receiver that fails would take the writes of the others
with it, and other workers would not see a claim in a table of the database.
"""
