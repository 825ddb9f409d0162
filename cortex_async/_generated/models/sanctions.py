# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group sanctions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, TypeAlias

from cortex_async._core.late_attrs import define
from cortex_async._core.unset import UNSET, Unset

SanctionStatus: TypeAlias = Literal["active", "expired", "revoked"]
"""Status: active, expired, or revoked"""

SanctionType: TypeAlias = Literal[
    "warn",
    "mute",
    "listen_only",
    "text_only",
    "rate_limit",
    "shadow_mute",
    "temp_ban",
    "perm_ban",
    "ranked_restriction",
    "queue_delay",
    "party_restriction",
    "human_review",
]
"""Type of sanction to apply"""


@define(kw_only=True)
class CreateSanction:
    """Schema CreateSanctionRequest of the API.

    Attributes:
        type (SanctionType | str): Type of sanction to apply
        end_at (datetime | None, default UNSET): When the sanction ends (null = permanent)
        external_user_id (str, default UNSET): External user ID from ODIN (for cross-session sanctions)
        metadata (Mapping[str, Any], default UNSET): Additional metadata (evidence, AI confidence, etc.)
        participant_id (str, default UNSET): Participant ID to sanction (for session-scoped sanctions)
        reason (str, default UNSET): Reason for the sanction
        scope (Mapping[str, Any], default UNSET): Scope configuration for channel-specific sanctions
        session_id (str, default UNSET): Session ID (for session-scoped sanctions)
        start_at (datetime, default UNSET): When the sanction starts (defaults to now)
    """

    type: SanctionType | str
    """Type of sanction to apply"""
    end_at: datetime | None | Unset = UNSET
    """When the sanction ends (null = permanent)"""
    external_user_id: str | Unset = UNSET
    """External user ID from ODIN (for cross-session sanctions)"""
    metadata: Mapping[str, Any] | Unset = UNSET
    """Additional metadata (evidence, AI confidence, etc.)"""
    participant_id: str | Unset = UNSET
    """Participant ID to sanction (for session-scoped sanctions)"""
    reason: str | Unset = UNSET
    """Reason for the sanction"""
    scope: Mapping[str, Any] | Unset = UNSET
    """Scope configuration for channel-specific sanctions"""
    session_id: str | Unset = UNSET
    """Session ID (for session-scoped sanctions)"""
    start_at: datetime | Unset = UNSET
    """When the sanction starts (defaults to now)"""


@define(kw_only=True)
class ParticipantInfo:
    """Schema ParticipantInfo of the API.

    Attributes:
        id (str): Participant ID
        display_name (str): Display name of the participant
        external_user_id (str): External user ID from ODIN
        project_id (str): ODIN project ID this participant belongs to
        joined_at (datetime | None): When the participant first joined the project
        user_data (dict[str, Any] | None): User data from ODIN (parsed JSON)
    """

    id: str
    """Participant ID"""
    display_name: str
    """Display name of the participant"""
    external_user_id: str
    """External user ID from ODIN"""
    project_id: str
    """ODIN project ID this participant belongs to"""
    joined_at: datetime | None = None
    """When the participant first joined the project"""
    user_data: dict[str, Any] | None = None
    """User data from ODIN (parsed JSON)"""


@define(kw_only=True)
class RevokeSanction:
    """Schema RevokeSanctionRequest of the API.

    Attributes:
        reason (str, default UNSET): Reason for revocation
    """

    reason: str | Unset = UNSET
    """Reason for revocation"""


@define(kw_only=True)
class Sanction:
    """Schema SanctionResponse of the API.

    Attributes:
        id (str): Sanction ID
        created_at (datetime): Creation timestamp
        is_active (bool): Whether the sanction is currently active
        start_at (datetime): When sanction becomes active
        status (SanctionStatus | str): Status: active, expired, or revoked
        tenant_id (str): Tenant ID
        type (SanctionType | str): Type of sanction
        updated_at (datetime): Last update timestamp
        created_by_user_id (str | None): User who created the sanction
        end_at (datetime | None): When sanction expires (null = permanent)
        external_user_id (str | None): External user ID
        metadata (dict[str, Any] | None): Additional metadata
        participant (ParticipantInfo | None): Participant information (if available)
        participant_id (str | None): Participant ID (if session-scoped)
        reason (str | None): Reason for sanction
        revoked_at (datetime | None): When sanction was revoked
        revoked_by_user_id (str | None): User who revoked the sanction
        scope (dict[str, Any] | None): Scope configuration
        session_id (str | None): Session ID (if session-scoped)
    """

    id: str
    """Sanction ID"""
    created_at: datetime
    """Creation timestamp"""
    is_active: bool
    """Whether the sanction is currently active"""
    start_at: datetime
    """When sanction becomes active"""
    status: SanctionStatus | str
    """Status: active, expired, or revoked"""
    tenant_id: str
    """Tenant ID"""
    type: SanctionType | str
    """Type of sanction"""
    updated_at: datetime
    """Last update timestamp"""
    created_by_user_id: str | None = None
    """User who created the sanction"""
    end_at: datetime | None = None
    """When sanction expires (null = permanent)"""
    external_user_id: str | None = None
    """External user ID"""
    metadata: dict[str, Any] | None = None
    """Additional metadata"""
    participant: ParticipantInfo | None = None
    """Participant information (if available)"""
    participant_id: str | None = None
    """Participant ID (if session-scoped)"""
    reason: str | None = None
    """Reason for sanction"""
    revoked_at: datetime | None = None
    """When sanction was revoked"""
    revoked_by_user_id: str | None = None
    """User who revoked the sanction"""
    scope: dict[str, Any] | None = None
    """Scope configuration"""
    session_id: str | None = None
    """Session ID (if session-scoped)"""


@define(kw_only=True)
class SanctionList:
    """Schema SanctionListResponse of the API.

    Attributes:
        sanctions (list[Sanction]): List of sanctions
        total (int): Total count (for pagination)
    """

    sanctions: list[Sanction]
    """List of sanctions"""
    total: int
    """Total count (for pagination)"""


@define(kw_only=True)
class UpdateSanction:
    """Schema UpdateSanctionRequest of the API.

    Attributes:
        end_at (datetime | None, default UNSET): Updated end time
        metadata (Mapping[str, Any], default UNSET): Updated metadata
        reason (str, default UNSET): Updated reason
        scope (Mapping[str, Any], default UNSET): Updated scope configuration
        type (SanctionType | str, default UNSET): Updated sanction type
    """

    end_at: datetime | None | Unset = UNSET
    """Updated end time"""
    metadata: Mapping[str, Any] | Unset = UNSET
    """Updated metadata"""
    reason: str | Unset = UNSET
    """Updated reason"""
    scope: Mapping[str, Any] | Unset = UNSET
    """Updated scope configuration"""
    type: SanctionType | str | Unset = UNSET
    """Updated sanction type"""
