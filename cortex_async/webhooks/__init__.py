"""Webhooks that can be trusted: ``unwrap`` verifies one delivery, ``WebhookRouter`` handles each once.

Adapters for servers are modules of their own, each importing its framework: ``webhooks.aiohttp``, ``webhooks.starlette``
(FastAPI too), ``webhooks.django``, ``webhooks.flask``; ``webhooks.redis`` has the replay store for several workers.
"""

from __future__ import annotations

from cortex_async.webhooks.answers import Answer, Outcome
from cortex_async.webhooks.errors import (
    BodyMalformed,
    BodyNotBytes,
    BodyTooLarge,
    HeaderMalformed,
    HeaderMissing,
    SignatureMismatch,
    TimestampTooNew,
    TimestampTooOld,
    WebhookError,
)
from cortex_async.webhooks.replay import Claim, MemoryReplayStore, ReplayStore
from cortex_async.webhooks.router import WebhookRouter
from cortex_async.webhooks.signature import parse_timestamp, sign, sign_ingest, signed_headers
from cortex_async.webhooks.verification import VerifyOptions, unwrap

__all__ = [
    "Answer",
    "BodyMalformed",
    "BodyNotBytes",
    "BodyTooLarge",
    "Claim",
    "HeaderMalformed",
    "HeaderMissing",
    "MemoryReplayStore",
    "Outcome",
    "ReplayStore",
    "SignatureMismatch",
    "TimestampTooNew",
    "TimestampTooOld",
    "VerifyOptions",
    "WebhookError",
    "WebhookRouter",
    "parse_timestamp",
    "sign",
    "sign_ingest",
    "signed_headers",
    "unwrap",
]
