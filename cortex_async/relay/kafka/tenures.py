"""Who holds what: the records of the lease topic, judged in their order.

Every process reads the same records in the same order and decides the same way, so the topic itself is the
arbiter: the first one to write gets it, and nobody needs to be asked. A record is written by one holder::

    {"realm": ..., "token": ..., "seconds": ..., "take": [...], "give": [...], "holds": {...}}

It is a holder's sign of life for ``seconds``, and takes and gives things of its realm, which are numbers: the
leadership of a scope is thing 0 of the realm ``relay/SCOPE``, and a group's partitions are those of the realm
``group/GROUP``. A thing is taken only if nobody has it whose sign of life has not expired. "Now" is the
timestamp of the record. The offset of the record with which a thing was taken is the fence.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from attrs import define, evolve, field, frozen

from cortex_async.relay.kafka.settings import LONGEST_LEASE


@frozen
class Sign:
    """A sign of life. time: Unix seconds. seen: when this process read it, by its monotonic clock."""

    time: float
    seconds: float
    seen: float
    holder: str

    def covers(self, time: float) -> bool:
        return time - self.time < self.seconds


@frozen
class Tenure:
    """Who has a thing. is_sure: whether this follows from all records, or its holder has said so."""

    token: str
    fence: int
    is_sure: bool = True


_NOBODY = Sign(0.0, 0.0, 0.0, "")


@define(eq=False)
class Realm:
    """The holders of one realm, by token, and what they have."""

    signs: dict[str, Sign] = field(factory=dict[str, Sign])
    tenures: dict[int, Tenure] = field(factory=dict[int, Tenure])

    def sign(self, token: str) -> Sign:
        return self.signs.get(token, _NOBODY)

    def living(self, time: float) -> Collection[str]:
        """The tokens of those whose sign of life has not expired."""
        return [token for token, sign in self.signs.items() if sign.covers(time)]


class Tenures:
    """All realms.

    A gap in the offsets means that records were deleted before this process has read them. They may say that
    a thing is held that seems to be free. So for a while after a gap, what a holder says about itself counts
    more than what follows from the records: every record says what its holder has.
    """

    def __init__(self) -> None:
        self._next = 0
        self._complete_since: float | None = None
        self._realms: dict[str, Realm] = {}

    def realm(self, name: str) -> Realm:
        """The realm of this name, empty if nobody was there yet."""
        return self._realms.get(name) or Realm()

    def apply(self, offset: int, time: float, record: Mapping[str, Any], seen: float = 0.0) -> None:
        """Judge the next record. seen: now, by the monotonic clock."""
        if offset != self._next:
            self._miss(time)
        self._next = offset + 1
        realm = self._realms.setdefault(record["realm"], Realm())
        token: str = record["token"]
        tenures = realm.tenures
        for thing in record.get("give", ()):
            if thing in tenures and tenures[thing].token == token:
                del tenures[thing]
        if self._is_unsure(time):
            _believe(tenures, token, {int(name): fence for name, fence in record.get("holds", {}).items()})
        for thing in record.get("take", ()):
            tenure = tenures.get(thing)
            if tenure is None or tenure.token == token or not realm.sign(tenure.token).covers(time):
                tenures[thing] = Tenure(token, offset, not self._is_unsure(time))
        realm.signs[token] = Sign(time, record["seconds"], seen, record.get("holder", ""))
        self._forget(realm, time)

    def _miss(self, time: float) -> None:
        """Note that records before ``time`` are missing."""
        self._complete_since = time
        for realm in self._realms.values():
            realm.tenures = {thing: evolve(one, is_sure=False) for thing, one in realm.tenures.items()}

    def _is_unsure(self, time: float) -> bool:
        # One lease until the last unknown holder has expired, one for a holder that only seems to have its
        # things, and one until the next holder has said so.
        return self._complete_since is not None and time - self._complete_since < 3 * LONGEST_LEASE

    @staticmethod
    def _forget(realm: Realm, time: float) -> None:
        """Forget holders who have nothing and have expired."""
        having = {one.token for one in realm.tenures.values()}
        for token, sign in list(realm.signs.items()):
            if token not in having and not sign.covers(time):
                del realm.signs[token]


def _believe(tenures: dict[int, Tenure], token: str, holds: Mapping[int, int]) -> None:
    """Correct what a holder has by what it says. Holders know how their own records were judged."""
    for thing, tenure in list(tenures.items()):
        if tenure.token == token and not tenure.is_sure and thing not in holds:
            del tenures[thing]
    for thing, fence in holds.items():
        known = tenures.get(thing)
        if known is None or fence >= known.fence or not known.is_sure:
            tenures[thing] = Tenure(token, fence)
