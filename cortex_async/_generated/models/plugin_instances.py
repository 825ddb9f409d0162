# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group plugin instances."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import field

from cortex_async._core.late_attrs import define
from cortex_async._core.secrets.masking import masked
from cortex_async._core.unset import UNSET, Unset

from .common import Plugin


@define(kw_only=True)
class CreatePluginInstance:
    """Schema CreatePluginInstanceRequest of the API.

    Attributes:
        plugin_id (str): Plugin ID to activate
        settings (Mapping[str, Any], default UNSET): Initial settings
    """

    plugin_id: str
    """Plugin ID to activate"""
    settings: Mapping[str, Any] | Unset = field(default=UNSET, repr=masked)
    """Initial settings"""


@define(kw_only=True)
class PluginInstance:
    """Schema PluginInstance of the API.

    Attributes:
        id (str): Instance UUID
        created_at (datetime): Creation timestamp
        is_enabled (bool): Whether this instance is enabled
        plugin_id (str): Plugin ID
        settings (dict[str, Any]): User-configured settings
        tenant_id (str): Tenant ID
        updated_at (datetime): Last update timestamp
        project_id (str | None): Project ID (null = all projects)
    """

    id: str
    """Instance UUID"""
    created_at: datetime
    """Creation timestamp"""
    is_enabled: bool
    """Whether this instance is enabled"""
    plugin_id: str
    """Plugin ID"""
    settings: dict[str, Any] = field(repr=masked)
    """User-configured settings"""
    tenant_id: str
    """Tenant ID"""
    updated_at: datetime
    """Last update timestamp"""
    project_id: str | None = None
    """Project ID (null = all projects)"""


@define(kw_only=True)
class PluginInstanceWithPlugin:
    """Schema PluginInstanceWithPlugin of the API.

    Attributes:
        id (str): Instance UUID
        created_at (datetime): Creation timestamp
        is_enabled (bool): Whether this instance is enabled
        plugin (Plugin): Plugin definition
        plugin_id (str): Plugin ID
        settings (dict[str, Any]): User-configured settings
        tenant_id (str): Tenant ID
        updated_at (datetime): Last update timestamp
        project_id (str | None): Project ID (null = all projects)
    """

    id: str
    """Instance UUID"""
    created_at: datetime
    """Creation timestamp"""
    is_enabled: bool
    """Whether this instance is enabled"""
    plugin: Plugin
    """Plugin definition"""
    plugin_id: str
    """Plugin ID"""
    settings: dict[str, Any] = field(repr=masked)
    """User-configured settings"""
    tenant_id: str
    """Tenant ID"""
    updated_at: datetime
    """Last update timestamp"""
    project_id: str | None = None
    """Project ID (null = all projects)"""


@define(kw_only=True)
class PluginUninstalled:
    """Schema DeletePluginInstanceResponse of the API.

    Attributes:
        message (str): Status message
    """

    message: str
    """Status message"""


@define(kw_only=True)
class UpdatePluginInstance:
    """Schema UpdatePluginInstanceRequest of the API.

    Attributes:
        is_enabled (bool, default UNSET): Enable/disable the instance
        settings (Mapping[str, Any], default UNSET): Updated settings
    """

    is_enabled: bool | Unset = UNSET
    """Enable/disable the instance"""
    settings: Mapping[str, Any] | Unset = field(default=UNSET, repr=masked)
    """Updated settings"""
