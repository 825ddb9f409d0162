"""Cortex in web frameworks and task queues, for blocking code; each module imports its framework, and
nothing else does.

``integrations.fastapi`` and ``integrations.starlette`` give endpoints that are plain functions a client of
this package. ``integrations.django``, ``integrations.celery`` and ``integrations.problems`` are those of
``cortex_async``.
"""
