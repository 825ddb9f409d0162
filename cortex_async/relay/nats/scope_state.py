"""What leaders save for the next one: messages with changes, and now and then one with everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, Final

from nats.aio.msg import Msg

from cortex_async.relay.broker import Checkpoint, Saved
from cortex_async.relay.nats.publishing import Message
from cortex_async.relay.nats.streams import NEVER, ONLY, as_json, from_json

_CHANGES: Final = 500
"""After as many messages everything is written anew, which replaces them."""
_PART: Final = 2_000
"""Known versions in one message: far below the server's ``max_payload`` of 1 MiB by default."""


class ScopeState:
    """The checkpoint and the known versions of a scope, as its subject has them.

    Each message is a JSON object with ``checkpoint`` (``event_id``, ``time``, ``fence``) and ``known``: the
    versions by resource, null for one that was forgotten. Later messages override earlier ones.
    """

    def __init__(self, subject: str, max_known: int) -> None:
        self._subject = subject
        self._max_known = max_known
        self._messages = 0
        self.checkpoint: Checkpoint | None = None
        self.known: dict[str, str] = {}

    @property
    def saved(self) -> Saved:
        return Saved(self.checkpoint, dict(self.known))

    def read(self, messages: list[Msg]) -> None:
        """Apply the messages of the subject, from the oldest to the newest."""
        self._messages, self.checkpoint, self.known = len(messages), None, {}
        for message in messages:
            body = from_json(message.data)
            if (saved := body["checkpoint"]) is not None:
                time = datetime.fromisoformat(saved["time"])
                self.checkpoint = Checkpoint(saved["event_id"], time, saved["fence"])
            self._apply(body["known"])

    def messages(
        self, checkpoint: Checkpoint, known: Mapping[str, str | None], fence: Mapping[str, str]
    ) -> list[Message]:
        """The messages that save a checkpoint with changes, all or none of them to be stored."""
        if self._messages < _CHANGES + len(self.known) // _PART and len(known) <= _PART:
            return [self._message(checkpoint, known, fence)]
        future = ScopeState(self._subject, self._max_known)
        future.known = dict(self.known)
        future._apply(known)
        parts = list(_parts(future.known)) or [{}]
        first, *others = [self._message(checkpoint, part, fence) for part in parts]
        return [Message(first.subject, first.body, {**first.headers, **ONLY}), *others]

    def stored(
        self, checkpoint: Checkpoint, known: Mapping[str, str | None], count: int, replaced: bool
    ) -> None:
        """Note that ``count`` messages were stored, which replaced those before or were added to them."""
        self._messages = count if replaced else self._messages + count
        self.checkpoint = checkpoint
        self._apply(known)

    def _apply(self, changes: Mapping[str, str | None]) -> None:
        for resource, version in changes.items():
            self.known.pop(resource, None)
            if version is not None:
                self.known[resource] = version
        for resource in list(islice(self.known, max(0, len(self.known) - self._max_known))):
            del self.known[resource]

    def _message(
        self, checkpoint: Checkpoint, known: Mapping[str, str | None], fence: Mapping[str, str]
    ) -> Message:
        time = checkpoint.time.isoformat()
        saved: dict[str, Any] = {"event_id": checkpoint.event_id, "time": time, "fence": checkpoint.fence}
        body = as_json({"checkpoint": saved, "known": dict(known)})
        return Message(self._subject, body, {**NEVER, **fence})


def _parts(known: Mapping[str, str]) -> Iterator[dict[str, str]]:
    items = iter(known.items())
    while part := dict(islice(items, _PART)):
        yield part
