"""A local Orga AI for tests, written from the vendor's documentation: tokens, ICE servers and calls.

    async with FakeOrga() as fake:
        client = OrgaClient(base_url=fake.base_url, api_key=fake.api_key)

Needs ``odin-cortex[emulator]``.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import UTC, datetime
from typing import Any, TypedDict, Unpack

from cortex_async._core.timing.clock import Clock, SystemClock
from cortex_async.contrib.fake import FakeRequest, FakeRoute, FakeServer, Reply, SecretObject, json_body
from cortex_async.contrib.orga._generated.secrets import SECRET_FIELDS
from cortex_async.emulator.records import is_list, is_object

__all__ = ["FakeOrga", "Reply", "envelope"]

ICE_SERVERS: list[dict[str, Any]] = [
    {"urls": "stun:stun.example.com:3478"},
    {
        "urls": ["turn:turn.example.com:3478?transport=udp", "turns:turn.example.com:5349"],
        "username": "turn-user",
        "credential": "turn-password",
    },
]


class FakeOptions(TypedDict, total=False):
    """Options of ``FakeOrga``.

    lifetime: seconds until a token expires. Default 900.
    email_required: whether ``email`` is required, as it was before December 2025. Default False.
    emails: the known e-mail addresses. Default: all.
    bare_ice: respond with the bare list of ICE servers, as in an old version of the documentation. Default
        False.
    report_expiry: whether the response contains ``expires_at`` and ``token_type``. Default True.
    clock: the clock for tokens.
    """

    lifetime: float
    email_required: bool
    emails: frozenset[str]
    bare_ice: bool
    report_expiry: bool
    clock: Clock


def envelope(
    message: Any, kind: str = "invalid_request_error", code: str | None = None
) -> dict[str, dict[str, Any]]:
    """The body of an error. ``message`` may be an envelope itself."""
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


class FakeOrga(FakeServer):
    """A fake Orga AI. calls: the bodies that started conversations, oldest first."""

    def __init__(self, api_key: str | None = None, **options: Unpack[FakeOptions]) -> None:
        self.api_key: str = api_key or f"sk_orga_ai_{secrets.token_hex(16)}"
        self.calls: list[SecretObject] = []
        self._options = options
        self._clock: Clock = options.get("clock", SystemClock())
        self._expiry: dict[str, float] = {}
        path = "/v1/realtime/"
        super().__init__(
            [
                FakeRoute("createClientSecret", "POST", path + "client-secrets", self._issue),
                FakeRoute("getIceConfig", "GET", path + "ice-config", self._ice),
                FakeRoute("createCall", "POST", path + "calls", self._call),
            ],
            secret_fields=SECRET_FIELDS,
            clock=self._clock,
        )

    def revoke_tokens(self) -> None:
        """Reject all tokens created so far."""
        self._expiry.clear()

    def guard(self, operation: str, request: FakeRequest) -> Reply | None:
        scheme, _, credential = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not credential:
            return Reply(403, envelope("Not authenticated"))
        if operation == "createClientSecret":
            if hmac.compare_digest(credential.encode(), self.api_key.encode()):
                return None
            return Reply(401, envelope(envelope("Incorrect API key provided")))
        if self._expiry.get(credential, 0.0) > self._clock.unix():
            return None
        return Reply(401, envelope("Invalid or expired token"))

    def unknown(self, request: FakeRequest) -> Reply:
        return Reply(404, {"detail": "Not Found"})

    def _issue(self, request: FakeRequest) -> Reply:
        email = request.query.get("email")
        if email is None and self._options.get("email_required", False):
            return Reply(422, {"detail": [{"loc": ["query", "email"], "msg": "Field required"}]})
        known = self._options.get("emails")
        if email is not None and known is not None and email not in known:
            return Reply(404, envelope("User not found", "not_found_error"))
        expires_at = self._clock.unix() + self._options.get("lifetime", 900.0)
        token = f"fake.{secrets.token_urlsafe(24)}.token"
        self._expiry[token] = expires_at
        secret: dict[str, Any] = {"ephemeral_token": token}
        if self._options.get("report_expiry", True):
            # Microseconds and no time zone, as the service writes it.
            expiry = datetime.fromtimestamp(expires_at, UTC).replace(tzinfo=None)
            secret |= {"token_type": "bearer", "expires_at": expiry.isoformat(timespec="microseconds")}
        return Reply(200, secret)

    def _ice(self, request: FakeRequest) -> Reply:
        bare = self._options.get("bare_ice", False)
        return Reply(200, ICE_SERVERS if bare else {"iceServers": ICE_SERVERS})

    def _call(self, request: FakeRequest) -> Reply:
        try:
            body = json_body(request)
        except ValueError:
            return Reply(400, envelope("Malformed JSON"))
        problem = _problem(body)
        if problem is not None:
            return Reply(422, envelope(problem, code="validation_error"))
        self.calls.append(SecretObject(body))
        answer = {"sdp": "v=0\r\ns=answer\r\n", "type": "answer"}
        return Reply(200, {"conversation_id": f"conv_{len(self.calls)}", "answer": answer})


def _problem(body: dict[str, Any]) -> str | None:
    """What is wrong with the body of a call."""
    offer = body.get("offer")
    if not is_object(offer) or not isinstance(offer.get("sdp"), str) or offer.get("type") != "offer":
        return "offer with sdp and type 'offer' required"
    candidates = offer.get("candidates")
    if not is_list(candidates) or not all(is_object(one) and one.get("candidate") for one in candidates):
        return "offer.candidates: a list of candidates required"
    params = body.get("params", {})
    if not is_object(params) or not 0 <= params.get("temperature", 0) <= 1:
        return "params.temperature: 0 to 1 expected"
    return None
