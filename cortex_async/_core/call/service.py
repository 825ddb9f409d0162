"""What the runtime needs to know about an API, as a value. It knows no API by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from attrs import field, frozen

from cortex_async._core.secrets.header_names import SECRET_HEADERS

if TYPE_CHECKING:
    from cortex_async._core.call.problems import Problem
    from cortex_async._core.codec.codec import Codec
    from cortex_async._core.limiting import Limit
    from cortex_async._core.types import JSON


def _read_problem(body: JSON) -> Problem | None:
    # Imported late: most processes never see an error.
    from cortex_async._core.call.problems import read_problem

    return read_problem(body)


def _no_limits() -> Mapping[str, Limit]:
    return _NO_LIMITS


_NO_LIMITS: Mapping[str, Limit] = {}


@frozen(eq=False, repr=False)
class Service:
    """One API.

    name: product name for ``User-Agent``.
    codec: codec of the generated package; its ``secret_fields`` are masked in errors.
    base_url: default base URL; empty if each client must be given one.
    base_url_variable: environment variable that overrides ``base_url``; empty for none.
    schemes: security schemes of calls that are not in the spec, see ``CortexClient.request``.
    read_problem: reads the parsed body of an error; returns None if it has neither a code nor a message.
    request_id_headers: response headers with the request id; the first one present counts.
    secret_headers: names of headers whose values are never shown, in lower case.
    proxy_login: headers with the credentials of the client's proxy, which errors mask as well.
    base_suffix: start of every path, e.g. ``/api``; dropped from the end of a base URL.
    event_marker: member of type string that every event has; an object without it is a heartbeat. None if
        there is none.
    event_filter: query parameter of event streams with patterns of event types, None if there is none.
    event_types: returns the known event types.
    project_parameter: path parameter with the id of the project, for observers and limiters; empty if there
        is none.
    project_header: header parameter with it, for limiters; empty if there is none.
    limits: returns the limits that the API's vendor publishes, by name; the same mapping each time.
    """

    name: str
    codec: Codec
    base_url: str = ""
    base_url_variable: str = ""
    schemes: frozenset[str] = frozenset()
    read_problem: Callable[[JSON], Problem | None] = _read_problem
    request_id_headers: tuple[str, ...] = ("x-request-id", "x-correlation-id", "request-id")
    secret_headers: frozenset[str] = SECRET_HEADERS
    proxy_login: Mapping[str, str] = field(factory=dict[str, str])
    base_suffix: str = ""
    event_marker: str | None = None
    event_filter: str | None = None
    event_types: Callable[[], Collection[str]] = tuple
    project_parameter: str = ""
    project_header: str = ""
    limits: Callable[[], Mapping[str, Limit]] = _no_limits
