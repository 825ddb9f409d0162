"""What an event stays in order with, read from its envelope without decoding the payload.

All that concerns one session, gathering or participant has one key, and a broker keeps events of one key in
order. Which resources an event names is decided in ``routing/order.py``; the key is one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from cortex_async.routing.order import resources_of

_OWNERS: Final = {"message": "session:", "session": "session:", "gathering": "gathering:"}
"""First part of an event's type -> what the event belongs to."""


def key_of(raw: Mapping[str, Any]) -> str:
    """Return the key of an event, e.g. ``PROJECT/session:abc``.

    Messages and annotations of sessions have the key of their session, members and invitations that of their
    gathering, sanctions that of their participant, and everything else that of its own resource. An
    annotation of a message does not say which session it belongs to: its key is the message.

    raw: the event as the API sent it, parsed.
    """
    kind, project = raw.get("type"), raw.get("projectId")
    resources = resources_of(raw)
    found = resources[-1]
    if isinstance(kind, str) and (owner := _OWNERS.get(kind.partition(".")[0])) is not None:
        for one in resources:
            if one.startswith(owner):
                found = one
                break
    key = f"{project if isinstance(project, str) else ''}/{found}"
    # Brokers put keys into headers and subjects.
    return key if key.isascii() and key.isprintable() else quote(key, safe="/:")
