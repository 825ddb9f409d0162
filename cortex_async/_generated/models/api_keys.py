# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group api keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, TypeAlias

from attrs import field

from cortex_async._core.late_attrs import define
from cortex_async._core.secrets.masking import masked
from cortex_async._core.unset import UNSET, Unset

ApiKeyScope: TypeAlias = Literal[
    "sessions", "messages", "plugins", "plugin-endpoints", "gatherings", "functions"
]


@define(kw_only=True)
class ApiKey:
    """Schema ApiKeyResponse of the API.

    Attributes:
        id (str): Unique identifier
        created_at (datetime): Creation date
        key_prefix (str): First characters of the key for identification
        name (str): Key name
        scopes (list[ApiKeyScope | str]): Scopes this key has access to
        expires_at (datetime | None): Expiration date
        last_used_at (datetime | None): When the key was last used
        project_id (str | None): Project ID this key is scoped to (null = all projects)
    """

    id: str
    """Unique identifier"""
    created_at: datetime
    """Creation date"""
    key_prefix: str
    """First characters of the key for identification"""
    name: str
    """Key name"""
    scopes: list[ApiKeyScope | str]
    """Scopes this key has access to"""
    expires_at: datetime | None = None
    """Expiration date"""
    last_used_at: datetime | None = None
    """When the key was last used"""
    project_id: str | None = None
    """Project ID this key is scoped to (null = all projects)"""


@define(kw_only=True)
class CreateApiKey:
    """Schema CreateApiKey of the API.

    Attributes:
        name (str): Human-readable name for the key
        scopes (Sequence[ApiKeyScope | str]): Scopes to grant to this key
        expires_at (datetime, default UNSET): Optional expiration date (ISO string)
        project_id (str | None, default UNSET): Optional project ID to scope this key to
    """

    name: str
    """Human-readable name for the key"""
    scopes: Sequence[ApiKeyScope | str]
    """Scopes to grant to this key"""
    expires_at: datetime | Unset = UNSET
    """Optional expiration date (ISO string)"""
    project_id: str | None | Unset = UNSET
    """Optional project ID to scope this key to"""


@define(kw_only=True)
class CreatedApiKey:
    """Schema CreateApiKeyResponse of the API.

    Attributes:
        id (str): Unique identifier
        created_at (datetime): Creation date
        key (str): Full API key - shown only once at creation!
        key_prefix (str): First characters of the key for identification
        name (str): Key name
        scopes (list[ApiKeyScope | str]): Scopes this key has access to
        expires_at (datetime | None): Expiration date
        last_used_at (datetime | None): When the key was last used
        project_id (str | None): Project ID this key is scoped to (null = all projects)
    """

    id: str
    """Unique identifier"""
    created_at: datetime
    """Creation date"""
    key: str = field(repr=masked)
    """Full API key - shown only once at creation!"""
    key_prefix: str
    """First characters of the key for identification"""
    name: str
    """Key name"""
    scopes: list[ApiKeyScope | str]
    """Scopes this key has access to"""
    expires_at: datetime | None = None
    """Expiration date"""
    last_used_at: datetime | None = None
    """When the key was last used"""
    project_id: str | None = None
    """Project ID this key is scoped to (null = all projects)"""
