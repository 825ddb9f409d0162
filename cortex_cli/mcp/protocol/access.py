"""Who may use the server over HTTP: those who have its token."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_BEARER: Final = re.compile(r"bearer +([\x21-\x7e]+) *", re.IGNORECASE)


class RequireToken:
    """Lets requests through that carry the token. It comes first: without the token nothing is reached."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "lifespan" or (scope["type"] == "http" and self._allows(Headers(scope=scope))):
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            refusal = PlainTextResponse(
                "the token is missing or wrong", 401, headers={"WWW-Authenticate": "Bearer"}
            )
            await refusal(scope, receive, send)

    def _allows(self, headers: Headers) -> bool:
        values = headers.getlist("authorization")
        match = _BEARER.fullmatch(values[0]) if len(values) == 1 else None
        return match is not None and secrets.compare_digest(match[1].encode(), self._token)
