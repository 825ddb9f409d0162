"""What a relay publishes, in the failures that the guide names."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Generator
from typing import Any

import orjson
import pytest

from cortex_async.relay import RecordRefused, RelayStatus, open_envelope, repairing
from cortex_async.relay.broker import Saved
from cortex_async.relay.items import Item
from cortex_async.relay.keys import key_of
from cortex_async.relay.memory.scopes import MemoryLeadership
from cortex_async.relay.repair import messages
from cortex_async.relay.versions import BEFORE, MESSAGE, is_of
from tests.feeds.model import Message, Server, Session, iso, participant
from tests.realtime.live_caller import Pending
from tests.relay.events import raw_event
from tests.relay.simulation import Process, Simulation, unix

DELIVERIES = "webhook.delivery.updated"


@pytest.fixture
def simulate() -> Generator[Callable[..., Simulation]]:
    made: list[Simulation] = []

    def make(processes: int = 1, **options: Any) -> Simulation:
        made.append(Simulation(processes, **options))
        return made[-1]

    yield make
    for one in made:
        one.close()


def kinds(simulation: Simulation) -> list[str]:
    return [one["type"] for one in simulation.data()]


def status(simulation: Simulation, number: int = 0) -> RelayStatus:
    return simulation.processes[number].relay.status


def said(simulation: Simulation) -> list[str]:
    """The messages in the broker, in order."""
    found = simulation.data()
    return [one["payload"]["data"]["id"] for one in found if one["type"] == "message.created"]


def talk(simulation: Simulation, messages: int, every: float) -> None:
    """Say messages in a new session, one each ``every`` seconds, over an undisturbed stream."""
    project = simulation.project
    simulation.emit(project.create(project.now))
    for _ in range(messages):
        simulation.emit(project.say(project.active()[0], project.now)[1])
        simulation.deliver_all()
        simulation.keep_alive()
        simulation.pass_time(every)


def test_events_are_published_as_they_came(simulate: Callable[..., Simulation]) -> None:
    simulation = simulate()
    assert status(simulation).phase == "relaying"
    event = b'data: { "id":"x",\ndata: "type":"holodeck.opened", "n":1.00}\n\n'
    simulation.emit(event)
    simulation.emit(event)
    simulation.deliver_all()
    (record,) = simulation.broker.records
    assert record.body.endswith(b'"data":{ "id":"x",\n"type":"holodeck.opened", "n":1.00}}')
    found = status(simulation)
    assert (found.published, found.duplicates, found.leading, found.gaps) == (1, 0, True, 0)


def test_what_was_missed_comes_from_the_log_with_its_ids_and_first(
    simulate: Callable[..., Simulation],
) -> None:
    simulation = simulate()
    project = simulation.project
    project.subscribe()
    simulation.pass_time(10)
    simulation.emit(project.create(project.now))
    simulation.deliver_all()
    (process,) = simulation.processes
    process.disconnect()
    session = project.active()[0]
    missed = [project.say(session, project.now)[1] for _ in range(3)]
    assert missed
    process.responding = False
    simulation.pass_time(2)
    assert process.connection is not None
    simulation.emit(project.say(session, project.now)[1])
    simulation.deliver_all()
    # Newer ones wait for the repair.
    assert len(simulation.broker.records) == 1
    assert status(simulation).phase == "repairing"
    process.responding = True
    simulation.work()
    assert [one["id"] for one in simulation.data()] == [one["id"] for one in project.emitted]
    found = status(simulation)
    assert (found.phase, found.repaired, found.synthetic, found.gaps) == ("relaying", 4, 0, 0)


@pytest.mark.parametrize("types", [[], ["*"], ["session.*"], ["webhook.*"], ["session.*", DELIVERIES]])
def test_progress_of_deliveries_is_a_gap_only_if_types_name_it(
    simulate: Callable[..., Simulation], types: list[str]
) -> None:
    simulation = simulate(types=types)
    simulation.project.subscribe()
    simulation.pass_time(10)
    simulation.processes[0].disconnect()
    simulation.pass_time(2)
    gaps = [one["payload"]["data"]["types"] for one in simulation.data()]
    assert gaps == ([[DELIVERIES]] if types[-1:] in (["webhook.*"], [DELIVERIES]) else [])


def test_without_a_log_what_was_missed_is_made_from_snapshots(simulate: Callable[..., Simulation]) -> None:
    simulation = simulate()
    project = simulation.project
    simulation.emit(project.create(project.now))
    simulation.emit(project.create(project.now))
    kept, doomed = project.active()
    simulation.emit(project.say(kept, project.now)[1])
    simulation.deliver_all()
    simulation.processes[0].disconnect()
    said_in_gap = project.say(kept, project.now)[0]
    project.set_status(kept, "ended")
    project.create(project.now)
    project.say(doomed, project.now)
    project.delete(doomed)
    simulation.pass_time(2)
    made = [one for one in simulation.data() if one.get("synthetic")]
    created = list(project.sessions)[-1]
    assert sorted((one["type"], one["resourceId"]) for one in made) == [
        ("cortex.relay.gap", "project:p"),
        ("cortex.relay.gap", f"session:{doomed.id}"),
        ("message.created", f"message:{said_in_gap.id}"),
        ("session.created", f"session:{created}"),
        ("session.deleted", f"session:{doomed.id}"),
        ("session.updated", f"session:{kept.id}"),
    ]
    of_kept = [key_of(one) == f"p/session:{kept.id}" and one["type"] for one in made]
    assert [one for one in of_kept if one] == ["message.created", "session.updated"]
    message = next(one for one in made if one["type"] == "message.created")
    assert message["payload"]["data"]["participantId"] == "ann"
    assert message["payload"]["data"]["sessionId"] == kept.id
    whole = next(one for one in made if one["resourceId"] == "project:p")["payload"]["data"]
    assert "message.annotation.created" in whole["types"]
    assert "gathering.started" in whole["types"]
    assert not {"message.created", "session.created", "session.updated", "session.deleted"} & set(
        whole["types"]
    )


def test_what_a_credential_may_not_read_is_reported_and_the_rest_is_made(
    simulate: Callable[..., Simulation],
) -> None:
    simulation = simulate()
    project = simulation.project
    project.forbidden.add("messages.list")
    simulation.emit(project.create(project.now))
    simulation.deliver_all()
    simulation.processes[0].disconnect()
    (session,) = project.active()
    project.say(session, project.now)
    project.set_status(session, "ended")
    project.create(project.now)
    simulation.pass_time(2)
    made = [one for one in simulation.data() if one.get("synthetic")]
    assert sorted(one["type"] for one in made) == ["cortex.relay.gap", "session.created", "session.updated"]
    (whole,) = (one["payload"]["data"] for one in made if one["type"] == "cortex.relay.gap")
    assert "message.created" in whole["types"]


def test_a_new_leader_goes_on_where_the_last_one_stopped(simulate: Callable[..., Simulation]) -> None:
    simulation = simulate(2)
    first, second = simulation.processes
    project = simulation.project
    assert [one.relay.status.phase for one in simulation.processes] == ["relaying", "standby"]
    simulation.emit(project.create(project.now))
    simulation.deliver_all()
    first.paused = True
    message, event = project.say(project.active()[0], project.now)
    simulation.emit(event)
    simulation.pass_time(21)
    assert second.relay.status.phase == "relaying"
    assert said(simulation) == [message.id]
    before = len(simulation.broker.records)
    # What it has received meanwhile must not be published by it.
    while first.flying:
        event = first.flying.pop(0)
        assert first.connection is not None
        first.connection.send(event)
    first.resume()
    assert len(simulation.broker.records) == before
    assert not first.relay.status.leading
    simulation.quiet(60)
    assert said(simulation) == [message.id]


def test_a_leader_that_was_paused_begins_anew_even_if_nobody_else_leads(
    simulate: Callable[..., Simulation],
) -> None:
    simulation = simulate()
    (process,) = simulation.processes
    project = simulation.project
    fence = process.relay.status.fence
    simulation.emit(project.create(project.now))
    process.paused = True
    simulation.pass_time(20)
    assert process.connection is not None
    process.connection.send(process.flying.pop())
    assert simulation.broker.records == []
    process.resume()
    # Under its next leadership, and from what the API has.
    assert all(one["synthetic"] for one in simulation.data())
    simulation.quiet(30)
    found = process.relay.status
    assert found.fence is not None
    assert fence is not None
    assert found.fence > fence
    assert kinds(simulation).count("session.created") == 1


def test_a_broker_that_is_away_costs_no_memory_and_nothing_is_missing(
    simulate: Callable[..., Simulation],
) -> None:
    simulation = simulate(buffer_size=5)
    (process,) = simulation.processes
    project = simulation.project
    simulation.emit(project.create(project.now))
    simulation.deliver_all()
    simulation.broker.available = False
    session = project.active()[0]
    for _ in range(300):
        simulation.emit(project.say(session, project.now)[1])
    simulation.deliver_all()
    assert process.relay.status.buffered == 5
    simulation.pass_time(30)
    assert not process.relay.status.leading
    assert process.connection is None
    simulation.quiet(60)
    assert len(said(simulation)) == 300
    assert said(simulation) == [one.id for one in session.messages]


def missed_messages(simulation: Simulation, sessions: int, words: int) -> list[str]:
    """Let people talk in many sessions while there is no connection. Returns the ids, by session."""
    project = simulation.project
    for _ in range(sessions):
        simulation.emit(project.create(project.now))
    simulation.deliver_all()
    simulation.processes[0].disconnect()
    for _ in range(words):
        for session in project.active():
            simulation.emit(project.say(session, project.now)[1])
    return [one.id for session in project.active() for one in session.messages]


def test_a_repair_holds_few_messages_at_a_time(
    simulate: Callable[..., Simulation], monkeypatch: pytest.MonkeyPatch
) -> None:
    simulation = simulate()
    missed = missed_messages(simulation, sessions=40, words=80)
    most = lists = 0

    def messages(session_id: str) -> list[dict[str, Any]] | None:
        nonlocal most, lists
        lists += 1
        if lists % 4 == 0:
            most = max(most, sum(type(one) is Item for one in gc.get_objects()))
        return Server.messages(simulation.project, session_id)

    monkeypatch.setattr(simulation.project, "messages", messages)
    simulation.quiet(60)
    assert sorted(said(simulation)) == sorted(missed)
    assert 1000 < most <= 2400


def test_what_a_repair_has_read_is_published_before_it_can_read_on(
    simulate: Callable[..., Simulation], monkeypatch: pytest.MonkeyPatch
) -> None:
    simulation = simulate()
    missed = missed_messages(simulation, sessions=40, words=40)
    (process,) = simulation.processes
    read: list[str] = []

    def messages(session_id: str) -> list[dict[str, Any]] | None:
        read.append(session_id)
        process.responding = len(read) < 32
        return Server.messages(simulation.project, session_id)

    monkeypatch.setattr(simulation.project, "messages", messages)
    simulation.quiet(30)
    begun = said(simulation)
    assert 1000 <= len(begun) < len(missed)
    monkeypatch.undo()
    process.responding = True
    process.fail_calls()
    simulation.quiet(300)
    assert said(simulation)[: len(begun)] == begun
    assert sorted(said(simulation)) == sorted(missed)


@pytest.mark.parametrize("ends", [True, False])
def test_what_was_missed_in_a_session_is_not_forgotten_when_its_end_comes_first(
    simulate: Callable[..., Simulation], ends: bool
) -> None:
    simulation = simulate(hold=10)
    (process,), project = simulation.processes, simulation.project
    simulation.emit(project.create(project.now))
    simulation.deliver_all()
    simulation.quiet(400)
    (session,) = project.active()
    process.disconnect()
    project.say(session, project.now)
    process.responding = False
    simulation.pass_time(2)
    simulation.emit(project.set_status(session, "ended") if ends else project.delete(session))
    simulation.deliver_all()
    simulation.pass_time(15)
    assert kinds(simulation) == ["session.created", "session.updated" if ends else "session.deleted"]
    for _ in range(3):
        process.fail_calls()
        simulation.pass_time(5)
    simulation.quiet(60)
    gone = [one["payload"]["data"] for one in simulation.data() if one["type"] == "cortex.relay.gap"]
    deleted = [one["sessionId"] for one in gone if one["reason"] == "deleted"]
    found = [one.id for one in session.messages]
    assert (said(simulation), deleted) == ((found, []) if ends else ([], [session.id]))


@pytest.mark.parametrize("ends", [True, False])
def test_what_was_missed_in_a_session_is_the_next_leader_s_task_when_its_end_comes_first(
    simulate: Callable[..., Simulation], ends: bool
) -> None:
    simulation = simulate(2, hold=10, lease=9)
    project = simulation.project
    simulation.emit(project.create(project.now))
    simulation.deliver_all()
    simulation.quiet(400)
    (session,) = project.active()
    first = simulation.leader
    assert first is not None
    (second,) = (one for one in simulation.processes if one is not first)
    first.disconnect()
    project.say(session, project.now)
    first.responding = second.responding = False
    simulation.pass_time(2)
    simulation.emit(project.set_status(session, "ended") if ends else project.delete(session))
    simulation.deliver_all()
    simulation.pass_time(15)
    assert kinds(simulation) == ["session.created", "session.updated" if ends else "session.deleted"]
    first.paused = True
    for _ in range(3):
        second.fail_calls()
        simulation.pass_time(10)
    assert second.relay.status.leading
    simulation.quiet(60)
    gone = [one["payload"]["data"] for one in simulation.data() if one["type"] == "cortex.relay.gap"]
    deleted = [one["sessionId"] for one in gone if one["reason"] == "deleted"]
    found = [one.id for one in session.messages]
    assert (said(simulation), deleted) == ((found, []) if ends else ([], [session.id]))
    assert not [name for name in saved(simulation).known if is_of(name, BEFORE)]


@pytest.mark.parametrize(
    "key",
    [
        "a:b",
        "relay:begun",
        "x/message:y",
        "x/session:y",
        "relay:before:session:y",
        "x/relay:before:session:y",
    ],
)
def test_ids_that_look_like_names_of_the_relay_are_ids(simulate: Callable[..., Simulation], key: str) -> None:
    """Those of a session, and of a message in it. What is missed and when it began are known as ever."""
    simulation = simulate(2, hold=10, lease=9)
    project = simulation.project
    session = project.sessions[key] = Session(key, project.now)
    simulation.emit(project.event("session.created", "created", f"session:{key}", session.row))
    simulation.deliver_all()
    session.messages.append(Message(key, key, project.now, "ann"))
    simulation.emit(project.said(session.messages[0]))
    simulation.deliver_all()
    simulation.quiet(400)
    first = simulation.leader
    assert first is not None
    (second,) = (one for one in simulation.processes if one is not first)
    first.disconnect()
    project.say(session, project.now)
    first.responding = second.responding = False
    simulation.pass_time(2)
    simulation.emit(project.set_status(session, "ended"))
    simulation.deliver_all()
    simulation.pass_time(15)
    first.paused = True
    for _ in range(3):
        second.fail_calls()
        simulation.pass_time(10)
    simulation.quiet(200)
    others = [one for one in kinds(simulation) if one != "cortex.relay.gap"]
    assert others == ["session.created", "message.created", "session.updated", "message.created"]
    assert said(simulation) == [one.id for one in session.messages]
    known = {name for name in saved(simulation).known if not is_of(name, MESSAGE)}
    assert known == {"p/relay:begun", f"p/session:{key}", "p/participant:ann"}


@pytest.mark.parametrize(("max_known", "reason"), [(1000, "deleted"), (4, "too_many")])
def test_a_gap_is_reported_once_however_often_what_was_missed_cannot_be_read(
    simulate: Callable[..., Simulation], monkeypatch: pytest.MonkeyPatch, max_known: int, reason: str
) -> None:
    monkeypatch.setattr("cortex_async.relay.repair.project.MAX_FORGOTTEN", 0)
    simulation = simulate(2, hold=10, max_known=max_known)
    (first, second), project = simulation.processes, simulation.project
    for _ in range(3):
        simulation.emit(project.create(project.now))
    gone, spoken, ended = project.active()
    simulation.emit(project.set_status(ended, "ended"))
    simulation.deliver_all()
    simulation.quiet(200)
    for _ in range(8):
        simulation.emit(project.say(spoken, project.now)[1])
    simulation.deliver_all()
    simulation.quiet(20)
    respond = Process._respond

    def fail(process: Process, call: Pending) -> None:
        call.fail() if call.operation == "messages.list" else respond(process, call)

    with monkeypatch.context() as patched:
        patched.setattr(Process, "_respond", fail)
        first.paused = True
        project.say(gone, project.now)
        missed, _ = project.say(spoken, project.now)
        simulation.pass_time(40)
        assert second.relay.status.phase == "repairing"
        simulation.emit(project.delete(gone))
        simulation.deliver_all()
        simulation.quiet(200)
    simulation.quiet(100)
    gaps = [one["payload"]["data"] for one in simulation.data() if one["type"] == "cortex.relay.gap"]
    assert [one["reason"] for one in gaps if one["types"] == ["message.created"]] == [reason]
    assert said(simulation)[-1] == missed.id


def saved(simulation: Simulation) -> Saved:
    """What the relays have left in the broker. They end."""

    async def read() -> Saved:
        leader = await simulation.broker.lead("p", "test", 1)
        assert leader is not None
        return await leader.saved()

    for process in simulation.processes:
        process.run(process.relay.close())
    return simulation.processes[0].run(read())


@pytest.mark.parametrize("most", [0, 200])
def test_sessions_that_the_broker_has_forgotten_are_read_or_reported(
    simulate: Callable[..., Simulation], monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("cortex_async.relay.repair.project.MAX_FORGOTTEN", most)
    simulation = simulate(2, max_known=4)
    (first, second), project = simulation.processes, simulation.project
    for _ in range(2):
        simulation.emit(project.create(project.now))
    forgotten, busy = project.active()
    simulation.quiet(200)
    for _ in range(8):
        simulation.emit(project.say(busy, project.now)[1])
    simulation.deliver_all()
    first.paused = True
    missed, event = project.say(forgotten, project.now)
    simulation.emit(event)
    simulation.emit(project.set_status(forgotten, "ended"))
    simulation.pass_time(30)
    assert second.relay.status.phase == "relaying"
    gaps = [one["payload"]["data"] for one in simulation.data() if one["type"] == "cortex.relay.gap"]
    reported = [one for one in gaps if one["reason"] == "too_many" and one["types"] == ["message.created"]]
    assert (missed.id in said(simulation), len(reported)) == ((True, 0) if most else (False, 1))
    simulation.quiet(30)
    assert "p/relay:begun" in saved(simulation).known


def test_what_is_published_is_not_found_missing_when_somebody_looks_after_a_long_time(
    simulate: Callable[..., Simulation],
) -> None:
    simulation = simulate(resync=300.0)
    talk(simulation, 70, every=10)
    assert status(simulation).synthetic == 0
    assert kinds(simulation) == ["session.created", *["message.created"] * 70]


def test_what_is_forgotten_is_not_found_missing_when_somebody_only_looks(
    simulate: Callable[..., Simulation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cortex_async.relay.known.MAX_KNOWN", 8)
    simulation = simulate(resync=60.0)
    talk(simulation, 60, every=5)
    assert kinds(simulation) == ["session.created", *["message.created"] * 60]


def test_what_nobody_looks_for_any_more_is_forgotten(simulate: Callable[..., Simulation]) -> None:
    simulation = simulate(resync=60.0)
    talk(simulation, 60, every=10)
    assert len([name for name in saved(simulation).known if is_of(name, MESSAGE)]) <= 6 + 13 + 2


def test_a_broker_keeps_only_the_messages_that_a_successor_asks_for(
    simulate: Callable[..., Simulation],
) -> None:
    """Those for ``resync`` are kept in the relay: they would take the room of sessions in the broker."""
    simulation = simulate(resync=300.0, max_known=20)
    talk(simulation, 70, every=10)
    assert kinds(simulation) == ["session.created", *["message.created"] * 70]
    known = saved(simulation).known
    assert len([name for name in known if is_of(name, MESSAGE)]) <= 13 + 2
    assert known.keys() >= {"p/relay:begun", "p/session:s1"}


def test_what_is_forgotten_is_not_found_missing_when_events_were_missed_while_somebody_looks(
    simulate: Callable[..., Simulation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cortex_async.relay.known.MAX_KNOWN", 35)
    simulation = simulate(resync=300.0)
    (process,), project = simulation.processes, simulation.project
    simulation.emit(project.create(project.now))
    for _ in range(62):
        if simulation.clock.now >= 299:
            process.responding = False
        simulation.emit(project.say(project.active()[0], project.now)[1])
        simulation.deliver_all()
        simulation.keep_alive()
        simulation.pass_time(5)
    assert status(simulation).phase == "repairing"
    process.disconnect()
    missed, _ = project.say(project.active()[0], project.now)
    simulation.quiet(60)
    assert said(simulation) == [one.id for one in project.active()[0].messages]
    assert said(simulation)[-1] == missed.id


def test_nothing_was_missed_in_a_session_that_is_deleted_while_somebody_only_looks(
    simulate: Callable[..., Simulation],
) -> None:
    simulation = simulate(resync=60.0)
    (process,), project = simulation.processes, simulation.project
    simulation.emit(project.create(project.now))
    simulation.deliver_all()
    simulation.quiet(50)
    process.responding = False
    for _ in range(4):
        simulation.keep_alive()
        simulation.pass_time(5)
    process.fail_calls()
    simulation.emit(project.delete(project.active()[0]))
    simulation.deliver_all()
    simulation.quiet(60)
    assert kinds(simulation) == ["session.created", "session.deleted"]


def test_a_time_that_cannot_be_read_is_reported_and_newer_events_do_not_wait_for_it(
    simulate: Callable[..., Simulation],
) -> None:
    simulation = simulate(hold=10, give_up=100)
    (process,) = simulation.processes
    project = simulation.project
    simulation.emit(project.create(project.now))
    simulation.deliver_all()
    process.disconnect()
    project.create(project.now)
    process.responding = False
    simulation.pass_time(2)
    simulation.emit(project.create(project.now))
    simulation.deliver_all()
    simulation.keep_alive()
    complete_until = status(simulation).complete_until
    simulation.pass_time(12)
    assert kinds(simulation) == ["session.created"] * 2
    assert status(simulation).complete_until == complete_until
    for _ in range(30):
        process.fail_calls()
        simulation.pass_time(5)
        simulation.keep_alive()
    (gap,) = [one for one in simulation.data() if one["type"] == "cortex.relay.gap"]
    assert (gap["payload"]["data"]["reason"], gap["payload"]["data"]["types"]) == ("unavailable", ["*"])
    assert status(simulation).phase == "relaying"
    assert status(simulation).complete_until != complete_until


def test_an_outage_of_the_api_is_repaired_however_long_it_takes(simulate: Callable[..., Simulation]) -> None:
    simulation = simulate(give_up=60)
    (process,) = simulation.processes
    project = simulation.project
    project.subscribe()
    simulation.pass_time(10)
    process.responding = process.accepting = False
    process.disconnect()
    simulation.emit(project.create(project.now))
    # The next leadership begins without a connection.
    simulation.broker.available = False
    simulation.pass_time(20)
    simulation.broker.available = True
    for _ in range(30):
        process.fail_calls()
        simulation.pass_time(10, 5)
    assert simulation.broker.records == []
    process.responding = process.accepting = True
    simulation.quiet(60)
    gaps = [
        one["payload"]["data"]["reason"] for one in simulation.data() if one["type"] == "cortex.relay.gap"
    ]
    assert "unavailable" not in gaps
    assert project.emitted[0]["id"] in [one["id"] for one in simulation.data()]


def test_an_event_that_was_lost_without_a_sign_is_found_by_and_by(
    simulate: Callable[..., Simulation],
) -> None:
    simulation = simulate(resync=60)
    project = simulation.project
    simulation.emit(project.create(project.now))
    simulation.deliver_all()
    message, _ = project.say(project.active()[0], project.now)
    for _ in range(16):
        simulation.keep_alive()
        simulation.pass_time(5)
    assert said(simulation) == [message.id]
    assert "cortex.relay.gap" not in kinds(simulation)


def test_an_api_that_is_away_is_no_gap_while_the_stream_loses_nothing(
    simulate: Callable[..., Simulation],
) -> None:
    simulation = simulate(resync=60, give_up=100)
    (process,) = simulation.processes
    project = simulation.project
    simulation.emit(project.create(project.now))
    simulation.deliver_all()
    process.responding = False
    for _ in range(100):
        process.fail_calls()
        simulation.keep_alive()
        simulation.pass_time(5)
    assert kinds(simulation) == ["session.created"]
    # What the stream has lost meanwhile is found afterwards.
    message, _ = project.say(project.active()[0], project.now)
    simulation.quiet(120)
    assert said(simulation) == [message.id]
    assert "cortex.relay.gap" not in kinds(simulation)


def test_the_checkpoint_never_passes_events_that_wait_for_the_broker(
    simulate: Callable[..., Simulation], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish = MemoryLeadership.publish
    fast = asyncio.Event()
    fast.set()
    calls: list[tuple[list[float], float]] = []

    async def blocked(leadership: MemoryLeadership, records: Any, checkpoint: Any, known: Any) -> int:
        await fast.wait()
        times = [unix(orjson.loads(one.body)["time"]) for one in records]
        calls.append((times, checkpoint.time.timestamp()))
        return await publish(leadership, records, checkpoint, known)

    monkeypatch.setattr(MemoryLeadership, "publish", blocked)
    simulation = simulate(resync=60, lease=30)
    project = simulation.project
    simulation.emit(project.create(project.now))
    simulation.deliver_all()
    fast.clear()
    for _ in range(250):
        simulation.emit(project.say(project.active()[0], project.now)[1])
    simulation.deliver_all()
    for _ in range(14):
        simulation.keep_alive()
        simulation.pass_time(5)
    assert status(simulation).phase == "repairing"
    fast.set()
    simulation.work()
    assert len(said(simulation)) == 250
    for place, (_, checkpoint) in enumerate(calls):
        assert all(checkpoint <= time for times, _ in calls[place + 1 :] for time in times)


def test_an_event_that_cannot_be_parsed_is_not_dropped_silently(simulate: Callable[..., Simulation]) -> None:
    simulation = simulate()
    simulation.emit(b'data: {"id": "x", "type": \n\n')
    simulation.deliver_all()
    simulation.work()
    assert kinds(simulation) == ["cortex.relay.gap"]


def test_an_event_that_arrives_during_a_repair_is_not_made_as_well(
    simulate: Callable[..., Simulation],
) -> None:
    simulation = simulate()
    (process,) = simulation.processes
    project = simulation.project
    process.disconnect()
    process.responding = False
    simulation.pass_time(2)
    simulation.emit(project.create(project.now))
    simulation.deliver_all()
    process.responding = True
    simulation.work()
    assert kinds(simulation) == ["cortex.relay.gap", "session.created"]
    assert not simulation.data()[1].get("synthetic")


@pytest.mark.parametrize("logged", [False, True])
def test_what_a_stream_brought_before_it_broke_off_again_comes_before_what_was_missed_then(
    simulate: Callable[..., Simulation], logged: bool
) -> None:
    simulation = simulate()
    (process,), project = simulation.processes, simulation.project
    if logged:
        project.subscribe()
        simulation.pass_time(10)
    simulation.emit(project.create(project.now))
    simulation.deliver_all()
    process.disconnect()
    session = project.active()[0]
    ids = [project.say(session, project.now)[0].id]
    process.responding = False
    simulation.pass_time(2)
    assert process.connection is not None, "the repair waits, and the stream goes on"
    for _ in range(2):
        message, event = project.say(session, project.now)
        ids.append(message.id)
        simulation.emit(event)
        simulation.pass_time(1)
    annotation = "session.annotation.created"
    simulation.emit(project.event(annotation, "created", f"session:{session.id}", {"id": "a"}))
    simulation.deliver_all()
    process.disconnect()
    simulation.pass_time(1)
    ids += [project.say(session, project.now)[0].id for _ in range(2)]
    simulation.pass_time(2)
    process.responding = True
    simulation.pass_time(5)
    assert said(simulation) == ids
    published = [one for one in kinds(simulation) if one in ("message.created", annotation)]
    assert published == ["message.created"] * 3 + [annotation] + ["message.created"] * 2
    assert status(simulation).repaired == 3


def test_each_part_of_a_repair_brings_what_the_stream_had_of_its_own_sessions(
    simulate: Callable[..., Simulation], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (messages, repairing):
        monkeypatch.setattr(module, "PART", 1)
    monkeypatch.setattr(messages, "MAX_CONCURRENT", 1)
    simulation = simulate()
    (process,), project = simulation.processes, simulation.project
    for _ in range(3):
        simulation.emit(project.create(project.now))
    simulation.deliver_all()
    process.disconnect()
    for session in project.active():
        project.say(session, project.now)
    process.responding = False
    simulation.pass_time(2)
    for session in project.active():
        simulation.emit(project.say(session, project.now)[1])
    simulation.deliver_all()
    process.disconnect()
    simulation.pass_time(1)
    project.people.append({**participant("bob"), "joinedAt": iso(project.now)})
    for session in project.active():
        project.say(session, project.now)
    simulation.pass_time(2)
    process.responding = True
    simulation.pass_time(5)
    assert said(simulation) == [one.id for session in project.active() for one in session.messages]
    assert kinds(simulation).count("participant.created") == 1


def test_an_event_that_the_broker_refuses_is_a_gap_and_the_others_are_published(
    simulate: Callable[..., Simulation], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish = MemoryLeadership.publish

    async def strict(leadership: MemoryLeadership, records: Any, *more: Any) -> int:
        for one in records:
            if len(one.body) > 5000:
                raise RecordRefused("too large", record_id=one.id)
        return await publish(leadership, records, *more)

    monkeypatch.setattr(MemoryLeadership, "publish", strict)
    simulation = simulate()
    for number, filling in enumerate(["", "x" * 5000, ""]):
        event = raw_event("holodeck.opened", f"room:{number}", id=f"e{number}", payload={"data": filling})
        simulation.emit(b"data: " + orjson.dumps(event) + b"\n\n")
    simulation.deliver_all()
    assert kinds(simulation) == ["holodeck.opened", "cortex.relay.gap", "holodeck.opened"]
    data = simulation.data()[1]["payload"]["data"]
    assert (data["reason"], data["types"], data["subject"]) == ("refused", ["holodeck.opened"], "room:1")


@pytest.mark.parametrize("subscribed", [True, False])
def test_deeply_nested_data_is_repaired_like_any_other(
    simulate: Callable[..., Simulation], subscribed: bool
) -> None:
    simulation, depth = simulate(), 300
    project = simulation.project
    if subscribed:
        project.subscribe()
    simulation.pass_time(10)
    simulation.processes[0].disconnect()
    row = {"id": "deep", "joinedAt": iso(project.now), "userData": nested(depth)}
    project.people.append(row)
    project.event("participant.created", "created", "participant:deep", row)
    simulation.pass_time(2)
    assert status(simulation).phase == "relaying"
    (record,) = [one for one in simulation.broker.records if one.type == "participant.created"]
    data = open_envelope(record.body).data["payload"]["data"]
    assert (data["id"], depth_of(data["userData"])) == ("deep", depth)
    assert status(simulation).gaps == (not subscribed)
    # And as it comes.
    simulation.emit(project.event("participant.updated", "updated", "participant:deep", row))
    simulation.deliver_all()
    assert kinds(simulation)[-1] == "participant.updated"


def nested(depth: int) -> object:
    made: object = 1
    for _ in range(depth):
        made = [made]
    return made


def depth_of(value: object) -> int:
    depth = 0
    while isinstance(value, list):
        value, depth = value[0], depth + 1
    return depth


def test_only_the_types_that_were_asked_for_are_repaired(simulate: Callable[..., Simulation]) -> None:
    simulation = simulate(types=["message.*"])
    project = simulation.project
    simulation.processes[0].disconnect()
    project.create(project.now)
    project.say(project.active()[0], project.now)
    simulation.pass_time(2)
    assert sorted(kinds(simulation)) == ["cortex.relay.gap", "message.created"]
    gap = next(one for one in simulation.data() if one["type"] == "cortex.relay.gap")
    assert gap["payload"]["data"]["types"] == ["message.annotation.created"]
