"""The command ``cortex`` itself."""

from __future__ import annotations

from typing import Any

import click

from cortex_cli.options import CONNECTION, DEBUGGING, OUTPUT
from cortex_cli.tree.catalog import catalog
from cortex_cli.tree.groups import CatalogGroup

_HELP = """The ODIN Cortex API at a terminal.

Options may be given before or after the name of the command. Data goes to stdout, everything else to stderr.

Exit codes: 0 ok, 1 other, 2 usage or validation, 3 credential, 4 not found, 5 rate limited, 6 network or
time-out, 130 interrupted.
"""


class _Root(CatalogGroup):
    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        from cortex_cli.invocation import Invocation

        ctx.obj = Invocation()
        return super().parse_args(ctx, args)


def _show_version(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        from cortex_async._core.version import VERSION
        from cortex_cli.output.stdout import write

        write(f"cortex {VERSION}\n")
        context.exit()


def _root() -> click.Group:
    version: Any = click.Option(
        ["--version"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_show_version,
        help="Show the version.",
    )
    shared = [option for group in (CONNECTION, OUTPUT, DEBUGGING) for option in group.make()]
    return _Root(
        "cortex",
        catalog(),
        help=_HELP,
        params=[version, *shared],
        no_args_is_help=True,
        context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 110},
    )


root = _root()
