"""``shop:app`` of docs/recipes/flask.md. Preloading servers import it, which makes the client, before they fork."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from tests.integrations.workers import HEADER

_inner: Callable[..., Iterable[bytes]] = import_module("shop").app


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    def start_with_pid(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, (HEADER, str(os.getpid()))], *rest)

    return _inner(environ, start_with_pid)
