"""Who holds what: every reader of the lease topic decides the same, and nobody has what another one has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cortex_async.relay.kafka.settings import LONGEST_LEASE
from cortex_async.relay.kafka.tenures import Tenure, Tenures

TOKENS: Sequence[str] = ("a", "b", "c")
THINGS = range(3)
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(TOKENS),
        st.sampled_from(("sign", "take", "give", "vanish", "leave")),
        st.sampled_from(THINGS),
        st.integers(1, 400),
    ),
    max_size=60,
)


class Log:
    """A lease topic, and holders who write as the broker does: each knows how its own records were judged."""

    def __init__(self, seconds: float) -> None:
        self.tenures = Tenures()
        self.records: list[tuple[int, float, dict[str, Any]]] = []
        self.time = 0.0
        self._seconds = seconds
        self._gone: set[str] = set()

    def held(self) -> dict[int, Tenure]:
        return dict(self.tenures.realm("r").tenures)

    def write(self, token: str, **what: Any) -> None:
        given = what.get("give", ())
        holds = {n: one.fence for n, one in self.held().items() if one.token == token and n not in given}
        record = {"realm": "r", "token": token, "seconds": self._seconds, "holds": holds, **what}
        offset = len(self.records)
        self.records.append((offset, self.time, record))
        self.tenures.apply(*self.records[-1])

    def act(self, token: str, action: str, thing: int) -> None:
        self._gone.discard(token)
        if action == "vanish":
            self._gone.add(token)
        elif action == "leave":
            self.write(token, seconds=0, give=list(THINGS))
        else:
            self.write(token, **({} if action == "sign" else {action: [thing]}))

    def pass_time(self, seconds: float) -> None:
        """Whoever has something renews it in time, unless they vanished."""
        end = self.time + seconds
        while self.time < end:
            self.time = min(end, self.time + self._seconds / 3)
            for token in {one.token for one in self.held().values()} - self._gone:
                self.write(token)


def held(tenures: Tenures) -> dict[int, tuple[str, int]]:
    return {n: (one.token, one.fence) for n, one in tenures.realm("r").tenures.items()}


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(ACTIONS)
def test_a_thing_changes_hands_only_if_its_holder_has_given_it_or_expired(actions: list[Any]) -> None:
    log, signs, highest = Log(300), dict.fromkeys(TOKENS, -1000000000.0), -1
    for token, action, thing, seconds in actions:
        log.pass_time(seconds)
        before = log.held()
        for _, time, record in log.records:
            signs[record["token"]] = time if record["seconds"] else -1e9
        log.act(token, action, thing)
        for number, tenure in log.held().items():
            if tenure == before.get(number):
                continue
            assert (tenure.token, action) == (token, "take")
            assert tenure.fence > highest
            old = before.get(number)
            assert old is None or old.token == token or log.time - signs[old.token] >= 300
            highest = tenure.fence


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(ACTIONS, st.floats(0, 1))
def test_who_has_not_seen_the_oldest_records_comes_to_the_same(actions: list[Any], part: float) -> None:
    log = Log(LONGEST_LEASE / 2)
    for token, action, thing, seconds in actions:
        log.pass_time(seconds)
        log.act(token, action, thing)
    missing = int(part * len(log.records))
    log.pass_time(3 * LONGEST_LEASE)
    log.write("d", take=list(THINGS))
    late = Tenures()
    for one in log.records[missing:]:
        late.apply(*one)
    assert held(late) == held(log.tenures)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(ACTIONS, st.integers(0, 40), st.integers(1, 40))
def test_who_was_away_while_records_were_deleted_comes_to_the_same(
    actions: list[Any], seen: int, missing: int
) -> None:
    log = Log(LONGEST_LEASE / 2)
    for token, action, thing, seconds in actions:
        log.pass_time(seconds)
        log.act(token, action, thing)
    begun = len(log.records)
    log.pass_time(3 * LONGEST_LEASE)
    log.write("d", take=list(THINGS))
    seen = min(seen, begun)
    left = min(seen + missing, begun)
    back = Tenures()
    for one in [*log.records[:seen], *log.records[left:]]:
        back.apply(*one)
    assert held(back) == held(log.tenures)
