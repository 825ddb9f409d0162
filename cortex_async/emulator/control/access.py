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

PAGE_TOKEN = "X-Emulator-Page-Token"  # noqa: S105  (the header's name)


@frozen
class Access:
    """The rules for one emulator. Without a token, for local addresses only, ``Host`` must be local.

    page_token: what the status page's own script sends, so that no other script on the same origin can act.
        None if the page is read-only, as it is unless controls were asked for.
    """

    enabled: bool
    token: str | None = field(repr=False)
    page_token: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, host: str, settings: Settings) -> Access:
        """The rules for an emulator that listens on ``host``."""
        local = is_local(host)
        enabled = local if settings.control is None else settings.control
        token = settings.control_token
        if enabled and not local and token is None:
            token = secrets.token_urlsafe(24)
        return cls(enabled, token, secrets.token_urlsafe(24) if settings.control else None)

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
        if self.token is None and (origin is not None or headers.get("Sec-Fetch-Site") == "same-origin"):
            self._check_page(headers.get(PAGE_TOKEN, ""))
        if self.token is not None and not self._has_token(headers.get("Authorization", "")):
            message = "the control token is missing or wrong: send it as Authorization: Bearer TOKEN"
            raise ControlError(401, "unauthorized", message, {"WWW-Authenticate": "Bearer"})

    def _check_page(self, given: str) -> None:
        if self.page_token is None:
            raise _forbidden(
                "the status page is read-only: start the emulator with --control, or control=True"
            )
        if not hmac.compare_digest(given.encode(errors="replace"), self.page_token.encode()):
            raise _forbidden(f"{PAGE_TOKEN} must be the status page's own token: reload the page")

    def _has_token(self, authorization: str) -> bool:
        scheme, _, given = authorization.partition(" ")
        expected = (self.token or "").encode()
        return scheme.lower() == "bearer" and hmac.compare_digest(
            given.strip().encode(errors="replace"), expected
        )


def _forbidden(message: str) -> ControlError:
    return ControlError(403, "forbidden", message)
