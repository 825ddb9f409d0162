"""A local RTCstack for tests: all 30 operations with state, both kinds of error bodies, and the defects of
version 0.1.0.

    async with FakeRTCStack() as fake:
        client = RTCStackClient(base_url=fake.base_url, api_key=fake.api_key, api_secret=fake.api_secret)

Needs ``odin-cortex[emulator]``.
"""

from __future__ import annotations

import secrets
from typing import TypedDict, Unpack

from cortex_async._core.timing.clock import Clock, SystemClock
from cortex_async.contrib.fake import FakeRequest, FakeRoute, FakeServer, Reply
from cortex_async.contrib.rtcstack._generated.secrets import SECRET_FIELDS
from cortex_async.contrib.rtcstack.fake.access import Access
from cortex_async.contrib.rtcstack.fake.errors import ErrorReply, framework, parsed
from cortex_async.contrib.rtcstack.fake.rooms import Rooms
from cortex_async.contrib.rtcstack.fake.tokens import Tokens
from cortex_async.contrib.rtcstack.fake.transcription import Transcriptions
from cortex_async.contrib.rtcstack.fake.webhooks import Webhooks
from cortex_async.contrib.rtcstack.signing import SIGNATURE_HEADER, BodyHash

__all__ = ["FakeRTCStack", "Reply"]


class FakeOptions(TypedDict, total=False):
    """Options of ``FakeRTCStack``.

    signed: False to accept the key alone, as in the vendor's reference. Default True.
    body_hash: the hash of the body in signatures. Default ``empty``.
    defects: False to leave out the service's own defects. Default True.
    live, post: whether the transcription add-ons are enabled. Default True.
    livekit: whether LiveKit responds. Default True.
    rate_limit: requests per minute. Default 100.
    token_lifetime: seconds until a token expires. Default 21600.
    clock: the clock for tokens, signatures and limits.
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
    """A fake RTCstack. rooms, transcriptions, webhooks: its state, with methods for tests such as
    ``rooms.join`` and ``transcriptions.say``.
    """

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
            [FakeRoute("getHealth", "GET", "/v1/health", self._health), *map(_catching, routes)],
            secret_fields=SECRET_FIELDS,
            secret_headers=(SIGNATURE_HEADER,),
            clock=clock,
        )

    def guard(self, operation: str, request: FakeRequest) -> Reply | None:
        return self._access.reject(operation, request)

    def unknown(self, request: FakeRequest) -> Reply:
        return framework(404, f"Route {request.method}:{request.target} not found")

    def _health(self, request: FakeRequest) -> Reply:
        enabled = {
            "transcriptionLive": self.transcriptions.live,
            "transcriptionPost": self.transcriptions.post,
        }
        return Reply(200, {"status": "ok", "version": "0.1.0", "capabilities": enabled})


def _catching(route: FakeRoute) -> FakeRoute:
    """The route with a handler that may raise ``ErrorReply``."""

    def handle(request: FakeRequest) -> Reply:
        try:
            # The framework parses the body before it calls the handler.
            parsed(request)
            return route.handler(request)
        except ErrorReply as error:
            return error.reply

    return FakeRoute(route.operation, route.method, route.template, handle)
