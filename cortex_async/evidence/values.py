"""What a bundle of evidence consists of, as values."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import IO, Literal

from attrs import field, frozen

CHUNK = 1 << 16


@frozen(kw_only=True)
class Subject:
    """What a bundle is about: a message, a sanction, or both.

    message_id: the message that is marked in the transcript.
    session_id: its session, None if the session was not found.
    sanction_id: the sanction that the evidence was collected for.
    """

    message_id: str | None = None
    session_id: str | None = None
    sanction_id: str | None = None


@frozen(kw_only=True)
class Person:
    """Who spoke the message, or got the sanction.

    name: display name.
    participant_id, external_user_id: None where they are not known.
    known_from: what says so: ``"event"`` and ``"sanction"`` are certain; ``"name"`` means that exactly one
        participant has this display name now.
    """

    name: str
    participant_id: str | None = None
    external_user_id: str | None = None
    known_from: Literal["event", "sanction", "name"]


@frozen(kw_only=True)
class Unavailable:
    """Something that could not be had.

    part: ``"session"``, ``"transcript"``, ``"line"``, ``"annotations"``, ``"participants"``, ``"person"``,
        ``"sanctions"`` or ``"audio"``.
    reason: why, in one sentence.
    final: False if another attempt may succeed, e.g. after a time-out.
    """

    part: str
    reason: str
    final: bool = True


@frozen(kw_only=True)
class Appeal:
    """A complaint about a decision, and what came of it.

    lodged_at: when it was made, an aware datetime.
    statement: what the person wrote.
    outcome: e.g. ``"upheld"`` or ``"reversed"``, None while it is open.
    decided_at, actor, reason: when it was decided, by whom and why.
    """

    lodged_at: datetime
    statement: str | None = None
    outcome: str | None = None
    decided_at: datetime | None = None
    actor: str | None = None
    reason: str | None = None


def _tuple(appeals: Iterable[Appeal]) -> tuple[Appeal, ...]:
    return tuple(appeals)


@frozen(kw_only=True)
class Decision:
    """What was decided, for the decision log and for a statement of reasons. All fields are optional.

        Decision(actor="moderator-7", measure="mute", facts="Threats", policy_version="2026-04",
                 ground="terms", ground_reference="section 4.2", automated_detection=True)

    The fields are those that article 17(3) of the Digital Services Act asks for, and what a decision log
    needs: https://eur-lex.europa.eu/eli/reg/2022/2065/oj#art_17

    actor: who decided: a person's or a program's name.
    decided_at: when, an aware datetime.
    policy_version: version of the rules that were applied.
    measure: the restriction, e.g. ``"mute"`` (17(3)(a)).
    territory: where it holds, None for everywhere (a).
    ends_at: when it ends, None for no end (a).
    facts: the facts and circumstances that it relies on (b).
    source: whether a ``"notice"`` or an ``"own_initiative"`` investigation led to it (b).
    automated_detection: whether the content was found by automated means (c).
    automated_decision: whether the decision was made by automated means (c).
    ground: whether it is based on the ``"law"`` (d) or on the ``"terms"`` of use (e).
    ground_reference: the provision.
    explanation: why the content is against it.
    redress: how to complain (f).
    appeals: complaints so far.
    """

    actor: str | None = None
    decided_at: datetime | None = None
    policy_version: str | None = None
    measure: str | None = None
    territory: str | None = None
    ends_at: datetime | None = None
    facts: str | None = None
    source: Literal["notice", "own_initiative"] | None = None
    automated_detection: bool | None = None
    automated_decision: bool | None = None
    ground: Literal["law", "terms"] | None = None
    ground_reference: str | None = None
    explanation: str | None = None
    redress: str | None = None
    appeals: tuple[Appeal, ...] = field(default=(), converter=_tuple)


@frozen(kw_only=True)
class Revision:
    """An earlier version of a bundle that was replaced.

    at: when it was replaced, in UTC.
    reason: why.
    manifest_sha256: SHA-256 of the earlier ``manifest.json``, in hexadecimal.
    """

    at: datetime
    reason: str
    manifest_sha256: str


@frozen(kw_only=True)
class Software:
    """What collected the evidence.

    sdk: version of this package.
    spec: version of the API's spec that it was made from.
    spec_sha256: SHA-256 of that spec.
    """

    sdk: str
    spec: str
    spec_sha256: str


@frozen(kw_only=True)
class Audio:
    """A recording that is on the disk, not in memory.

    size: bytes. sha256: SHA-256 in hexadecimal.
    """

    size: int
    sha256: str
    _open: Callable[[], AbstractContextManager[IO[bytes]]] = field(repr=False, eq=False, alias="open")

    def chunks(self) -> Iterator[bytes]:
        """The bytes, in pieces. Raises ``OSError`` if they are no longer there."""
        with self._open() as file:
            while chunk := file.read(CHUNK):
                yield chunk


@frozen(kw_only=True)
class Collected:
    """A bundle that was written.

    path: the file.
    subject: what it is about.
    sha256: SHA-256 of the file in hexadecimal, for a decision log.
    unavailable: what could not be had, with the reasons.
    revised: whether it replaced an earlier version.
    """

    path: Path
    subject: Subject
    sha256: str
    unavailable: tuple[Unavailable, ...] = ()
    revised: bool = False


def sha256_of(chunks: Iterator[bytes]) -> str:
    """SHA-256 of bytes that come in pieces, in hexadecimal."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def file_chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, in pieces."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
