"""Who a person is in an archive: ids as a participant and display names, from what lies there."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define, field

from cortex_async.transcripts import Speaker


@define
class Survey:
    """Learns from speakers which ids and names a person has, and which of the names others have.

    external_user_id: the person.
    ids: ids as a participant. own_names: display names, shared or not.
    """

    external_user_id: str
    ids: set[str]
    own_names: set[str]
    _given: frozenset[str] = field(init=False)
    _others: set[str] = field(factory=set[str], init=False)
    _loose: dict[str, set[str]] = field(factory=dict[str, set[str]], init=False)
    _candidates: dict[str, set[str]] = field(factory=dict[str, set[str]], init=False)

    def __attrs_post_init__(self) -> None:
        self._given = frozenset(self.ids)

    def add(self, speakers: Iterable[Speaker]) -> None:
        """Learn from speakers."""
        for one in speakers:
            self.see(one.name, one.id, one.external_user_id)
            if one.candidates:
                self._candidates.setdefault(one.name, set()).update(one.candidates)

    def see(self, name: str, participant_id: str | None, external_user_id: str | None) -> None:
        """Learn from the ids that somebody with a name has."""
        if external_user_id == self.external_user_id or participant_id in self._given:
            self.own_names.add(name)
            if participant_id is not None:
                self.ids.add(participant_id)
        elif external_user_id is not None:
            self._others.add(name)
        elif participant_id is not None:
            self._loose.setdefault(participant_id, set()).add(name)

    def names(self) -> tuple[set[str], set[str]]:
        """The person's names that nobody else has, and those that others have, too."""
        others = set(self._others)
        for participant_id, names in self._loose.items():
            (self.own_names if participant_id in self.ids else others).update(names)
        others.update(name for name, ids in self._candidates.items() if ids - self.ids)
        # Somebody of whom others do not know which of them speaks may be this person.
        self.own_names.update(name for name, ids in self._candidates.items() if ids & self.ids)
        # An empty name is nobody's.
        names = {one for one in self.own_names if one}
        return names - others, names & others
