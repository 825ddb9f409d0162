"""The TLS certificates that a client trusts."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from pathlib import Path

from cortex_async._core.arguments import with_article
from cortex_async._core.errors import ConfigError


def tls_context(given: object, environ: Mapping[str, str]) -> ssl.SSLContext | None:
    """Return a context that trusts the given certificates.

    By default those that the environment variable ``SSL_CERT_FILE`` or else ``REQUESTS_CA_BUNDLE`` names.
    None stands for the platform's certificates. Raises ``ConfigError`` for a file that cannot be used.
    """
    if isinstance(given, ssl.SSLContext):
        return given
    if given is None:
        name = next((name for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE") if environ.get(name)), None)
        return None if name is None else _context_of(Path(environ[name]), name)
    if not isinstance(given, (str, Path)):
        raise ConfigError(
            f"ssl must be an SSLContext or the path of a CA file, got {with_article(type(given).__name__)}"
        )
    return _context_of(Path(given), "ssl")


def _context_of(path: Path, origin: str) -> ssl.SSLContext:
    try:
        if path.is_dir():
            return ssl.create_default_context(capath=str(path))
        return ssl.create_default_context(cafile=str(path))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
    raise ConfigError(f"{origin} must name a file with certificates: {path} cannot be read ({reason})")
