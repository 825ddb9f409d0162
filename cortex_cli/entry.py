"""The console script ``cortex``: runs a command line and ends the process with its exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from cortex_cli import exit_codes

if TYPE_CHECKING:
    from click import Group

_NOT_INSTALLED = "cortex: the command line is not installed: pip install 'odin-cortex[cli]'\n"


def main() -> NoReturn:
    """Run the command line of this process."""
    code = run_line(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_stdout()
    except OSError as error:
        sys.stderr.write(f"cortex: stdout cannot be written: {error.strerror}\n")
        _forget_stdout()
        code = code or exit_codes.OTHER
    sys.exit(code)


def run_line(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code. Errors are reported on stderr."""
    try:
        import click
    except ModuleNotFoundError as error:
        if error.name != "click":
            raise
        sys.stderr.write(_NOT_INSTALLED)
        return exit_codes.USAGE
    from cortex_cli.hiding import forget
    from cortex_cli.tree.root import root

    forget()
    _replace_what_cannot_be_encoded()
    try:
        if os.environ.get("_CORTEX_COMPLETE"):
            _complete(root)
        with root.make_context("cortex", [*arguments]) as context:
            root.invoke(context)
    except click.exceptions.Exit as ending:
        return ending.exit_code
    except BrokenPipeError:
        # The reader of stdout has what it wants: `cortex ... | head`.
        _forget_stdout()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  (every error becomes one line)
        return _ended_by(error, arguments)
    return exit_codes.OK


def _complete(root: Group) -> NoReturn:
    """Write what a shell asks for, and exit."""
    from cortex_cli.output.stdout import naming_stdout
    from cortex_cli.shells import register

    register()
    with naming_stdout():
        root.main(prog_name="cortex")


def _ended_by(error: BaseException, arguments: Sequence[str]) -> int:
    from click.exceptions import NoArgsIsHelpError, UsageError

    from cortex_cli.failures import Failure, code_of, report, wants_json

    if "--debug" in arguments:
        _write_traceback()
    if isinstance(error, KeyboardInterrupt):
        return exit_codes.INTERRUPTED
    if isinstance(error, NoArgsIsHelpError):
        error.show()
        return exit_codes.USAGE
    if isinstance(error, UsageError):
        path = "cortex" if error.ctx is None else error.ctx.command_path
        error = Failure(f"{error.format_message()} (help: {path} --help)", exit_codes.USAGE)
    report(error, as_json=wants_json(arguments))
    return code_of(error)


def _write_traceback() -> None:
    import traceback

    from cortex_cli.escaping import lines
    from cortex_cli.hiding import without_known

    sys.stderr.write(lines(without_known(traceback.format_exc())))


def _replace_what_cannot_be_encoded() -> None:
    """Make terminals of other encodings show what they do not have as escapes."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _forget_stdout() -> None:
    """Keep the interpreter from writing the rest of stdout when it exits.

    https://docs.python.org/3/library/signal.html#note-on-sigpipe
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
