"""The domain events that streams and webhooks carry: ``from cortex_async.events import MessageCreatedEvent``.

``Event`` is the union of all of them; tell them apart with ``isinstance`` or ``match``. A type that this version does not
know arrives as an ``UnknownEvent`` with everything that came in ``raw``.
"""

from __future__ import annotations

from cortex_async._generated import events as _events
from cortex_async._generated.events import *  # noqa: F403

__all__ = _events.__all__  # pyright: ignore[reportUnsupportedDunderAll]  # the star import above
