"""A difference between two versions of an API, as its Python users see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from attrs import field, frozen

Level: TypeAlias = Literal["breaking", "additive", "documentation"]

LEVELS: tuple[Level, ...] = ("breaking", "additive", "documentation")


@frozen(order=True)
class Change:
    """A change.

    ``rule`` is its kind, ``subject`` the public name that changes, ``effect`` the sentence for users.

    ``pointer`` leads into the new OpenAPI document, or into the old one for what was removed.
    """

    rank: int = field(init=False, repr=False)
    subject: str
    rule: str
    effect: str
    pointer: str
    level: Level = field(order=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "rank", LEVELS.index(self.level))


def highest(changes: Iterable[Change]) -> Level | None:
    """Return the most severe level, or None if there are no changes."""
    return min((change.level for change in changes), key=LEVELS.index, default=None)


def next_version(version: str, level: Level | None) -> str:
    """Return the next version by https://semver.org.

    Before 1.0 breaking changes raise the minor number, others the patch.
    """
    major, minor, patch = _numbers(version)
    if level is None:
        return version
    if level == "breaking":
        return f"{major + 1}.0.0" if major else f"0.{minor + 1}.0"
    if level == "additive" and major:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"


def at_least(version: str, least: str) -> bool:
    """Return whether ``version`` is ``least`` or later."""
    return _numbers(version) >= _numbers(least)


def _numbers(version: str) -> tuple[int, int, int]:
    major, minor, patch = version.split(".")[:3]
    return int(major), int(minor), int(patch)
