"""Observers, by the names of ``cortex_async.telemetry``: see what clients do in production.

Their methods run on the SDK's loop thread, with the context variables of the thread that made the call.
"""

from __future__ import annotations

from cortex_async import telemetry as _telemetry
from cortex_async.telemetry import *  # noqa: F403

__all__ = _telemetry.__all__  # pyright: ignore[reportUnsupportedDunderAll]  # the star import above
