"""What observed calls have in common: where they go, the credentials seen so far, and what may be shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from attrs import define, field, frozen

from cortex_async._core.auth.credentials import NO_CREDENTIAL, Authenticator, Authorization
from cortex_async._core.request import NO_NAMES
from cortex_async._core.secrets.call_fields import LONGEST_REQUEST_ID, shown_request_id
from cortex_async._core.secrets.call_secrets import header_secrets, secret_values
from cortex_async._core.secrets.redaction import SHORTEST, Redactor, redactor_of
from cortex_async._core.telemetry.calls import CallStarted
from cortex_async._core.telemetry.streams import CURRENT_STREAM, FOR_VIEWS, StreamOpened
from cortex_async._core.unset import UNSET

if TYPE_CHECKING:
    from cortex_async._core.call.service import Service
    from cortex_async._core.call.state import Call
    from cortex_async._core.request import Request, Route
    from cortex_async._core.secrets.sent import Sent
    from cortex_async._core.telemetry.calls import Renewal

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_new = object.__new__
_PORTS: Final = {"https": 443, "http": 80}

_of_authenticators: WeakKeyDictionary[Authenticator, Seen] = WeakKeyDictionary()


@define(eq=False)
class Seen:
    """The credentials of one authenticator that its calls have used.

    rejected: whether the last one is being replaced after a 401.
    """

    generations: dict[str, int] = field(factory=dict[str, int])
    rejected: bool = False

    @staticmethod
    def of(authenticator: Authenticator) -> Seen:
        """Return the same object for a client and all its variants."""
        return _of_authenticators.setdefault(authenticator, Seen())

    def renewal(self, authorization: Authorization) -> Renewal | None:
        """Return why the credential was fetched, None if it has been seen or is never fetched."""
        generation, source = authorization.generation, authorization.source
        before = self.generations.get(source, 0)
        if generation <= before or not source:
            return None
        self.generations[source] = generation
        rejected, self.rejected = self.rejected, False
        return "first" if before == 0 else "rejected" if rejected else "expiring"


@frozen
class _RouteFacts:
    """What is looked up once for each route.

    common: the fields of every ``CallStarted`` of this route.
    project: place of the project's id among the path values, None if there is none.
    withholds: whether path values may be personal or secret.
    """

    route: Route
    common: dict[str, Any]
    project: int | None
    withholds: bool


class Subject:
    """The API and the server that calls go to, as observers see them."""

    def __init__(self, service: Service, base_url: str) -> None:
        parts = urlsplit(base_url)
        self._service = service
        self.scheme: str = parts.scheme
        self.address: str = parts.hostname or ""
        self.port: int = parts.port or _PORTS.get(parts.scheme, 0)
        # A base URL with a query is a signed URL of another host, which may repeat parts of it in its
        # headers.
        self._shows_ids = not parts.query
        self._routes: dict[int, _RouteFacts] = {}
        self._redactor: tuple[Authorization, Redactor] = NO_CREDENTIAL, Redactor((), frozenset())

    def started(self, call: Call) -> CallStarted:
        request = call.request
        facts = self._facts(request.route)
        started = _new(CallStarted)
        # Filled in here, since the constructor would take twice as long, and every observed call has one.
        fields = started.__dict__
        fields.update(facts.common)
        if facts.project is not None:
            fields["project_id"] = str(request.path[facts.project])
        fields["streamed"] = call.streamed
        fields["stream"] = CURRENT_STREAM.get()
        return started

    def opened(self, request: Request) -> StreamOpened:
        """Return what observers get first of an event stream."""
        return StreamOpened(
            operation=request.route.operation,
            path=request.route.path,
            api=self._service.name,
            scheme=self.scheme,
            server_address=self.address,
            server_port=self.port,
            project_id=self.project_of(request),
            live=FOR_VIEWS.get(),
        )

    def project_of(self, request: Request) -> str | None:
        """Return the id of the project that a request is about, None if it is about none."""
        place = self._facts(request.route).project
        return None if place is None else str(request.path[place])

    def _facts(self, route: Route) -> _RouteFacts:
        facts = self._routes.get(id(route))
        if facts is None or facts.route is not route:
            names: list[str] = _PLACEHOLDER.findall(route.path)
            withholds = route.ids is not None and not set(names) <= set(route.ids)
            project = route.place_of(self._service.project_parameter)
            facts = _RouteFacts(route, dict(vars(self._called(route))), project, withholds)
            if len(self._routes) < _MOST_ROUTES:
                self._routes[id(route)] = facts
        return facts

    def _called(self, route: Route) -> CallStarted:
        return CallStarted(
            operation=route.operation,
            method=route.method,
            path=route.path,
            api=self._service.name,
            scheme=self.scheme,
            server_address=self.address,
            server_port=self.port,
        )

    def shown_id(self, call: Call, given: str | None) -> str | None:
        """Return the id of a request with the secrets that the call has sent masked.

        None if a value from the path is within it: no observer gets those.
        """
        if given is None or not self._shows_ids:
            return None
        project = self._facts(call.request.route).project
        for place, value in enumerate(call.request.path):
            if place != project and len(string := str(value)) >= SHORTEST and string in given:
                return None
        redactor = self._redactor_of(call)
        if len(given) < LONGEST_REQUEST_ID and redactor.leaves(given):
            return given
        return shown_request_id(given[:LONGEST_REQUEST_ID], redactor)

    def _redactor_of(self, call: Call) -> Redactor:
        """Return the redactor of a call. Most calls send no secret but their credential, and share one."""
        authorization, redactor = self._redactor
        if self._sends_more(call):
            return call.redactor()
        if authorization is not call.authorization:
            sent: Sent = call.authorization.headers, (), NO_NAMES, call.service
            redactor = redactor_of(None, sent, call.service.codec.secret_fields)
            self._redactor = call.authorization, redactor
        return redactor

    def _sends_more(self, call: Call) -> bool:
        """Whether the call may have sent a secret other than its credential."""
        request, service, headers = call.request, call.service, call.outgoing.headers
        names = service.codec.secret_fields
        if call.replaced or service.proxy_login or self._facts(request.route).withholds:
            return True
        if headers and any(header_secrets(headers, service.secret_headers)):
            return True
        if request.body is not UNSET and any(secret_values(request.body, names)):
            return True
        return bool(request.query) and any(secret_values(request.query, names))


_MOST_ROUTES: Final = 1000
"""``client.request`` makes a route per call, and those must not pile up."""
