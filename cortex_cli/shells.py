"""Completion in shells: click's, with what it lacks.

click completes ``--type mute``, but of ``--type=mute`` it offers a value alone, which shells compare with the
whole word. Its script for fish ends a summary at the first comma.
"""

from __future__ import annotations

from typing import Any, Final

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)

VARIABLE: Final = "_CORTEX_COMPLETE"
"""Set by the scripts; its value says what is wanted."""


class _Bash(BashComplete):
    def get_completion_args(self) -> tuple[list[str], str]:
        # bash makes three words of --type=mute, and replaces only the last one.
        args, incomplete = super().get_completion_args()
        return (args[:-1] if args[-1:] == ["="] else args), incomplete


class _WholeWords(ShellComplete):
    """For shells that replace all of ``--type=mu``."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[Any]]:
        found = super().get_completions(args, incomplete)
        option, sign, _ = incomplete.partition("=")
        if not (sign and option.startswith("--")):
            return found
        return [CompletionItem(f"{option}={item.value}", item.type, item.help) for item in found]


class _Zsh(_WholeWords, ZshComplete):
    pass


class _Fish(_WholeWords, FishComplete):
    source_template = FishComplete.source_template.replace('string split "," $', 'string split --max 1 "," $')


_CLASSES: Final[dict[str, type[ShellComplete]]] = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish}

SHELLS: Final = tuple(_CLASSES)


def register() -> None:
    """Make click use these classes."""
    for name, kind in _CLASSES.items():
        add_completion_class(kind, name)


def script(shell: str) -> str:
    """Return what a shell has to run once to complete command lines of ``cortex``."""
    from click import Group

    kind = _CLASSES[shell](Group(), {}, "cortex", VARIABLE)
    # Without the check of bash's class, which runs a bash to ask for its version.
    return ShellComplete.source(kind).strip("\n")
