# Made by `python -m generator build` from spec/rtcstack.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group webhooks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import NULL, array, aware, from_iso, integer, many, new, utc
from cortex_async._core.unset import UNSET

from ..models.webhooks import CreateWebhook, TestDelivery, UpdateWebhook, Webhook, WebhookList


def decode_create_webhook(o: dict[str, Any]) -> CreateWebhook:
    get = o.get
    m = new(CreateWebhook)
    m.url = o["url"]
    m.events = get("events", UNSET)
    m.secret = get("secret", UNSET)
    return m


def encode_create_webhook(m: CreateWebhook) -> dict[str, Any]:
    o: dict[str, Any] = {"url": m.url}
    if m.events is not UNSET:
        o["events"] = array(m.events)
    if m.secret is not UNSET:
        o["secret"] = m.secret
    return o


def decode_test_delivery(o: dict[str, Any]) -> TestDelivery:
    get = o.get
    m = new(TestDelivery)
    m.delivered = o["delivered"]
    m.error = get("error")
    m.status_code = v if (v := get("statusCode")) is None or type(v) is int else integer(v)
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
    get = o.get
    m = new(UpdateWebhook)
    m.events = get("events", UNSET)
    m.url = get("url", UNSET)
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
    m.id = o["id"]
    m.created_at = (
        NULL if (v := o["createdAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.events = o["events"]
    m.secret = o["secret"]
    m.url = o["url"]
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
    m.webhooks = many(decode_webhook, o["webhooks"])
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
