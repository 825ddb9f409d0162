"""Lines on stderr that are no data: progress, states, hints."""

from __future__ import annotations

import sys

from cortex_cli.escaping import line
from cortex_cli.hiding import without_known


def note(message: str) -> None:
    """Write one line to stderr, with every controlling character escaped."""
    sys.stderr.write(f"{line(without_known(message))}\n")
    sys.stderr.flush()
