"""Messages for blocking code: the generated operations, a feed of all sessions, debug audio to a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Unpack, cast

from cortex_async._core.options import Options
from cortex_async._core.runtime.loading import loading
from cortex_async.resources import LONGEST_SESSION, RESYNC
from cortex_sync._generated.operations.project.messages import MessagesOperations

if TYPE_CHECKING:
    from cortex_async.feeds import FeedPosition, MissedMessages
    from cortex_async.models import Participant
    from cortex_async.resources.messages import Messages as AsyncMessages
    from cortex_sync.feeds import MessageFeed


class Messages(MessagesOperations):
    """The messages of a session."""

    __slots__ = ()

    @loading()
    def follow(
        self,
        *,
        sessions: Iterable[str] | None = None,
        since: datetime | FeedPosition | None = None,
        participants: Iterable[Participant] | None = None,
        on_missed: Callable[[MissedMessages], object] | None = None,
        longest_session: float = LONGEST_SESSION,
        resync: float = RESYNC,
    ) -> MessageFeed:
        """Everything that is said in the project, each message once, in order within each session.

            with project.messages.follow() as feed:
                for message in feed:
                    print(message.session_id, message.speaker.name, message.text)

        What was missed while the connection was lost is fetched and yielded. See ``MessageFeed``.

        Args:
            sessions: ids of the sessions to follow; None for all, including those that begin later.
            since: a time from which messages are wanted, or ``feed.position`` of an earlier feed; None for
                now.
            participants: participants that you have already, for speakers' ids where messages come without;
                None looks their names up, ``()`` leaves those ids out.
            on_missed: plain function that is called with what cannot be fetched, e.g. because the session was
                deleted; without it a warning is logged. It runs in the event loop, in ``cortex_sync`` in a
                thread of the SDK.
            longest_session: seconds; with a time for ``since``, sessions that have ended are fetched unless
                they were created longer than this before it. A day by default.
            resync: seconds after which active sessions are fetched again in case an event was lost, give or
                take a tenth; 0 for never.

        Raises: ArgumentError for an argument that cannot be used, such as a position of another project.
            Entering the feed raises what listing the sessions raises, NotFound for a session that does not
            exist, and what ends the event stream.

        Source: streamProject, listSessions, getSession, getMessages, listParticipants
        """
        from cortex_sync.bridge.hooks import OneAtATime
        from cortex_sync.feeds import MessageFeed

        inner = cast("AsyncMessages", self._inner)
        if on_missed is not None and callable(on_missed):  # pyright: ignore[reportUnnecessaryComparison]  # from outside
            on_missed = OneAtATime(on_missed, "on_missed")
        feed = inner.follow(
            sessions=sessions,
            since=since,
            participants=participants,
            on_missed=on_missed,
            longest_session=longest_session,
            resync=resync,
        )
        return MessageFeed(self._runner, feed)

    def save_debug_audio(
        self, session_id: str, message_id: str, path: str | os.PathLike[str], **options: Unpack[Options]
    ) -> Path:
        """Save the recording of a message to a file, as it arrives, and return the file's path.

        The bytes go to a temporary file beside ``path``, which is renamed when all have arrived: the result
        is the whole file or none. An existing file is replaced and keeps its mode; of a link, the target is.
        Audio is kept for 24 hours, and only where debug audio is on.

        Args:
            session_id: Session ID
            message_id: Message ID
            path: the file to write, an existing regular file or a new one; its directory must exist.

        Raises: NotFound; ConnectionFailed for an interrupted download; DecodeError for a response that is not
        audio; OSError for a file that cannot be written, before any request.

        Source: downloadDebugAudio
        """
        inner = cast("AsyncMessages", self._inner)
        return self._wait(inner.save_debug_audio, session_id, message_id, path, **options)
