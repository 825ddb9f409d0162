"""Click groups that list commands from the catalog and import only the one that is called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, cast

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem

from cortex_cli.command import CortexCommand, HelpWriter, with_context
from cortex_cli.options import CONNECTION, DEBUGGING, OUTPUT
from cortex_cli.tree.catalog import Branch, Node


class CatalogGroup(HelpWriter, click.Group):
    """A group whose members are nodes of the catalog."""

    hint = " Options of a command come after its name."
    """Added to the error about an unknown option."""

    def __init__(self, name: str | None, nodes: Mapping[str, Node], **settings: Any) -> None:
        super().__init__(name, **settings)
        self._nodes = nodes

    @property
    def nodes(self) -> Mapping[str, Node]:
        """Its members, from the catalog."""
        return self._nodes

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        with with_context(ctx):
            try:
                return super().parse_args(ctx, args)
            except click.NoSuchOption as error:
                ctx.fail(f"{error.format_message()}{self.hint}")

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        asked = args[0]
        # Completion goes on without an error.
        if asked not in self._nodes and asked[:1].isalnum() and not ctx.resilient_parsing:
            near = self._nearest(ctx, asked)
            ctx.fail(f"No such command {asked!r}.{f' Did you mean {near!r}?' if near else ''}")
        return super().resolve_command(ctx, args)

    def _nearest(self, ctx: click.Context, asked: str) -> str:
        """Return the option of that name, or else the command with the most similar one, or nothing."""
        from difflib import get_close_matches

        option = f"--{asked}"
        if any(option in param.opts for param in self.get_params(ctx)):
            return option
        return next(iter(get_close_matches(asked, self._nodes, n=1)), "")

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

    hint = ""

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


def _shared_options() -> list[click.Parameter]:
    """Return the options that may also stand between a group and its command. Its help does not list them."""
    shared: list[click.Parameter] = []
    for group in (CONNECTION, OUTPUT, DEBUGGING):
        for option in group.make():
            option.hidden = True
            shared.append(option)
    return shared


def _made(name: str, node: Node) -> click.Command:
    if isinstance(node, Branch):
        if node.module:
            return RunningGroup(name, node)
        return CatalogGroup(
            name, node.members, help=node.summary, no_args_is_help=True, params=_shared_options()
        )
    if node.module:
        return _imported(node.module)
    from cortex_cli.operations.command import operation_command

    return operation_command(name, *node.source)


def _imported(module: str) -> click.Command:
    found: Any = import_module(f"cortex_cli.commands.{module}")
    return cast("click.Command", found.command)
