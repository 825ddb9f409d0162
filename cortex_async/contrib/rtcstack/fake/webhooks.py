"""Webhooks: registrations and signed deliveries."""

from __future__ import annotations

import hmac
import uuid
from typing import Any
from urllib.parse import urlsplit

import orjson
from attrs import define, field

from cortex_async._core.timing.clock import Clock
from cortex_async.contrib.fake import FakeRequest, FakeRoute, Reply
from cortex_async.contrib.rtcstack.fake.errors import Rule, crashed, parsed, problem, validated
from cortex_async.contrib.rtcstack.fake.timestamps import iso
from cortex_async.contrib.rtcstack.webhooks import SIGNATURE_HEADERS, sign

EVENTS = (
    "room_created",
    "room_closed",
    "participant_joined",
    "participant_left",
    "track_published",
    "recording_started",
    "recording_stopped",
    "ingress_started",
    "ingress_stopped",
    "transcription_completed",
    "*",
)
_CREATE = {
    "url": Rule("string", required=True, uri=True),
    "events": Rule("array", values=EVENTS),
    "secret": Rule("string"),
}


@define
class Webhooks:
    """The registered webhooks. unreachable:

    URLs that do not respond. defects: whether to have the service's own defects.
    """

    api_secret: str = field(repr=False)
    clock: Clock
    defects: bool
    kept: dict[str, dict[str, Any]] = field(factory=dict[str, dict[str, Any]], repr=False)
    unreachable: set[str] = field(factory=set[str])

    def routes(self) -> list[FakeRoute]:
        one = "/v1/webhooks/{webhookId}"
        return [
            FakeRoute("listWebhooks", "GET", "/v1/webhooks", self.list_all),
            FakeRoute("createWebhook", "POST", "/v1/webhooks", self.create),
            FakeRoute("getWebhook", "GET", one, self.get),
            FakeRoute("updateWebhook", "PATCH", one, self.update),
            FakeRoute("deleteWebhook", "DELETE", one, self.delete),
            FakeRoute("testWebhook", "POST", one + "/test", self.test),
        ]

    def list_all(self, request: FakeRequest) -> Reply:
        return Reply(200, {"webhooks": [_masked(hook) for hook in self.kept.values()]})

    def create(self, request: FakeRequest) -> Reply:
        values = validated(request, _CREATE)
        key = str(uuid.uuid4())
        secret = hmac.new(self.api_secret.encode(), key.encode(), "sha256").hexdigest()
        self.kept[key] = {
            "id": key,
            "url": values["url"],
            "events": values.get("events", ["*"]),
            "secret": values.get("secret", secret),
            "createdAt": iso(self.clock.unix()),
        }
        return Reply(201, self.kept[key])

    def get(self, request: FakeRequest) -> Reply:
        hook = self.kept.get(request.path["webhookId"])
        return problem(404, "Webhook not found") if hook is None else Reply(200, _masked(hook))

    def update(self, request: FakeRequest) -> Reply:
        hook = self.kept.get(request.path["webhookId"])
        if hook is None:
            return problem(404, "Webhook not found")
        body = parsed(request)
        if body is None:
            if self.defects:
                raise crashed("Cannot read properties of undefined (reading 'url')")
            body = {}
        # Neither validated nor coerced; values that are falsy in JavaScript change nothing.
        hook.update({name: body[name] for name in ("url", "events") if _is_truthy(body.get(name))})
        return Reply(200, _masked(hook))

    def delete(self, request: FakeRequest) -> Reply:
        self.kept.pop(request.path["webhookId"], None)
        return Reply(204)

    def test(self, request: FakeRequest) -> Reply:
        hook = self.kept.get(request.path["webhookId"])
        if hook is None:
            return problem(404, "Webhook not found")
        if not _is_address(hook["url"]):
            return Reply(200, {"delivered": False, "error": f"Failed to parse URL from {hook['url']}"})
        if hook["url"] in self.unreachable:
            return Reply(200, {"delivered": False, "error": "fetch failed"})
        return Reply(200, {"delivered": True, "statusCode": 200})

    def delivery(self, webhook_id: str, event: str = "test", **payload: Any) -> tuple[dict[str, str], bytes]:
        """Headers and body of a signed delivery, as the service would send it."""
        body = orjson.dumps({"event": event, "payload": payload, "deliveryId": str(uuid.uuid4())})
        headers = {"Content-Type": "application/json", SIGNATURE_HEADERS[0]: ""}
        headers[SIGNATURE_HEADERS[0]] = sign(body, self.kept[webhook_id]["secret"])
        return headers, body


def _is_truthy(value: object) -> bool:
    """Truthiness as in JavaScript, where empty lists and objects are truthy."""
    return isinstance(value, (list, dict)) or bool(value)


def _is_address(url: object) -> bool:
    parts = urlsplit(url) if isinstance(url, str) else None
    return parts is not None and bool(parts.scheme) and bool(parts.netloc)


def _masked(hook: dict[str, Any]) -> dict[str, Any]:
    return {**hook, "secret": "***"}
