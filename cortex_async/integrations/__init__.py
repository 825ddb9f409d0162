"""Cortex in web frameworks and task queues; each module imports its framework, and nothing else does.

``integrations.fastapi``, ``integrations.starlette`` and ``integrations.litestar`` for ASGI applications,
``integrations.django`` for INSTALLED_APPS, ``integrations.celery`` and ``integrations.arq`` for tasks.
``integrations.problems`` turns an error of the SDK into the response that all of them send.
"""
