"""The error that only blocking calls raise."""

from __future__ import annotations

from cortex_async._core.errors import CortexError, export_errors


class LoopStopped(CortexError):
    """The loop thread ended, or the interpreter is shutting down, before the call had a result.

    If a request was under way, it is unknown whether the server carried it out.
    """


export_errors("cortex_sync", globals())
