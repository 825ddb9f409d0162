"""The client for blocking code: the async client behind it, and the way to projects."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self, Unpack

from cortex_async._core.auth.credentials import Source
from cortex_async._core.request import Options, QueryValue
from cortex_async._core.response import Response
from cortex_async._core.retry import Retry
from cortex_async._core.secrets.masking import hidden, hide_settings
from cortex_async._core.service_client import MAX_RESPONSE_BYTES, ServiceClient
from cortex_async._core.strings.wire_strings import Scalar
from cortex_async._core.timeouts import Timeout
from cortex_async._core.unset import UNSET, Unset
from cortex_async.client import CortexClient as AsyncClient
from cortex_async.config import ApiKeyHeader
from cortex_sync._generated.scopes import AccountScope
from cortex_sync.api_client import APIClient, ConnectionSettings
from cortex_sync.hooks import HookedCaller, put_off
from cortex_sync.project import ProjectScope
from cortex_sync.runner import Runner

if TYPE_CHECKING:
    import ssl as tls

    from cortex_sync.resources.events import Events


class _Behind(AsyncClient):
    """The async client that does the work."""

    def _adopt(self, service: ServiceClient, *, owner: bool) -> None:
        super()._adopt(service, owner=owner)
        self._caller = HookedCaller(service)


class CortexClient(APIClient[AsyncClient], AccountScope):
    """ODIN Cortex for blocking code::

        with CortexClient(api_key=...) as client:
            session = client.project(project_id).sessions.create(title=..., external_room_id=...)

    Nothing is opened before the first call. One client is meant to serve a whole process: every thread may use it at the same
    time, and a forked child may go on using it. All clients share one daemon thread that runs the connections; it starts with
    the first call. Ctrl-C in a call cancels the request. In a notebook it works as in a script; in async code use
    ``cortex_async``, since a call here stops the running event loop until it ends (``RuntimeWarning``).

    base_url: default ``CORTEX_BASE_URL``, else the vendor's. With or without a path, a slash or ``/api`` at the end.
    api_key, access_token: one of the two, or a function that returns it, which runs in a thread of the SDK; it is asked at the
        first call and once more when the server answers 401. Default ``CORTEX_API_KEY`` or ``CORTEX_ACCESS_TOKEN``.
    api_key_header: ``Authorization`` sends ``Authorization: ApiKey ...`` instead of ``X-API-Key: ...``.
    timeout: a ``Timeout``, or the total in seconds of each call with its retries; None for no total. Default ``Timeout()``.
    retry: a ``Retry``, or False for exactly one attempt. Default ``Retry()``.
    headers: sent with every request.
    proxy: ``http://user:password@host:port``; None for what ``HTTPS_PROXY``, ``HTTP_PROXY``, ``ALL_PROXY`` and ``NO_PROXY`` say,
        where a name in lower case wins, even if it is empty; False for none.
    ssl: an ``ssl.SSLContext``, or the path of a file with the certificates to trust. Default ``SSL_CERT_FILE``, else
        ``REQUESTS_CA_BUNDLE``, else the platform's.
    pool_size: connections at once; event streams have their own.
    max_response_bytes: longest answer, after decompression. Default 256 MiB.

    The option ``on_response`` of a call runs in the calling thread, after the answer and before the call returns or raises.
    There is no ``session``: an aiohttp session belongs to an event loop of the application, which blocking code has none of.

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
        proxy: str | Literal[False] | None = None,
        ssl: tls.SSLContext | str | Path | None = None,
        pool_size: int = 100,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
    ) -> None:
        # Tracebacks may show the variables of this frame too.
        api_key, access_token = hidden(api_key), hidden(access_token)
        base_url, headers, proxy = hidden(base_url), hidden(headers), hidden(proxy)
        client = _Behind(
            base_url=base_url,
            api_key=api_key,
            access_token=access_token,
            api_key_header=api_key_header,
            timeout=timeout,
            retry=retry,
            headers=headers,
            proxy=proxy,
            ssl=ssl,
            pool_size=pool_size,
            max_response_bytes=max_response_bytes,
        )
        self._adopt(client)

    @classmethod
    def without_credentials(cls, **settings: Unpack[ConnectionSettings]) -> Self:
        """A client for what needs no credential: ``auth.login``, ``auth.login_with_credentials``, ``health``."""
        hide_settings(settings)
        client = cls.__new__(cls)
        client._adopt(_Behind.without_credentials(**settings))
        return client

    def _adopt(self, client: AsyncClient, runner: Runner | None = None) -> None:
        super()._adopt(client, runner)
        AccountScope.__init__(self, self._runner, client)

    @cached_property
    def events(self) -> Events:
        from cortex_sync.resources.events import Events

        return Events(self._runner, self._inner.events)

    def project(self, project_id: str) -> ProjectScope:
        """The resources of one project. Asks the server nothing."""
        return ProjectScope(self._runner, self._client.project(project_id))

    def request(
        self,
        method: str,
        path: str,
        *values: Scalar,
        query: Mapping[str, QueryValue] | None = None,
        body: object = UNSET,
        **options: Unpack[Options],
    ) -> Response:
        """Calls an endpoint that has no method here, with the same credential, retries, time limits and errors.

            response = client.request("GET", "/api/projects/{projectId}/audit", project_id, query={"limit": 5})
            response.json()                                           # plain JSON
            client.codec.decode(response.body, list[models.Session])  # or typed

        ``path`` begins with ``/api``. ``values`` go into its ``{parts}`` in order, encoded: write ids that way, since logs and
        errors show ``path`` as it is given. ``body`` is bytes, a model, or anything that JSON can hold; what cannot
        be sent raises ``ArgumentError`` before anything is.
        """
        return self._runner.run(
            self._client.request, method, path, *values, query=query, body=body, **put_off(options)
        )
