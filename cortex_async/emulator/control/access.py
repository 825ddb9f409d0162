"""Who may use the control surface.

Any program on this machine may, but no web page, although a browser on this machine can reach the port: a
page could send a form to it (cross-site request forgery) or point its own host name at it (DNS rebinding).
A browser does not let a page forge ``Host``, ``Origin`` and ``Sec-Fetch-Site``, and sends
JSON to another site only with that site's permission: https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping

from attrs import field, frozen

from cortex_async.emulator.control.errors import ControlError
from cortex_async.emulator.hosts import host_name, is_local
from cortex_async.emulator.settings import Settings


@frozen
class Access:
    """The rules for one emulator. Without a token, for local addresses only, ``Host`` must be local."""

    enabled: bool
    token: str | None = field(repr=False)

    @classmethod
    def of(cls, host: str, settings: Settings) -> Access:
        """The rules for an emulator that listens on ``host``."""
        local = is_local(host)
        enabled = local if settings.control is None else settings.control
        token = settings.control_token
        if enabled and not local and token is None:
            token = secrets.token_urlsafe(24)
        return cls(enabled, token)

    def check(self, headers: Mapping[str, str]) -> None:
        """Raises ``ControlError`` 401 or 403 if a request with these headers is not allowed."""
        host = headers.get("Host", "")
        if not self.enabled:
            raise _forbidden("the control surface is off: start the emulator with --control, or control=True")
        if self.token is None and not is_local(host_name(host)):
            raise _forbidden(
                "Host must be localhost or a loopback address, unless the emulator has a control token"
            )
        origin = headers.get("Origin")
        if origin is not None and origin.partition("://")[2].lower() != host.lower():
            raise _forbidden("Origin must be the emulator's own: no other web page may control it")
        if headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            raise _forbidden("Sec-Fetch-Site must be same-origin: no other web page may control the emulator")
        if self.token is not None and not self._has_token(headers.get("Authorization", "")):
            message = "the control token is missing or wrong: send it as Authorization: Bearer TOKEN"
            raise ControlError(401, "unauthorized", message, {"WWW-Authenticate": "Bearer"})

    def _has_token(self, authorization: str) -> bool:
        scheme, _, given = authorization.partition(" ")
        expected = (self.token or "").encode()
        return scheme.lower() == "bearer" and hmac.compare_digest(
            given.strip().encode(errors="replace"), expected
        )


def _forbidden(message: str) -> ControlError:
    return ControlError(403, "forbidden", message)
