# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group health."""

from __future__ import annotations

from cortex_async._core.late_attrs import define


@define(kw_only=True)
class Capabilities:
    """Add-ons of this installation.

    Attributes:
        transcription_live (bool): Whether running calls can be transcribed.
        transcription_post (bool): Whether recordings can be transcribed.

    Schema Capabilities of the API.
    """

    transcription_live: bool
    """Whether running calls can be transcribed."""
    transcription_post: bool
    """Whether recordings can be transcribed."""


@define(kw_only=True)
class Health:
    """Schema Health of the API.

    Attributes:
        capabilities (Capabilities): Add-ons of this installation.
        status (str): `ok`.
        version (str): Version of the service.
    """

    capabilities: Capabilities
    """Add-ons of this installation."""
    status: str
    """`ok`."""
    version: str
    """Version of the service."""
