# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group plugins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import NULL, array, as_dict, aware, from_iso, new, utc
from cortex_async._core.codec.names import parsed_name

from ..models.plugins import ListMessageAnnotations, MessageAnnotation, SessionAnnotation

_CREATED_AT = parsed_name("createdAt")
_DATA = parsed_name("data")
_ID = parsed_name("id")
_MESSAGE_ID = parsed_name("messageId")
_MESSAGE_IDS = parsed_name("messageIds")
_PLUGIN_INSTANCE_ID = parsed_name("pluginInstanceId")
_SESSION_ID = parsed_name("sessionId")
_TENANT_ID = parsed_name("tenantId")
_TYPE = parsed_name("type")


def decode_list_message_annotations(o: dict[str, Any]) -> ListMessageAnnotations:
    m = new(ListMessageAnnotations)
    m.message_ids = o[_MESSAGE_IDS]
    return m


def encode_list_message_annotations(m: ListMessageAnnotations) -> dict[str, Any]:
    o: dict[str, Any] = {"messageIds": array(m.message_ids)}
    return o


def decode_message_annotation(o: dict[str, Any]) -> MessageAnnotation:
    m = new(MessageAnnotation)
    m.id = o[_ID]
    m.created_at = (
        NULL if (v := o[_CREATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.data = o[_DATA]
    m.message_id = o[_MESSAGE_ID]
    m.tenant_id = o[_TENANT_ID]
    m.type = o[_TYPE]
    m.plugin_instance_id = o[_PLUGIN_INSTANCE_ID] if _PLUGIN_INSTANCE_ID in o else None
    return m


def encode_message_annotation(m: MessageAnnotation) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "createdAt": v if type(v := m.created_at) is datetime and v.tzinfo is UTC else utc(v),
        "data": as_dict(m.data),
        "messageId": m.message_id,
        "tenantId": m.tenant_id,
        "type": m.type,
    }
    if m.plugin_instance_id is not None:
        o["pluginInstanceId"] = m.plugin_instance_id
    return o


def decode_session_annotation(o: dict[str, Any]) -> SessionAnnotation:
    m = new(SessionAnnotation)
    m.id = o[_ID]
    m.created_at = (
        NULL if (v := o[_CREATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.data = o[_DATA]
    m.session_id = o[_SESSION_ID]
    m.tenant_id = o[_TENANT_ID]
    m.type = o[_TYPE]
    m.plugin_instance_id = o[_PLUGIN_INSTANCE_ID] if _PLUGIN_INSTANCE_ID in o else None
    return m


def encode_session_annotation(m: SessionAnnotation) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "createdAt": v if type(v := m.created_at) is datetime and v.tzinfo is UTC else utc(v),
        "data": as_dict(m.data),
        "sessionId": m.session_id,
        "tenantId": m.tenant_id,
        "type": m.type,
    }
    if m.plugin_instance_id is not None:
        o["pluginInstanceId"] = m.plugin_instance_id
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    ListMessageAnnotations: decode_list_message_annotations,
    MessageAnnotation: decode_message_annotation,
    SessionAnnotation: decode_session_annotation,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    ListMessageAnnotations: encode_list_message_annotations,
    MessageAnnotation: encode_message_annotation,
    SessionAnnotation: encode_session_annotation,
}
