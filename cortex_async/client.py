"""The client: construct, open, close, and the way to projects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self, Unpack, cast
from urllib.parse import quote

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.auth.credentials import Source
from cortex_async._core.call.service import Service
from cortex_async._core.codec.codec import Codec
from cortex_async._core.errors import ArgumentValueError
from cortex_async._core.request import Method, Options, QueryValue, Request, Route
from cortex_async._core.response import Response
from cortex_async._core.retry import Retry
from cortex_async._core.secrets.masking import hidden, hide_settings
from cortex_async._core.service_client import MAX_RESPONSE_BYTES, ServiceClient
from cortex_async._core.strings.wire_strings import MAX_DEPTH, Scalar, check_encodable, identifier
from cortex_async._core.timeouts import Timeout
from cortex_async._core.unset import UNSET, Unset
from cortex_async._generated.scopes import AccountScope
from cortex_async._generated.secrets import SECRET_FIELDS
from cortex_async.api_client import APIClient, ConnectionSettings, connect
from cortex_async.config import ApiKeyHeader, Credentials, find_credentials
from cortex_async.event_types import known_types
from cortex_async.project import ProjectScope

if TYPE_CHECKING:
    import ssl as tls

    from cortex_async._core.http.transport import Session
    from cortex_async.resources.events import Events

__all__ = ["CORTEX", "ConnectionSettings", "CortexClient"]

CORTEX = Service(
    name="odin-cortex",
    codec=Codec("cortex_async._generated", SECRET_FIELDS),
    schemes=frozenset({"api-key", "bearer"}),
    base_suffix="/api",
    event_marker="type",
    event_filter="types",
    event_types=known_types,
)


class CortexClient(APIClient, AccountScope):
    """ODIN Cortex, asynchronously::

        async with CortexClient(api_key=...) as client:
            session = await client.project(project_id).sessions.create(title=..., external_room_id=...)

    Nothing is opened before the first call, so a client can be made anywhere; one client is meant to serve a whole process.
    It belongs to the event loop of its first call until that loop closes.

    base_url: default ``CORTEX_BASE_URL``, else the vendor's. With or without a path, a slash or ``/api`` at the end.
    api_key, access_token: one of the two, or a function, async or not, that returns it; a function is asked at the first call
        and once more when the server answers 401. Default ``CORTEX_API_KEY`` or ``CORTEX_ACCESS_TOKEN``.
    api_key_header: ``Authorization`` sends ``Authorization: ApiKey ...`` instead of ``X-API-Key: ...``.
    timeout: a ``Timeout``, or the total in seconds of each call with its retries; None for no total. Default ``Timeout()``.
    retry: a ``Retry``, or False for exactly one attempt. Default ``Retry()``.
    headers: sent with every request.
    session: an ``aiohttp.ClientSession`` whose connections, default headers, proxy and traces are used. It is never closed or
        changed; its cookies are not sent, and ``pool_size`` and ``ssl`` are its own. What a server sends on its idle connections
        without being asked is noticed only if it is a whole response or has not been read yet.
    proxy: ``http://user:password@host:port``; None for what ``HTTPS_PROXY``, ``HTTP_PROXY``, ``ALL_PROXY`` and ``NO_PROXY`` say,
        where a name in lower case wins, even if it is empty; False for none.
    ssl: an ``ssl.SSLContext``, or the path of a file with the certificates to trust. Default ``SSL_CERT_FILE``, else
        ``REQUESTS_CA_BUNDLE``, else the platform's.
    pool_size: connections at once; event streams have their own.
    max_response_bytes: longest answer, after decompression. Default 256 MiB.

    Raises ``ConfigError``, which says what to set. A client that is not closed warns once (``ResourceWarning``).
    """

    def __init__(
        self,
        *,
        base_url: str | None = None,
        api_key: Source | None = None,
        access_token: Source | None = None,
        api_key_header: ApiKeyHeader = "X-API-Key",
        timeout: Timeout | float | Unset | None = UNSET,
        retry: Retry | bool = True,
        headers: Mapping[str, str] | None = None,
        session: Session | None = None,
        proxy: str | Literal[False] | None = None,
        ssl: tls.SSLContext | str | Path | None = None,
        pool_size: int = 100,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
    ) -> None:
        # Tracebacks may show the variables of this frame too.
        api_key, access_token = hidden(api_key), hidden(access_token)
        base_url, headers, proxy = hidden(base_url), hidden(headers), hidden(proxy)
        service = connect(
            CORTEX,
            find_credentials(api_key, access_token, api_key_header).authenticator(),
            base_url=base_url,
            timeout=timeout,
            retry=retry,
            headers=headers,
            session=session,
            proxy=proxy,
            ssl=ssl,
            pool_size=pool_size,
            max_response_bytes=max_response_bytes,
        )
        self._adopt(service, owner=True)

    @classmethod
    def without_credentials(cls, **settings: Unpack[ConnectionSettings]) -> Self:
        """A client for what needs no credential: ``auth.login``, ``auth.login_with_credentials``, ``health``."""
        hide_settings(settings)
        client = cls.__new__(cls)
        client._adopt(connect(CORTEX, Credentials().authenticator(), **settings), owner=True)
        return client

    def _adopt(self, service: ServiceClient, *, owner: bool) -> None:
        AccountScope.__init__(self, service)
        super()._adopt(service, owner=owner)

    @cached_property
    def events(self) -> Events:
        from cortex_async.resources.events import Events

        return Events(self._caller, self._bound)

    def project(self, project_id: str) -> ProjectScope:
        """The resources of one project. Asks the server nothing."""
        return ProjectScope(self._caller, identifier(project_id, "project_id"))

    async def request(
        self,
        method: str,
        path: str,
        *values: Scalar,
        query: Mapping[str, QueryValue] | None = None,
        body: object = UNSET,
        **options: Unpack[Options],
    ) -> Response:
        """Calls an endpoint that has no method here, with the same credential, retries, time limits and errors.

            response = await client.request("GET", "/api/projects/{projectId}/audit", project_id, query={"limit": 5})
            response.json()                                           # plain JSON
            client.codec.decode(response.body, list[models.Session])  # or typed

        ``path`` begins with ``/api``. ``values`` go into its ``{parts}`` in order, encoded: write ids that way, since logs and
        errors show ``path`` as it is given. ``body`` is bytes, a model, or anything that JSON can hold; what cannot
        be sent raises ``ArgumentError`` before anything is.
        """
        if query is not None and not isinstance(query, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("query", "a mapping of names to values", query)
        route = Route("request", _method(method), _path(path), CORTEX.schemes, keywords="query body")
        request = Request(route, values, query, None, UNSET if body is UNSET else without_unset(body))
        return await self._service.send(request, options)


def _method(method: object) -> Method:
    if not isinstance(method, str):
        raise wrong_type("method", "a string", method)
    if not re.fullmatch("[A-Za-z]+", method):
        raise wrong_value("method", "one word", method)
    return cast("Method", method.upper())


def _path(path: object) -> str:
    if not isinstance(path, str):
        raise wrong_type("path", "a string", path)
    if not path.startswith("/") or path.startswith("//"):
        raise wrong_value(
            "path", "a path that begins with one slash; the host is the client's base_url", path
        )
    if "?" in path or "#" in path:
        raise ArgumentValueError("path must not hold a query: give that as query={...}", parameter="path")
    if {".", ".."} & set(path.split("/")):
        raise ArgumentValueError(
            "path must not hold '.' or '..': give such parts as values, which are encoded", parameter="path"
        )
    check_encodable(path, "path")
    return quote(path, safe="/{}%:@!$&'()*+,;=~-._")


def without_unset(body: object, depth: int = 0) -> object:
    """A plain body without what is UNSET: the encoder would write an enumeration member by its name."""
    if depth > MAX_DEPTH:
        raise ArgumentValueError(f"body must not be nested deeper than {MAX_DEPTH} levels", parameter="body")
    if isinstance(body, dict):
        members = cast("dict[object, object]", body).items()
        return {name: without_unset(value, depth + 1) for name, value in members if value is not UNSET}
    if isinstance(body, list):
        items = cast("list[object]", body)
        return [without_unset(value, depth + 1) for value in items if value is not UNSET]
    return body
