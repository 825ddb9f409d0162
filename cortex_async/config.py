"""What a client was told, checked and complete. The one place that reads the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import quote, urlsplit

from attrs import field, frozen

from cortex_async._core.arguments import check_count
from cortex_async._core.auth.credentials import (
    Anonymous,
    Authenticator,
    Credential,
    HeaderAuthenticator,
    Source,
)
from cortex_async._core.call.defaults import Defaults
from cortex_async._core.errors import ArgumentError, ConfigError
from cortex_async._core.http.proxies import Proxy, environment_proxy, parse_proxy
from cortex_async._core.request import Options
from cortex_async._core.secrets.masking import Environment, hidden

if TYPE_CHECKING:
    import ssl as tls

DEFAULT_BASE_URL = "https://ots.odin.4players.io"

ApiKeyHeader: TypeAlias = Literal["X-API-Key", "Authorization"]

_JWT_HINT = (
    "This operation takes an access token (JWT) and no API key: make a client with access_token=..., "
    "e.g. one that auth.login(...) of a client without credentials returns"
)
_ANONYMOUS_HINT = "This client has no credentials: make one with api_key=... or access_token=..."


@frozen(eq=False)
class Credentials:
    """Which credential to use: at most one of the two is set."""

    api_key: Source | None = field(default=None, repr=False)
    access_token: Source | None = field(default=None, repr=False)
    api_key_header: ApiKeyHeader = "X-API-Key"

    def authenticator(self) -> Authenticator:
        if self.access_token is not None:
            token = Credential(self.access_token, "access_token")
            return HeaderAuthenticator(token, "Authorization", "Bearer ", "bearer", {})
        if self.api_key is None:
            return Anonymous(_ANONYMOUS_HINT)
        key = Credential(self.api_key, "api_key")
        prefix = "ApiKey " if self.api_key_header == "Authorization" else ""
        return HeaderAuthenticator(key, self.api_key_header, prefix, "api-key", {"bearer": _JWT_HINT})


def find_credentials(
    api_key: Source | None,
    access_token: Source | None,
    api_key_header: ApiKeyHeader,
    environ: Mapping[str, str] | None = None,
) -> Credentials:
    """The explicit credential, else that of the environment. Raises ``ConfigError`` for none or two."""
    api_key, access_token = hidden(api_key), hidden(access_token)
    if api_key_header not in ("X-API-Key", "Authorization"):
        raise ConfigError("api_key_header: 'X-API-Key' or 'Authorization' expected")
    if api_key is not None and access_token is not None:
        raise ConfigError("give api_key or access_token, not both")
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
                "to log in first, use CortexClient.without_credentials(...)"
            )
    return Credentials(api_key, access_token, api_key_header)


@frozen(eq=False)
class Config:
    """base_url: origin and path without a slash at the end and without the part that every path repeats.

    ssl: for https, None for the platform's certificates.
    """

    base_url: str
    defaults: Defaults
    proxy: Proxy | None = None
    ssl: tls.SSLContext | None = field(default=None, repr=False)
    pool_size: int = 100
    max_response_bytes: int = 256 * 1024 * 1024


def configure(
    *,
    base_url: str | None,
    base_suffix: str,
    options: Options,
    proxy: str | Literal[False] | None,
    ssl: tls.SSLContext | str | Path | None,
    pool_size: int,
    max_response_bytes: int,
    environ: Mapping[str, str] | None = None,
) -> Config:
    """A complete configuration. Raises ``ConfigError`` that names the setting which does not fit."""
    environ = Environment(os.environ if environ is None else environ)
    base_url, proxy = hidden(base_url), hidden(proxy)
    if base_url is None:
        base_url = environ.get("CORTEX_BASE_URL", "").strip() or DEFAULT_BASE_URL
    url = normalized_base_url(base_url, base_suffix)
    _require_count("pool_size", pool_size)
    _require_count("max_response_bytes", max_response_bytes)
    try:
        defaults = Defaults().narrowed(options)
    except (ValueError, TypeError) as error:
        raise ConfigError(str(error)) from None
    return Config(
        url,
        defaults,
        _proxy(proxy, url, environ),
        _tls_context(ssl, environ) if url.startswith("https:") else None,
        pool_size,
        max_response_bytes,
    )


def _require_count(name: str, value: object) -> None:
    try:
        check_count(name, value)
    except ArgumentError as error:
        raise ConfigError(str(error)) from None


def normalized_base_url(text: str, suffix: str) -> str:
    """``https://host[:port][/path]``, where the path does not end in ``suffix``. The text, which may hold a password, is not shown."""
    problem = _base_url_problem(text)
    if problem:
        raise ConfigError(f"base_url {problem}: a URL like {DEFAULT_BASE_URL} expected")
    parts = urlsplit(text.strip())
    path = re.sub("/{2,}", "/", parts.path).rstrip("/")
    if suffix and path.endswith(suffix):
        path = path.removesuffix(suffix).rstrip("/")
    host = parts.netloc.rstrip(":")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    return f"{parts.scheme}://{host.lower()}{quote(path, safe='/%:@!$&()*+,;=~-._')}"


def _base_url_problem(text: object) -> str | None:
    if not isinstance(text, str):
        return f"is a {type(text).__name__}"
    text = text.strip()
    if re.search(r"[\s\x00-\x1f\x7f\\]", text):
        return "holds a space or control character"
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname or ""
        host.encode("idna" if not host.isascii() else "ascii")
    except ValueError:
        return "has no legible host and port"
    if parts.scheme not in ("http", "https"):
        return "does not begin with http:// or https://"
    if not host or port == 0:
        return "has no host" if not host else "has no usable port"
    if "@" in parts.netloc:
        return "holds a user or password"
    if parts.query or parts.fragment or "?" in text or "#" in text:
        return "has a query or fragment"
    return "has a path with .." if ".." in parts.path.split("/") else None


def _proxy(proxy: str | Literal[False] | None, url: str, environ: Mapping[str, str]) -> Proxy | None:
    if proxy is False:
        return None
    if proxy is None:
        return environment_proxy(url, environ)
    if isinstance(proxy, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
        try:
            return parse_proxy(proxy, "proxy")
        except ValueError:
            pass
    # The value is not shown, since it may hold a password.
    raise ConfigError("proxy must be the URL of an http proxy, False or None")


def _tls_context(given: object, environ: Mapping[str, str]) -> tls.SSLContext | None:
    """A context that trusts what it was told to. ``SSL_CERT_FILE`` wins over ``REQUESTS_CA_BUNDLE``."""
    import ssl as tls

    if isinstance(given, tls.SSLContext):
        return given
    if given is None:
        name = next((name for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE") if environ.get(name)), None)
        return None if name is None else _trusting(Path(environ[name]), name)
    if not isinstance(given, (str, Path)):
        raise ConfigError(f"ssl: an SSLContext or the path of a CA file expected, got {type(given).__name__}")
    return _trusting(Path(given), "ssl")


def _trusting(path: Path, origin: str) -> tls.SSLContext:
    import ssl as tls

    try:
        if path.is_dir():
            return tls.create_default_context(capath=str(path))
        return tls.create_default_context(cafile=str(path))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
    raise ConfigError(f"{origin}: no certificates can be read from {path} ({reason})")
