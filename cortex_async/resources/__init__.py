"""Hand-written methods on top of the generated operations, one resource per file."""

from __future__ import annotations

from typing import Final

RESYNC: Final = 300.0
"""Seconds after which a live view fetches everything again, by default."""

LONGEST_SESSION: Final = 86_400.0
"""Seconds that a session is expected to last at most, by default."""
