"""How much a relay logs while it cannot work, and that it says when that ends."""

from __future__ import annotations

import pytest

from tests.relay.simulation import Simulation

HOUR = 3600


def lines(caplog: pytest.LogCaptureFixture, level: str) -> list[str]:
    records = [one for one in caplog.records if one.name.startswith("cortex_async.relay")]
    return [one.getMessage() for one in records if one.levelname == level]


def test_a_relay_without_its_api_logs_few_lines_and_when_it_ends(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    simulation = Simulation(1, lease=15)
    (process,) = simulation.processes
    simulation.pass_time(60, 10)
    assert process.relay.status.phase == "relaying"
    process.responding = process.accepting = False
    process.disconnect()
    simulation.pass_time(HOUR, 15)
    away = lines(caplog, "WARNING")
    assert away[0] == "the relay of p gives way to others: no connection to the API for 60 s"
    assert away[-1].startswith(f"{away[0]} (")
    assert len(away) <= 6  # after 1, 2, 4, 8 ... minutes
    process.responding = process.accepting = True
    simulation.quiet(120)
    assert process.relay.status.phase == "relaying"
    assert lines(caplog, "WARNING") == away
    (over,) = lines(caplog, "INFO")
    assert over.startswith("the relay of p is relaying, after 59 min and ")
    simulation.close()


def test_a_relay_without_its_broker_logs_few_lines_and_when_it_ends(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    simulation = Simulation(1)
    simulation.pass_time(10)
    simulation.broker.available = False
    simulation.pass_time(HOUR, 15)
    away = lines(caplog, "WARNING")
    assert "the relay of p waits for the broker: the broker is not available" in away
    assert len(away) <= 12
    simulation.quiet(120)
    assert lines(caplog, "WARNING") == away
    assert [
        one for one in lines(caplog, "INFO") if one.startswith("the relay of p has the broker again, after")
    ]
    simulation.close()


def test_a_relay_s_stream_logs_few_lines_and_when_it_is_connected_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    simulation = Simulation(1, lease=15)
    (process,) = simulation.processes
    simulation.pass_time(60, 10)
    process.accepting = False
    caplog.clear()
    process.disconnect()
    simulation.pass_time(HOUR / 4, 1)
    process.accepting = True
    simulation.quiet(120)
    streams = [one for one in caplog.records if one.name == "cortex_async.streams"]
    failed = [one.getMessage() for one in streams if "no connection" in one.getMessage()]
    assert 2 <= len(failed) <= 7  # after 1, 2, 4, 8 minutes, and one for each kind of failure
    (again,) = [
        one.getMessage() for one in streams if "failures" in one.getMessage() and one.levelname == "INFO"
    ]
    assert ": connected, attempts: " in again
    simulation.close()


def test_what_kept_a_relay_from_leading_is_over_when_another_one_leads(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    simulation = Simulation(2, lease=9)
    simulation.pass_time(10)
    leader = simulation.leader
    assert leader is not None
    leader.paused = True
    simulation.pass_time(20)
    leader.resume()
    simulation.pass_time(20)
    lost = "the relay of p no longer leads: the lease has run out, or another relay leads"
    assert lines(caplog, "WARNING") == [lost]
    (over,) = lines(caplog, "INFO")
    assert over.startswith("the relay of p waits while another one leads, after ")
    simulation.close()
