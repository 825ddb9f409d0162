"""Errors as exit codes and as one line on stderr."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cortex_cli import exit_codes
from cortex_cli.escaping import line
from cortex_cli.hiding import without_known

if TYPE_CHECKING:
    from cortex_async import CallError

_JSON_FORMATS = frozenset({"json", "ndjson"})


class Failure(Exception):
    """A command cannot go on.

    message: one line that begins with the name of what is wrong and says what to do. code: see
    ``cortex_cli.exit_codes``.
    """

    def __init__(self, message: str, code: int = exit_codes.OTHER) -> None:
        super().__init__(message)
        self.code = code


def usage(message: str) -> Failure:
    """Build the failure of a command line that cannot be used."""
    return Failure(message, exit_codes.USAGE)


def code_of(error: BaseException) -> int:
    """Return the exit code of an error."""
    if isinstance(error, Failure):
        return error.code
    if isinstance(error, KeyboardInterrupt):
        return exit_codes.INTERRUPTED
    if "cortex_async" in sys.modules:
        return _sdk_code(error)
    return exit_codes.OTHER


def _sdk_code(error: BaseException) -> int:
    import cortex_async as sdk

    codes: list[tuple[type[BaseException] | tuple[type[BaseException], ...], int]] = [
        ((sdk.ArgumentError, sdk.ConfigError, sdk.InvalidRequest), exit_codes.USAGE),
        ((sdk.Unauthorized, sdk.Forbidden), exit_codes.AUTH),
        (sdk.NotFound, exit_codes.NOT_FOUND),
        (sdk.RateLimited, exit_codes.RATE_LIMITED),
        ((sdk.ConnectionFailed, sdk.TimedOut, sdk.WaitTimedOut), exit_codes.NETWORK),
    ]
    if "cortex_async.relay" in sys.modules:
        from cortex_async.relay import BrokerUnavailable

        codes.append((BrokerUnavailable, exit_codes.NETWORK))
    return next((code for kinds, code in codes if isinstance(error, kinds)), exit_codes.OTHER)


def wants_json(arguments: Sequence[str]) -> bool:
    """Return whether a command line asks for JSON.

    Looks at the arguments themselves, since an error may come before click has read the option.
    """
    wanted = ""
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        name, sign, value = argument.partition("=")
        if argument in ("-o", "--output"):
            wanted = arguments[place + 1] if place + 1 < len(arguments) else ""
        elif name == "--output" and sign:
            wanted = value
        elif argument.startswith("-o"):
            wanted = argument[2:].removeprefix("=")
    return wanted in _JSON_FORMATS


def report(error: BaseException, *, as_json: bool) -> None:
    """Write one line about an error to stderr."""
    message = without_known(_message(error))
    if as_json:
        import json

        sys.stderr.write(json.dumps({"error": _members(error, message)}) + "\n")
    else:
        sys.stderr.write(f"cortex: {line(message + _next_step(error))}\n")
    sys.stderr.flush()


def _next_step(error: BaseException) -> str:
    """What to run next, for errors whose message does not say what to do."""
    if "cortex_async" not in sys.modules:
        return ""
    import cortex_async as sdk

    if isinstance(error, (sdk.Unauthorized, sdk.Forbidden)) and error.hint is None:
        return ". Run `cortex doctor` to see which credential is used and what it may do"
    if isinstance(error, sdk.ConnectionFailed):
        return ". Run `cortex doctor` to check the connection"
    return ""


def _message(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error) or type(error).__name__


def _members(error: BaseException, message: str) -> dict[str, object]:
    members: dict[str, object] = {
        "type": type(error).__name__,
        "message": message,
        "exitCode": code_of(error),
    }
    if "cortex_async" in sys.modules:
        from cortex_async import CallError

        if isinstance(error, CallError):
            members.update(_call_members(error))
    return members


def _call_members(error: CallError) -> dict[str, object]:
    found = {
        "status": error.status,
        "code": getattr(error, "code", None),
        "operation": error.operation,
        "requestId": error.request_id,
        "outcome": error.outcome,
    }
    return {name: value for name, value in found.items() if value is not None}
