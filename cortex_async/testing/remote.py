"""``RemoteEmulator``: the controls of an emulator in another process or container."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from cortex_async.emulator.domain.annotating import checked_content
from cortex_async.emulator.lifecycle import AsyncLifecycle
from cortex_async.testing.remote_controls import RemoteControls
from cortex_async.testing.remote_parts import RemoteClock, seconds_of


class AsyncRemoteClock(RemoteClock):
    """``Clock`` of a remote emulator."""

    async def advance(self, seconds: float | timedelta) -> None:
        """Move time forward by ``seconds`` and run every timer that becomes due on the way, in order, each at
        its own time.

        Returns when all of this is done, including webhook attempts. Raises ``ValueError`` for a negative
        value.
        """
        await self._client.send("clock.advance", seconds=seconds_of(seconds))


class RemoteEmulator(RemoteControls, AsyncLifecycle):
    """An emulator that runs elsewhere, with the names of ``Emulator``, so that a test can use either.

        async with RemoteEmulator("http://127.0.0.1:8787") as emulator:
            client = CortexClient(base_url=emulator.base_url, api_key=emulator.api_key)

    base_url: the address of the emulator.
    token: its control token, if it wants one: those on other machines and in containers do.

    What is a coroutine in ``Emulator`` is one here. What is a plain method or property there blocks here for
    one short request. Every use asks the emulator; nothing is kept. ``world`` and ``requests.listen`` raise
    ``NotImplementedError``.

    Starting and every use raise ``RemoteError`` if the emulator cannot be reached or refuses. Stopping leaves
    it running.
    """

    def __init__(self, base_url: str, *, token: str | None = None) -> None:
        super().__init__(base_url, token=token)
        self.clock: Final = AsyncRemoteClock(self._client)

    async def start(self) -> None:
        """Connect. Raises ``RemoteError`` if no emulator responds or it wants another token."""
        self._client.open()
        try:
            await self._client.send("project_id")
        except BaseException:
            await self._client.close()
            raise

    async def stop(self) -> None:
        """Disconnect. The emulator goes on."""
        await self._client.close()

    async def say(self, session_id: str, speaker: str, text: str) -> dict[str, Any]:
        """Have ``speaker`` (an external user id) say ``text``; returns the message that the bot creates.

        A speaker who is new becomes a participant and joins the room first. Raises ``KeyError`` for an
        unknown session and ``BotNotRunning`` if the session's bot is not running.
        """
        message: dict[str, Any] = await self._client.send(
            "say", session_id=session_id, speaker=speaker, text=text
        )
        return message

    async def join(self, session_id: str, speaker: str, display_name: str | None = None) -> dict[str, Any]:
        """Have ``speaker`` enter the room; returns the participant. Raises the same errors as ``say``."""
        participant: dict[str, Any] = await self._client.send(
            "join", session_id=session_id, speaker=speaker, display_name=display_name
        )
        return participant

    async def leave(self, session_id: str, speaker: str) -> dict[str, Any]:
        """Have ``speaker`` leave the room; returns the participant.

        Raises the same errors as ``say``, and ``ValueError`` if the speaker is not in the room.
        """
        participant: dict[str, Any] = await self._client.send("leave", session_id=session_id, speaker=speaker)
        return participant

    async def annotate(
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
        annotation: dict[str, Any] = await self._client.send(
            "annotate", message_id=message_id, type=type, content=checked_content(content)
        )
        return annotation

    async def annotate_session(
        self,
        session_id: str,
        type: str,  # noqa: A002  (its name in the API)
        content: dict[str, Any],
    ) -> dict[str, Any]:
        """Attach an annotation to a session, like ``annotate``, reported as ``session.annotation.created``.

        Raises ``KeyError`` for an unknown session and ``ValueError`` as ``annotate`` does.
        """
        annotation: dict[str, Any] = await self._client.send(
            "annotate_session", session_id=session_id, type=type, content=checked_content(content)
        )
        return annotation

    async def wait_for_streams(self, count: int) -> None:
        """Wait until exactly ``count`` event streams are open, e.g. before emitting an event that a client
        must not miss.
        """
        await self._client.send("wait_for_streams", count=count)

    async def settle(self) -> None:
        """Run all timers that are due and wait for their effects."""
        await self._client.send("settle")
