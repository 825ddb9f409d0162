"""Which certificates are trusted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cortex_async._core.arguments import with_article
from cortex_async._core.errors import ConfigError

if TYPE_CHECKING:
    import ssl as tls


def tls_context(given: object, environ: Mapping[str, str]) -> tls.SSLContext | None:
    """A context that trusts what it was told to. ``SSL_CERT_FILE`` wins over ``REQUESTS_CA_BUNDLE``."""
    import ssl as tls

    if isinstance(given, tls.SSLContext):
        return given
    if given is None:
        name = next((name for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE") if environ.get(name)), None)
        return None if name is None else _trusting(Path(environ[name]), name)
    if not isinstance(given, (str, Path)):
        raise ConfigError(
            f"ssl must be an SSLContext or the path of a CA file, got {with_article(type(given).__name__)}"
        )
    return _trusting(Path(given), "ssl")


def _trusting(path: Path, origin: str) -> tls.SSLContext:
    import ssl as tls

    try:
        if path.is_dir():
            return tls.create_default_context(capath=str(path))
        return tls.create_default_context(cafile=str(path))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
    raise ConfigError(f"{origin} must name a file with certificates: {path} cannot be read ({reason})")
