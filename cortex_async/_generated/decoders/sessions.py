# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group sessions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import NULL, aware, from_iso, integer, many, new, utc
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


def decode_create_session(o: dict[str, Any]) -> CreateSession:
    get = o.get
    m = new(CreateSession)
    m.external_room_id = o["externalRoomId"]
    m.title = o["title"]
    m.auto_start = get("autoStart", UNSET)
    m.gateway = get("gateway", UNSET)
    m.idle_timeout = UNSET if (v := get("idleTimeout", UNSET)) is UNSET else integer(v)
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
    get = o.get
    m = new(PluginActionGroup)
    m.actions = many(decode_session_action, o["actions"])
    m.instance_id = o["instanceId"]
    m.plugin_name = o["pluginName"]
    m.plugin_slug = o["pluginSlug"]
    m.plugin_icon = get("pluginIcon")
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
    get = o.get
    m = new(Session)
    m.id = o["id"]
    m.created_at = (
        NULL if (v := o["createdAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.created_by_user_id = o["createdByUserId"]
    m.external_room_id = o["externalRoomId"]
    m.gateway = o["gateway"]
    m.project_id = o["projectId"]
    m.status = o["status"]
    m.tenant_id = o["tenantId"]
    m.title = o["title"]
    m.idle_timeout = v if (v := get("idleTimeout")) is None or type(v) is int else integer(v)
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
    get = o.get
    m = new(SessionAction)
    m.id = o["id"]
    m.endpoint_path = o["endpointPath"]
    m.label = o["label"]
    m.method = o["method"]
    m.type = o["type"]
    m.icon = get("icon")
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
    m.plugins = many(decode_plugin_action_group, o["plugins"])
    m.session_id = o["sessionId"]
    return m


def encode_session_actions(m: SessionActions) -> dict[str, Any]:
    o: dict[str, Any] = {"plugins": many(encode_plugin_action_group, m.plugins), "sessionId": m.session_id}
    return o


def decode_session_starting(o: dict[str, Any]) -> SessionStarting:
    m = new(SessionStarting)
    m.message = o["message"]
    return m


def encode_session_starting(m: SessionStarting) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message}
    return o


def decode_session_stopping(o: dict[str, Any]) -> SessionStopping:
    m = new(SessionStopping)
    m.message = o["message"]
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
