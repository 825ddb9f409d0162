"""The client of ODIN Cortex."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Self, Unpack, cast, overload
from urllib.parse import quote

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.auth.credentials import Credential, Source
from cortex_async._core.call.service import Service
from cortex_async._core.codec.codec import Codec
from cortex_async._core.errors import ArgumentValueError
from cortex_async._core.options import Options
from cortex_async._core.request import QueryValue, Request, Route
from cortex_async._core.response import Response
from cortex_async._core.runtime.loading import loaded_property
from cortex_async._core.secrets.masking import hidden, hide_settings
from cortex_async._core.service_client import ServiceClient
from cortex_async._core.strings.wire_strings import MAX_DEPTH, Scalar, check_encodable, identifier
from cortex_async._core.types import Method
from cortex_async._core.unset import UNSET
from cortex_async._generated.scopes import AccountScope
from cortex_async._generated.secrets import SECRET_FIELDS
from cortex_async.api_client import APIClient, connect
from cortex_async.config import ConnectionSettings
from cortex_async.credentials import ApiKeyHeader, Credentials, bearer, find_credentials
from cortex_async.event_types import known_types
from cortex_async.project import ProjectScope

if TYPE_CHECKING:
    from cortex_async._core.limiting import Limit
    from cortex_async.login import PendingLogin
    from cortex_async.resources.events import Events

__all__ = ["CORTEX", "CortexClient"]


@cache
def _published_limits() -> Mapping[str, Limit]:
    # Imported late: most clients have no limiter.
    from cortex_async._core.limiting import Limit

    # From the description of its response 429.
    return {"ingest": Limit(100, operations=["ingest"], by=["project"])}


CORTEX = Service(
    name="odin-cortex",
    codec=Codec("cortex_async._generated", SECRET_FIELDS),
    base_url="https://ots.odin.4players.io",
    base_url_variable="CORTEX_BASE_URL",
    schemes=frozenset({"api-key", "bearer"}),
    base_suffix="/api",
    event_marker="type",
    event_filter="types",
    event_types=known_types,
    project_parameter="projectId",
    project_header="X-Project-Id",
    limits=_published_limits,
)


class CortexClient(APIClient, AccountScope):
    """Async client of ODIN Cortex::

        async with CortexClient(api_key=...) as client:
            session = await client.project(project_id).sessions.create(title=..., external_room_id=...)

    Use one client for the whole process. It opens nothing before the first call, so you can construct it
    anywhere. It belongs to the event loop of its first call until that loop closes.

    api_key, access_token: one of the two, as a string or as a function, async or sync, that returns it. The
        function is called before the first call, and again when the server responds with 401. Default: the
        environment variable ``CORTEX_API_KEY`` or ``CORTEX_ACCESS_TOKEN``.
    api_key_header: ``X-API-Key`` (default) sends ``X-API-Key: ...``, ``Authorization`` sends ``Authorization:
        ApiKey ...``.
    settings: ``base_url``, ``timeout``, ``retry``, ``headers``, ``session``, ``proxy``, ``ssl``,
        ``pool_size``, ``max_response_bytes``, ``idle_limit``, ``observers`` and ``limiter``; see
        ``ConnectionSettings``.

    Raises ``ConfigError`` for a setting that is missing or cannot be used, ``ArgumentTypeError`` for one that
    does not exist. A client that is not closed warns once (``ResourceWarning``).
    """

    def __init__(
        self,
        *,
        api_key: Source | None = None,
        access_token: Source | None = None,
        api_key_header: ApiKeyHeader = "X-API-Key",
        **settings: Unpack[ConnectionSettings],
    ) -> None:
        # Tracebacks may show the variables of this frame, and with them the credential.
        hide_settings(settings)
        api_key, access_token = hidden(api_key), hidden(access_token)
        authenticator = find_credentials(api_key, access_token, api_key_header).authenticator()
        self._adopt(connect(CORTEX, authenticator, **settings), owner=True)

    @classmethod
    def without_credentials(cls, **settings: Unpack[ConnectionSettings]) -> Self:
        """Construct a client for calls that need no credential.

        These are ``auth.login``, ``auth.login_with_credentials`` and ``health``. ``CortexClient.login`` logs
        in and returns a client that stays logged in.
        """
        hide_settings(settings)
        client = cls.__new__(cls)
        client._adopt(connect(CORTEX, Credentials().authenticator(), **settings), owner=True)
        return client

    @overload
    @classmethod
    def login(
        cls, *, email: str, password: str, **settings: Unpack[ConnectionSettings]
    ) -> PendingLogin[Self]: ...
    @overload
    @classmethod
    def login(cls, *, session_id: str, **settings: Unpack[ConnectionSettings]) -> PendingLogin[Self]: ...
    @classmethod
    def login(
        cls,
        *,
        email: str | None = None,
        password: str | None = None,
        session_id: str | None = None,
        **settings: Unpack[ConnectionSettings],
    ) -> PendingLogin[Self]:
        """Log in with e-mail address and password, or with a Fusion session id, and return the client::

            async with CortexClient.login(email=..., password=...) as client:
                profile = await client.auth.get_profile()

            client = await CortexClient.login(session_id=...)   # close it yourself

        Access tokens are short-lived. When the server responds with 401, the client logs in again, once for
        all calls in progress, and repeats the call.

        email, password, session_id: the first two, or the last one. They are kept for further logins.
        settings: as for ``CortexClient(...)``; logging in uses them too.

        Raises ``ConfigError`` for arguments that cannot be used. Awaiting or entering raises ``Unauthorized``
        for a wrong password or session id, and otherwise what every call raises; so does a later call that
        logs in again. After a 401 or 403 to a login, calls raise its error for 30 s without another login,
        which could lock the account.
        """
        hide_settings(settings)
        email, password, session_id = hidden(email), hidden(password), hidden(session_id)
        # Imported late: most clients are given a credential.
        from cortex_async.login import PendingLogin

        return PendingLogin(*cls._prepare_login(email, password, session_id, **settings))

    @classmethod
    def _prepare_login(
        cls,
        email: str | None,
        password: str | None,
        session_id: str | None,
        **settings: Unpack[ConnectionSettings],
    ) -> tuple[Self, Callable[[], Awaitable[object]]]:
        """Return a client and the function that logs it in."""
        from cortex_async.login import TokenByLogin

        hide_settings(settings)
        anonymous = connect(CORTEX, Credentials().authenticator(), **settings)
        token = Credential(TokenByLogin(anonymous, email, password, session_id), "access_token")
        client = cls.__new__(cls)
        client._adopt(anonymous.with_authenticator(bearer(token)), owner=True)
        return client, token.current

    def _adopt(self, service_client: ServiceClient, *, owner: bool) -> None:
        AccountScope.__init__(self, service_client)
        super()._adopt(service_client, owner=owner)

    @loaded_property
    def events(self) -> Events:
        from cortex_async.resources.events import Events

        return Events(self._caller, self._bound)

    def project(self, project_id: str) -> ProjectScope:
        """Return the resources of one project.

        Makes no call. Raises ``ArgumentError`` for an id that is not a non-empty string.
        """
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
        """Call an endpoint that has no method here.

        Credential, retries, time limits and errors are those of every call::

            response = await client.request(
                "GET", "/api/projects/{projectId}/sessions", project_id, query={"limit": 5}
            )
            print(response.json())  # plain JSON
            client.codec.decode(response.body, list[models.Session])  # or typed

        method: HTTP method.
        path: template of the path, beginning with ``/api``. Logs and errors show it as it is, so pass ids as
            ``values``.
        values: one for each ``{parameter}`` of the path, in order; they are encoded.
        query: values by name; None and ``UNSET`` are not sent, a list repeats its name.
        body: bytes, a model, or anything that can be encoded as JSON; ``UNSET`` (default) for none.
        options: see ``Options``.

        Raises ``ArgumentError`` for an argument that cannot be sent, before anything is sent; otherwise
        ``CallError``.
        """
        if query is not None and not isinstance(query, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
            raise wrong_type("query", "a mapping of names to values", query)
        route = Route("request", _method(method), _path(path), CORTEX.schemes, keywords="query body")
        request = Request(route, values, query, None, UNSET if body is UNSET else without_unset(body))
        return await self._service_client.send(request, options)


def _method(method: object) -> Method:
    if not isinstance(method, str):
        raise wrong_type("method", "a string", method)
    if not re.fullmatch("[A-Za-z]+", method):
        raise wrong_value("method", "an HTTP method", method)
    return cast("Method", method.upper())


def _path(path: object) -> str:
    if not isinstance(path, str):
        raise wrong_type("path", "a string", path)
    if not path.startswith("/") or path.startswith("//"):
        raise wrong_value(
            "path", "a path that begins with a single slash (the host is in the client's base_url)", path
        )
    if "?" in path or "#" in path:
        raise ArgumentValueError("path must not contain a query: pass it as query={...}", parameter="path")
    if {".", ".."} & set(path.split("/")):
        raise ArgumentValueError(
            "path must not contain '.' or '..': pass such parts as values, which are encoded",
            parameter="path",
        )
    check_encodable(path, "path")
    return quote(path, safe="/{}%:@!$&'()*+,;=~-._")


def without_unset(body: object, depth: int = 0) -> object:
    """Return a body without its ``UNSET`` values, which the encoder would write as ``"UNSET"``."""
    if depth > MAX_DEPTH:
        raise ArgumentValueError(f"body must not be nested deeper than {MAX_DEPTH} levels", parameter="body")
    if isinstance(body, dict):
        members = cast("dict[object, object]", body).items()
        return {name: without_unset(value, depth + 1) for name, value in members if value is not UNSET}
    if isinstance(body, list):
        items = cast("list[object]", body)
        return [without_unset(value, depth + 1) for value in items if value is not UNSET]
    return body
