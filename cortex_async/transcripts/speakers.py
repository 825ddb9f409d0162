"""Who spoke: REST rows of messages carry display names only, events carry ids."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from cortex_async._core.arguments import wrong_type
from cortex_async.transcripts.values import Speaker

if TYPE_CHECKING:
    from cortex_async.models import Participant

T = TypeVar("T")


def iterable(values: Iterable[T], parameter: str) -> Iterable[T]:
    """The values. Raises ``ArgumentTypeError`` if there are none to iterate over."""
    if not isinstance(values, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
        raise wrong_type(parameter, f"an iterable of {parameter}", values)
    return values


class Speakers:
    """Finds the speaker of each message.

    participants: those who may have spoken; the more of the project's, the better.
    """

    def __init__(self, participants: Iterable[Participant] = ()) -> None:
        self._external: dict[str, str | None] = {}
        self._by_name: dict[str, dict[str, None]] = {}
        for place, one in enumerate(iterable(participants, "participants")):
            if not isinstance(getattr(one, "display_name", None), str):
                raise wrong_type(f"participants[{place}]", "a Participant", one)
            self._external[one.id] = one.external_user_id
            self._remember(one.display_name, one.id)

    def learn(self, name: str, participant_id: str, external_user_id: str | None) -> None:
        """Take note of who an event says has spoken."""
        self._external[participant_id] = external_user_id or self._external.get(participant_id)
        self._remember(name, participant_id)

    def find(self, name: str, participant_id: str | None, external_user_id: str | None, kind: str) -> Speaker:
        """The speaker of a message; call it when all participants are known."""
        if participant_id is not None or external_user_id is not None:
            external = external_user_id or self._external.get(participant_id or "")
            return Speaker(name=name, id=participant_id, external_user_id=external, id_source="event")
        # A participant may call itself [System].
        named = () if kind == "system" else tuple(self._by_name.get(name, ()))
        if len(named) == 1:
            return Speaker(
                name=name, id=named[0], external_user_id=self._external[named[0]], id_source="name"
            )
        return Speaker(name=name, candidates=named)

    def _remember(self, name: str, participant_id: str) -> None:
        self._by_name.setdefault(name, {})[participant_id] = None
