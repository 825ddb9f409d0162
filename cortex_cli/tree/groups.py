"""Click groups that list commands from the catalog and import only the one that is called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, cast

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem

from cortex_cli.command import CortexCommand
from cortex_cli.tree.catalog import Branch, Node


class CatalogGroup(click.Group):
    """A group whose members are nodes of the catalog."""

    def __init__(self, name: str | None, nodes: Mapping[str, Node], **settings: Any) -> None:
        super().__init__(name, **settings)
        self._nodes = nodes

    @property
    def nodes(self) -> Mapping[str, Node]:
        """Its members, from the catalog."""
        return self._nodes

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        asked = args[0]
        # Completion goes on without an error.
        if asked not in self._nodes and asked[:1].isalnum() and not ctx.resilient_parsing:
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


class RunningGroup(CatalogGroup):
    """A group that is a command, too: it runs if none of its members is called."""

    def __init__(self, name: str, branch: Branch) -> None:
        self.own = cast("CortexCommand", _imported(branch.module))
        super().__init__(
            name,
            branch.members,
            help=self.own.help,
            params=self.own.params,
            callback=self._run,
            invoke_without_command=True,
        )

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.own.format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def _run(self, **values: Any) -> None:
        context = click.get_current_context()
        if context.invoked_subcommand is None:
            context.invoke(self.own, **values)
            return
        given = [
            param.opts[0]
            for param in self.own.params
            if param.name in values
            and context.get_parameter_source(param.name) is ParameterSource.COMMANDLINE
        ]
        if given:
            raise click.UsageError(
                f"{', '.join(given)} cannot be used with {context.invoked_subcommand}", context
            )


def _made(name: str, node: Node) -> click.Command:
    if isinstance(node, Branch):
        if node.module:
            return RunningGroup(name, node)
        return CatalogGroup(name, node.members, help=node.summary, no_args_is_help=True)
    if node.module:
        return _imported(node.module)
    from cortex_cli.operations.command import operation_command

    return operation_command(name, *node.source)


def _imported(module: str) -> click.Command:
    found: Any = import_module(f"cortex_cli.commands.{module}")
    return cast("click.Command", found.command)
