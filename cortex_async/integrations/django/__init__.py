"""Cortex in Django: the extra ``odin-cortex[django]``::

    INSTALLED_APPS = [..., "cortex_async.integrations.django"]
    CORTEX = {"API_KEY": os.environ["CORTEX_API_KEY"], "PROJECT_ID": "...", "WEBHOOK_SECRET": "..."}

    # urls.py
    path("cortex/", include("cortex_async.integrations.django.urls"))

    # a view
    sessions = get_project().sessions.list()

    # a receiver, in a module that the ready() of your own app imports
    @receiver(event_received, sender=SessionUpdatedEvent)
    def changed(event: SessionUpdatedEvent, **_: object) -> None: ...

The guide is docs/integrations-django.md.
"""

from __future__ import annotations

from importlib import import_module

try:
    import_module("django")
except ImportError as _missing:
    raise ImportError("this module needs Django: pip install 'odin-cortex[django]'") from _missing

from cortex_async._core.errors import export_errors
from cortex_async.integrations.django.clients import aget_client, aget_project, get_client, get_project
from cortex_async.integrations.django.replay import CacheReplayStore
from cortex_async.integrations.django.signals import ReceiverFailed, event_received

__all__ = [
    "CacheReplayStore",
    "ReceiverFailed",
    "aget_client",
    "aget_project",
    "event_received",
    "get_client",
    "get_project",
]

export_errors(__name__, globals())
