# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group plugins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import NULL, array, as_dict, aware, from_iso, new, utc

from ..models.plugins import ListMessageAnnotations, MessageAnnotation, SessionAnnotation


def decode_list_message_annotations(o: dict[str, Any]) -> ListMessageAnnotations:
    m = new(ListMessageAnnotations)
    m.message_ids = o["messageIds"]
    return m


def encode_list_message_annotations(m: ListMessageAnnotations) -> dict[str, Any]:
    o: dict[str, Any] = {"messageIds": array(m.message_ids)}
    return o


def decode_message_annotation(o: dict[str, Any]) -> MessageAnnotation:
    get = o.get
    m = new(MessageAnnotation)
    m.id = o["id"]
    m.created_at = (
        NULL if (v := o["createdAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.data = o["data"]
    m.message_id = o["messageId"]
    m.tenant_id = o["tenantId"]
    m.type = o["type"]
    m.plugin_instance_id = get("pluginInstanceId")
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
    get = o.get
    m = new(SessionAnnotation)
    m.id = o["id"]
    m.created_at = (
        NULL if (v := o["createdAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.data = o["data"]
    m.session_id = o["sessionId"]
    m.tenant_id = o["tenantId"]
    m.type = o["type"]
    m.plugin_instance_id = get("pluginInstanceId")
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
