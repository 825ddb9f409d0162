"""Deliver the outbox: signed POST requests to subscribers, at most 20 at a time, each with a time limit."""

from __future__ import annotations

import asyncio
import hmac
import logging
from base64 import b64encode
from collections import deque

import aiohttp
import orjson

from cortex_async.emulator.domain import webhooks
from cortex_async.emulator.faults.webhooks import DeliveryFault, WebhookFaults
from cortex_async.emulator.records import Record
from cortex_async.emulator.timestamps import iso
from cortex_async.emulator.world import World

_logger = logging.getLogger(__name__)

MAX_CONCURRENT = 20
KEPT_BODY = 4096
USER_AGENT = "odin-cortex-emulator"


class Outbox:
    """The webhook deliveries of one emulator."""

    def __init__(self, world: World, faults: WebhookFaults) -> None:
        self._world = world
        self._faults = faults
        self._http: aiohttp.ClientSession | None = None
        self._queue: deque[Record] = deque()
        self._workers: set[asyncio.Task[None]] = set()
        self._cancelled: set[asyncio.Task[None]] = set()
        world.bus.listen(lambda published: webhooks.enqueue(world, published))
        world.deliver = self._deliver

    async def open(self) -> None:
        """Start delivering, beginning with what is pending."""
        self._http = aiohttp.ClientSession(
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(self._world.settings.webhook_timeout),
            headers={"User-Agent": USER_AGENT},
        )
        webhooks.resume(self._world)

    async def close(self) -> None:
        """Stop delivering. What has not been delivered stays pending."""
        self.abandon()
        await asyncio.gather(*self._cancelled, return_exceptions=True)
        if self._http is not None:
            await self._http.close()
            self._http = None

    def abandon(self) -> None:
        """Cancel the deliveries in progress, and forget those that have not begun."""
        self._queue = deque()
        for task in self._workers:
            task.cancel()
            self._cancelled.add(task)
            task.add_done_callback(self._cancelled.discard)
        # At once, so that what comes next finds room for workers of its own.
        self._workers.clear()

    @property
    def busy(self) -> bool:
        """Whether a delivery is in progress."""
        return bool(self._workers or self._cancelled)

    async def idle(self) -> None:
        """Wait until no delivery is in progress."""
        while self.busy:
            await asyncio.wait(self._workers | self._cancelled)

    def _deliver(self, row: Record) -> None:
        if self._http is None:
            return  # Not running: the row stays pending until ``open``.
        self._queue.append(row)
        if len(self._workers) < MAX_CONCURRENT:
            task = asyncio.create_task(self._work(self._http))
            self._workers.add(task)
            task.add_done_callback(self._workers.discard)

    async def _work(self, http: aiohttp.ClientSession) -> None:
        """Deliver what is waiting, until nothing is."""
        while self._queue:
            row = self._queue.popleft()
            try:
                await self._attempt(http, row)
            except Exception:
                _logger.exception("delivery of event %s failed", row["id"])

    async def _attempt(self, http: aiohttp.ClientSession, row: Record) -> None:
        """Deliver to each active subscription that has not confirmed yet."""
        deliveries: list[Record] = []
        errors: list[str] = []
        unconfirmed: list[str] = []
        for subscription_id in row["_waiting"]:
            subscription = self._world.store.subscriptions.get(row["projectId"], subscription_id)
            if subscription is None or not subscription["isActive"]:
                continue
            delivery, error = await self._post(http, row, subscription)
            deliveries.append(delivery)
            if error is not None:
                errors.append(error)
                unconfirmed.append(subscription_id)
        if self._world.store.webhook_events.get(row["projectId"], row["id"]) is row:
            row["_waiting"] = unconfirmed
            webhooks.record_attempt(self._world, row, deliveries, errors[-1] if errors else None)

    async def _post(
        self, http: aiohttp.ClientSession, row: Record, subscription: Record
    ) -> tuple[Record, str | None]:
        """Deliver once; returns the entry of the delivery log, and the error if any."""
        raw = orjson.dumps(row["payload"])
        fault = self._faults.take()
        delivery: Record = {
            "id": self._world.ids.uuid("delivery"),
            "webhookEventId": row["id"],
            "subscriptionId": subscription["id"],
            "requestBody": raw.decode(),
            "createdAt": self._world.clock.iso(),
        }
        headers = {
            "Content-Type": "application/json",
            **credentials(subscription),
            **self._signed(raw, subscription["_secret"], fault),
        }
        error = await _send(http, subscription["url"], raw, headers, delivery)
        if fault.duplicate:
            error = await _send(http, subscription["url"], raw, headers, delivery)
        return delivery, error

    def _signed(self, raw: bytes, secret: str, fault: DeliveryFault) -> dict[str, str]:
        stamp = iso(self._world.clock.timestamp() + fault.skew)
        key = secret + "?" if fault.bad_signature else secret
        return {"X-Timestamp": stamp, "X-Signature": signature(key, stamp, raw)}


def signature(secret: str, stamp: str, raw: bytes) -> str:
    """Hex HMAC-SHA256 of the timestamp followed by the raw body."""
    return hmac.new(secret.encode(errors="replace"), stamp.encode() + raw, "sha256").hexdigest()


def credentials(subscription: Record) -> dict[str, str]:
    """The headers for the subscription's ``authType``."""
    match subscription["authType"]:
        case "api_key":
            return {subscription["_apiKeyHeader"] or webhooks.DEFAULT_KEY_HEADER: subscription["_apiKey"]}
        case "basic_auth":
            pair = f"{subscription['_basicAuthUsername']}:{subscription['_basicAuthPassword']}"
            return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}
        case "custom_headers":
            headers: dict[str, str] = subscription["_customHeaders"]
            return headers
        case _:
            return {}


async def _send(
    http: aiohttp.ClientSession, url: str, raw: bytes, headers: dict[str, str], delivery: Record
) -> str | None:
    """Send one request and log the response; returns the error if any.

    Redirects are not followed and count as failures.
    """
    try:
        async with http.post(url, data=raw, headers=headers, allow_redirects=False) as response:
            kept = await response.content.read(KEPT_BODY)
            delivery["statusCode"] = response.status
            delivery["responseBody"] = kept.decode(errors="replace")
            delivery["responseHeaders"] = {str(name): value for name, value in response.headers.items()}
            return None if 200 <= response.status < 300 else f"HTTP {response.status}"
    except TimeoutError:
        return "timed out"
    except (aiohttp.ClientError, ValueError) as error:
        return f"connection failed ({type(error).__name__})"
