"""Which commands there are: those of operations and those written by hand, in one tree of plain data."""

from __future__ import annotations

from typing import Final, NamedTuple, TypeAlias

from cortex_cli._generated import index
from cortex_cli.commands import COMMANDS, GROUPS


class Leaf(NamedTuple):
    """A command.

    module: of a hand-written command, below ``cortex_cli.commands``; empty for an operation.
    source: group and command of an operation in ``_generated``.
    """

    summary: str
    module: str = ""
    source: tuple[str, str] = ("", "")


class Branch(NamedTuple):
    """A group of commands by name."""

    summary: str
    members: dict[str, Leaf]


Node: TypeAlias = Leaf | Branch

RENAMED: Final = "-operation"
"""Added to the name of an operation or of a group of them that a hand-written command has.

A name that people use keeps its meaning when the API gets an operation of that name.
"""


def catalog() -> dict[str, Node]:
    """Return the nodes below ``cortex`` by name, sorted."""
    tree: dict[str, Node] = {}
    for group, (summary, operations) in index.GROUPS.items():
        members = {
            _free((group, command)): Leaf(text, source=(group, command))
            for command, text in operations.items()
        }
        tree[_free((group,))] = Branch(summary, members)
    for path, (module, summary) in COMMANDS.items():
        _place(tree, path, Leaf(summary, module))
    return dict(sorted(tree.items()))


def _free(path: tuple[str, ...]) -> str:
    return path[-1] + RENAMED if path in COMMANDS else path[-1]


def _place(tree: dict[str, Node], path: tuple[str, ...], leaf: Leaf) -> None:
    if len(path) == 1:
        tree[path[0]] = leaf
        return
    group, name = path
    branch = tree.get(group)
    if not isinstance(branch, Branch):
        branch = tree[group] = Branch(GROUPS[group], {})
    branch.members[name] = leaf
