"""Which URL gets which events, and which URLs are allowed."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Final
from urllib.parse import SplitResult, urlsplit

from attrs import frozen

from cortex_async._core.stream.event_patterns import covers
from cortex_cli.failures import usage

_ANYTHING: Final = "*"


@frozen
class Routes:
    """The URLs by patterns of event types.

    mapped: pattern and URL, in the order of ``--map``. otherwise: URL of all other events, None if there is
    none.
    """

    mapped: tuple[tuple[str, str], ...]
    otherwise: str | None

    def url_of(self, event_type: str) -> str | None:
        """The URL of the most specific pattern that covers a type; of several equal ones the last counts."""
        fitting = [one for one in self.mapped if covers(one[0], event_type)]
        return max(reversed(fitting), key=lambda one: _specific(one[0]))[1] if fitting else self.otherwise

    @property
    def patterns(self) -> tuple[str, ...]:
        return tuple(pattern for pattern, _ in self.mapped)


def routes(forward_to: str | None, maps: Sequence[str], *, allow_remote: bool) -> Routes:
    """Read ``--forward-to`` and ``--map``.

    Raises ``Failure`` for a URL that cannot be used, or is of another machine without ``--allow-remote``.
    """
    mapped: list[tuple[str, str]] = []
    for given in maps:
        pattern, sign, url = given.partition("=")
        if not (pattern and sign and url):
            raise usage(f"--map must be TYPE=URL, got {given!r}")
        mapped.append((pattern, _checked("--map", url, allow_remote=allow_remote)))
    if forward_to is None and not mapped:
        raise usage(
            "--forward-to is missing: give a URL such as http://localhost:3000/webhooks, or --map TYPE=URL"
        )
    otherwise = (
        None if forward_to is None else _checked("--forward-to", forward_to, allow_remote=allow_remote)
    )
    return Routes(tuple(mapped), otherwise)


def _specific(pattern: str) -> tuple[bool, int]:
    return not pattern.endswith(_ANYTHING), len(pattern)


def _checked(option: str, url: str, *, allow_remote: bool) -> str:
    parts = _split(url)
    if parts is None:
        raise usage(f"{option} must be a URL such as http://localhost:3000/webhooks")
    if parts.username is not None or parts.password is not None:
        raise usage(f"{option} must have no user and no password: other users can see command lines")
    if not allow_remote and not is_local(parts.hostname or ""):
        raise usage(
            f"{option} goes to another machine, {parts.hostname}: events hold personal data; "
            "--allow-remote sends them"
        )
    return url


def _split(url: str) -> SplitResult | None:
    """The parts of a URL, None if nothing can be sent to it."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return None
    return parts if usable and url.isprintable() and " " not in url else None


def is_local(host: str) -> bool:
    """Return whether a host is this machine for certain.

    ``localhost`` and the names below it are, by https://www.rfc-editor.org/rfc/rfc6761#section-6.3.
    """
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        found = ipaddress.ip_address(name)
    except ValueError:
        return False
    inner = getattr(found, "ipv4_mapped", None)
    return bool((inner or found).is_loopback)
