"""What a stand-in is given and what it returns: values without behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from attrs import field, frozen


class HttpEvent(TypedDict):
    """A request to a function, the first argument of its ``handler``.

    path: what follows the function's URL, ``/`` for the URL itself.
    headers: by lower-case name, without the credential that the emulator has checked.
    query: by name; a parameter that is repeated has a list.
    body: parsed JSON if the content type says JSON, otherwise a string, bytes if it is not UTF-8, None if
        there is none.
    """

    method: str
    path: str
    headers: dict[str, str]
    query: dict[str, str | list[str]]
    body: Any


@frozen(kw_only=True)
class FunctionContext:
    """What a handler may know, its second argument.

    slug, function_id, project_id: the function.
    timeout: its time limit in seconds, in real time.
    env: environment variables of the project and the function, by name, with the values of secret ones.
    base_url, access_token: for a client of the handler's own, which replaces the runtime's ``ctx.cortex``:
        ``CortexClient(base_url=ctx.base_url, access_token=ctx.access_token).project(ctx.project_id)``.
    """

    slug: str
    function_id: str
    project_id: str
    timeout: float
    env: Mapping[str, str] = field(repr=False)
    base_url: str
    access_token: str = field(repr=False)
