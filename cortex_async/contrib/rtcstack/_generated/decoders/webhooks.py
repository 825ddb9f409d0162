# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group webhooks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import NULL, array, aware, from_iso, integer, many, new, utc
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.unset import UNSET

from ..models.webhooks import CreateWebhook, TestDelivery, UpdateWebhook, Webhook, WebhookList

_CREATED_AT = parsed_name("createdAt")
_DELIVERED = parsed_name("delivered")
_ERROR = parsed_name("error")
_EVENTS = parsed_name("events")
_ID = parsed_name("id")
_SECRET = parsed_name("secret")
_STATUS_CODE = parsed_name("statusCode")
_URL = parsed_name("url")
_WEBHOOKS = parsed_name("webhooks")


def decode_create_webhook(o: dict[str, Any]) -> CreateWebhook:
    m = new(CreateWebhook)
    m.url = o[_URL]
    m.events = o[_EVENTS] if _EVENTS in o else UNSET
    m.secret = o[_SECRET] if _SECRET in o else UNSET
    return m


def encode_create_webhook(m: CreateWebhook) -> dict[str, Any]:
    o: dict[str, Any] = {"url": m.url}
    if m.events is not UNSET:
        o["events"] = array(m.events)
    if m.secret is not UNSET:
        o["secret"] = m.secret
    return o


def decode_test_delivery(o: dict[str, Any]) -> TestDelivery:
    m = new(TestDelivery)
    m.delivered = o[_DELIVERED]
    m.error = o[_ERROR] if _ERROR in o else None
    m.status_code = (
        NULL
        if _STATUS_CODE not in o or (v := o[_STATUS_CODE]) is None
        else v
        if type(v) is int
        else integer(v)
    )
    return m


def encode_test_delivery(m: TestDelivery) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {"delivered": m.delivered}
    if m.error is not None:
        o["error"] = m.error
    if m.status_code is not None:
        o["statusCode"] = v if type(v := m.status_code) is int else integer(v)
    return o


def decode_update_webhook(o: dict[str, Any]) -> UpdateWebhook:
    o.keys()
    m = new(UpdateWebhook)
    m.events = o[_EVENTS] if _EVENTS in o else UNSET
    m.url = o[_URL] if _URL in o else UNSET
    return m


def encode_update_webhook(m: UpdateWebhook) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.events is not UNSET:
        o["events"] = array(m.events)
    if m.url is not UNSET:
        o["url"] = m.url
    return o


def decode_webhook(o: dict[str, Any]) -> Webhook:
    m = new(Webhook)
    m.id = o[_ID]
    m.created_at = (
        NULL if (v := o[_CREATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.events = o[_EVENTS]
    m.secret = o[_SECRET]
    m.url = o[_URL]
    return m


def encode_webhook(m: Webhook) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "createdAt": v if type(v := m.created_at) is datetime and v.tzinfo is UTC else utc(v),
        "events": array(m.events),
        "secret": m.secret,
        "url": m.url,
    }
    return o


def decode_webhook_list(o: dict[str, Any]) -> WebhookList:
    m = new(WebhookList)
    m.webhooks = many(decode_webhook, o[_WEBHOOKS])
    return m


def encode_webhook_list(m: WebhookList) -> dict[str, Any]:
    o: dict[str, Any] = {"webhooks": many(encode_webhook, m.webhooks)}
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    CreateWebhook: decode_create_webhook,
    TestDelivery: decode_test_delivery,
    UpdateWebhook: decode_update_webhook,
    Webhook: decode_webhook,
    WebhookList: decode_webhook_list,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    CreateWebhook: encode_create_webhook,
    TestDelivery: encode_test_delivery,
    UpdateWebhook: encode_update_webhook,
    Webhook: encode_webhook,
    WebhookList: encode_webhook_list,
}
