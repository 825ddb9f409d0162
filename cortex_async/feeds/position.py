"""The place in a feed up to which messages have been handled, for a later feed to start from."""

from __future__ import annotations

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, Self, TypeAlias, cast

from attrs import field, frozen

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.errors import ArgumentValueError
from cortex_async._core.files.whole_file import WholeFile

VERSION: Final = 1
_KEY_BYTES: Final = 8
_EARLIEST, _LATEST = -(2**56), 2**58
"""Bounds of times, in microseconds since 1970: wider than those of ``datetime``."""

_NAME: Final = "cortex_feed_position"
_EXPECTED: Final = "what to_json() of a position returned"

Entry: TypeAlias = tuple[int, int, int | None, str]
"""Of one session: the time up to which everything was handled, the time of the newest message handled, the
time at which the session was created, and the keys of the messages handled after the first of these."""


def key_of(identifier: str) -> int:
    """A short form of a message's or session's id, by which a feed remembers it."""
    return int.from_bytes(
        blake2b(identifier.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).digest()
    )


def packed(keys: Iterable[int]) -> str:
    """Keys as a string."""
    return urlsafe_b64encode(b"".join(key.to_bytes(_KEY_BYTES) for key in keys)).decode()


def unpacked(text: str) -> list[int]:
    """The keys in a string. Raises ``ValueError`` for any other string."""
    raw = urlsafe_b64decode(text.encode("ascii"))
    if len(raw) % _KEY_BYTES:
        raise ValueError("not a whole number of keys")
    return [int.from_bytes(raw[at : at + _KEY_BYTES]) for at in range(0, len(raw), _KEY_BYTES)]


@frozen(kw_only=True)
class PositionState:
    """What a position knows. Times are in microseconds since 1970.

    chosen: the sessions of the feed, None for all.
    start: messages up to this time are not wanted in sessions of which nothing else is known.
    horizon, edge: sessions created up to ``horizon`` are known, except for those created exactly then whose
        keys are not in ``edge``.
    sessions: by id, without those that have ended.
    """

    chosen: tuple[str, ...] | None
    start: int
    horizon: int
    edge: str
    sessions: Mapping[str, Entry]


def _count(state: PositionState) -> str:
    return f"<{len(state.sessions)} sessions>"


@frozen(kw_only=True)
class FeedPosition:
    """Up to where the messages of a feed have been handled: ``feed.position``.

        position.save("feed.json")
        async with project.messages.follow(since=FeedPosition.load("feed.json")) as feed: ...

    It holds what tells handled messages from others: for each session that has not ended, a time, and short
    keys of the messages handled in the last minutes, 11 characters each. It holds no text and no names.

    project_id: the project; a feed of another one refuses the position.
    """

    project_id: str
    _state: PositionState = field(alias="state", repr=_count, hash=False)

    def to_json(self) -> str:
        """The position as a string, for a file or a database."""
        state = self._state
        members = {
            _NAME: VERSION,
            "project": self.project_id,
            "chosen": state.chosen,
            "start": state.start,
            "horizon": state.horizon,
            "edge": state.edge,
            "sessions": state.sessions,
        }
        return json.dumps(members, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The position that ``to_json`` wrote.

        Raises ``ArgumentError`` for any other string, and for a position of a newer version of the SDK.
        """
        if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("position", _EXPECTED, text)
        try:
            loaded: object = json.loads(text)
        except (ValueError, RecursionError):
            loaded = None
        members = cast("dict[str, Any]", loaded if isinstance(loaded, dict) else {})
        version: object = members.get(_NAME)
        if type(version) is not int:
            raise wrong_value("position", _EXPECTED, text)
        if version != VERSION:
            raise ArgumentValueError(
                f"position must be of version {VERSION}, got one of version {version}: update the SDK",
                parameter="position",
            )
        try:
            project_id, state = _read(members)
        except (AttributeError, KeyError, TypeError, ValueError):
            raise wrong_value("position", f"{_EXPECTED}, undamaged", text) from None
        return cls(project_id=project_id, state=state)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Save the position to a file, which is replaced as a whole or stays as it was.

        Disk access blocks for a moment. Raises ``OSError`` if the file cannot be written.
        """
        with WholeFile(path) as file:
            file.write(self.to_json().encode())
            file.flush()
            return file.finish()

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """The position in a file that ``save`` wrote.

        Raises ``FileNotFoundError`` and other ``OSError``, and ``ArgumentError`` for another file.
        """
        return cls.from_json(Path(path).read_bytes().decode("utf-8", "replace"))


def state_of(position: FeedPosition) -> PositionState:
    """What the position knows."""
    return position._state  # pyright: ignore[reportPrivateUsage]  # private to users


def _read(members: dict[str, Any]) -> tuple[str, PositionState]:
    chosen = members["chosen"]
    unpacked(_string(members["edge"]))
    return _string(members["project"]), PositionState(
        chosen=None if chosen is None else tuple(_string(one) for one in chosen),
        start=_time(members["start"]),
        horizon=_time(members["horizon"]),
        edge=members["edge"],
        sessions={_string(key): _entry(value) for key, value in members["sessions"].items()},
    )


def _entry(value: Any) -> Entry:
    floor, last, created, keys = value
    unpacked(_string(keys))
    return _time(floor), _time(last), None if created is None else _time(created), keys


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a string")
    return value


def _time(value: object) -> int:
    if type(value) is not int or not _EARLIEST <= value <= _LATEST:
        raise TypeError("not a time")
    return value
