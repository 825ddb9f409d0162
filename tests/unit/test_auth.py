"""Credentials: fetched once for all who wait, renewed after a 401, refused if no header can carry them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from cortex_async._core.auth.credentials import (
    Anonymous,
    Credential,
    HeaderAuthenticator,
    Signing,
    checked_token,
)
from cortex_async._core.errors import ConfigError

SIGNING = Signing("GET", "/a", b"", frozenset({"api-key"}))


async def test_a_fixed_value_is_never_renewed() -> None:
    credential = Credential(" key \n", "api_key")
    assert await credential.current() == ("key", 0)
    assert not await credential.renew(0)


class CallableSource:
    async def __call__(self) -> str:
        return "token"


async def fetch(value: str = "token") -> str:
    return value


@pytest.mark.parametrize(
    "source",
    [fetch, partial(fetch, "token"), lambda: "token", lambda: fetch(), CallableSource()],
    ids=range(5),
)
async def test_functions_of_every_kind(source: Any) -> None:
    assert await Credential(source, "x").current() == ("token", 1)


async def test_a_blocking_function_does_not_block_the_loop() -> None:
    threads: list[int] = []

    def ask() -> str:
        threads.append(threading.get_ident())
        return "token"

    await Credential(ask, "x").current()
    assert threads != [threading.get_ident()]


class Source:
    """Counts how often it is called; each call waits for ``gate``."""

    def __init__(self) -> None:
        self.asked = 0
        self.gate = asyncio.Event()
        self.begun = asyncio.Event()

    async def __call__(self) -> str:
        self.asked += 1
        self.begun.set()
        await self.gate.wait()
        return f"token-{self.asked}"


async def test_many_waiters_share_one_call_of_the_source() -> None:
    source = Source()
    credential = Credential(source, "x")
    first = [asyncio.create_task(credential.current()) for _ in range(50)]
    await source.begun.wait()
    source.gate.set()
    assert set(await asyncio.gather(*first)) == {("token-1", 1)}
    assert await asyncio.gather(*(credential.renew(1) for _ in range(50))) == [True] * 50
    assert source.asked == 2
    assert await credential.renew(1)
    assert source.asked == 2
    assert await credential.current() == ("token-2", 2)


async def test_cancelling_a_waiter_does_not_cancel_the_others() -> None:
    source = Source()
    credential = Credential(source, "x")
    first, second = (asyncio.create_task(credential.current()) for _ in range(2))
    await source.begun.wait()
    first.cancel()
    await asyncio.wait({first})
    source.gate.set()
    assert await second == ("token-1", 1)
    assert source.asked == 1


async def test_cancelling_the_last_waiter_cancels_the_call_of_the_source() -> None:
    source = Source()
    credential = Credential(source, "x")
    task = asyncio.create_task(credential.current())
    await source.begun.wait()
    task.cancel()
    await asyncio.wait({task})
    source.gate.set()
    # The cancelled call may not have ended yet: the next one must not be cancelled with it.
    assert await credential.current() == ("token-2", 1)


async def test_an_error_of_the_function_reaches_the_caller_unchanged() -> None:
    async def ask() -> str:
        raise LookupError("vault is sealed")

    credential = Credential(ask, "x")
    for _ in range(2):
        with pytest.raises(LookupError, match="vault is sealed"):
            await credential.current()


@pytest.mark.parametrize("value", [None, b"x", "", "  ", "Bearer canary", "can\nary", "cänary", "can\x00ary"])
async def test_a_value_that_no_header_can_carry_is_refused_and_not_shown(value: Any) -> None:
    with pytest.raises(ConfigError) as caught:
        checked_token(value, "api_key")
    assert "anary" not in str(caught.value)
    assert "api_key" in str(caught.value)
    with pytest.raises(ConfigError):
        await Credential(lambda: value, "api_key").current()


def test_a_source_must_be_a_string_or_a_function() -> None:
    wrong: Callable[..., Any] = 5  # type: ignore[assignment]  # on purpose
    with pytest.raises(ConfigError, match="api_key must be a string or a function that returns one, got int"):
        Credential(wrong, "api_key")


async def test_operations_without_a_scheme_get_no_credential() -> None:
    asked: list[int] = []

    def ask() -> str:
        asked.append(1)
        return "k"

    authenticator = HeaderAuthenticator(Credential(ask, "x"), "X-API-Key", "", "api-key", {})
    public = await authenticator.authorize(Signing("GET", "/a", b"", frozenset()))
    assert public.headers == {}
    assert not await authenticator.refresh(public)
    assert asked == []
    assert (await authenticator.authorize(SIGNING)).headers == {"X-API-Key": "k"}


def test_hints() -> None:
    authenticator = HeaderAuthenticator(
        Credential("k", "x"), "X-API-Key", "", "api-key", {"bearer": lambda: "Take a token"}
    )
    assert authenticator.hint(frozenset({"bearer"})) == "Take a token"
    assert authenticator.hint(frozenset({"bearer", "api-key"})) is None
    assert authenticator.hint(frozenset()) is None
    assert Anonymous(lambda: "Log in").hint(frozenset({"bearer"})) == "Log in"
    assert Anonymous(lambda: "Log in").hint(frozenset()) is None


async def test_credentials_hide_in_reprs() -> None:
    authorization = await HeaderAuthenticator(Credential("canary", "x"), "A", "", "api-key", {}).authorize(
        SIGNING
    )
    assert "canary" not in repr(authorization)
