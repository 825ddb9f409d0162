"""A local RTCstack for tests: all 30 operations with state, both error shapes, and the faults of version 0.1.0.

    async with FakeRTCStack() as fake:
        client = RTCStackClient(base_url=fake.base_url, api_key=fake.api_key, api_secret=fake.api_secret)

Needs ``odin-cortex[emulator]``.
"""

from __future__ import annotations

import secrets
from typing import TypedDict, Unpack

from cortex_async._core.timing.clock import Clock, SystemClock
from cortex_async.contrib.fake import Asked, FakeRoute, FakeServer, Reply
from cortex_async.contrib.rtcstack._generated.secrets import SECRET_FIELDS
from cortex_async.contrib.rtcstack.fake.access import Access
from cortex_async.contrib.rtcstack.fake.errors import Refused, framework, parsed
from cortex_async.contrib.rtcstack.fake.hooks import Webhooks
from cortex_async.contrib.rtcstack.fake.rooms import Rooms
from cortex_async.contrib.rtcstack.fake.tokens import Tokens
from cortex_async.contrib.rtcstack.fake.transcription import Transcriptions
from cortex_async.contrib.rtcstack.signing import SIGNATURE_HEADER, BodyHash

__all__ = ["FakeRTCStack", "Reply"]


class FakeOptions(TypedDict, total=False):
    """signed: False takes the key alone, as the vendor's reference has it.
    body_hash: what of a body is signed.
    defects: False leaves out what the service does wrong by itself.
    live, post: whether the transcription add-ons are enabled.
    livekit: whether LiveKit answers.
    rate_limit: requests per minute.
    token_lifetime: seconds.
    clock: the time that tokens, signatures and limits go by.
    """

    signed: bool
    body_hash: BodyHash
    defects: bool
    live: bool
    post: bool
    livekit: bool
    rate_limit: int
    token_lifetime: float
    clock: Clock


class FakeRTCStack(FakeServer):
    """rooms, transcriptions, webhooks: the state, with what happens from outside (``rooms.join``, ``transcriptions.say``)."""

    # Fastify's maxParamLength, which the service leaves at its default:
    # https://fastify.dev/docs/latest/Reference/Server/#routeroptions-maxparamlength
    longest_value: int | None = 100

    def __init__(
        self, api_key: str | None = None, api_secret: str | None = None, **options: Unpack[FakeOptions]
    ) -> None:
        self.api_key: str = api_key or secrets.token_hex(16)
        self.api_secret: str = api_secret or secrets.token_hex(32)
        clock: Clock = options.get("clock", SystemClock())
        defects = options.get("defects", True)
        self.rooms: Rooms = Rooms(clock, defects, options.get("livekit", True))
        self.transcriptions: Transcriptions = Transcriptions(
            clock, defects, options.get("live", True), options.get("post", True)
        )
        self.webhooks: Webhooks = Webhooks(self.api_secret, clock, defects)
        tokens = Tokens(self.api_secret, clock, options.get("token_lifetime", 21600.0))
        self._access = Access(
            self.api_key,
            self.api_secret,
            options.get("signed", True),
            options.get("body_hash", "empty"),
            options.get("rate_limit", 100),
            clock,
        )
        parts = (self.rooms, self.transcriptions, self.webhooks, tokens)
        routes = [route for part in parts for route in part.routes()]
        super().__init__(
            [FakeRoute("getHealth", "GET", "/v1/health", self._health), *map(_refusing, routes)],
            secret_fields=SECRET_FIELDS,
            secret_headers=(SIGNATURE_HEADER,),
            clock=clock,
        )

    def guard(self, operation: str, asked: Asked) -> Reply | None:
        return self._access.refuse(operation, asked)

    def unknown(self, asked: Asked) -> Reply:
        return framework(404, f"Route {asked.method}:{asked.target} not found")

    def _health(self, asked: Asked) -> Reply:
        enabled = {
            "transcriptionLive": self.transcriptions.live,
            "transcriptionPost": self.transcriptions.post,
        }
        return Reply(200, {"status": "ok", "version": "0.1.0", "capabilities": enabled})


def _refusing(route: FakeRoute) -> FakeRoute:
    """The route whose handler may end in ``Refused``."""

    def handle(asked: Asked) -> Reply:
        try:
            # The framework reads a body before it asks who wants it.
            parsed(asked)
            return route.handler(asked)
        except Refused as refused:
            return refused.reply

    return FakeRoute(route.operation, route.method, route.template, handle)
