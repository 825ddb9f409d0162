"""The options that limit a download."""

from __future__ import annotations

from typing import Final

import click

from cortex_cli.options import OptionGroup


def _options() -> list[click.Option]:
    return [
        click.Option(
            ["--timeout"],
            type=click.FloatRange(min=0, min_open=True),
            default=30.0,
            metavar="SECONDS",
            help="Time limit of the download. [default: 30]",
        ),
        click.Option(
            ["--max-bytes"],
            type=click.IntRange(min=1),
            default=32 * 1024 * 1024,
            metavar="NUMBER",
            help="Largest spec that is accepted. [default: 32 MiB]",
        ),
    ]


LIMITS: Final = OptionGroup("Limits", _options)
