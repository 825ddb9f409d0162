"""The domain events that streams and webhooks carry: ``from cortex_sync.events import MessageCreatedEvent``.

They are the classes of ``cortex_async.events``. ``Event`` is the union of all of them; tell them apart with
``isinstance`` or ``match``. An event of a type that this version does not know arrives as an
``UnknownEvent``, with the whole event in ``raw``.
"""

from __future__ import annotations

from cortex_async._generated import events as _events
from cortex_async._generated.events import *  # noqa: F403

__all__ = _events.__all__  # pyright: ignore[reportUnsupportedDunderAll]  # the star import above
