"""What leaders save for the next one: messages with changes, and now and then one with everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, Final

from attrs import evolve, frozen
from nats.aio.msg import Msg

from cortex_async.relay.broker import Checkpoint, Saved
from cortex_async.relay.nats.messages import MESSAGE_ID, Message
from cortex_async.relay.nats.reading import direct
from cortex_async.relay.nats.streams import NEVER, ONLY, as_json, from_json

_CHANGES: Final = 500
"""After as many messages everything is written anew, which replaces them."""
_PART: Final = 2_000
"""Known versions in one message: far below the server's ``max_payload`` of 1 MiB by default."""


@frozen
class Announced:
    """An event that was to be published after a message of the state.

    after: the sequence of that message. subject, message_id: of the event.
    """

    after: int
    subject: str
    message_id: str

    def is_of_same_event(self, other: Announced) -> bool:
        return (self.subject, self.message_id) == (other.subject, other.message_id)


def announced_by(message: Msg) -> Announced | None:
    """What a message of the state announces, None if nothing."""
    event: dict[str, str] | None = from_json(message.data).get("event")
    if event is None:
        return None
    return Announced(direct(message)[1].sequence, event["subject"], event["id"])


def confirmed(announcement: Message) -> Message:
    """The same, which counts whether the event is found or not."""
    body: dict[str, Any] = from_json(announcement.body)
    del body["event"]
    return evolve(announcement, content=as_json(body))


class ScopeState:
    """The checkpoint and the known versions of a scope, as its subject has them.

    Each message is a JSON object with ``checkpoint`` (``event_id``, ``time``, ``fence``) and ``known``: the
    versions by resource, null for one that was forgotten. Later messages override earlier ones. One with an
    ``event`` (``subject``, ``id``) is stored before that event, and counts only if the event is there.
    """

    def __init__(self, subject: str, max_known: int) -> None:
        self._subject = subject
        self._max_known = max_known
        self._messages = 0
        self._is_valid = True
        self.checkpoint: Checkpoint | None = None
        self.known: dict[str, str] = {}

    @property
    def saved(self) -> Saved:
        return Saved(self.checkpoint, dict(self.known))

    def read(self, messages: Sequence[Msg], *, all_valid: bool = True) -> None:
        """Apply the messages of the subject, from the oldest to the newest.

        all_valid: whether the subject has no others. Otherwise everything is written anew the next time.
        """
        self._is_valid = all_valid
        self._messages, self.checkpoint, self.known = len(messages), None, {}
        for message in messages:
            body = from_json(message.data)
            if (saved := body["checkpoint"]) is not None:
                time = datetime.fromisoformat(saved["time"])
                self.checkpoint = Checkpoint(saved["event_id"], time, saved["fence"])
            self._apply(body["known"])

    def messages(
        self,
        checkpoint: Checkpoint,
        known: Mapping[str, str | None],
        fence: Mapping[str, str],
        event: Message | None = None,
    ) -> tuple[list[Message], bool]:
        """The messages that save a checkpoint with changes, all or none of them to be stored.

        event: to be announced. Returns the messages, and whether they announce it.
        """
        is_short = self._messages < _CHANGES + len(self.known) // _PART and len(known) <= _PART
        if is_short and self._is_valid:
            return [self._message(checkpoint, lambda: known, fence, event)], event is not None
        # Names alone, and bodies that are made one by one: all of them would take twice the memory.
        names = [name for name in self.known if name not in known]
        names += [name for name, version in known.items() if version is not None]
        del names[: max(0, len(names) - self._max_known)]
        starts = range(0, len(names), _PART) if names else (0,)
        first, *others = [
            self._message(checkpoint, partial(self._versions, names[at : at + _PART], known), fence)
            for at in starts
        ]
        return [evolve(first, headers={**first.headers, **ONLY}), *others], False

    def _versions(self, names: Sequence[str], changes: Mapping[str, str | None]) -> Mapping[str, str | None]:
        return {name: changes[name] if name in changes else self.known[name] for name in names}

    def stored(
        self, checkpoint: Checkpoint, known: Mapping[str, str | None], count: int, replaced: bool
    ) -> None:
        """Note that ``count`` messages were stored, which replaced those before or were added to them."""
        self._messages = count if replaced else self._messages + count
        self._is_valid = self._is_valid or replaced
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
        self,
        checkpoint: Checkpoint,
        known: Callable[[], Mapping[str, str | None]],
        fence: Mapping[str, str],
        event: Message | None = None,
    ) -> Message:
        time = checkpoint.time.isoformat()
        saved: dict[str, Any] = {"event_id": checkpoint.event_id, "time": time, "fence": checkpoint.fence}
        about = None if event is None else {"subject": event.subject, "id": event.headers[MESSAGE_ID]}

        def body() -> bytes:
            announced = {} if about is None else {"event": about}
            return as_json({"checkpoint": saved, "known": dict(known()), **announced})

        return Message(self._subject, body, {**NEVER, **fence})
