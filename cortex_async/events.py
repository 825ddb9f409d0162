"""The domain events that streams and webhooks carry: ``from cortex_async.events import MessageCreatedEvent``.

``Event`` is the union of all of them; distinguish them with ``isinstance`` or ``match``. An event of a type
that this version does not know is an ``UnknownEvent``, whose ``raw`` has everything that was sent.

Streams decode the payload of an event when it is first read; see ``check_payloads`` in ``StreamOptions``.
"""

from __future__ import annotations

from cortex_async._generated import events as _events
from cortex_async._generated.events import *  # noqa: F403

__all__ = _events.__all__  # pyright: ignore[reportUnsupportedDunderAll]  # the star import above
