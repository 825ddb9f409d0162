"""Type-checked, never run: what a user of the sync client writes, with the types that must come out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, assert_type

import pandas
import polars
import pyarrow

import cortex_sync
from cortex_sync import (
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
    from_dict,
    given,
    to_dict,
)
from cortex_sync.emulator import Emulator
from cortex_sync.events import (
    Event,
    MessageAnnotationCreatedEvent,
    MessageCreatedEvent,
    ParticipantJoinedEvent,
    ParticipantLeftEvent,
    SessionUpdatedEvent,
    UnknownEvent,
)
from cortex_sync.live import Added, LiveCollection, Modified, Removed, SnapshotReader
from cortex_sync.models import (
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
from cortex_sync.tables import to_arrow, to_pandas, to_polars, to_records
from cortex_sync.testing import Delivery, WebhookReceiver
from cortex_sync.webhooks import WebhookRouter, flask, unwrap


def calls(client: CortexClient) -> None:
    project = client.project("p")
    session = project.sessions.create(
        title="Match", external_room_id="room", auto_start=False, idle_timeout=300
    )
    assert_type(session, Session)
    assert_type(session.created_at, datetime)
    assert_type(session.idle_timeout, int | None)
    assert_type(project.messages.list(session.id), list[Message])
    assert_type(project.messages.download_debug_audio(session.id, "m"), bytes)
    assert_type(project.participants.delete("p"), None)
    joined = project.gatherings.join(join_code="ABCD-1234", participant_id="p")
    assert_type(joined, JoinResult)
    assert_type(joined.gathering, Gathering | None)
    assert_type(joined.require(), GatheringMember)
    assert_type(project.gatherings.find_by_session("s"), Gathering | None)
    assert_type(project.gatherings.mark_ready("g", "p", ready=False), GatheringMember)


def login() -> None:
    with CortexClient.login(email="a@b", password="p", timeout=5) as client:
        assert_type(client, CortexClient)
    assert_type(CortexClient.login(session_id="s"), CortexClient)


def optional_values(client: CortexClient, message: MessageCreatedEventData, reason: str | None) -> None:
    project = client.project("p")
    project.sanctions.create(
        type="mute", participant_id=given(message.participant_id), reason=given(reason), end_at=given(None)
    )
    project.sanctions.list(type=given(reason))
    assert_type(given(reason), str | Unset)


def paging(client: CortexClient) -> None:
    pager = client.project("p").participants.list(search="ann", page_size=10, max_items=100)
    assert_type(pager, Pager[Participant])
    assert_type(pager.first_page(), Page[Participant])
    for participant in pager:
        assert_type(participant, Participant)
    for page in pager.pages():
        assert_type(page.total, int | None)


def options(client: CortexClient) -> None:
    sanctions = client.project("p").sanctions
    sanction = sanctions.create(
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
    sanctions.update(sanction.id, type=kind, reason=UNSET, timeout=3.5, retry=Retry(attempts=2))
    client.with_options(timeout=1, retry=True).health.check()


def events(client: CortexClient) -> None:
    with client.project("p").events.stream(types=["message.*"]) as stream:
        assert_type(stream.ready(timeout=5), None)
        for event in stream:
            narrow(event)
    project = client.project("p")
    updated = project.events.wait_for(
        SessionUpdatedEvent,
        where=lambda event: event.payload.data.status == "ended",
        after=lambda: project.sessions.stop("s"),
        timeout=5,
    )
    assert_type(updated, SessionUpdatedEvent)
    either = client.events.wait_for((SessionUpdatedEvent, MessageCreatedEvent), after=print)
    assert_type(either, SessionUpdatedEvent | MessageCreatedEvent)
    narrow(client.events.wait_for("session.*"))
    summary = project.sessions.regenerate_summary("s", wait=30)
    assert_type(summary, SessionAnnotationCreatedEventData)
    client.with_options(idle_limit=0).project("p").events.stream(wait=False)


def routers(router: EventRouter, client: CortexClient, event: Event) -> None:
    router.on(MessageCreatedEvent)(lambda found: assert_type(found, MessageCreatedEvent))

    @router.on(MessageCreatedEvent)
    def said(found: MessageCreatedEvent) -> int:
        return len(found.payload.data.content)

    assert_type(said(MessageCreatedEvent.__new__(MessageCreatedEvent)), int)

    @router.on_gap
    def gap(gap: Gap) -> None: ...

    @router.on(MessageCreatedEvent)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    def of_another_event(found: SessionUpdatedEvent) -> None: ...

    assert_type(router.dispatch(event), DispatchResult)
    router.run(client.project("p").events.stream())
    WebhookRouter("secret", router=router)


def views(client: CortexClient) -> None:
    with client.project("p").sessions.watch() as live:
        assert_type(live, LiveCollection[Session])
        assert_type(live.snapshots(), SnapshotReader[Session, Mapping[str, Session]])
        for change in live:
            assert_type(change, Added[Session] | Modified[Session] | Removed[Session])


def webhooks(router: WebhookRouter, body: bytes, headers: Mapping[str, str]) -> None:
    assert_type(router.handle_sync(body, headers).status, int)
    assert_type(unwrap(body, headers, "secret"), Event)
    assert_type(flask.view(router)().status_code, int)


def testing(emulator: Emulator, receiver: WebhookReceiver) -> None:
    assert_type(emulator.base_url, str)
    assert_type(emulator.clock.advance(1), None)
    assert_type(receiver.next(timeout=1), Delivery)


def modules(session: cortex_sync.models.Session, view: cortex_sync.live.LiveItem[Session]) -> None:
    assert_type(session, Session)
    assert_type(view.value, Session | None)


def tables(
    messages: list[Message], events: Iterable[Event], view: LiveCollection[Session], pager: Pager[Session]
) -> None:
    assert_type(from_dict(Message, to_dict(messages[0])), Message)
    assert_type(to_records(messages, model=Message), list[dict[str, object]])
    assert_type(to_arrow(view.value, model=Session), pyarrow.Table)
    assert_type(to_pandas(pager, model=Session | Message), pandas.DataFrame)
    assert_type(to_polars(events, model=Event), polars.DataFrame)


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
