"""The debug audio of a message, kept on the disk while a bundle is made."""

from __future__ import annotations

import asyncio
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import IO, TYPE_CHECKING, Final

from attrs import evolve

from cortex_async.evidence.source import Source
from cortex_async.evidence.values import Audio, sha256_of
from cortex_async.transcripts import Line

if TYPE_CHECKING:
    from cortex_async.models import Message

LARGEST_AUDIO: Final = 1 << 30
"""Bytes of the largest recording that is kept."""

_NONE: Final = (
    "the API has no recording of the message: it keeps them for 24 h, and only where debug audio is on"
)


async def fetch_audio(
    source: Source, line: Line, messages: Sequence[Message], spool: IO[bytes]
) -> Audio | None:
    """The recording of a line, None if there is none.

    messages: those of the session, which say whether there is one. spool: an empty file for it.
    """
    listed = next((one for one in messages if one.id == line.id), None)
    if listed is not None and not listed.has_debug_audio:
        source.note("audio", _NONE)
        return None
    fetch = partial(source.audio, line.session_id, line.id, spool, LARGEST_AUDIO)
    whole: bool | None = await source.optional("audio", "the recording", fetch, None)
    if whole is None:
        return None
    if not whole:
        source.note("audio", f"the recording has more than {LARGEST_AUDIO >> 20} MiB")
        return None
    return await asyncio.to_thread(_spooled, spool)


def _spooled(spool: IO[bytes]) -> Audio:
    @contextmanager
    def opened() -> Generator[IO[bytes]]:
        spool.seek(0)
        yield spool

    audio = Audio(size=spool.tell(), sha256="", open=opened)
    return evolve(audio, sha256=sha256_of(audio.chunks()))
