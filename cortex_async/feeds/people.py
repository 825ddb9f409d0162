"""The participants behind the names of speakers, looked up once for each name."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Final

from cortex_async._core.call_errors import Forbidden
from cortex_async._core.errors import ClientClosed
from cortex_async._core.operations import Caller
from cortex_async._generated.operations.project.participants import ParticipantsOperations
from cortex_async.transcripts.fetching import participants_named
from cortex_async.transcripts.speakers import Speakers

if TYPE_CHECKING:
    from cortex_async.models import Participant

_logger = logging.getLogger(__name__)

MAX_NAMES: Final = 10_000
"""Names that are remembered."""


class People:
    """Finds the participants with a name.

    given: participants that the caller of ``follow`` has passed; None to look names up.
    """

    def __init__(self, caller: Caller, bound: tuple[str, ...], given: Iterable[Participant] | None) -> None:
        self._operations = ParticipantsOperations(caller, bound)
        self._given = None if given is None else Speakers(given)
        self._known: OrderedDict[str, list[Participant]] = OrderedDict()
        self._lock = asyncio.Lock()
        # What was forgotten while it was being looked up.
        self._forgotten: set[str] = set()
        self._all_forgotten = False
        self._forbidden = False

    async def find(self, names: Iterable[str]) -> Speakers:
        """The participants with these names.

        A look-up that fails is logged, and its speakers stay without ids.
        """
        if self._given is not None:
            return self._given
        wanted = dict.fromkeys(names)
        if not wanted:
            return Speakers()
        async with self._lock:
            found = {name: self._known[name] for name in wanted if name in self._known}
            unknown = [name for name in wanted if name not in found]
            if unknown and not self._forbidden:
                found.update(await self._look_up(unknown))
        return Speakers(one for named in found.values() for one in named)

    def forget(self, names: Collection[str] | None) -> None:
        """Look these names up again when they are needed, None for all."""
        if names is None:
            self._known.clear()
            self._all_forgotten = True
            return
        for name in names:
            self._known.pop(name, None)
        if self._lock.locked():
            self._forgotten.update(names)

    async def _look_up(self, names: Collection[str]) -> dict[str, list[Participant]]:
        self._forgotten, self._all_forgotten = set(), False
        try:
            participants = await participants_named(self._operations, names, {})
        except ClientClosed:
            raise
        except Exception as error:  # noqa: BLE001  (an unknown speaker is no reason to withhold a message)
            self._forbidden = isinstance(error, Forbidden)
            consequence = "names are no longer looked up" if self._forbidden else "they stay without ids"
            _logger.warning(
                "looking up %d speakers failed, %s: %s", len(names), consequence, type(error).__name__
            )
            return {}
        found: dict[str, list[Participant]] = {name: [] for name in names}
        for one in participants:
            if one.display_name in found:
                found[one.display_name].append(one)
        if not self._all_forgotten:
            self._known.update((name, named) for name, named in found.items() if name not in self._forgotten)
        while len(self._known) > MAX_NAMES:
            self._known.popitem(last=False)
        return found
