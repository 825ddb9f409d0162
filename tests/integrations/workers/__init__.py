"""The applications of docs/recipes for several processes: each response names the process that gave it."""

from __future__ import annotations

HEADER = "X-Worker"
"""Holds the process id."""
