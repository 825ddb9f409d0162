"""``CortexClient`` for blocking code, over an async client on the loop thread."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Self, Unpack, overload

from cortex_async._core.auth.credentials import Source
from cortex_async._core.options import Options
from cortex_async._core.request import QueryValue
from cortex_async._core.response import Response
from cortex_async._core.runtime.loading import loaded_property
from cortex_async._core.secrets.masking import hidden
from cortex_async._core.service_client import ServiceClient
from cortex_async._core.strings.wire_strings import Scalar
from cortex_async._core.unset import UNSET
from cortex_async.client import CortexClient as AsyncClient
from cortex_async.credentials import ApiKeyHeader
from cortex_sync._generated.scopes import AccountScope
from cortex_sync.api_client import APIClient, ConnectionSettings, check_settings
from cortex_sync.bridge.hooks import HookedCaller, put_off
from cortex_sync.bridge.runner import Runner
from cortex_sync.project import ProjectScope

if TYPE_CHECKING:
    from cortex_sync.resources.events import Events


class _Behind(AsyncClient):
    """The async client that does the work."""

    def _adopt(self, service_client: ServiceClient, *, owner: bool) -> None:
        super()._adopt(service_client, owner=owner)
        self._caller = HookedCaller(service_client)

    @classmethod
    def before_login(
        cls, email: str | None, password: str | None, session_id: str | None, settings: ConnectionSettings
    ) -> tuple[Self, Callable[[], Awaitable[object]]]:
        return cls._prepare_login(email, password, session_id, **settings)


class CortexClient(APIClient[AsyncClient], AccountScope):
    """Sync client of ODIN Cortex, for blocking code::

        with CortexClient(api_key=...) as client:
            session = client.project(project_id).sessions.create(title=..., external_room_id=...)

    Use one client for the whole process. It opens nothing before the first call. All threads may use it at
    the same time, and a forked child may continue to use it. All clients share one daemon thread that runs
    the connections; it starts with the first call. Ctrl-C during a call cancels the request. Notebooks work
    like scripts. In async code use ``cortex_async``: a blocking call stops the running event loop until it
    ends (``RuntimeWarning``).

    api_key, access_token: one of the two, as a string or as a function that returns it. The function runs in
        a thread of the SDK, before the first call and again when the server responds with 401. Default: the
        environment variable ``CORTEX_API_KEY`` or ``CORTEX_ACCESS_TOKEN``.
    api_key_header: ``Authorization`` sends ``Authorization: ApiKey ...`` instead of ``X-API-Key: ...``.
    settings: ``base_url``, ``timeout``, ``retry``, ``headers``, ``proxy``, ``ssl``, ``pool_size``,
        ``max_response_bytes``, ``idle_limit``, ``observers`` and ``limiter``; see ``ConnectionSettings``.

    The option ``on_response`` of a call runs in the calling thread, after the response and before the call
    returns or raises. There is no ``session`` parameter, because an aiohttp session belongs to an event loop
    of the application.

    Raises ``ConfigError``, which says what to set. A client that is not closed warns once
    (``ResourceWarning``).
    """

    def __init__(
        self,
        *,
        api_key: Source | None = None,
        access_token: Source | None = None,
        api_key_header: ApiKeyHeader = "X-API-Key",
        **settings: Unpack[ConnectionSettings],
    ) -> None:
        # Tracebacks may show the variables of this frame as well.
        check_settings(settings)
        api_key, access_token = hidden(api_key), hidden(access_token)
        self._adopt(
            _Behind(api_key=api_key, access_token=access_token, api_key_header=api_key_header, **settings)
        )

    @classmethod
    def without_credentials(cls, **settings: Unpack[ConnectionSettings]) -> Self:
        """A client for operations without credentials:

        ``auth.login``, ``auth.login_with_credentials``, ``health``. ``CortexClient.login`` logs in and
        returns a client that stays logged in.
        """
        check_settings(settings)
        client = cls.__new__(cls)
        client._adopt(_Behind.without_credentials(**settings))
        return client

    @overload
    @classmethod
    def login(cls, *, email: str, password: str, **settings: Unpack[ConnectionSettings]) -> Self: ...
    @overload
    @classmethod
    def login(cls, *, session_id: str, **settings: Unpack[ConnectionSettings]) -> Self: ...
    @classmethod
    def login(
        cls,
        *,
        email: str | None = None,
        password: str | None = None,
        session_id: str | None = None,
        **settings: Unpack[ConnectionSettings],
    ) -> Self:
        """Log in with e-mail address and password, or with a Fusion session id, and return the client::

            with CortexClient.login(email=..., password=...) as client:
                profile = client.auth.get_profile()

        Access tokens are short-lived. When the server responds with 401, the client logs in again, once for
        all calls in progress, and repeats the call.

        email, password, session_id: the first two, or the last one. They are kept for further logins.
        settings: as for ``CortexClient(...)``; logging in uses them too.

        Raises ``ConfigError`` for arguments that cannot be used, ``Unauthorized`` for a wrong password or
        session id, and otherwise what every call raises; so does a later call that logs in again. After
        a 401 or 403 to a login, calls raise its error for 30 s without another login, which could lock the
        account.
        """
        check_settings(settings)
        email, password, session_id = hidden(email), hidden(password), hidden(session_id)
        inner, log_in = _Behind.before_login(email, password, session_id, settings)
        client = cls.__new__(cls)
        client._adopt(inner)
        try:
            client._runner.run(log_in)
        except BaseException:
            client.close()
            raise
        return client

    def _adopt(self, client: AsyncClient, runner: Runner | None = None) -> None:
        super()._adopt(client, runner)
        AccountScope.__init__(self, self._runner, client)

    @loaded_property
    def events(self) -> Events:
        """The events of the account."""
        from cortex_sync.resources.events import Events

        return Events(self._runner, self._inner.events)

    def project(self, project_id: str) -> ProjectScope:
        """The resources of one project. Sends no request."""
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
        """Call an endpoint that has no method here, with the same credential, retries, time limits and
        errors.

            response = client.request(
                "GET", "/api/projects/{projectId}/sessions", project_id, query={"limit": 5}
            )
            print(response.json())  # plain JSON
            client.codec.decode(response.body, list[models.Session])  # or typed

        ``path`` starts with ``/api``. ``values`` are encoded and fill its ``{placeholders}`` in order: pass
        ids that way, because logs and errors show ``path`` as given. ``body`` is bytes, a model, or any JSON
        value. Raises ``ArgumentError`` for a value that cannot be sent, before the request.
        """
        return self._runner.run(
            self._client.request, method, path, *values, query=query, body=body, **put_off(options)
        )
