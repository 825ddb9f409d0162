"""What a message feed yields, and what it reports when it cannot."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from attrs import frozen

from cortex_async.transcripts import Line


@frozen(kw_only=True)
class FeedMessage(Line):
    """A message of a feed: a ``Line`` of a transcript, and how it arrived.

    ``end`` is inferred from the length of the text alone, since the next line is not known yet.

    source: ``"live"`` for a message that an event brought, ``"catch_up"`` for one that was fetched.
    late: whether a message of the same session with a later ``start`` has been yielded before.
    has_debug_audio: whether there is a recording, see ``messages.save_debug_audio``.
    """

    source: Literal["live", "catch_up"]
    late: bool = False
    has_debug_audio: bool = False


@frozen(kw_only=True)
class MissedMessages:
    """Messages that a feed may have missed and cannot fetch any more.

    session_id: the session.
    reason: why: the session was ``"deleted"``, reading it is ``"forbidden"``, or its messages are
        ``"unreadable"`` because the response does not match the API's spec.
    since: start of the last message of the session that was yielded; None if there was none.
    error: the error of the fetch, None if an event reported the deletion.
    """

    session_id: str
    reason: Literal["deleted", "forbidden", "unreadable"]
    since: datetime | None = None
    error: Exception | None = None
