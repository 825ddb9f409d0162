"""A difference between two specs, as users of the SDK and of the command line see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias

from attrs import frozen

Level: TypeAlias = Literal["breaking", "additive"]

LEVELS: Final[tuple[Level, ...]] = ("breaking", "additive")


@frozen
class Change:
    """A change.

    subject: the operation or schema. rule: its kind. effect: the sentence for users. place: JSON pointer into
    the new document, or into the old one for what was removed.
    """

    level: Level
    subject: str
    rule: str
    effect: str
    place: str

    @property
    def record(self) -> dict[str, str]:
        """The change as JSON."""
        return {
            "level": self.level,
            "rule": self.rule,
            "subject": self.subject,
            "effect": self.effect,
            "pointer": self.place,
        }


def ordered(changes: Iterable[Change]) -> list[Change]:
    """Return changes once each, breaking ones first."""
    return sorted(set(changes), key=lambda one: (LEVELS.index(one.level), one.subject, one.place, one.effect))


def pointer(*parts: str) -> str:
    """Return a JSON pointer (https://www.rfc-editor.org/rfc/rfc6901)."""
    return "#/" + "/".join(part.replace("~", "~0").replace("/", "~1") for part in parts)
