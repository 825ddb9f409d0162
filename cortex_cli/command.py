"""The decorator of hand-written commands, and the class of all commands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec

import click

from cortex_cli.invocation import Invocation
from cortex_cli.options import DEBUGGING, OptionGroup, invocation_of

P = ParamSpec("P")


class DescribedArgument(click.Argument):
    """An argument with a help text."""

    def __init__(self, names: Sequence[str], *, help: str, **settings: Any) -> None:  # noqa: A002  (click's name)
        super().__init__(names, **settings)
        self.text = help

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        return self.make_metavar(ctx), self.text


@contextmanager
def with_context(context: click.Context) -> Generator[None]:
    """Give usage errors the context that click leaves out, so that they can name the command's ``--help``."""
    try:
        yield
    except click.UsageError as error:
        error.ctx = error.ctx or context
        raise


class HelpWriter(click.Command):
    """A command, or a group, whose ``--help`` reports a stdout that cannot be written as all output does."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.callback = _show_help
        return option


def _show_help(context: click.Context, _: click.Parameter, value: bool) -> None:
    from cortex_cli.output.stdout import write

    if value and not context.resilient_parsing:
        write(f"{context.get_help()}\n")
        context.exit()


class CortexCommand(HelpWriter):
    """A command whose shared options have their own sections in ``--help``."""

    def __init__(self, *args: Any, groups: Sequence[OptionGroup] = (), **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.sections: list[tuple[str, list[click.Option]]] = [
            (group.heading, group.make()) for group in (*groups, DEBUGGING)
        ]
        for _, made in self.sections:
            self.params.extend(made)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        with with_context(ctx):
            return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        shared = {id(option) for _, options in self.sections for option in options}
        own = [found for found in self.get_params(ctx) if id(found) not in shared]
        arguments = [found for found in own if isinstance(found, click.Argument)]
        options = [found for found in own if not isinstance(found, click.Argument)]
        sections: list[tuple[str, Sequence[click.Parameter]]] = [
            ("Arguments", arguments),
            ("Options", options),
            *self.sections,
        ]
        for heading, params in sections:
            rows = [row for row in (param.get_help_record(ctx) for param in params) if row is not None]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)


def command(
    name: str,
    *groups: OptionGroup,
    help: str | None = None,  # noqa: A002  (click's name)
) -> Callable[[Callable[Concatenate[Invocation, P], Awaitable[None]]], click.Command]:
    """Make a click command of a coroutine function, whose docstring is its help.

    The function gets the ``Invocation`` first, then its own arguments and options, which ``click.option`` and
    ``click.argument`` declare below this decorator.

    name: the last word of its path. groups: the shared options it has, e.g. ``CONNECTION`` and ``OUTPUT``.
    """

    def decorate(function: Callable[Concatenate[Invocation, P], Awaitable[None]]) -> click.Command:
        def call(*args: P.args, **values: P.kwargs) -> None:
            # Imported late: --help runs nothing.
            from cortex_cli.runner import run

            invocation = begun(click.get_current_context())
            run(lambda: function(invocation, *args, **values), debug=invocation.debug)

        update_wrapper(call, function)
        return click.command(name, cls=CortexCommand, groups=groups, help=help)(call)

    return decorate


def begun(context: click.Context) -> Invocation:
    """Return the invocation of the command that is about to run."""
    invocation = invocation_of(context)
    invocation.command = context.command_path.partition(" ")[2]
    return invocation
