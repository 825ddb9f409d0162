"""Registration and dispatch: the same in the async and the sync version, and behind a webhook."""

from __future__ import annotations

import asyncio
import functools
import logging
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest

import cortex_async
import cortex_sync
from cortex_async import (
    ArgumentTypeError,
    ArgumentValueError,
    DispatchResult,
    HandlerFailure,
    UnknownEventTypeWarning,
    WaitTimedOut,
)
from cortex_async.events import Event, MessageCreatedEvent, SessionCreatedEvent, UnknownEvent
from cortex_async.webhooks import WebhookRouter
from tests.routing.events import event, message
from tests.webhooks.deliveries import SECRET, delivery

Router = cortex_async.EventRouter | cortex_sync.EventRouter


@pytest.fixture(params=[cortex_async.EventRouter, cortex_sync.EventRouter], ids=["async", "sync"])
def make(request: pytest.FixtureRequest) -> Callable[..., Router]:
    kind: Callable[..., Router] = request.param
    return kind


async def dispatch(router: Router, found: Event) -> DispatchResult:
    if isinstance(router, cortex_async.EventRouter):
        return await router.dispatch(found)
    return await asyncio.to_thread(router.dispatch, found)


# -- registration


async def test_patterns_and_classes(make: Callable[..., Router]) -> None:
    router = make()
    called: list[str] = []
    register: Callable[..., Any] = router.on  # of any arguments
    for name, selectors in {
        "class": (MessageCreatedEvent,),
        "two": (SessionCreatedEvent, MessageCreatedEvent),
        "union": (MessageCreatedEvent | SessionCreatedEvent,),
        "any event": (Event,),
        "mixed": ("gathering.*", MessageCreatedEvent),
        "overlap": ("*", "message.*", "message.created", MessageCreatedEvent),
        "exact": ("message.created",),
        "other": (SessionCreatedEvent, "session.*"),
        "unknown": (UnknownEvent,),
    }.items():
        register(*selectors)(lambda _, name=name: called.append(name))
    result = await dispatch(router, message())
    assert called == ["class", "two", "union", "any event", "mixed", "overlap", "exact"]
    assert (result.ok, result.called, result.failures) == (True, 7, ())
    called.clear()
    # A payload that cannot be decoded: the type is known, the class is not.
    await dispatch(router, event("message.created", payload={"data": {"id": 5}}))
    assert called == ["any event", "overlap", "exact", "unknown"]


async def test_a_function_that_is_registered_twice_gets_an_event_once(make: Callable[..., Router]) -> None:
    router = make()
    called: list[object] = []

    class Bot:
        def handle(self, found: Event) -> None:
            called.append(self)

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Bot)

        __hash__ = None  # type: ignore[assignment]  # as for attrs classes that can be changed

    def handler(found: Event) -> None:
        called.append(handler)

    one, two = Bot(), Bot()
    assert router.on("server.*")(router.on("*")(handler)) is handler
    for bot in (one, two, one):
        router.on("*")(bot.handle)
    await dispatch(router, event())
    assert [id(found) for found in called] == [id(handler), id(one), id(two)]


@pytest.mark.parametrize(
    ("selectors", "error", "says"),
    [
        ((), ArgumentValueError, "events must name at least one"),
        (("session*",), ArgumentValueError, r"prefixes such as 'session.\*', or '\*', got 'session\*'"),
        ((int,), ArgumentTypeError, "events must be classes of cortex_async.events, got int"),
        ((5,), ArgumentTypeError, "events must be event classes or event types, .*, got 5"),
        ((print,), ArgumentTypeError, r"as in on\('session.\*'\), got"),
        ((MessageCreatedEvent | int,), ArgumentTypeError, "got int"),
    ],
)
def test_what_is_no_event_is_refused(
    make: Callable[..., Router], selectors: tuple[Any, ...], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        make().on(*selectors)


def test_an_unknown_type_is_registered_with_a_warning(make: Callable[..., Router]) -> None:
    with pytest.warns(UnknownEventTypeWarning, match=r"sanction\.\*") as warned:
        make().on("sanctoin.*")
    assert warned[0].filename == __file__


async def generator(found: Event) -> Any:
    yield found


@pytest.mark.parametrize(
    ("handler", "says"),
    [
        (5, "handler must be a function that takes the event, got 5"),
        (generator, "its body would never run"),
        (lambda: None, r"handler must take one argument, the event, got \(\)"),
        (lambda found, more: None, r"got \(found, more\)"),
        (lambda *, found: None, "must take one argument"),
    ],
)
def test_a_function_that_cannot_take_an_event_is_refused(
    make: Callable[..., Router], handler: Any, says: str
) -> None:
    with pytest.raises(ArgumentTypeError, match=says):
        make().on("*")(handler)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"concurrency": 0}, "concurrency must be a whole number >= 1, got 0"),
        ({"concurrency": 1.5}, "concurrency must be"),
        ({"handler_timeout": 0}, "handler_timeout must be a number of seconds > 0 or None, got 0"),
    ],
)
def test_settings_are_checked(make: Callable[..., Router], settings: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        make(**settings)


@pytest.mark.parametrize("hook", ["on_error", "on_gap"])
def test_hooks_must_be_functions(make: Callable[..., Router], hook: str) -> None:
    with pytest.raises(ArgumentTypeError, match="hook must be a function, got None"):
        getattr(make(), hook)(None)


# -- errors


async def test_one_handler_that_raises_does_not_keep_the_event_from_the_others(
    make: Callable[..., Router],
) -> None:
    router = make()
    called: list[str] = []
    reported: list[tuple[str, object, object]] = []

    async def fails(found: Event) -> None:
        raise KeyError("database away")

    def fails_too(found: Event) -> None:
        raise ValueError("no such user")

    router.on("*")(fails)
    router.on("*")(fails_too)
    router.on("*")(lambda found: called.append("third"))

    @router.on_error
    async def report(error: Exception, found: Event, handler: object) -> None:
        reported.append((repr(error), found, handler))

    result = await dispatch(router, found := event())
    assert called == ["third"]
    assert reported == [
        ("KeyError('database away')", found, fails),
        ("ValueError('no such user')", found, fails_too),
    ]
    assert (result.ok, result.event, result.called) == (False, found, 3)
    assert [failure.handler for failure in result.failures] == [fails, fails_too]
    with pytest.raises(
        ExceptionGroup, match=r"2 of 3 handlers of server.started failed: .*fails_too"
    ) as raised:
        result.raise_for_failures()
    assert raised.group_contains(KeyError)
    DispatchResult(found, 0).raise_for_failures()


async def test_without_a_hook_errors_are_logged(
    make: Callable[..., Router], caplog: pytest.LogCaptureFixture
) -> None:
    router = make()

    @router.on("*")
    def broken(found: Event) -> None:
        raise ValueError("no such user")

    await dispatch(router, event())
    assert "broken failed on an event of type server.started" in caplog.text
    assert "ValueError: no such user" in caplog.text


async def test_a_hook_that_raises_loses_no_error(
    make: Callable[..., Router], caplog: pytest.LogCaptureFixture
) -> None:
    router = make()
    called: list[str] = []
    router.on("*")(lambda found: 1 // 0)
    router.on("*")(lambda found: called.append("second"))
    router.on_error(lambda error, found, handler: called[99])
    router.on_error(lambda error, found, handler: called.append(type(error).__name__))
    result = await dispatch(router, event())
    assert called == ["ZeroDivisionError", "second"]
    assert [type(failure.error) for failure in result.failures] == [ZeroDivisionError]
    assert "ZeroDivisionError" in caplog.text
    assert "IndexError" in caplog.text


async def test_a_coroutine_that_takes_too_long_is_cancelled(make: Callable[..., Router]) -> None:
    router = make(handler_timeout=0.01)
    stopped: list[bool] = []

    @router.on("*")
    async def for_ever(found: Event) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.append(True)

    router.on_error(lambda *_: None)
    (failure,) = (await dispatch(router, event())).failures
    assert stopped == [True]
    assert isinstance(failure.error, WaitTimedOut)
    assert "for_ever did not return within 0.01 s" in str(failure.error)


async def test_a_cancellation_within_a_handler_is_its_error(make: Callable[..., Router]) -> None:
    router = make()

    @router.on("*")
    async def awaits_a_cancelled_task(found: Event) -> None:
        task = asyncio.create_task(asyncio.sleep(10))
        await asyncio.sleep(0)
        task.cancel()
        await task

    router.on_error(lambda *_: None)
    (failure,) = (await dispatch(router, event())).failures
    assert isinstance(failure.error, RuntimeError)
    assert "was cancelled from within" in str(failure.error)


async def test_an_error_that_a_handler_has_dealt_with_is_no_context_of_later_ones(
    make: Callable[..., Router],
) -> None:
    router = make()

    @router.on("*")
    async def tries(found: Event) -> None:
        future = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_soon(future.set_exception, LookupError())
        with suppress(LookupError):
            await future
        assert sys.exc_info() == (None, None, None)
        raise ValueError

    router.on_error(lambda *_: None)
    (failure,) = (await dispatch(router, event())).failures
    assert isinstance(failure.error, ValueError)
    assert failure.error.__context__ is None


async def cancel_and_wait(found: Event) -> None:
    cancel(found)
    await asyncio.sleep(0)


async def wait_cancel_and_wait(found: Event) -> None:
    await asyncio.sleep(0)
    await cancel_and_wait(found)


async def wait(found: Event) -> None:
    await asyncio.sleep(0)


def cancel(found: Event) -> None:
    task = asyncio.current_task()
    assert task is not None
    task.cancel()


@pytest.mark.parametrize(
    "handlers",
    [[cancel_and_wait], [wait_cancel_and_wait], [cancel, wait], [cancel, cancel_and_wait]],
    ids=["first step", "later step", "plain function", "twice"],
)
async def test_a_handler_may_cancel_the_task_that_dispatches(
    handlers: list[Callable[[Event], Awaitable[None] | None]],
) -> None:
    router, errors = cortex_async.EventRouter(), list[Exception]()
    router.on_error(lambda error, found, handler: errors.append(error))
    for one in handlers:
        router.on("*")(one)
    dispatching = asyncio.create_task(router.dispatch(event()))
    with pytest.raises(asyncio.CancelledError):
        await dispatching
    assert dispatching.cancelled()
    assert errors == []


async def test_what_is_no_exception_passes_through(make: Callable[..., Router]) -> None:
    router = make()

    @router.on("*")
    def leave(found: Event) -> None:
        raise GeneratorExit

    with pytest.raises(GeneratorExit):
        await dispatch(router, event())


async def test_only_events_are_dispatched(make: Callable[..., Router]) -> None:
    raw: Any = {"type": "session.created"}
    with pytest.raises(ArgumentTypeError, match=r"event must be an event; decode_event .*, got a dict"):
        await dispatch(make(), raw)


async def test_awaitables_of_plain_functions_are_awaited(make: Callable[..., Router]) -> None:
    router = make()
    called: list[str] = []

    async def handle(name: str, found: Event) -> None:
        await asyncio.sleep(0)
        called.append(name)

    router.on("*")(functools.partial(handle, "partial"))
    router.on("*")(lambda found: handle("lambda", found))
    assert (await dispatch(router, event())).ok
    assert called == ["partial", "lambda"]


async def test_a_coroutine_function_where_a_loop_runs_is_an_error_of_the_handler() -> None:
    router = cortex_sync.EventRouter()

    @router.on("*")
    async def handler(found: Event) -> None: ...

    router.on_error(lambda *_: None)
    (failure,) = router.dispatch(event()).failures
    assert "running event loop" in str(failure.error)


# -- include


async def test_included_handlers_are_called_in_their_place(make: Callable[..., Router]) -> None:
    router, inner = make(), make()
    called: list[str] = []
    router.on("*")(lambda found: called.append("before"))
    router.include(inner)
    router.on("*")(lambda found: called.append("after"))
    inner.on("*")(lambda found: called.append("inner"))  # later than the include
    router.include(inner)
    await dispatch(router, event())
    assert called == ["before", "inner", "after"]


async def test_errors_go_to_the_nearest_hooks(make: Callable[..., Router]) -> None:
    router, with_hook, without = make(), make(handler_timeout=0.01), make()
    reported: list[str] = []
    router.on_error(lambda *_: reported.append("outer"))
    with_hook.on_error(lambda error, *_: reported.append(type(error).__name__))
    router.include(with_hook)
    router.include(without)

    @with_hook.on("*")
    async def slow(found: Event) -> None:
        await asyncio.Event().wait()

    without.on("*")(lambda found: 1 // 0)
    await dispatch(router, event())
    assert reported == ["WaitTimedOut", "outer"]


def test_a_router_cannot_include_itself(make: Callable[..., Router]) -> None:
    router, inner = make(), make()
    nothing: Any = None
    router.include(inner)
    for one, other in ((router, router), (inner, router)):
        with pytest.raises(ArgumentValueError, match="router must not include itself"):
            one.include(other)
    with pytest.raises(ArgumentTypeError, match="router must be a router, got None"):
        router.include(nothing)


# -- behind a webhook


@pytest.fixture(params=["async", "sync"])
def receive(request: pytest.FixtureRequest) -> Callable[[WebhookRouter, str], Awaitable[str]]:
    async def handled(router: WebhookRouter, kind: str) -> str:
        body, headers = delivery(kind)
        if request.param == "async":
            return (await router.handle(body, headers)).outcome
        return (await asyncio.to_thread(router.handle_sync, body, headers)).outcome

    return handled


async def test_one_set_of_handlers_for_streams_and_webhooks(
    make: Callable[..., Router], receive: Callable[[WebhookRouter, str], Awaitable[str]]
) -> None:
    router = make()
    webhooks = WebhookRouter(SECRET, router=router)
    called: list[str] = []

    @router.on("server.*")
    def first(found: Event) -> None:
        called.append("first")

    @webhooks.on(UnknownEvent)
    async def second(found: UnknownEvent) -> None:
        called.append("second")

    assert await receive(webhooks, "server.started") == "handled"
    assert await receive(webhooks, "holodeck.opened") == "handled"
    assert await receive(webhooks, "config.ready") == "unhandled"
    await dispatch(router, event("server.started"))
    await dispatch(router, event("holodeck.opened"))
    assert called == ["first", "second"] * 2


async def test_a_webhook_reports_to_the_hooks_and_asks_for_another_attempt(
    make: Callable[..., Router],
    receive: Callable[[WebhookRouter, str], Awaitable[str]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    router = make()
    reported: list[str] = []
    called: list[str] = []
    router.on("*")(lambda found: 1 // 0)
    router.on("*")(lambda found: called.append("not before the first succeeds"))

    @router.on_error
    def report(error: Exception, found: Event, handler: object) -> None:
        reported.append(f"{type(error).__name__} {found.type}")

    with caplog.at_level(logging.WARNING):
        assert await receive(WebhookRouter(SECRET, router=router), "server.started") == "failed"
    assert (reported, called, caplog.text) == (["ZeroDivisionError server.started"], [], "")


@pytest.mark.parametrize(("own", "of_the_router"), [(0.01, None), (None, 0.01), (30, 0.01)])
async def test_the_shorter_time_limit_holds(own: float | None, of_the_router: float | None) -> None:
    router = cortex_async.EventRouter(handler_timeout=of_the_router)
    errors: list[Exception] = []
    router.on_error(lambda error, found, handler: errors.append(error))

    @router.on("*")
    async def for_ever(found: Event) -> None:
        await asyncio.Event().wait()

    body, headers = delivery()
    webhooks = WebhookRouter(SECRET, router=router, handler_timeout=own)
    assert (await webhooks.handle(body, headers)).outcome == "failed"
    assert [type(error) for error in errors] == [WaitTimedOut]


def test_only_a_router_can_be_shared() -> None:
    nothing: Any = []
    with pytest.raises(ArgumentTypeError, match="router must be an EventRouter, got a list"):
        WebhookRouter(SECRET, router=nothing)


def test_both_versions_have_the_same_names() -> None:
    def public(kind: type) -> set[str]:
        return {name for name in dir(kind) if not name.startswith("_")}

    assert public(cortex_async.EventRouter) == public(cortex_sync.EventRouter)
    assert HandlerFailure(print, ValueError()).handler is print


async def test_what_is_registered_after_an_event_counts_for_the_next_one(make: Callable[..., Router]) -> None:
    router, inner, calls = make(), make(), list[str]()

    def failing(event: Event) -> None:
        calls.append("failing")
        raise LookupError

    assert (await dispatch(router, message())).called == 0
    router.on("message.*")(failing)
    assert (await dispatch(router, message())).called == 1
    router.on_error(lambda error, event, handler: calls.append("hook"))
    router.include(inner)
    assert (await dispatch(router, message())).called == 1
    inner.on(MessageCreatedEvent)(lambda event: calls.append("inner"))
    assert (await dispatch(router, message())).called == 2
    assert calls == ["failing", "failing", "hook", "failing", "hook", "inner"]
