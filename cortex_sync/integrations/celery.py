"""Cortex in Celery: the extra ``odin-cortex[celery]``.

The names are those of ``cortex_async.integrations.celery``.
"""

from __future__ import annotations

from cortex_async.integrations.celery import Task, configure, enqueue, event_to_json, get_client, get_project

__all__ = ["Task", "configure", "enqueue", "event_to_json", "get_client", "get_project"]
