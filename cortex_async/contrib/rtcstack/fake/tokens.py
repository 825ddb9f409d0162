"""Access tokens: JWTs for LiveKit."""

from __future__ import annotations

import base64
import hmac
from typing import Any

import orjson
from attrs import define, field

from cortex_async._core.timing.clock import Clock
from cortex_async.contrib.fake import FakeRequest, FakeRoute, Reply
from cortex_async.contrib.rtcstack.fake.errors import Rule, validated
from cortex_async.contrib.rtcstack.fake.timestamps import iso

_TOKEN = {
    "roomId": Rule("string", required=True, least=1),
    "userId": Rule("string", required=True, least=1),
    "name": Rule("string", required=True, least=1),
    "role": Rule("string", required=True, values=("host", "moderator", "participant", "viewer")),
    "metadata": Rule("object"),
}


@define
class Tokens:
    """Issues tokens. lifetime: seconds until they expire."""

    secret: str = field(repr=False)
    clock: Clock
    lifetime: float

    def routes(self) -> list[FakeRoute]:
        return [
            FakeRoute("createToken", "POST", "/v1/token", self.issue),
            FakeRoute("refreshToken", "POST", "/v1/token/refresh", self.issue),
        ]

    def issue(self, request: FakeRequest) -> Reply:
        values = validated(request, _TOKEN)
        now = self.clock.unix()
        claims = {
            "iss": "devkey",
            "sub": values["userId"],
            "name": values["name"],
            "metadata": orjson.dumps({**values.get("metadata", {}), "role": values["role"]}).decode(),
            "nbf": int(now),
            "exp": int(now + self.lifetime),
            "video": {"room": values["roomId"], **_grants(values["role"])},
        }
        expires_at = iso(now + self.lifetime)
        return Reply(
            200,
            {"token": jwt(claims, self.secret), "url": "wss://livekit.example.com", "expiresAt": expires_at},
        )


def _grants(role: str) -> dict[str, bool]:
    may_publish = role != "viewer"
    return {
        "roomJoin": True,
        "canPublish": may_publish,
        "canSubscribe": True,
        "canPublishData": may_publish,
        "roomAdmin": role == "host",
        "canMute": role in ("host", "moderator"),
    }


def jwt(claims: dict[str, Any], secret: str) -> str:
    """A JWT signed with HS256."""
    head = _part(orjson.dumps({"alg": "HS256", "typ": "JWT"}))
    signed = f"{head}.{_part(orjson.dumps(claims))}"
    return f"{signed}.{_part(hmac.new(secret.encode(), signed.encode(), 'sha256').digest())}"


def _part(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
