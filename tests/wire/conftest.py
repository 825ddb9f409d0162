from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from attrs import evolve

from cortex_async._core.auth.credentials import Authenticator, Credential, HeaderAuthenticator
from cortex_async._core.call.defaults import Defaults
from cortex_async._core.call.service import Service
from cortex_async._core.codec.codec import Codec
from cortex_async._core.http.lazy_transport import LazyTransport
from cortex_async._core.http.settings import TransportSettings
from cortex_async._core.retry import Retry
from cortex_async._core.service_client import ServiceClient
from cortex_async._core.timeouts import Timeout
from cortex_async._core.timing.clock import Clock

SERVICE = Service(
    name="test", codec=Codec("tests.unit.orders", ["secret", "apiKey"]), schemes=frozenset({"api-key"})
)

MakeClient = Callable[..., ServiceClient]


@pytest.fixture
async def connect() -> AsyncIterator[MakeClient]:
    """Return a function that makes clients of a small API; they are closed after the test."""
    made: list[ServiceClient] = []

    def make(
        url: str,
        *,
        retry: Retry | bool = True,
        timeout: Timeout | None = None,
        authenticator: Authenticator | None = None,
        session: object = None,
        clock: Clock | None = None,
        wiring: TransportSettings | None = None,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> ServiceClient:
        fast = Retry(attempts=3, base=0)
        defaults = Defaults().narrowed({"retry": fast if retry is True else retry, "headers": headers or {}})
        if timeout is not None:
            defaults = defaults.narrowed({"timeout": timeout})
        client = ServiceClient(
            SERVICE,
            url,
            authenticator or api_key("key-1"),
            LazyTransport(evolve(wiring or TransportSettings(), session=session)),
            defaults=defaults,
            clock=clock,
            **more,
        )
        made.append(client)
        return client

    yield make
    for client in made:
        await client.aclose()


def api_key(value: Any) -> HeaderAuthenticator:
    return HeaderAuthenticator(Credential(value, "api_key"), "X-API-Key", "", "api-key", {})
