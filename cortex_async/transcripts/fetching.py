"""A transcript from the API: the session, its messages, and who spoke them."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Final

from cortex_async._core.operations import Caller
from cortex_async._core.options import Options
from cortex_async._generated.operations.project.messages import MessagesOperations
from cortex_async._generated.operations.project.participants import ParticipantsOperations
from cortex_async._generated.operations.project.sessions import SessionsOperations
from cortex_async.transcripts.timing import Timing, checked
from cortex_async.transcripts.transcript import Transcript

if TYPE_CHECKING:
    from cortex_async.models import Message, MessageAnnotation, Participant

PAGE_SIZE: Final = 100
BATCH: Final = 200
"""Messages whose annotations are fetched with one call; the API declares no limit."""

LONGEST_NAME: Final = 200
"""Characters of a name that is searched for: URLs have limits."""


async def fetch(
    caller: Caller,
    bound: tuple[str, ...],
    session_id: str,
    *,
    annotations: bool,
    participants: Iterable[Participant] | None,
    timing: Timing | None,
    options: Options,
) -> Transcript:
    """Fetch all that a transcript needs. Parameters and errors are those of ``sessions.transcript``."""
    timing = checked(timing)
    session = await SessionsOperations(caller, bound).get(session_id, **options)
    messages = MessagesOperations(caller, bound)
    found = await messages.list(session_id, **options)
    if participants is None:
        participants = await speakers_of(ParticipantsOperations(caller, bound), found, options)
    return Transcript.of(
        found,
        session=session,
        participants=participants,
        annotations=await annotations_of(messages, [message.id for message in found], options)
        if annotations
        else None,
        timing=timing,
    )


async def speakers_of(
    operations: ParticipantsOperations, messages: Iterable[Message], options: Options
) -> list[Participant]:
    """The participants with the names of speakers."""
    names = dict.fromkeys(message.sender_name for message in messages if message.type != "system")
    return await participants_named(operations, names, options)


async def participants_named(
    operations: ParticipantsOperations, names: Collection[str], options: Options
) -> list[Participant]:
    """The participants with these display names, and possibly others.

    A small project's are all on the first page. In others each name is searched for.
    """
    if not names:
        return []
    page = await operations.list(page_size=PAGE_SIZE, **options)
    found = {one.id: one for one in page.items}
    if page.total is None or page.total > len(found):
        for name in filter(_searchable, names):
            # The search is for a part of the name or the user id: speakers.py compares the whole name.
            async for one in operations.list(search=name, page_size=PAGE_SIZE, **options):
                found[one.id] = one
    return list(found.values())


def _searchable(name: str) -> bool:
    """Whether the API can be asked for a name; speakers of other names stay without ids."""
    controls = any(unicodedata.category(one) in ("Cc", "Cs") for one in name[: LONGEST_NAME + 1])
    return bool(name.strip()) and len(name) <= LONGEST_NAME and not controls


async def annotations_of(
    operations: MessagesOperations, ids: Sequence[str], options: Options
) -> dict[str, list[MessageAnnotation]]:
    """The annotations of messages by message id. Those without any are left out."""
    found: dict[str, list[MessageAnnotation]] = {}
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        found.update(await operations.list_annotations(message_ids=batch, **options))
    return found
