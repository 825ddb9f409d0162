# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group webhooks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import NULL, array, as_dict, aware, from_iso, integer, many, new, utc
from cortex_async._core.codec.names import parsed_name
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

_API_KEY = parsed_name("apiKey")
_API_KEY_HEADER = parsed_name("apiKeyHeader")
_ATTEMPTS_COUNT = parsed_name("attemptsCount")
_AUTH_TYPE = parsed_name("authType")
_BASIC_AUTH_PASSWORD = parsed_name("basicAuthPassword")
_BASIC_AUTH_USERNAME = parsed_name("basicAuthUsername")
_CREATED_AT = parsed_name("createdAt")
_CUSTOM_HEADERS = parsed_name("customHeaders")
_DELIVERIES = parsed_name("deliveries")
_DESCRIPTION = parsed_name("description")
_EVENT_TYPE = parsed_name("eventType")
_EVENTS = parsed_name("events")
_ID = parsed_name("id")
_IS_ACTIVE = parsed_name("isActive")
_LAST_ERROR = parsed_name("lastError")
_MESSAGE = parsed_name("message")
_NEXT_ATTEMPT_AT = parsed_name("nextAttemptAt")
_PAYLOAD = parsed_name("payload")
_PROJECT_ID = parsed_name("projectId")
_REQUEST_BODY = parsed_name("requestBody")
_RESPONSE_BODY = parsed_name("responseBody")
_RESPONSE_HEADERS = parsed_name("responseHeaders")
_SECRET = parsed_name("secret")
_STATUS = parsed_name("status")
_STATUS_CODE = parsed_name("statusCode")
_SUBSCRIPTION_ID = parsed_name("subscriptionId")
_TENANT_ID = parsed_name("tenantId")
_UPDATED_AT = parsed_name("updatedAt")
_URL = parsed_name("url")
_WEBHOOK_EVENT_ID = parsed_name("webhookEventId")


def decode_create_webhook_subscription(o: dict[str, Any]) -> CreateWebhookSubscription:
    m = new(CreateWebhookSubscription)
    m.events = o[_EVENTS]
    m.secret = o[_SECRET]
    m.url = o[_URL]
    m.api_key = o[_API_KEY] if _API_KEY in o else UNSET
    m.api_key_header = o[_API_KEY_HEADER] if _API_KEY_HEADER in o else UNSET
    m.auth_type = o[_AUTH_TYPE] if _AUTH_TYPE in o else UNSET
    m.basic_auth_password = o[_BASIC_AUTH_PASSWORD] if _BASIC_AUTH_PASSWORD in o else UNSET
    m.basic_auth_username = o[_BASIC_AUTH_USERNAME] if _BASIC_AUTH_USERNAME in o else UNSET
    m.custom_headers = o[_CUSTOM_HEADERS] if _CUSTOM_HEADERS in o else UNSET
    m.description = o[_DESCRIPTION] if _DESCRIPTION in o else UNSET
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
    m.message = o[_MESSAGE]
    return m


def encode_subscription_deleted(m: SubscriptionDeleted) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message}
    return o


def decode_update_webhook_subscription(o: dict[str, Any]) -> UpdateWebhookSubscription:
    o.keys()
    m = new(UpdateWebhookSubscription)
    m.api_key = o[_API_KEY] if _API_KEY in o else UNSET
    m.api_key_header = o[_API_KEY_HEADER] if _API_KEY_HEADER in o else UNSET
    m.auth_type = o[_AUTH_TYPE] if _AUTH_TYPE in o else UNSET
    m.basic_auth_password = o[_BASIC_AUTH_PASSWORD] if _BASIC_AUTH_PASSWORD in o else UNSET
    m.basic_auth_username = o[_BASIC_AUTH_USERNAME] if _BASIC_AUTH_USERNAME in o else UNSET
    m.custom_headers = o[_CUSTOM_HEADERS] if _CUSTOM_HEADERS in o else UNSET
    m.description = o[_DESCRIPTION] if _DESCRIPTION in o else UNSET
    m.events = o[_EVENTS] if _EVENTS in o else UNSET
    m.is_active = o[_IS_ACTIVE] if _IS_ACTIVE in o else UNSET
    m.secret = o[_SECRET] if _SECRET in o else UNSET
    m.url = o[_URL] if _URL in o else UNSET
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
    m = new(WebhookDelivery)
    m.id = o[_ID]
    m.created_at = (
        NULL if (v := o[_CREATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.subscription_id = o[_SUBSCRIPTION_ID]
    m.webhook_event_id = o[_WEBHOOK_EVENT_ID]
    m.request_body = o[_REQUEST_BODY] if _REQUEST_BODY in o else None
    m.response_body = o[_RESPONSE_BODY] if _RESPONSE_BODY in o else None
    m.response_headers = o[_RESPONSE_HEADERS] if _RESPONSE_HEADERS in o else None
    m.status_code = (
        NULL
        if _STATUS_CODE not in o or (v := o[_STATUS_CODE]) is None
        else v
        if type(v) is int
        else integer(v)
    )
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
    m = new(WebhookEvent)
    m.id = o[_ID]
    m.attempts_count = v if type(v := o[_ATTEMPTS_COUNT]) is int else integer(v)
    m.created_at = (
        NULL if (v := o[_CREATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.event_type = o[_EVENT_TYPE]
    m.next_attempt_at = (
        NULL if (v := o[_NEXT_ATTEMPT_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.payload = o[_PAYLOAD]
    m.status = o[_STATUS]
    m.tenant_id = o[_TENANT_ID]
    m.last_error = o[_LAST_ERROR] if _LAST_ERROR in o else None
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
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
    m = new(WebhookEventDetail)
    m.id = o[_ID]
    m.attempts_count = v if type(v := o[_ATTEMPTS_COUNT]) is int else integer(v)
    m.created_at = (
        NULL if (v := o[_CREATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.deliveries = many(decode_webhook_delivery, o[_DELIVERIES])
    m.event_type = o[_EVENT_TYPE]
    m.next_attempt_at = (
        NULL if (v := o[_NEXT_ATTEMPT_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.payload = o[_PAYLOAD]
    m.status = o[_STATUS]
    m.tenant_id = o[_TENANT_ID]
    m.last_error = o[_LAST_ERROR] if _LAST_ERROR in o else None
    m.project_id = o[_PROJECT_ID] if _PROJECT_ID in o else None
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
    m = new(WebhookSubscription)
    m.id = o[_ID]
    m.auth_type = o[_AUTH_TYPE]
    m.created_at = (
        NULL if (v := o[_CREATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.events = o[_EVENTS]
    m.is_active = o[_IS_ACTIVE]
    m.project_id = o[_PROJECT_ID]
    m.tenant_id = o[_TENANT_ID]
    m.updated_at = (
        NULL if (v := o[_UPDATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.url = o[_URL]
    m.description = o[_DESCRIPTION] if _DESCRIPTION in o else None
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
