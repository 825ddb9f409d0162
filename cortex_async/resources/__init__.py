"""Behaviour on top of the generated operations, one noun a file."""

from __future__ import annotations

from typing import Final

RESYNC: Final = 300.0
"""Seconds after which a live view fetches everything anew, by default."""
