"""Access tokens: JWTs as LiveKit takes them."""

from __future__ import annotations

import base64
import hmac
from typing import Any

import orjson
from attrs import define, field

from cortex_async._core.timing.clock import Clock
from cortex_async.contrib.fake import Asked, FakeRoute, Reply
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
    """lifetime: seconds."""

    secret: str = field(repr=False)
    clock: Clock
    lifetime: float

    def routes(self) -> list[FakeRoute]:
        return [
            FakeRoute("createToken", "POST", "/v1/token", self.issue),
            FakeRoute("refreshToken", "POST", "/v1/token/refresh", self.issue),
        ]

    def issue(self, asked: Asked) -> Reply:
        wanted = validated(asked, _TOKEN)
        now = self.clock.unix()
        claims = {
            "iss": "devkey",
            "sub": wanted["userId"],
            "name": wanted["name"],
            "metadata": orjson.dumps({**wanted.get("metadata", {}), "role": wanted["role"]}).decode(),
            "nbf": int(now),
            "exp": int(now + self.lifetime),
            "video": {"room": wanted["roomId"], **_grants(wanted["role"])},
        }
        ends = iso(now + self.lifetime)
        return Reply(
            200, {"token": jwt(claims, self.secret), "url": "wss://livekit.example.com", "expiresAt": ends}
        )


def _grants(role: str) -> dict[str, bool]:
    sends = role != "viewer"
    return {
        "roomJoin": True,
        "canPublish": sends,
        "canSubscribe": True,
        "canPublishData": sends,
        "roomAdmin": role == "host",
        "canMute": role in ("host", "moderator"),
    }


def jwt(claims: dict[str, Any], secret: str) -> str:
    """Signed with HS256."""
    head = _part(orjson.dumps({"alg": "HS256", "typ": "JWT"}))
    signed = f"{head}.{_part(orjson.dumps(claims))}"
    return f"{signed}.{_part(hmac.new(secret.encode(), signed.encode(), 'sha256').digest())}"


def _part(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
