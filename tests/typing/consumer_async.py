"""Type-checked, never run: what a user of the async client writes, with the types that must come out."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, assert_type

from cortex_async import (
    UNSET,
    CortexClient,
    DispatchResult,
    EventRouter,
    FreeForm,
    Gap,
    Page,
    Pager,
    Retry,
    Timeout,
    Unset,
    given,
)
from cortex_async.events import (
    Event,
    MessageAnnotationCreatedEvent,
    MessageCreatedEvent,
    ParticipantJoinedEvent,
    ParticipantLeftEvent,
    SessionUpdatedEvent,
    UnknownEvent,
)
from cortex_async.live import Change
from cortex_async.models import (
    Gathering,
    GatheringMember,
    JoinResult,
    Message,
    MessageAnnotationCreatedEventData,
    MessageCreatedEventData,
    Participant,
    Sanction,
    SanctionType,
    Session,
    SessionAnnotationCreatedEventData,
)
from cortex_async.webhooks import WebhookRouter


async def calls(client: CortexClient) -> None:
    project = client.project("p")
    session = await project.sessions.create(
        title="Match", external_room_id="room", auto_start=False, idle_timeout=300
    )
    assert_type(session, Session)
    assert_type(session.created_at, datetime)
    assert_type(session.idle_timeout, int | None)
    assert_type(await project.messages.list(session.id), list[Message])
    assert_type(await project.messages.download_debug_audio(session.id, "m"), bytes)
    assert_type(await project.participants.delete("p"), None)
    joined = await project.gatherings.join(join_code="ABCD-1234", participant_id="p")
    assert_type(joined, JoinResult)
    assert_type(joined.gathering, Gathering | None)
    assert_type(joined.require(), GatheringMember)
    assert_type(await project.gatherings.find_by_session("s"), Gathering | None)
    assert_type(await project.gatherings.mark_ready("g", "p", ready=False), GatheringMember)


async def login() -> None:
    async with CortexClient.login(email="a@b", password="p", timeout=5) as client:
        assert_type(client, CortexClient)
    assert_type(await CortexClient.login(session_id="s"), CortexClient)


async def paging(client: CortexClient) -> None:
    pager = client.project("p").participants.list(search="ann", page_size=10, max_items=100)
    assert_type(pager, Pager[Participant])
    assert_type(await pager, Page[Participant])
    async for participant in pager:
        assert_type(participant, Participant)
    async for page in pager.pages():
        assert_type(page.total, int | None)


async def options(client: CortexClient) -> None:
    sanctions = client.project("p").sanctions
    sanction = await sanctions.create(
        type="mute",
        external_user_id="u",
        end_at=None,
        timeout=Timeout(total=5),
        retry=False,
        headers={"X-Trace": "1"},
        on_response=lambda response: print(response.status, response.request_id, response.attempts),
    )
    assert_type(sanction, Sanction)
    kind: SanctionType | str = sanction.type
    await sanctions.update(sanction.id, type=kind, reason=UNSET, timeout=3.5, retry=Retry(attempts=2))
    await client.with_options(timeout=1, retry=True).health.check()


async def optional_values(client: CortexClient, message: MessageCreatedEventData, reason: str | None) -> None:
    project = client.project("p")
    await project.sanctions.create(
        type="mute", participant_id=given(message.participant_id), reason=given(reason), end_at=given(None)
    )
    project.sanctions.list(type=given(reason))
    assert_type(given(reason), str | Unset)


async def events(client: CortexClient) -> None:
    async with client.project("p").events.stream(types=["message.*"]) as stream:
        assert_type(await stream.ready(timeout=5), None)
        async for event in stream:
            narrow(event)
    project = client.project("p")
    updated = await project.events.wait_for(
        SessionUpdatedEvent,
        where=lambda event: event.payload.data.status == "ended",
        after=lambda: project.sessions.stop("s"),
        timeout=5,
    )
    assert_type(updated, SessionUpdatedEvent)
    either = await client.events.wait_for((SessionUpdatedEvent, MessageCreatedEvent), after=print)
    assert_type(either, SessionUpdatedEvent | MessageCreatedEvent)
    narrow(await client.events.wait_for("session.*"))
    summary = await project.sessions.regenerate_summary("s", wait=30)
    assert_type(summary, SessionAnnotationCreatedEventData)
    client.with_options(idle_limit=0).project("p").events.stream(wait=False)


async def routers(router: EventRouter, client: CortexClient, event: Event) -> None:
    router.on(MessageCreatedEvent)(lambda found: assert_type(found, MessageCreatedEvent))
    router.on(MessageCreatedEvent, SessionUpdatedEvent)(
        lambda found: assert_type(found, MessageCreatedEvent | SessionUpdatedEvent)
    )
    router.on("message.*", "session.*")(lambda found: assert_type(found, Event))
    router.on("message.*", SessionUpdatedEvent)(lambda found: assert_type(found, Event))

    @router.on(MessageCreatedEvent)
    async def said(found: MessageCreatedEvent) -> int:
        return len(found.payload.data.content)

    assert_type(await said(MessageCreatedEvent.__new__(MessageCreatedEvent)), int)

    @router.on(MessageCreatedEvent | UnknownEvent)
    async def either(found: MessageCreatedEvent | UnknownEvent) -> None: ...

    @router.on(MessageCreatedEvent)
    @router.on("*")
    def anything(found: object) -> None: ...

    @router.on_error
    async def report(error: Exception, found: Event, handler: object) -> None: ...

    @router.on_gap
    def gap(gap: Gap) -> None: ...

    @router.on(MessageCreatedEvent)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    async def of_another_event(found: SessionUpdatedEvent) -> None: ...

    @router.on("session.updated")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    async def that_may_be_unknown(found: SessionUpdatedEvent) -> None: ...

    @router.on(MessageCreatedEvent, SessionUpdatedEvent)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    async def of_one_of_two(found: SessionUpdatedEvent) -> None: ...

    @router.on(MessageCreatedEvent)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    def with_two_parameters(found: MessageCreatedEvent, more: int) -> None: ...

    router.on(Session)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType, reportCallIssue]
    result = await router.dispatch(event)
    assert_type(result, DispatchResult)
    await router.run(client.events.stream())
    await router.run(client.project("p").events.stream(), drain_timeout=None)


def webhooks(router: EventRouter) -> None:
    hooks = WebhookRouter("secret", router=router)
    hooks.on(MessageCreatedEvent)(lambda found: assert_type(found, MessageCreatedEvent))

    @hooks.on("session.updated")
    async def decoded(found: SessionUpdatedEvent) -> None: ...

    @hooks.on(MessageCreatedEvent)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    async def of_another_event(found: SessionUpdatedEvent) -> None: ...


async def hooks(client: CortexClient) -> None:
    async def changed(change: Change[Session]) -> None: ...

    async with client.project("p").sessions.watch() as live:
        live.on_change(changed)
        live.on_change(lambda change: print(change.id))


def read(flag: MessageAnnotationCreatedEventData) -> None:
    assert_type(flag.number("score"), float | None)
    assert_type(flag.number("score", default=0.0), float)
    assert_type(flag.integer("count", 0), int)
    assert_type(flag.text("severity", default=""), str)
    assert_type(flag.flag("spam", False), bool)
    assert_type(flag.texts("words"), list[str])
    assert_type(flag.each("findings"), list[FreeForm])
    assert_type(flag.at("scores", 0).number("toxicity", 0.0), float)


def narrow(event: Event) -> None:
    match event:
        case MessageCreatedEvent():
            assert_type(event.payload.data.content, str)
            assert_type(event.type, Literal["message.created"])
        case SessionUpdatedEvent():
            assert_type(event.payload.data, Session)
        case MessageAnnotationCreatedEvent():
            read(event.payload.data)
        case ParticipantJoinedEvent() | ParticipantLeftEvent():
            assert_type(event.payload.data.session_id, str | None)
            assert_type(event.payload.data.text("displayName"), str | None)
        case UnknownEvent():
            assert_type(event.type, str | None)
        case _:
            assert event.id
