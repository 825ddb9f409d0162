"""``python -m generator``: generate code from specifications.

Exit status: build, fetch, checklist: 0 done. check: 0 current, 1 outdated. diff, drift: 0 no change or
descriptions only, 1 additive, 2 breaking. drift --observed: 0 nothing to propose, 1 proposals. surface: 0 the
version fits, 1 it is too low for the additions, 2 it is too low for the breaking changes. Any command: 2 with
one line that starts with "error:" for input that it refuses; nothing is written then.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from generator.commands import (
    build_command,
    check_command,
    checklist_command,
    diff_command,
    drift_command,
    fetch_command,
    surface_command,
)
from generator.network.download import Limits
from generator.refusal import Refusal

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except Refusal as refusal:
        print(f"error: {refusal}", file=sys.stderr)
        return 2
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m generator", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name, run, text in (
        ("build", build_command, "write the generated code"),
        ("checklist", checklist_command, "list what a person has to decide after a build"),
        ("check", check_command, "compare the generated code with the files on disk"),
    ):
        command = _command(commands, name, run, text)
        command.add_argument(
            "apis", nargs="*", metavar="API", help="directories below spec/; all of them by default"
        )
        if name == "build":
            command.add_argument("--notes", action="store_true", help="list what is not taken literally")
    _add_fetch(commands)
    _add_diff(commands)
    text = (
        "report what an OpenAPI document would change: fetch, diff and build on a copy; writes nothing here"
    )
    command = _command(commands, "drift", drift_command, text)
    command.add_argument("document", nargs="?", metavar="DOCUMENT", help="file or URL")
    command.add_argument(
        "--observed",
        type=Path,
        metavar="FILE",
        help="instead: print an overlay that makes the spec say what a DriftObserver has seen (its summary)",
    )
    command.add_argument("--api", default="cortex", help="default: cortex")
    command.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    text = "compare the public Python surface with the last release's, and report the version that it needs"
    command = _command(commands, "surface", surface_command, text)
    group = command.add_mutually_exclusive_group(required=True)
    group.add_argument("--check", action="store_true", help="compare with spec/surface.json")
    group.add_argument("--write", action="store_true", help="write spec/surface.json, after a release")
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: object, text: str
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    command.add_argument("--root", type=Path, default=ROOT, help="the repository (default: this one)")
    command.set_defaults(run=run)
    return command


def _add_fetch(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "write a new OpenAPI document and its lock in one step; writes nothing if the document is refused"
    command = _command(commands, "fetch", fetch_command, text)
    command.add_argument("api", nargs="?", default="cortex", metavar="API", help="default: cortex")
    command.add_argument("--url", help="URL or file of the document (default: the vendor's URL)")
    command.add_argument("--proxy", help="URL of a proxy, '' for none (default: from the environment)")
    command.add_argument("--ca-file", type=Path, help="PEM file with the certificates to trust")
    command.add_argument(
        "--timeout", type=float, default=Limits().timeout, help="seconds for the whole download (%(default)s)"
    )
    command.add_argument(
        "--max-bytes", type=int, default=Limits().size, help="largest document in bytes (%(default)s)"
    )


def _add_diff(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    text = "report what a new OpenAPI document changes for users of the SDK"
    command = _command(commands, "diff", diff_command, text)
    command.add_argument(
        "old", nargs="?", type=Path, metavar="OLD", help="document or directory (default: git HEAD)"
    )
    command.add_argument(
        "new", nargs="?", type=Path, metavar="NEW", help="document or directory (default: spec/)"
    )
    command.add_argument(
        "--api",
        action="append",
        help="directory below spec/ with the names and overlay to apply (default: all; with OLD NEW: cortex)",
    )
    command.add_argument("--format", choices=("text", "json", "markdown"), default="text")


if __name__ == "__main__":
    sys.exit(main())
