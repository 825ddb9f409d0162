"""The settings of clients: reads the environment, checks values, fills in defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypedDict

from attrs import frozen

from cortex_async._core.arguments import check_count
from cortex_async._core.call.defaults import Defaults
from cortex_async._core.call.service import Service
from cortex_async._core.errors import ArgumentError, ConfigError
from cortex_async._core.http.base_url import normalized_base_url
from cortex_async._core.http.certificates import tls_context
from cortex_async._core.http.proxies import Proxy, environment_proxy, parse_proxy
from cortex_async._core.http.settings import TransportSettings
from cortex_async._core.options import Options
from cortex_async._core.retry import Retry
from cortex_async._core.secrets.masking import Environment, hidden, hide_settings
from cortex_async._core.timeouts import Timeout
from cortex_async._core.unset import UNSET, Unset

if TYPE_CHECKING:
    import ssl as tls

    from cortex_async._core.http.transport import Session
    from cortex_async._core.limiting import Limiter
    from cortex_async._core.telemetry.listeners import Listeners
    from cortex_async._core.telemetry.observer import Observer

MAX_RESPONSE_BYTES: Final = 256 * 1024 * 1024


class SharedSettings(TypedDict, total=False):
    """Settings of every client, async and sync, besides its credentials.

    base_url: URL of the API, with or without a path, a trailing slash or the prefix of every path. Default:
        the API's environment variable if it has one (``CORTEX_BASE_URL`` for Cortex), else the vendor's URL.
    timeout: a ``Timeout``, or the total of each call in seconds including its retries; None for no total.
        Default ``Timeout()``.
    retry: a ``Retry``, False for exactly one attempt, True for the default. Default ``Retry()``.
    headers: sent with every request.
    proxy: ``http://user:password@host:port``, or False for no proxy. Default: the environment variables
        ``HTTPS_PROXY``, ``HTTP_PROXY``, ``ALL_PROXY`` and ``NO_PROXY``; a lower-case name wins, even if its
        value is empty.
    ssl: an ``ssl.SSLContext``, or the path of a file or folder with the certificates to trust. Default: the
        environment variables ``SSL_CERT_FILE`` or ``REQUESTS_CA_BUNDLE``, else the platform's certificates.
    pool_size: the most connections at once, not counting those of event streams. Default 100.
    max_response_bytes: the most bytes of one response, after decompression. Default 256 MiB.
    idle_limit: seconds without a byte after which the connection of an event stream or of live views counts
        as dead and is made again; 0 for no limit. If the server sends heartbeats more often, three missing
        ones are enough. Default 45.
    observers: a list of ``Observer`` objects, which see what the client does. Default: none.
    limiter: a ``LocalLimiter``, ``RedisLimiter`` or another ``Limiter``, for which every attempt waits until
        its turn. Default: none.
    """

    base_url: str | None
    timeout: Timeout | float | Unset | None
    retry: Retry | bool
    headers: Mapping[str, str] | None
    proxy: str | Literal[False] | None
    ssl: tls.SSLContext | str | Path | None
    pool_size: int
    max_response_bytes: int
    idle_limit: float
    observers: Sequence[Observer] | None
    limiter: Limiter | None


class ConnectionSettings(SharedSettings, total=False):
    """Settings of every async client: those of ``SharedSettings``, and ``session``.

    session: an ``aiohttp.ClientSession`` whose connections, default headers, proxy and traces are used. It is
        never closed or changed; its cookies are not sent, and its own connector takes the place of
        ``pool_size`` and ``ssl``. Unsolicited data on its idle connections is detected only if it is a
        complete response or has not been read yet.
    """

    session: Session | None


SETTING_NAMES: Final = frozenset({*SharedSettings.__annotations__, *ConnectionSettings.__annotations__})


@frozen(eq=False, repr=False)
class Config:
    """The checked and complete settings of a client.

    base_url: without a trailing slash and without the prefix of every path.
    listeners: None if nobody observes.
    limiter: None for no limits.
    """

    base_url: str
    defaults: Defaults
    transport: TransportSettings
    max_response_bytes: int
    listeners: Listeners | None
    limiter: Limiter | None


def configure(
    service: Service,
    settings: ConnectionSettings,
    *,
    site: str = "",
    environ: Mapping[str, str] | None = None,
) -> Config:
    """Return the complete settings of a client of ``service``.

    site: where the client is constructed (``file:line``).
    environ: the environment, ``os.environ`` by default.

    Raises ``ConfigError`` that names a setting which cannot be used, ``ArgumentTypeError`` for one that does
    not exist.
    """
    hide_settings(settings)
    if unknown := settings.keys() - SETTING_NAMES:
        from cortex_async._core.strings.keywords import unknown_keyword

        raise unknown_keyword(min(unknown), sorted(SETTING_NAMES), [], "a client")
    environ = Environment(os.environ if environ is None else environ)
    url = _base_url(service, settings.get("base_url"), environ)
    listeners = _listeners(settings.get("observers"))
    transport = TransportSettings(
        product=service.name,
        pool_size=_count("pool_size", settings.get("pool_size", 100)),
        proxy=_proxy(settings.get("proxy"), url, environ),
        ssl=tls_context(settings.get("ssl"), environ) if url.startswith("https:") else None,
        session=settings.get("session"),
        site=site,
        listeners=listeners,
    )
    max_bytes = _count("max_response_bytes", settings.get("max_response_bytes", MAX_RESPONSE_BYTES))
    limiter = _limiter(settings.get("limiter"))
    return Config(url, _defaults(settings), transport, max_bytes, listeners, limiter)


def _base_url(service: Service, given: str | None, environ: Mapping[str, str]) -> str:
    given = hidden(given)
    if given is None and service.base_url_variable:
        given = hidden(environ.get(service.base_url_variable, "").strip()) or None
    if given is None and not service.base_url:
        raise ConfigError("base_url must be given: this API has no default URL")
    return normalized_base_url(
        service.base_url if given is None else given, service.base_suffix, service.base_url
    )


def find_listeners(observers: Sequence[Observer] | None) -> Listeners | None:
    """Return the observers' listeners, None if there are none. Raises ``ArgumentError`` for anything else."""
    if not observers and isinstance(observers, (list, tuple, type(None))):
        return None
    # Imported late: most clients have no observers.
    from cortex_async._core.telemetry.listeners import listeners_of

    return listeners_of(observers)


def find_limiter(limiter: object) -> Limiter | None:
    """Return the limiter. Raises ``ArgumentTypeError`` for what is none."""
    if limiter is None:
        return None
    # Imported late: most clients have no limiter.
    from cortex_async._core.limiting import checked_limiter

    return checked_limiter(limiter)


def _limiter(limiter: object) -> Limiter | None:
    try:
        return find_limiter(limiter)
    except ArgumentError as error:
        problem = str(error)
    raise ConfigError(problem)


def _listeners(observers: Sequence[Observer] | None) -> Listeners | None:
    try:
        return find_listeners(observers)
    except ArgumentError as error:
        problem = str(error)
    raise ConfigError(problem)


def _defaults(settings: ConnectionSettings) -> Defaults:
    options = Options(retry=settings.get("retry", True), headers=settings.get("headers") or {})
    timeout = settings.get("timeout", UNSET)
    if timeout is not UNSET:
        options["timeout"] = timeout
    try:
        return Defaults().narrowed(options).with_idle_limit(settings.get("idle_limit", UNSET))
    except (ValueError, TypeError) as error:
        problem = str(error)
    raise ConfigError(problem)


def _count(name: str, value: int) -> int:
    try:
        check_count(name, value)
    except ArgumentError as error:
        problem = str(error)
    else:
        return value
    raise ConfigError(problem)


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
    # The value is not shown, since it may contain a password.
    raise ConfigError("proxy must be the URL of an http proxy, False or None")
