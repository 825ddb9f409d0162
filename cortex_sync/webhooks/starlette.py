"""Webhooks under Starlette and FastAPI: the extra ``odin-cortex[starlette]``; FastAPI installs Starlette::

    from cortex_sync.webhooks.starlette import endpoint

    app.add_route("/cortex", endpoint(router), methods=["POST"])

Endpoints that are plain functions run in a thread pool, where blocking calls are safe.
"""

from __future__ import annotations

from cortex_async.webhooks.starlette import endpoint, signed_event

__all__ = ["endpoint", "signed_event"]
