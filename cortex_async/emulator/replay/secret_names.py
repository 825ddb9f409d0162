"""Which headers, members and parameters are secret, by name."""

from __future__ import annotations

import re

from cortex_async._core.secrets.header_names import SECRET_HEADERS
from cortex_async._generated.secrets import SECRET_FIELDS, SECRET_REQUEST_FIELDS
from cortex_async.emulator.records import plain_name
from cortex_async.emulator.replay.vocabulary import member_names

IN_RESPONSES = frozenset(map(plain_name, SECRET_FIELDS))
IN_REQUESTS = IN_RESPONSES | frozenset(map(plain_name, SECRET_REQUEST_FIELDS))

CONTAINERS = frozenset(
    map(
        plain_name,
        ("settings", "headers", "customHeaders", "bodyTemplate", "requestBody", "responseHeaders", "value"),
    )
)
"""Members that hold secrets among ordinary values."""

HEADER_MAPS = frozenset(map(plain_name, ("headers", "customHeaders", "responseHeaders")))

COMPANIONS = {"key": "keyprefix", "sessionid": "accesstoken", "settings": "pluginid"}
"""Names that are secret beside another one: a new API key, a session to log in with, a plugin's settings."""

_SUSPICIOUS = re.compile(
    "token|secret|passw|passphrase|pwd|apikey|accesskey|privatekey|signingkey|signature|cookie|credential"
    "|authoriz|jwt|bearer|^sig$|^otp$|^pin$|^hmac$"
)
_SUSPICIOUS_HEADER = re.compile(rf"{_SUSPICIOUS.pattern}|auth|session|key$")
_SUSPICIOUS_PARAMETER = re.compile(
    rf"{_SUSPICIOUS_HEADER.pattern}|^code$|^policy$|^hash$|ticket|nonce|^state$|keypairid"
)

_CHALLENGES = frozenset({"www-authenticate", "proxy-authenticate", "authentication-info"})

KEPT_REQUEST_HEADERS = frozenset(
    {
        "accept", "accept-encoding", "accept-language", "cache-control", "content-encoding", "content-length",
        "content-type", "idempotency-key", "if-none-match", "last-event-id", "traceparent", "user-agent",
        "x-project-id", "x-request-id", "x-timestamp",
    }
)  # fmt: skip
"""Requests can carry anything that a company's gateway asks for, so the values of all other headers are left
out."""


def is_secret_header(name: str) -> bool:
    """Whether a header's value is certainly a credential, or sounds like one."""
    lower = name.lower()
    if lower in _CHALLENGES:
        return False
    return lower in SECRET_HEADERS or _SUSPICIOUS_HEADER.search(plain_name(name)) is not None


def is_secret_parameter(name: str) -> bool:
    """Whether a query parameter or form field sounds like a credential or a signature."""
    return plain_name(name) in IN_REQUESTS or _SUSPICIOUS_PARAMETER.search(plain_name(name)) is not None


def is_secret_member(name: str, beside: frozenset[str], *, request: bool) -> bool:
    """Whether a member is secret: by the spec, by what it stands beside, or because it sounds like a
    credential.

    beside: the plain names of all members of the same object.
    """
    plain = plain_name(name)
    if plain in (IN_REQUESTS if request else IN_RESPONSES) or COMPANIONS.get(plain) in beside:
        return True
    # The spec's own names are judged above.
    return name not in member_names() and _SUSPICIOUS.search(plain) is not None


def may_be_secret(name: str) -> bool:
    """The same for text that is not valid JSON, where nothing can be seen of what stands beside the
    member."""
    plain = plain_name(name)
    return plain in IN_REQUESTS or plain in COMPANIONS or is_secret_member(name, frozenset(), request=True)
