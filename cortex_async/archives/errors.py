"""The errors of archives."""

from __future__ import annotations

from cortex_async._core.errors import CortexError


class ArchiveError(CortexError):
    """An archive cannot be used. Nothing that it held is lost."""


class ArchiveInUse(ArchiveError):
    """Another run is writing to the archive."""


class ArchiveMismatch(ArchiveError):
    """The archive belongs to another project, or was made with other formats, layout or options."""


class ArchiveDamaged(ArchiveError):
    """A file of the archive cannot be read; the message names it and says what to do."""


class ArchiveHeld(ArchiveError):
    """A person cannot be erased because of a legal hold; the message has its reason."""
