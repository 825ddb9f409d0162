"""Writes docs/cli/commands.md, the page of all commands, from the commands themselves.

python -m tests.cli.page            write it
python -m tests.cli.page --check    exit with 1 if it is outdated
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from cortex_cli import options as shared
from cortex_cli.tree.groups import CatalogGroup, RunningGroup
from cortex_cli.tree.root import root

PAGE = Path(__file__).parents[2] / "docs" / "cli" / "commands.md"
HEAD = """<!-- Made by `make generate` from the commands themselves. Do not edit. -->
# All commands of `cortex`

[The start page](../command-line.md) explains the common options, formats and exit codes. `cortex COMMAND --help` shows the same as this
page. Where an option takes `@FILE`, it also takes `-` for stdin.
"""
_ESCAPED = re.compile(r"([\\*\[\]<>|#])")
_SPAN = re.compile(r"(`[^`]+`)")


def page() -> str:
    """The whole page."""
    context = click.Context(root, info_name="cortex")
    parts = [HEAD, *_common()]
    nodes = [(name, root.get_command(context, name)) for name in root.list_commands(context)]
    commands = [(name, node) for name, node in nodes if not isinstance(node, CatalogGroup)]
    for name, node in commands:
        parts += _command(name, node, "##")
    for name, node in nodes:
        if isinstance(node, CatalogGroup):
            if isinstance(node, RunningGroup):
                parts += _command(name, node.own, "##")
            else:
                parts.append(f"## cortex {name}\n\n{_words(node.help or '')}\n")
            inner = click.Context(node, parent=context, info_name=name)
            for member in node.list_commands(inner):
                parts += _command(f"{name} {member}", node.get_command(inner, member), "###")
    return "\n".join(parts)


def _common() -> Iterator[str]:
    yield "## Common options\n"
    yield "Every command has those that make sense for it, and takes them before its name, too.\n"
    groups = (shared.CONNECTION, shared.OUTPUT, shared.CONFIRMATION, shared.DEBUGGING)
    yield from _options([option for group in groups for option in group.make()])


def _command(name: str, command: click.Command | None, level: str) -> Iterator[str]:
    assert command is not None
    context = click.Context(command, info_name=f"cortex {name}")
    own = [found for found in command.params if id(found) not in _shared(command)]
    arguments = " ".join(found.make_metavar(context) for found in own if isinstance(found, click.Argument))
    yield f"{level} cortex {name}\n"
    yield f"```text\ncortex {' '.join(filter(None, [name, arguments]))}{' [OPTIONS]' if own else ''}\n```\n"
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        if paragraph.strip().startswith("\b"):
            yield f"```text\n{paragraph.strip()[1:].strip()}\n```\n"
        elif paragraph.strip():
            yield f"{_words(paragraph)}\n"
    yield from _options(own)


def _shared(command: click.Command) -> set[int]:
    return {id(option) for _, options in getattr(command, "sections", ()) for option in options}


def _options(params: list[Any]) -> Iterator[str]:
    context = click.Context(click.Command("x"))
    records = [param.get_help_record(context) for param in params]
    rows = [row for row in records if row is not None and row[1]]
    if rows:
        lines = [f"| `{names.replace('|', chr(92) + '|')}` | {_words(text)} |" for names, text in rows]
        yield "\n".join(["| | |", "|---|---|", *lines]) + "\n"


def _words(text: str) -> str:
    parts = _SPAN.split(" ".join(text.split()))
    return "".join(part if _SPAN.fullmatch(part) else _ESCAPED.sub(r"\\\1", part) for part in parts)


def main(arguments: list[str]) -> int:
    text = page()
    if "--check" not in arguments:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(text, "utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text("utf-8") == text:
        return 0
    print("docs/cli/commands.md is outdated: run `make generate`", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
