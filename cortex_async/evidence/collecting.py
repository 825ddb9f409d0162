"""Collects evidence about one message or sanction, and writes it to a file."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
import threading
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.errors import ArgumentTypeError
from cortex_async._core.files.whole_file import check_writable
from cortex_async._core.strings.wire_strings import identifier
from cortex_async.evidence.bundle import save
from cortex_async.evidence.gathering import Order, gather
from cortex_async.evidence.known_events import KnownEvents
from cortex_async.evidence.signing import signer
from cortex_async.evidence.source import Source
from cortex_async.evidence.values import Collected, Decision
from cortex_async.evidence.window import Extent, check_extent

if TYPE_CHECKING:
    from cortex_async.evidence.evidence import Evidence
    from cortex_async.evidence.known_events import KnownEvent
    from cortex_async.evidence.signing import PrivateKey, Signer
    from cortex_async.project import ProjectScope

LINES = 20
"""Lines before and after the one that the evidence is about, by default."""

_PLAIN = re.compile("[0-9a-z][0-9a-z-]{0,79}")


async def collect_evidence(
    project: ProjectScope,
    where: str | os.PathLike[str] = ".",
    *,
    message_id: str | None = None,
    sanction_id: str | None = None,
    session_id: str | None = None,
    before: Extent = LINES,
    after: Extent = LINES,
    decision: Decision | None = None,
    events: Iterable[KnownEvent] = (),
    sign_with: PrivateKey | None = None,
) -> Collected:
    """Collect everything about a message or a sanction, and write it to a zip file.

        collected = await collect_evidence(project, "cases", message_id=message_id, before=10, after=5)
        print(collected.path, collected.unavailable)

    The bundle holds the transcript around the line with its speakers and annotations, the sanctions of the
    person, the recording while the API has it (24 h), a page to look at it, and a manifest with the SHA-256
    of each part. What cannot be had, such as the transcript of a deleted session, is named in the bundle with
    the reason. The file is written whole or not at all.

    Args:
        project: the project, ``client.project(project_id)``.
        where: a directory, in which the file is called ``evidence-<id>.zip``, or the path of the file. An
            existing file is replaced.
        message_id: the message.
        sanction_id: the sanction. The message is the one that its metadata names as ``messageId``; without
            one, the transcript around the creation of the sanction is collected.
        session_id: the session of the message. The API does not find a message by its id: without this or an
            event that names the session, active and then the newest sessions are searched, at most 200.
        before, after: how much of the transcript before and after the line: a number of lines, 20 by
            default, or a timedelta.
        decision: what was decided, for the manifest.
        events: events of the session that you have, as streams and webhooks bring them. They name the speaker
            of a message for certain; messages from REST have only names.
        sign_with: Ed25519 private key, of ``cryptography`` or as PEM in bytes; None does not sign.

    Raises: EvidenceError if nothing is known about the message; NotFound for an unknown sanction or project;
    every call can raise RequestFailed and APIError; OSError for a file that cannot be written, before any
    call; ArgumentError; ImportError for a key without the extra ``odin-cortex[evidence]``.
    """
    order = checked_order(message_id, sanction_id, session_id, before, after, decision, events)
    key = None if sign_with is None else signer(sign_with)
    target = _target(where, order)
    await asyncio.to_thread(check_writable, target)
    with await asyncio.to_thread(spool_beside, target) as spool:
        return await write(await gather(Source(project), order, spool), target, key)


def checked_order(
    message_id: object,
    sanction_id: object,
    session_id: object,
    before: Extent,
    after: Extent,
    decision: object,
    events: Iterable[KnownEvent],
) -> Order:
    """What to collect. Raises ``ArgumentError``."""
    if message_id is None and sanction_id is None:
        raise ArgumentTypeError("message_id or sanction_id is needed, got neither", parameter="message_id")
    check_extent("before", before)
    check_extent("after", after)
    if decision is not None and not isinstance(decision, Decision):
        raise wrong_type("decision", "a Decision or None", decision)
    return Order(
        message_id=_optional_id(message_id, "message_id"),
        sanction_id=_optional_id(sanction_id, "sanction_id"),
        session_id=_optional_id(session_id, "session_id"),
        extents=(before, after),
        decision=decision,
        events=KnownEvents.of(events),
    )


def _optional_id(value: object, name: str) -> str | None:
    return None if value is None else identifier(value, name)


def file_name(identifier: str) -> str:
    """The name of a bundle. Ids come from the API: what is not a plain name is replaced by its SHA-256."""
    plain = _PLAIN.fullmatch(identifier)
    return f"evidence-{identifier if plain else sha256(identifier.encode(errors='replace')).hexdigest()}.zip"


def spool_beside(target: Path) -> IO[bytes]:
    """A file without a name in the directory of ``target``. It is gone when this process ends."""
    return tempfile.TemporaryFile(dir=target.parent)


async def write(evidence: Evidence, target: Path, key: Signer | None, *, revised: bool = False) -> Collected:
    """Write a bundle in a thread. A cancelled task leaves nothing behind."""
    given_up = threading.Event()
    try:
        return await asyncio.to_thread(save, evidence, target, key, stopped=given_up.is_set, revised=revised)
    finally:
        given_up.set()


def _target(where: str | os.PathLike[str], order: Order) -> Path:
    if not isinstance(where, (str, os.PathLike)):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
        raise wrong_type("where", "a directory or the path of a file", where)
    path = Path(where)
    try:
        if path.is_dir():
            return path / file_name(order.message_id or order.sanction_id or "")
    except ValueError:
        raise wrong_value("where", "a path that the system can have", os.fspath(path)) from None
    return path
