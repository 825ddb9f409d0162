# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

from cortex_async._core.late_attrs import define
from cortex_async._core.unset import UNSET, Unset

SessionStatus: TypeAlias = Literal["active", "ended"]
"""Session Status"""


@define(kw_only=True)
class CreateSession:
    """Schema CreateSessionRequest of the API.

    Attributes:
        external_room_id (str): External Room ID
        title (str): Title of the session
        auto_start (bool, default UNSET): Whether to automatically start the bot after session creation.
            Defaults to true when omitted; set to false to disable.
        gateway (str, default UNSET): ODIN Gateway URL
        idle_timeout (int, default UNSET): Idle timeout in seconds. If > 0, session auto-stops after
            this duration with no participants. 0 or omitted means no auto-stop.
    """

    external_room_id: str
    """External Room ID"""
    title: str
    """Title of the session"""
    auto_start: bool | Unset = UNSET
    """Whether to automatically start the bot after session creation. Defaults to true when omitted; set to
    false to disable.
    """
    gateway: str | Unset = UNSET
    """ODIN Gateway URL"""
    idle_timeout: int | Unset = UNSET
    """Idle timeout in seconds. If > 0, session auto-stops after this duration with no participants. 0 or
    omitted means no auto-stop.
    """


@define(kw_only=True)
class PluginActionGroup:
    """Schema PluginActionGroup of the API.

    Attributes:
        actions (list[SessionAction]): Available actions for this plugin
        instance_id (str): Plugin instance ID
        plugin_name (str): Plugin display name
        plugin_slug (str): Plugin slug
        plugin_icon (str | None): Plugin icon (Heroicons name)
    """

    actions: list[SessionAction]
    """Available actions for this plugin"""
    instance_id: str
    """Plugin instance ID"""
    plugin_name: str
    """Plugin display name"""
    plugin_slug: str
    """Plugin slug"""
    plugin_icon: str | None = None
    """Plugin icon (Heroicons name)"""


@define(kw_only=True)
class Session:
    """Schema SessionResponse of the API.

    Attributes:
        id (str): Session ID
        created_at (datetime): Creation timestamp
        created_by_user_id (str): ID of the user who created the session
        external_room_id (str): External Room ID
        gateway (str): ODIN Gateway URL
        project_id (str): Project ID
        status (SessionStatus | str): Session Status
        tenant_id (str): Tenant ID
        title (str): Session Title
        idle_timeout (int | None): Idle timeout in seconds. 0 or null means no auto-stop.
    """

    id: str
    """Session ID"""
    created_at: datetime
    """Creation timestamp"""
    created_by_user_id: str
    """ID of the user who created the session"""
    external_room_id: str
    """External Room ID"""
    gateway: str
    """ODIN Gateway URL"""
    project_id: str
    """Project ID"""
    status: SessionStatus | str
    """Session Status"""
    tenant_id: str
    """Tenant ID"""
    title: str
    """Session Title"""
    idle_timeout: int | None = None
    """Idle timeout in seconds. 0 or null means no auto-stop."""


@define(kw_only=True)
class SessionAction:
    """Schema SessionAction of the API.

    Attributes:
        id (str): Action ID (unique within the plugin)
        endpoint_path (str): Endpoint path on the plugin, relative to the plugin slug
        label (str): Human-readable action label
        method (str): HTTP method to invoke the action with
        type (str): How the result is handled by the client
        icon (str | None): Heroicons icon name
    """

    id: str
    """Action ID (unique within the plugin)"""
    endpoint_path: str
    """Endpoint path on the plugin, relative to the plugin slug"""
    label: str
    """Human-readable action label"""
    method: str
    """HTTP method to invoke the action with"""
    type: str
    """How the result is handled by the client"""
    icon: str | None = None
    """Heroicons icon name"""


@define(kw_only=True)
class SessionActions:
    """Schema SessionActionsResponse of the API.

    Attributes:
        plugins (list[PluginActionGroup]): Plugins (with their actions) available for this session
        session_id (str): Session ID the actions apply to
    """

    plugins: list[PluginActionGroup]
    """Plugins (with their actions) available for this session"""
    session_id: str
    """Session ID the actions apply to"""


@define(kw_only=True)
class SessionStarting:
    """Schema StartSessionResponse of the API.

    Attributes:
        message (str): Status message
    """

    message: str
    """Status message"""


@define(kw_only=True)
class SessionStopping:
    """Schema StopSessionResponse of the API.

    Attributes:
        message (str): Status message
    """

    message: str
    """Status message"""
