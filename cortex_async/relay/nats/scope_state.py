"""What leaders save for the next one: messages with changes, and now and then one with everything.

A batch makes a server create files, which takes milliseconds: too long for one event. An event that comes
alone therefore carries what the leader saves about it in a header: one message is stored or not. Its subject
names the scope, so that the next leader finds all of them. Every message of the state repeats what events
have carried since the message before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, Final

from attrs import evolve
from nats.aio.msg import Msg

from cortex_async.relay.broker import Checkpoint, Saved
from cortex_async.relay.nats.messages import Message, header, unheader
from cortex_async.relay.nats.streams import NEVER, ONLY, as_json, carrier, from_json

STATE: Final = "Cortex-State"
"""The header of an event that carries what its leader saves."""

_CHANGES: Final = 500
"""After as many messages everything is written anew, which replaces them."""
_PART: Final = 2_000
"""Known versions in one message: far below the server's ``max_payload`` of 1 MiB by default."""
_LONGEST: Final = 16 << 10
"""The most bytes that an event carries, of the 64 KiB that are kept for headers."""
CARRIED: Final = 256
CARRIED_BYTES: Final = 1 << 20
"""After as many events, and bytes of them, a message of the state follows: the next leader reads them all."""


class ScopeState:
    """The checkpoint and the known versions of a scope, as its subjects have them.

    Each message is a JSON object with ``checkpoint`` (``event_id``, ``time``, ``fence``) and ``known``: the
    versions by resource, null for one that was forgotten. Later messages override earlier ones.

    scope: what is relayed. subject: of the messages.
    """

    def __init__(self, scope: str, subject: str, max_known: int) -> None:
        self._scope = scope
        self._subject = subject
        self._max_known = max_known
        self._messages = 0
        self._carriers = self._carried_bytes = 0
        self._carried: dict[str, str | None] = {}
        self._is_inherited = False
        self.checkpoint: Checkpoint | None = None
        self.known: dict[str, str] = {}

    @property
    def saved(self) -> Saved:
        return Saved(self.checkpoint, dict(self.known))

    @property
    def is_carried(self) -> bool:
        """Whether events carry something that no message of the state has."""
        return self._carriers > 0

    @property
    def is_due(self) -> bool:
        """Whether events carry so much that a message of the state should follow."""
        return self._carriers >= CARRIED or self._carried_bytes >= CARRIED_BYTES

    def read(self, messages: Sequence[Msg], carriers: Sequence[Msg]) -> None:
        """Apply the messages of the state, from the oldest to the newest, and the events that came after."""
        self._messages, self.checkpoint, self.known = len(messages), None, {}
        for message in messages:
            self._read(from_json(message.data))
        self._forget_carriers()
        for message in carriers:
            body = from_json(unheader((message.headers or {})[STATE]))
            self._read(body)
            self._note_carrier(body["known"], len(message.data))
        # The events may be deleted when they are old: what they carry is to be repeated soon.
        self._is_inherited = self.is_carried

    def carrying(
        self,
        event: Message,
        checkpoint: Checkpoint,
        known: Mapping[str, str | None],
        fence: Mapping[str, str],
    ) -> Message | None:
        """The event with what is to be saved, None if that has to be a message of its own."""
        if self._is_inherited:
            return None
        value = as_json(_saved(checkpoint, known)).decode()
        if not value.isascii() or "%" in value:
            value = header(value)
        if len(value) > _LONGEST:
            return None
        return Message(
            carrier(event.subject, self._scope), event.body, {**event.headers, STATE: value, **fence}
        )

    def messages(
        self, checkpoint: Checkpoint, known: Mapping[str, str | None], fence: Mapping[str, str]
    ) -> list[Message]:
        """The messages that save a checkpoint with changes, all or none of them to be stored."""
        changes = {name: one for name, one in self._carried.items() if name not in known} | dict(known)
        if self._messages < _CHANGES + len(self.known) // _PART and len(changes) <= _PART:
            return [self._message(checkpoint, lambda: changes, fence)]
        # Names alone, and bodies that are made one by one: all of them would take twice the memory.
        names = [name for name in self.known if name not in known]
        names += [name for name, version in known.items() if version is not None]
        del names[: max(0, len(names) - self._max_known)]
        starts = range(0, len(names), _PART) if names else (0,)
        first, *others = [
            self._message(checkpoint, partial(self._versions, names[at : at + _PART], known), fence)
            for at in starts
        ]
        return [evolve(first, headers={**first.headers, **ONLY}), *others]

    def _versions(self, names: Sequence[str], changes: Mapping[str, str | None]) -> Mapping[str, str | None]:
        return {name: changes[name] if name in changes else self.known[name] for name in names}

    def stored(
        self, checkpoint: Checkpoint, known: Mapping[str, str | None], messages: Sequence[Message]
    ) -> None:
        """Note that messages were stored, which replaced those before or were added to them."""
        replaced = "Nats-Rollup" in messages[0].headers
        self._messages = len(messages) if replaced else self._messages + len(messages)
        self._forget_carriers()
        self._is_inherited = False
        self.checkpoint = checkpoint
        self._apply(known)

    def stored_with(self, event: Message, checkpoint: Checkpoint, known: Mapping[str, str | None]) -> None:
        """Note that an event was stored that carries this."""
        self._note_carrier(known, len(event.body))
        self.checkpoint = checkpoint
        self._apply(known)

    def _note_carrier(self, known: Mapping[str, str | None], size: int) -> None:
        self._carriers += 1
        self._carried_bytes += size
        self._carried.update(known)

    def _forget_carriers(self) -> None:
        self._carriers = self._carried_bytes = 0
        self._carried = {}

    def _read(self, body: Mapping[str, Any]) -> None:
        if (saved := body["checkpoint"]) is not None:
            time = datetime.fromisoformat(saved["time"])
            self.checkpoint = Checkpoint(saved["event_id"], time, saved["fence"])
        self._apply(body["known"])

    def _apply(self, changes: Mapping[str, str | None]) -> None:
        for resource, version in changes.items():
            self.known.pop(resource, None)
            if version is not None:
                self.known[resource] = version
        if len(self.known) > self._max_known:
            for resource in list(islice(self.known, len(self.known) - self._max_known)):
                del self.known[resource]

    def _message(
        self, checkpoint: Checkpoint, known: Callable[[], Mapping[str, str | None]], fence: Mapping[str, str]
    ) -> Message:
        return Message(self._subject, lambda: as_json(_saved(checkpoint, known())), {**NEVER, **fence})


def _saved(checkpoint: Checkpoint, known: Mapping[str, str | None]) -> dict[str, Any]:
    saved = {"event_id": checkpoint.event_id, "time": checkpoint.time.isoformat(), "fence": checkpoint.fence}
    return {"checkpoint": saved, "known": dict(known)}
