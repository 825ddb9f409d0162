# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group sessions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import NULL, aware, from_iso, integer, many, new, utc
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.unset import UNSET

from ..models.sessions import (
    CreateSession,
    PluginActionGroup,
    Session,
    SessionAction,
    SessionActions,
    SessionStarting,
    SessionStopping,
)

_ACTIONS = parsed_name("actions")
_AUTO_START = parsed_name("autoStart")
_CREATED_AT = parsed_name("createdAt")
_CREATED_BY_USER_ID = parsed_name("createdByUserId")
_ENDPOINT_PATH = parsed_name("endpointPath")
_EXTERNAL_ROOM_ID = parsed_name("externalRoomId")
_GATEWAY = parsed_name("gateway")
_ICON = parsed_name("icon")
_ID = parsed_name("id")
_IDLE_TIMEOUT = parsed_name("idleTimeout")
_INSTANCE_ID = parsed_name("instanceId")
_LABEL = parsed_name("label")
_MESSAGE = parsed_name("message")
_METHOD = parsed_name("method")
_PLUGIN_ICON = parsed_name("pluginIcon")
_PLUGIN_NAME = parsed_name("pluginName")
_PLUGIN_SLUG = parsed_name("pluginSlug")
_PLUGINS = parsed_name("plugins")
_PROJECT_ID = parsed_name("projectId")
_SESSION_ID = parsed_name("sessionId")
_STATUS = parsed_name("status")
_TENANT_ID = parsed_name("tenantId")
_TITLE = parsed_name("title")
_TYPE = parsed_name("type")


def decode_create_session(o: dict[str, Any]) -> CreateSession:
    m = new(CreateSession)
    m.external_room_id = o[_EXTERNAL_ROOM_ID]
    m.title = o[_TITLE]
    m.auto_start = o[_AUTO_START] if _AUTO_START in o else UNSET
    m.gateway = o[_GATEWAY] if _GATEWAY in o else UNSET
    m.idle_timeout = UNSET if _IDLE_TIMEOUT not in o else integer(o[_IDLE_TIMEOUT])
    return m


def encode_create_session(m: CreateSession) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {"externalRoomId": m.external_room_id, "title": m.title}
    if m.auto_start is not UNSET:
        o["autoStart"] = m.auto_start
    if m.gateway is not UNSET:
        o["gateway"] = m.gateway
    if m.idle_timeout is not UNSET:
        o["idleTimeout"] = v if type(v := m.idle_timeout) is int else integer(v)
    return o


def decode_plugin_action_group(o: dict[str, Any]) -> PluginActionGroup:
    m = new(PluginActionGroup)
    m.actions = many(decode_session_action, o[_ACTIONS])
    m.instance_id = o[_INSTANCE_ID]
    m.plugin_name = o[_PLUGIN_NAME]
    m.plugin_slug = o[_PLUGIN_SLUG]
    m.plugin_icon = o[_PLUGIN_ICON] if _PLUGIN_ICON in o else None
    return m


def encode_plugin_action_group(m: PluginActionGroup) -> dict[str, Any]:
    o: dict[str, Any] = {
        "actions": many(encode_session_action, m.actions),
        "instanceId": m.instance_id,
        "pluginName": m.plugin_name,
        "pluginSlug": m.plugin_slug,
    }
    if m.plugin_icon is not None:
        o["pluginIcon"] = m.plugin_icon
    return o


def decode_session(o: dict[str, Any]) -> Session:
    m = new(Session)
    m.id = o[_ID]
    m.created_at = (
        NULL if (v := o[_CREATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.created_by_user_id = o[_CREATED_BY_USER_ID]
    m.external_room_id = o[_EXTERNAL_ROOM_ID]
    m.gateway = o[_GATEWAY]
    m.project_id = o[_PROJECT_ID]
    m.status = o[_STATUS]
    m.tenant_id = o[_TENANT_ID]
    m.title = o[_TITLE]
    m.idle_timeout = (
        NULL
        if _IDLE_TIMEOUT not in o or (v := o[_IDLE_TIMEOUT]) is None
        else v
        if type(v) is int
        else integer(v)
    )
    return m


def encode_session(m: Session) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "createdAt": v if type(v := m.created_at) is datetime and v.tzinfo is UTC else utc(v),
        "createdByUserId": m.created_by_user_id,
        "externalRoomId": m.external_room_id,
        "gateway": m.gateway,
        "projectId": m.project_id,
        "status": m.status,
        "tenantId": m.tenant_id,
        "title": m.title,
    }
    if m.idle_timeout is not None:
        o["idleTimeout"] = v if type(v := m.idle_timeout) is int else integer(v)
    return o


def decode_session_action(o: dict[str, Any]) -> SessionAction:
    m = new(SessionAction)
    m.id = o[_ID]
    m.endpoint_path = o[_ENDPOINT_PATH]
    m.label = o[_LABEL]
    m.method = o[_METHOD]
    m.type = o[_TYPE]
    m.icon = o[_ICON] if _ICON in o else None
    return m


def encode_session_action(m: SessionAction) -> dict[str, Any]:
    o: dict[str, Any] = {
        "id": m.id,
        "endpointPath": m.endpoint_path,
        "label": m.label,
        "method": m.method,
        "type": m.type,
    }
    if m.icon is not None:
        o["icon"] = m.icon
    return o


def decode_session_actions(o: dict[str, Any]) -> SessionActions:
    m = new(SessionActions)
    m.plugins = many(decode_plugin_action_group, o[_PLUGINS])
    m.session_id = o[_SESSION_ID]
    return m


def encode_session_actions(m: SessionActions) -> dict[str, Any]:
    o: dict[str, Any] = {"plugins": many(encode_plugin_action_group, m.plugins), "sessionId": m.session_id}
    return o


def decode_session_starting(o: dict[str, Any]) -> SessionStarting:
    m = new(SessionStarting)
    m.message = o[_MESSAGE]
    return m


def encode_session_starting(m: SessionStarting) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message}
    return o


def decode_session_stopping(o: dict[str, Any]) -> SessionStopping:
    m = new(SessionStopping)
    m.message = o[_MESSAGE]
    return m


def encode_session_stopping(m: SessionStopping) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message}
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    CreateSession: decode_create_session,
    PluginActionGroup: decode_plugin_action_group,
    Session: decode_session,
    SessionAction: decode_session_action,
    SessionActions: decode_session_actions,
    SessionStarting: decode_session_starting,
    SessionStopping: decode_session_stopping,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    CreateSession: encode_create_session,
    PluginActionGroup: encode_plugin_action_group,
    Session: encode_session,
    SessionAction: encode_session_action,
    SessionActions: encode_session_actions,
    SessionStarting: encode_session_starting,
    SessionStopping: encode_session_stopping,
}
