"""Receives webhooks: ``unwrap`` verifies one delivery, ``WebhookRouter`` handles each of them once.

The adapters to frameworks are separate modules, each of which imports its framework: ``webhooks.aiohttp``,
``webhooks.starlette`` (FastAPI too), ``webhooks.django``, ``webhooks.flask``; ``webhooks.redis`` has a replay
store for several workers.
"""

from __future__ import annotations

from cortex_async._core.errors import export_errors
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
from cortex_async.webhooks.options import VerifyOptions
from cortex_async.webhooks.replay import Claim, MemoryReplayStore, ReplayStore
from cortex_async.webhooks.responses import Outcome, WebhookResponse
from cortex_async.webhooks.router import WebhookRouter
from cortex_async.webhooks.signature import parse_timestamp, sign, sign_ingest, signed_headers
from cortex_async.webhooks.verification import unwrap

__all__ = [
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
    "WebhookResponse",
    "WebhookRouter",
    "parse_timestamp",
    "sign",
    "sign_ingest",
    "signed_headers",
    "unwrap",
]

export_errors(__name__, globals())
