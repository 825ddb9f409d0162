"""The credentials of Cortex: an API key or an access token, from an argument or from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from typing import Literal, TypeAlias

from attrs import frozen

from cortex_async._core.auth.credentials import (
    Anonymous,
    Authenticator,
    Credential,
    HeaderAuthenticator,
    Source,
)
from cortex_async._core.errors import ConfigError
from cortex_async._core.secrets.masking import Environment, hidden

ApiKeyHeader: TypeAlias = Literal["X-API-Key", "Authorization"]


@frozen(eq=False, repr=False)
class Credentials:
    """The credential of a client: at most one of the two is set."""

    api_key: Source | None = None
    access_token: Source | None = None
    api_key_header: ApiKeyHeader = "X-API-Key"

    def authenticator(self) -> Authenticator:
        if self.access_token is not None:
            return bearer(Credential(self.access_token, "access_token"))
        if self.api_key is None:
            return Anonymous(partial(_hint, "no-credentials"))
        key = Credential(self.api_key, "api_key")
        prefix = "ApiKey " if self.api_key_header == "Authorization" else ""
        return HeaderAuthenticator(
            key, self.api_key_header, prefix, "api-key", {"bearer": partial(_hint, "needs-access-token")}
        )


def bearer(token: Credential) -> Authenticator:
    """Return an authenticator that sends an access token."""
    hints = {"api-key": partial(_hint, "needs-api-key")}
    return HeaderAuthenticator(token, "Authorization", "Bearer ", "bearer", hints)


def _hint(situation: str) -> str:
    # Imported late: most processes never see an error.
    from cortex_async._core.advice import SITUATIONS

    return next(advice.hint for advice in SITUATIONS if advice.id == situation)


def find_credentials(
    api_key: Source | None,
    access_token: Source | None,
    api_key_header: ApiKeyHeader,
    environ: Mapping[str, str] | None = None,
) -> Credentials:
    """Return the given credential, else that of the environment.

    Raises ``ConfigError`` if there is none or more than one.
    """
    api_key, access_token = hidden(api_key), hidden(access_token)
    if api_key_header not in ("X-API-Key", "Authorization"):
        raise ConfigError("api_key_header must be 'X-API-Key' or 'Authorization'")
    if api_key is not None and access_token is not None:
        raise ConfigError("api_key and access_token must not both be given")
    if api_key is None and access_token is None:
        environ = Environment(os.environ if environ is None else environ)
        api_key = hidden(environ.get("CORTEX_API_KEY", "").strip()) or None
        access_token = hidden(environ.get("CORTEX_ACCESS_TOKEN", "").strip()) or None
        if api_key and access_token:
            raise ConfigError(
                "CORTEX_API_KEY and CORTEX_ACCESS_TOKEN are both set: unset one, or pass api_key=... or access_token=..."
            )
        if not api_key and not access_token:
            raise ConfigError(
                "no credentials: set CORTEX_API_KEY or CORTEX_ACCESS_TOKEN, or pass api_key=... or access_token=...; "
                "to log in first, use CortexClient.login(...) or CortexClient.without_credentials(...)"
            )
    return Credentials(api_key, access_token, api_key_header)
