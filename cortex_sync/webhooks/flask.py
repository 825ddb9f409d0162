"""Webhooks under Flask: the extra ``odin-cortex[flask]``::

    from cortex_sync.webhooks.flask import view

    app.add_url_rule("/cortex", view_func=view(router), methods=["POST"])

The guide is docs/webhooks.md.
"""

from __future__ import annotations

from cortex_async.webhooks.flask import view

__all__ = ["view"]
