"""Routes events to handlers: from streams, from webhooks, and by hand with ``dispatch``.

``EventRouter`` is exported by ``cortex_async``; ``WebhookRouter`` of ``cortex_async.webhooks`` is the same
registry of handlers behind a check of signatures.
"""
