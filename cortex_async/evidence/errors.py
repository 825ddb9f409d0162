"""The error of this package."""

from __future__ import annotations

from cortex_async._core.errors import CortexError


class EvidenceError(CortexError):
    """No evidence can be collected, or a file is not a bundle of evidence; the message says why."""
