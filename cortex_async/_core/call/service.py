"""What differs between APIs, as a value: the runtime knows none of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from attrs import field, frozen

from cortex_async._core.secrets.header_names import SECRET_HEADERS

if TYPE_CHECKING:
    from cortex_async._core.call.problems import Problem
    from cortex_async._core.codec.codec import Codec
    from cortex_async._core.types import JSON


def _usual_problem(body: JSON) -> Problem | None:
    # Late, as most processes never see an error.
    from cortex_async._core.call.problems import read_problem

    return read_problem(body)


@frozen(eq=False)
class Service:
    """One API.

    name: product name for ``User-Agent``.
    base_url: default address; empty if every client must be given one.
    base_url_variable: environment variable that replaces the default address; empty for none.
    codec: of the generated package; its ``secret_fields`` are masked in errors.
    schemes: names of the security schemes that stand for "needs a credential" where no document says which.
    read_problem: finds code and messages in the parsed body of an error, None if there are none.
    request_id_headers: where the server names the request, the first one present counts.
    secret_headers: header fields whose values are never shown, lower case.
    base_suffix: end of a base URL that the paths repeat, e.g. ``/api``; ignored where a given URL ends with it.
    proxy_login: header fields with which the client's proxy is logged in to.
    event_marker: member whose text every event of a stream has; an object without it is a heartbeat.
    event_filter: query parameter of streams that holds patterns of event types. event_types: those that are known.
    """

    name: str
    codec: Codec
    base_url: str = ""
    base_url_variable: str = ""
    schemes: frozenset[str] = frozenset()
    read_problem: Callable[[JSON], Problem | None] = _usual_problem
    request_id_headers: tuple[str, ...] = ("x-request-id", "x-correlation-id", "request-id")
    secret_headers: frozenset[str] = SECRET_HEADERS
    proxy_login: Mapping[str, str] = field(factory=dict[str, str], repr=False)
    base_suffix: str = ""
    event_marker: str | None = None
    event_filter: str | None = None
    event_types: Callable[[], Collection[str]] = tuple
