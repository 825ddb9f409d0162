"""The exit codes of ``cortex``. Scripts rely on them: they never change."""

from typing import Final

OK: Final = 0
OTHER: Final = 1
"""Anything without a code of its own, e.g. an error of the server."""

USAGE: Final = 2
"""A wrong command line or configuration, or values that the server rejected (400, 422)."""

AUTH: Final = 3
"""No credential, or one that the server does not accept (401, 403)."""

NOT_FOUND: Final = 4
RATE_LIMITED: Final = 5
NETWORK: Final = 6
"""No connection, or a time limit ran out."""

INTERRUPTED: Final = 130
"""Ctrl-C or SIGTERM, after everything was closed."""
