# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group participants."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cortex_async._core.late_attrs import define
from cortex_async._core.unset import UNSET, Unset


@define(kw_only=True)
class CreateParticipant:
    """Schema CreateParticipantRequest of the API.

    Attributes:
        external_user_id (str): External User ID from ODIN (stable identifier)
        display_name (str, default UNSET): Display name of the participant
        user_data (Mapping[str, Any], default UNSET): User data from ODIN (parsed JSON)
    """

    external_user_id: str
    """External User ID from ODIN (stable identifier)"""
    display_name: str | Unset = UNSET
    """Display name of the participant"""
    user_data: Mapping[str, Any] | Unset = UNSET
    """User data from ODIN (parsed JSON)"""


@define(kw_only=True)
class Participant:
    """Schema ParticipantResponse of the API.

    Attributes:
        id (str): Unique identifier for the participant
        display_name (str): Display name of the participant
        external_user_id (str): External User ID from ODIN (stable identifier)
        joined_at (datetime): When the participant first joined any session in the project
        project_id (str): ODIN project ID this participant belongs to
        tenant_id (str): Tenant ID
        user_data (dict[str, Any]): User data from ODIN (parsed JSON)
    """

    id: str
    """Unique identifier for the participant"""
    display_name: str
    """Display name of the participant"""
    external_user_id: str
    """External User ID from ODIN (stable identifier)"""
    joined_at: datetime
    """When the participant first joined any session in the project"""
    project_id: str
    """ODIN project ID this participant belongs to"""
    tenant_id: str
    """Tenant ID"""
    user_data: dict[str, Any]
    """User data from ODIN (parsed JSON)"""


@define(kw_only=True)
class ParticipantList:
    """Schema ParticipantListResponse of the API.

    Attributes:
        participants (list[Participant]): List of participants
        total (int): Total count of participants
    """

    participants: list[Participant]
    """List of participants"""
    total: int
    """Total count of participants"""


@define(kw_only=True)
class UpdateParticipant:
    """Schema UpdateParticipantRequest of the API.

    Attributes:
        display_name (str, default UNSET): Display name of the participant
        user_data (Mapping[str, Any], default UNSET): User data from ODIN (parsed JSON)
    """

    display_name: str | Unset = UNSET
    """Display name of the participant"""
    user_data: Mapping[str, Any] | Unset = UNSET
    """User data from ODIN (parsed JSON)"""
