"""One difference between two versions of an API, as its Python users meet it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from attrs import field, frozen

Level: TypeAlias = Literal["breaking", "additive", "documentation"]

LEVELS: tuple[Level, ...] = ("breaking", "additive", "documentation")


@frozen(order=True)
class Change:
    """``rule`` names what was found, ``subject`` the public name that it is about, ``effect`` what it does to its users.

    ``pointer`` leads into the new document, for what is gone into the old one.
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
    """The level that decides, None for no changes."""
    return min((change.level for change in changes), key=LEVELS.index, default=None)


def next_version(version: str, level: Level | None) -> str:
    """Semantic versioning; before 1.0 a breaking change raises the minor number and everything else the patch."""
    major, minor, patch = _numbers(version)
    if level is None:
        return version
    if level == "breaking":
        return f"{major + 1}.0.0" if major else f"0.{minor + 1}.0"
    if level == "additive" and major:
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"


def at_least(version: str, least: str) -> bool:
    """Whether ``version`` is ``least`` or a later one."""
    return _numbers(version) >= _numbers(least)


def _numbers(version: str) -> tuple[int, int, int]:
    major, minor, patch = version.split(".")[:3]
    return int(major), int(minor), int(patch)
