"""``RemoteEmulator`` for blocking code."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from cortex_async.emulator.domain.annotating import checked_content
from cortex_async.emulator.lifecycle import BlockingLifecycle
from cortex_async.testing.remote_controls import RemoteControls
from cortex_async.testing.remote_parts import RemoteClock, seconds_of


class BlockingRemoteClock(RemoteClock):
    """``Clock`` of a remote emulator, with a blocking ``advance``."""

    def advance(self, seconds: float | timedelta) -> None:
        """Move time forward by ``seconds`` and run every timer that becomes due on the way, in order, each at
        its own time.

        Returns when all of this is done, including webhook attempts. Raises ``ValueError`` for a negative
        value.
        """
        self._client.call("clock.advance", waits=True, seconds=seconds_of(seconds))


class RemoteEmulator(RemoteControls, BlockingLifecycle):
    """An emulator that runs elsewhere, with the names of ``Emulator``, so that a test can use either.

        with RemoteEmulator("http://127.0.0.1:8787") as emulator:
            client = CortexClient(base_url=emulator.base_url, api_key=emulator.api_key)

    base_url: the address of the emulator.
    token: its control token, if it wants one: those on other machines and in containers do.

    Every use asks the emulator; nothing is kept. ``world`` and ``requests.listen`` raise
    ``NotImplementedError``. Any thread may use it.

    Starting and every use raise ``RemoteError`` if the emulator cannot be reached or refuses. Stopping leaves
    it running.
    """

    def __init__(self, base_url: str, *, token: str | None = None) -> None:
        super().__init__(base_url, token=token)
        self.clock: Final = BlockingRemoteClock(self._client)

    def start(self) -> None:
        """Check that the emulator responds. Raises ``RemoteError`` if none does or it wants another token."""
        self._client.call("project_id")

    def stop(self) -> None:
        """Do nothing: every use has its own connection, and the emulator goes on."""

    def say(self, session_id: str, speaker: str, text: str) -> dict[str, Any]:
        """Have ``speaker`` (an external user id) say ``text``; returns the message that the bot creates.

        A speaker who is new becomes a participant and joins the room first. Raises ``KeyError`` for an
        unknown session and ``BotNotRunning`` if the session's bot is not running.
        """
        message: dict[str, Any] = self._client.call("say", session_id=session_id, speaker=speaker, text=text)
        return message

    def join(self, session_id: str, speaker: str, display_name: str | None = None) -> dict[str, Any]:
        """Have ``speaker`` enter the room; returns the participant. Raises the same errors as ``say``."""
        participant: dict[str, Any] = self._client.call(
            "join", session_id=session_id, speaker=speaker, display_name=display_name
        )
        return participant

    def leave(self, session_id: str, speaker: str) -> dict[str, Any]:
        """Have ``speaker`` leave the room; returns the participant.

        Raises the same errors as ``say``, and ``ValueError`` if the speaker is not in the room.
        """
        participant: dict[str, Any] = self._client.call("leave", session_id=session_id, speaker=speaker)
        return participant

    def annotate(
        self,
        message_id: str,
        type: str,  # noqa: A002  (its name in the API)
        content: dict[str, Any],
    ) -> dict[str, Any]:
        """Attach an annotation to a message, as a plugin would; returns it as ``list_annotations`` does.

        It is reported as ``message.annotation.created``, with the speaker of the message.

        type: e.g. ``profanity`` or ``toxicity``; any other string is accepted too.
        content: any JSON object, ``data`` of the annotation and ``content`` of the event.

        Raises ``KeyError`` for an unknown message and ``ValueError`` for a type or content that cannot be
        used.
        """
        annotation: dict[str, Any] = self._client.call(
            "annotate", message_id=message_id, type=type, content=checked_content(content)
        )
        return annotation

    def annotate_session(
        self,
        session_id: str,
        type: str,  # noqa: A002  (its name in the API)
        content: dict[str, Any],
    ) -> dict[str, Any]:
        """Attach an annotation to a session, like ``annotate``, reported as ``session.annotation.created``.

        Raises ``KeyError`` for an unknown session and ``ValueError`` as ``annotate`` does.
        """
        annotation: dict[str, Any] = self._client.call(
            "annotate_session", session_id=session_id, type=type, content=checked_content(content)
        )
        return annotation

    def wait_for_streams(self, count: int) -> None:
        """Wait until exactly ``count`` event streams are open, e.g. before emitting an event that a client
        must not miss.
        """
        self._client.call("wait_for_streams", waits=True, count=count)

    def settle(self) -> None:
        """Run all timers that are due and wait for their effects."""
        self._client.call("settle", waits=True)
