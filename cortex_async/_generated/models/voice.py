# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group voice."""

from __future__ import annotations

from attrs import field

from cortex_async._core.late_attrs import define
from cortex_async._core.secrets.masking import masked
from cortex_async._core.unset import UNSET, Unset

from .common import ProjectPermissions


@define(kw_only=True)
class AccessKey:
    """Schema OdinAccessKey of the API.

    Attributes:
        id (str): Unique identifier for the access key
        key_id (str): Short identifier derived from the public key
        name (str): Human-readable name of the access key
        pub_key (str): The public key (base64-encoded, 44 characters)
        created (str | None): ISO 8601 creation timestamp
        description (str | None): Optional description of the access key
        updated (str | None): ISO 8601 last-update timestamp
    """

    id: str
    """Unique identifier for the access key"""
    key_id: str
    """Short identifier derived from the public key"""
    name: str
    """Human-readable name of the access key"""
    pub_key: str
    """The public key (base64-encoded, 44 characters)"""
    created: str | None = None
    """ISO 8601 creation timestamp"""
    description: str | None = None
    """Optional description of the access key"""
    updated: str | None = None
    """ISO 8601 last-update timestamp"""


@define(kw_only=True)
class CreateAccessKeyRequest:
    """Schema CreateAccessKeyRequest of the API.

    Attributes:
        name (str): Human-readable name for the new access key
        description (str, default UNSET): Optional description for the access key
    """

    name: str
    """Human-readable name for the new access key"""
    description: str | Unset = UNSET
    """Optional description for the access key"""


@define(kw_only=True)
class CreatedAccessKey:
    """Schema CreateAccessKeyResponse of the API.

    Attributes:
        id (str): Unique identifier for the access key
        access_key (str): The one-time access key string. Copy this immediately - it cannot be retrieved
            again.
        key_id (str): Short identifier derived from the public key
        name (str): Human-readable name of the access key
        pub_key (str): The public key (base64-encoded, 44 characters)
        created (str | None): ISO 8601 creation timestamp
        description (str | None): Optional description of the access key
        updated (str | None): ISO 8601 last-update timestamp
    """

    id: str
    """Unique identifier for the access key"""
    access_key: str = field(repr=masked)
    """The one-time access key string. Copy this immediately - it cannot be retrieved again."""
    key_id: str
    """Short identifier derived from the public key"""
    name: str
    """Human-readable name of the access key"""
    pub_key: str
    """The public key (base64-encoded, 44 characters)"""
    created: str | None = None
    """ISO 8601 creation timestamp"""
    description: str | None = None
    """Optional description of the access key"""
    updated: str | None = None
    """ISO 8601 last-update timestamp"""


@define(kw_only=True)
class EditAccessKey:
    """Schema EditAccessKeyRequest of the API.

    Attributes:
        name (str): Updated name for the access key
        description (str, default UNSET): Updated description for the access key
    """

    name: str
    """Updated name for the access key"""
    description: str | Unset = UNSET
    """Updated description for the access key"""


@define(kw_only=True)
class PeersOverTime:
    """Schema PeersOverTime of the API.

    Attributes:
        average (list[list[float]]): Average concurrent users over time. Each entry is [timestamp_ms,
            count].
        peak (list[list[float]]): Peak concurrent users over time. Each entry is [timestamp_ms, count].
    """

    average: list[list[float]]
    """Average concurrent users over time. Each entry is [timestamp_ms, count]."""
    peak: list[list[float]]
    """Peak concurrent users over time. Each entry is [timestamp_ms, count]."""


@define(kw_only=True)
class RoomsOverTime:
    """Schema RoomsOverTime of the API.

    Attributes:
        average (list[list[float]]): Average active rooms over time. Each entry is [timestamp_ms,
            count].
        peak (list[list[float]]): Peak active rooms over time. Each entry is [timestamp_ms, count].
    """

    average: list[list[float]]
    """Average active rooms over time. Each entry is [timestamp_ms, count]."""
    peak: list[list[float]]
    """Peak active rooms over time. Each entry is [timestamp_ms, count]."""


@define(kw_only=True)
class UpdatePeerLimit:
    """Schema UpdatePeerLimitRequest of the API.

    Attributes:
        peer_limit (int): Maximum number of concurrent peers. 0 = unlimited.
    """

    peer_limit: int
    """Maximum number of concurrent peers. 0 = unlimited."""


@define(kw_only=True)
class VoiceSettings:
    """Schema VoiceSettings of the API.

    Attributes:
        access_keys_count (int): Number of access keys created for this project
        peer_limit (int): Maximum number of concurrent peers. 0 = unlimited.
        hosting_type (str | None): Hosting type of the project (e.g. "hosted", "on-premise")
        permissions (ProjectPermissions | None): Permission flags for the current user
    """

    access_keys_count: int
    """Number of access keys created for this project"""
    peer_limit: int
    """Maximum number of concurrent peers. 0 = unlimited."""
    hosting_type: str | None = None
    """Hosting type of the project (e.g. "hosted", "on-premise")"""
    permissions: ProjectPermissions | None = None
    """Permission flags for the current user"""
