# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group webhooks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import NULL, array, as_dict, aware, from_iso, integer, many, new, utc
from cortex_async._core.unset import UNSET

from ..models.webhooks import (
    CreateWebhookSubscription,
    SubscriptionDeleted,
    UpdateWebhookSubscription,
    WebhookDelivery,
    WebhookEvent,
    WebhookEventDetail,
    WebhookSubscription,
)


def decode_create_webhook_subscription(o: dict[str, Any]) -> CreateWebhookSubscription:
    get = o.get
    m = new(CreateWebhookSubscription)
    m.events = o["events"]
    m.secret = o["secret"]
    m.url = o["url"]
    m.api_key = get("apiKey", UNSET)
    m.api_key_header = get("apiKeyHeader", UNSET)
    m.auth_type = get("authType", UNSET)
    m.basic_auth_password = get("basicAuthPassword", UNSET)
    m.basic_auth_username = get("basicAuthUsername", UNSET)
    m.custom_headers = get("customHeaders", UNSET)
    m.description = get("description", UNSET)
    return m


def encode_create_webhook_subscription(m: CreateWebhookSubscription) -> dict[str, Any]:
    o: dict[str, Any] = {"events": array(m.events), "secret": m.secret, "url": m.url}
    if m.api_key is not UNSET:
        o["apiKey"] = m.api_key
    if m.api_key_header is not UNSET:
        o["apiKeyHeader"] = m.api_key_header
    if m.auth_type is not UNSET:
        o["authType"] = m.auth_type
    if m.basic_auth_password is not UNSET:
        o["basicAuthPassword"] = m.basic_auth_password
    if m.basic_auth_username is not UNSET:
        o["basicAuthUsername"] = m.basic_auth_username
    if m.custom_headers is not UNSET:
        o["customHeaders"] = as_dict(m.custom_headers)
    if m.description is not UNSET:
        o["description"] = m.description
    return o


def decode_subscription_deleted(o: dict[str, Any]) -> SubscriptionDeleted:
    m = new(SubscriptionDeleted)
    m.message = o["message"]
    return m


def encode_subscription_deleted(m: SubscriptionDeleted) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message}
    return o


def decode_update_webhook_subscription(o: dict[str, Any]) -> UpdateWebhookSubscription:
    get = o.get
    m = new(UpdateWebhookSubscription)
    m.api_key = get("apiKey", UNSET)
    m.api_key_header = get("apiKeyHeader", UNSET)
    m.auth_type = get("authType", UNSET)
    m.basic_auth_password = get("basicAuthPassword", UNSET)
    m.basic_auth_username = get("basicAuthUsername", UNSET)
    m.custom_headers = get("customHeaders", UNSET)
    m.description = get("description", UNSET)
    m.events = get("events", UNSET)
    m.is_active = get("isActive", UNSET)
    m.secret = get("secret", UNSET)
    m.url = get("url", UNSET)
    return m


def encode_update_webhook_subscription(m: UpdateWebhookSubscription) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.api_key is not UNSET:
        o["apiKey"] = m.api_key
    if m.api_key_header is not UNSET:
        o["apiKeyHeader"] = m.api_key_header
    if m.auth_type is not UNSET:
        o["authType"] = m.auth_type
    if m.basic_auth_password is not UNSET:
        o["basicAuthPassword"] = m.basic_auth_password
    if m.basic_auth_username is not UNSET:
        o["basicAuthUsername"] = m.basic_auth_username
    if m.custom_headers is not UNSET:
        o["customHeaders"] = as_dict(m.custom_headers)
    if m.description is not UNSET:
        o["description"] = m.description
    if m.events is not UNSET:
        o["events"] = array(m.events)
    if m.is_active is not UNSET:
        o["isActive"] = m.is_active
    if m.secret is not UNSET:
        o["secret"] = m.secret
    if m.url is not UNSET:
        o["url"] = m.url
    return o


def decode_webhook_delivery(o: dict[str, Any]) -> WebhookDelivery:
    get = o.get
    m = new(WebhookDelivery)
    m.id = o["id"]
    m.created_at = (
        NULL if (v := o["createdAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.subscription_id = o["subscriptionId"]
    m.webhook_event_id = o["webhookEventId"]
    m.request_body = get("requestBody")
    m.response_body = get("responseBody")
    m.response_headers = get("responseHeaders")
    m.status_code = v if (v := get("statusCode")) is None or type(v) is int else integer(v)
    return m


def encode_webhook_delivery(m: WebhookDelivery) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "createdAt": v if type(v := m.created_at) is datetime and v.tzinfo is UTC else utc(v),
        "subscriptionId": m.subscription_id,
        "webhookEventId": m.webhook_event_id,
    }
    if m.request_body is not None:
        o["requestBody"] = m.request_body
    if m.response_body is not None:
        o["responseBody"] = m.response_body
    if m.response_headers is not None:
        o["responseHeaders"] = as_dict(m.response_headers)
    if m.status_code is not None:
        o["statusCode"] = v if type(v := m.status_code) is int else integer(v)
    return o


def decode_webhook_event(o: dict[str, Any]) -> WebhookEvent:
    get = o.get
    m = new(WebhookEvent)
    m.id = o["id"]
    m.attempts_count = v if type(v := o["attemptsCount"]) is int else integer(v)
    m.created_at = (
        NULL if (v := o["createdAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.event_type = o["eventType"]
    m.next_attempt_at = (
        NULL if (v := o["nextAttemptAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.payload = o["payload"]
    m.status = o["status"]
    m.tenant_id = o["tenantId"]
    m.last_error = get("lastError")
    m.project_id = get("projectId")
    return m


def encode_webhook_event(m: WebhookEvent) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "attemptsCount": v if type(v := m.attempts_count) is int else integer(v),
        "createdAt": v if type(v := m.created_at) is datetime and v.tzinfo is UTC else utc(v),
        "eventType": m.event_type,
        "nextAttemptAt": v if type(v := m.next_attempt_at) is datetime and v.tzinfo is UTC else utc(v),
        "payload": as_dict(m.payload),
        "status": m.status,
        "tenantId": m.tenant_id,
    }
    if m.last_error is not None:
        o["lastError"] = m.last_error
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_webhook_event_detail(o: dict[str, Any]) -> WebhookEventDetail:
    get = o.get
    m = new(WebhookEventDetail)
    m.id = o["id"]
    m.attempts_count = v if type(v := o["attemptsCount"]) is int else integer(v)
    m.created_at = (
        NULL if (v := o["createdAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.deliveries = many(decode_webhook_delivery, o["deliveries"])
    m.event_type = o["eventType"]
    m.next_attempt_at = (
        NULL if (v := o["nextAttemptAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.payload = o["payload"]
    m.status = o["status"]
    m.tenant_id = o["tenantId"]
    m.last_error = get("lastError")
    m.project_id = get("projectId")
    return m


def encode_webhook_event_detail(m: WebhookEventDetail) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "attemptsCount": v if type(v := m.attempts_count) is int else integer(v),
        "createdAt": v if type(v := m.created_at) is datetime and v.tzinfo is UTC else utc(v),
        "deliveries": many(encode_webhook_delivery, m.deliveries),
        "eventType": m.event_type,
        "nextAttemptAt": v if type(v := m.next_attempt_at) is datetime and v.tzinfo is UTC else utc(v),
        "payload": as_dict(m.payload),
        "status": m.status,
        "tenantId": m.tenant_id,
    }
    if m.last_error is not None:
        o["lastError"] = m.last_error
    if m.project_id is not None:
        o["projectId"] = m.project_id
    return o


def decode_webhook_subscription(o: dict[str, Any]) -> WebhookSubscription:
    get = o.get
    m = new(WebhookSubscription)
    m.id = o["id"]
    m.auth_type = o["authType"]
    m.created_at = (
        NULL if (v := o["createdAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.events = o["events"]
    m.is_active = o["isActive"]
    m.project_id = o["projectId"]
    m.tenant_id = o["tenantId"]
    m.updated_at = (
        NULL if (v := o["updatedAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.url = o["url"]
    m.description = get("description")
    return m


def encode_webhook_subscription(m: WebhookSubscription) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "authType": m.auth_type,
        "createdAt": v if type(v := m.created_at) is datetime and v.tzinfo is UTC else utc(v),
        "events": array(m.events),
        "isActive": m.is_active,
        "projectId": m.project_id,
        "tenantId": m.tenant_id,
        "updatedAt": v if type(v := m.updated_at) is datetime and v.tzinfo is UTC else utc(v),
        "url": m.url,
    }
    if m.description is not None:
        o["description"] = m.description
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    CreateWebhookSubscription: decode_create_webhook_subscription,
    SubscriptionDeleted: decode_subscription_deleted,
    UpdateWebhookSubscription: decode_update_webhook_subscription,
    WebhookDelivery: decode_webhook_delivery,
    WebhookEvent: decode_webhook_event,
    WebhookEventDetail: decode_webhook_event_detail,
    WebhookSubscription: decode_webhook_subscription,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    CreateWebhookSubscription: encode_create_webhook_subscription,
    SubscriptionDeleted: encode_subscription_deleted,
    UpdateWebhookSubscription: encode_update_webhook_subscription,
    WebhookDelivery: encode_webhook_delivery,
    WebhookEvent: encode_webhook_event,
    WebhookEventDetail: encode_webhook_event_detail,
    WebhookSubscription: encode_webhook_subscription,
}
