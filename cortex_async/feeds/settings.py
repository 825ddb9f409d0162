"""The arguments of ``follow``, checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, cast

from attrs import frozen

from cortex_async._core.arguments import check_seconds, wrong_type, wrong_value
from cortex_async._core.errors import ArgumentTypeError
from cortex_async._core.strings.wire_strings import identifier
from cortex_async.feeds.events import microseconds
from cortex_async.feeds.position import FeedPosition, state_of
from cortex_async.live.hooks import is_async
from cortex_async.transcripts.speakers import Speakers, iterable
from cortex_async.transcripts.timing import utc

if TYPE_CHECKING:
    from cortex_async.feeds.values import MissedMessages
    from cortex_async.models import Participant


@frozen(kw_only=True)
class FeedSettings:
    """What ``follow`` was asked for.

    chosen: ids of sessions, None for all.
    start: microseconds since 1970, None for now or a position.
    position: None for any other start.
    lookback: microseconds that a session may last.
    """

    chosen: tuple[str, ...] | None
    start: int | None
    position: FeedPosition | None
    lookback: int
    participants: tuple[Participant, ...] | None
    on_missed: Callable[[MissedMessages], object] | None
    resync: float


def checked(
    project_id: str,
    *,
    sessions: object,
    since: object,
    longest_session: float,
    participants: Iterable[Participant] | None,
    on_missed: Callable[[MissedMessages], object] | None,
    resync: float,
) -> FeedSettings:
    """The arguments of ``follow``. Raises ``ArgumentError`` for one that cannot be used."""
    check_seconds("longest_session", longest_session, zero=True, none=False)
    check_seconds("resync", resync, zero=True, none=False)
    if on_missed is not None and not callable(on_missed):
        raise wrong_type("on_missed", "a function or None", on_missed)
    if is_async(on_missed):
        raise ArgumentTypeError(
            "on_missed must be a plain function, got an async function: nothing would await it",
            parameter="on_missed",
        )
    chosen = _chosen(sessions)
    position = since if isinstance(since, FeedPosition) else None
    if position is not None:
        _check_position(position, project_id, chosen)
    elif since is not None and not isinstance(since, datetime):
        raise wrong_type("since", "an aware datetime, a FeedPosition or None", since)
    people = None if participants is None else tuple(iterable(participants, "participants"))
    if people is not None:
        Speakers(people)
    return FeedSettings(
        chosen=chosen,
        # Up to the microsecond before: a message of exactly that time is wanted.
        start=microseconds(utc(since, "since")) - 1 if isinstance(since, datetime) else None,
        position=position,
        lookback=int(longest_session * 1_000_000),
        participants=people,
        on_missed=on_missed,
        resync=resync,
    )


def _chosen(sessions: object) -> tuple[str, ...] | None:
    if sessions is None:
        return None
    if isinstance(sessions, (str, bytes)) or not isinstance(sessions, Iterable):
        raise wrong_type("sessions", "an iterable of session ids or None", sessions)
    chosen = tuple(
        identifier(one, f"sessions[{place}]")
        for place, one in enumerate(dict.fromkeys(cast("Iterable[str]", sessions)))
    )
    if not chosen:
        raise wrong_value("sessions", "at least one session id, or None for all", ())
    return chosen


def _check_position(position: FeedPosition, project_id: str, chosen: tuple[str, ...] | None) -> None:
    if position.project_id != project_id:
        raise wrong_value("since", f"a position of the project {project_id!r}", position.project_id)
    before = state_of(position).chosen
    if before is None:
        return
    other = next((one for one in chosen or () if one not in before), None)
    if chosen is None or other is not None:
        wanted = "all sessions" if other is None else f"the session {other!r}"
        raise wrong_value("since", f"a position of a feed that followed {wanted}", before)
