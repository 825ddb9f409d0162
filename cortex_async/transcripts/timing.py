"""When lines end. The API reports when each message was spoken, not for how long, so ends are inferred."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Literal

from attrs import Attribute, field, frozen

from cortex_async._core.arguments import check_seconds, wrong_type, wrong_value

ENDED_BY = ("anyone", "speaker")
_LATEST = datetime.max.replace(tzinfo=UTC)
_WIDE = frozenset("WF")


def _positive(instance: object, attribute: Attribute[Any], value: object) -> None:
    name = f"timing {attribute.name}"
    check_seconds(name, value, none=False)
    if isinstance(value, (int, float)) and value > timedelta.max.total_seconds():
        raise wrong_value(name, "a number that a timedelta can hold", value)


def _speed(instance: object, attribute: Attribute[Any], value: object) -> None:
    expected = "a number of characters per second > 0 or None"
    if value is not None and not isinstance(value, (int, float)):
        raise wrong_type("timing characters_per_second", expected, value)
    if value is not None and (isinstance(value, bool) or not 0 < value < float("inf")):
        raise wrong_value("timing characters_per_second", expected, value)


def _one_of(instance: object, attribute: Attribute[Any], value: object) -> None:
    if value not in ENDED_BY:
        raise wrong_value("timing ended_by", "'anyone' or 'speaker'", value)


def _origin(instance: object, attribute: Attribute[Any], value: object) -> None:
    if value is not None and not isinstance(value, datetime):
        raise wrong_type("timing origin", "an aware datetime or None", value)
    if isinstance(value, datetime):
        utc(value, "timing origin")


def utc(value: object, parameter: str) -> datetime:
    """An aware datetime in UTC. Raises ``ArgumentError`` for anything else."""
    expected = "an aware datetime"
    if not isinstance(value, datetime):
        raise wrong_type(parameter, expected, value)
    if value.tzinfo is None:
        raise wrong_value(parameter, expected, value)
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise wrong_value(parameter, "between the years 1 and 9999 in UTC", value) from None


@frozen(kw_only=True)
class Timing:
    """How the ends of lines are inferred, and from when the times of subtitles count.

    A line ends when it has been read, but not before ``shortest`` seconds and not after ``longest``, and at
    the latest when the next line starts.

    characters_per_second: reading speed, 15 by default; wide characters, such as Chinese ones, count twice.
        None: every line lasts ``longest`` seconds.
    shortest: seconds that a line lasts at least unless the next one starts, 1 by default.
    longest: seconds that a line lasts at most, 7 by default.
    ended_by: whose next line ends a line: that of ``"anyone"``, the default, or only of the same
        ``"speaker"``, which lets lines of several people overlap.
    origin: zero of the times in files for people, for example when a recording started; None for the start
        of the first line.

    Raises ``ArgumentError`` for a value that cannot be used.
    """

    characters_per_second: float | None = field(default=15.0, validator=_speed)
    shortest: float = field(default=1.0, validator=_positive)
    longest: float = field(default=7.0, validator=_positive)
    ended_by: Literal["anyone", "speaker"] = field(default="anyone", validator=_one_of)
    origin: datetime | None = field(default=None, validator=_origin)

    def __attrs_post_init__(self) -> None:
        if self.longest < self.shortest:
            raise wrong_value("timing longest", f"at least shortest, {self.shortest}", self.longest)


def checked(timing: object) -> Timing:
    """The timing, ``Timing()`` for None. Raises ``ArgumentError`` for anything else."""
    if timing is not None and not isinstance(timing, Timing):
        raise wrong_type("timing", "a Timing or None", timing)
    return timing or Timing()


def duration(text: str, timing: Timing) -> float:
    """Seconds for which a line is shown if no other follows."""
    speed = timing.characters_per_second
    if speed is None:
        return timing.longest
    # What comes after can only make it longer.
    needed = int(min(timing.longest * speed, 1e9)) + 1
    if text.isascii():
        width = min(len(text), needed)
    else:
        width = sum(2 if unicodedata.east_asian_width(one) in _WIDE else 1 for one in islice(text, needed))
    return min(max(width / speed, timing.shortest), timing.longest)


def inferred_ends(spoken: Sequence[tuple[datetime, Hashable, str]], timing: Timing) -> list[datetime]:
    """The end of each line, given (start, speaker, text) in order of time.

    An end is later than its start, and not later than the next later start of the same speaker, or of
    anyone: lines with the same start end together.
    """
    ends: list[datetime] = []
    following: dict[Hashable, tuple[datetime, datetime]] = {}
    for start, speaker, text in reversed(spoken):
        key = speaker if timing.ended_by == "speaker" else None
        next_start, one_after = following.get(key, (_LATEST, _LATEST))
        later = next_start if next_start > start else one_after
        following[key] = (start, later)
        ends.append(min(_after(start, duration(text, timing)), later))
    ends.reverse()
    return ends


def _after(start: datetime, seconds: float) -> datetime:
    try:
        # Whole milliseconds, as in subtitles, and at least one.
        return start + timedelta(milliseconds=max(round(seconds * 1000), 1))
    except OverflowError:
        return _LATEST
