# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group tokens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, TypeAlias

from attrs import field

from cortex_async._core.late_attrs import define
from cortex_async._core.secrets.masking import masked
from cortex_async._core.unset import UNSET, Unset

Role: TypeAlias = Literal["host", "moderator", "participant", "viewer"]
"""host: everything; moderator: all but room administration; participant: publish and subscribe; viewer:
subscribe only.
"""


@define(kw_only=True)
class CreateToken:
    """Schema TokenRequest of the API.

    Attributes:
        name (str): Name to show.
        role (Role | str): What the participant may do.
        room_id (str): Name of the room to join.
        user_id (str): Identity of the participant; a second one with it replaces the first. At most 100
            UTF-16 code units can be addressed.
        metadata (Mapping[str, Any], default UNSET): Anything to attach to the participant; others in
            the room see it as JSON text.
    """

    name: str
    """Name to show."""
    role: Role | str
    """What the participant may do."""
    room_id: str
    """Name of the room to join."""
    user_id: str
    """Identity of the participant; a second one with it replaces the first. At most 100 UTF-16 code units
    can be addressed.
    """
    metadata: Mapping[str, Any] | Unset = UNSET
    """Anything to attach to the participant; others in the room see it as JSON text."""


@define(kw_only=True)
class Token:
    """Schema TokenResponse of the API.

    Attributes:
        expires_at (datetime): When the token ends; 6 hours from now unless configured otherwise.
        token (str): The JWT to join with.
        url (str): WebSocket address of the LiveKit server.
    """

    expires_at: datetime
    """When the token ends; 6 hours from now unless configured otherwise."""
    token: str = field(repr=masked)
    """The JWT to join with."""
    url: str
    """WebSocket address of the LiveKit server."""
