"""Click groups that list commands from the catalog and import only the one that is called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, cast

import click
from click.shell_completion import CompletionItem

from cortex_cli.tree.catalog import Branch, Node


class CatalogGroup(click.Group):
    """A group whose members are nodes of the catalog."""

    def __init__(self, name: str | None, nodes: Mapping[str, Node], **settings: Any) -> None:
        super().__init__(name, **settings)
        self._nodes = nodes

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        asked = args[0]
        if asked not in self._nodes and asked[:1].isalnum():
            from difflib import get_close_matches

            near = get_close_matches(asked, self._nodes, n=1)
            ctx.fail(f"No such command {asked!r}.{f' Did you mean {near[0]!r}?' if near else ''}")
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self._nodes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        node = self._nodes.get(cmd_name)
        return None if node is None else _made(cmd_name, node)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # click's own takes every command to ask it for its summary.
        nodes = [(name, self._nodes[name]) for name in self.list_commands(ctx)]
        for heading, is_group in (("Commands", False), ("Groups of commands", True)):
            rows = [(name, node.summary) for name, node in nodes if isinstance(node, Branch) is is_group]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        names = [name for name in self.list_commands(ctx) if name.startswith(incomplete)]
        found = [CompletionItem(name, help=self._nodes[name].summary) for name in names]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]


def _made(name: str, node: Node) -> click.Command:
    if isinstance(node, Branch):
        return CatalogGroup(name, node.members, help=node.summary, no_args_is_help=True)
    if node.module:
        found: Any = import_module(f"cortex_cli.commands.{node.module}")
        return cast("click.Command", found.command)
    from cortex_cli.operations.command import operation_command

    return operation_command(name, *node.source)
