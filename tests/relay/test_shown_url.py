"""The URL of a broker as services log it: where it is, never how to log in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cortex_async.relay.service.brokers import BROKERS, shown_url

CANARY = "canary-5417"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://localhost", "redis://localhost:6379"),
        ("redis://", "redis://localhost:6379"),
        ("rediss://user:secret@10.0.0.7:6380/2?socket_timeout=5", "rediss://10.0.0.7:6380"),
        ("redis://[::1]/0", "redis://[::1]:6379"),
        ("unix:///run/redis/redis.sock?db=1&password=secret", "unix:///run/redis/redis.sock"),
        ("unix://user:secret@/run/redis.sock", "unix:///run/redis.sock"),
        ("nats://token@broker.example", "nats://broker.example:4222"),
        ("tls://broker.example:4443", "tls://broker.example:4443"),
        ("kafka://user:secret@one,two:9093/?tls=true", "kafka://one:9092,two:9093"),
        ("kafka://[::1]:9092,[::2]", "kafka://[::1]:9092,[::2]:9092"),
        ("redis://user:half/other@localhost", "redis"),
        ("redis://localhost?password=half@other", "redis"),
    ],
)
def test_it_shows_hosts_and_ports(url: str, shown: str) -> None:
    assert shown_url(url) == shown


@given(
    scheme=st.sampled_from(sorted(BROKERS)),
    before=st.text(max_size=5),
    after=st.text(max_size=5),
    host=st.sampled_from(["", "localhost", "[::1]:1", "one:1,two"]),
)
def test_it_never_shows_credentials(scheme: str, before: str, after: str, host: str) -> None:
    shown = shown_url(f"{scheme}://{before}{CANARY}{after}@{host}/0?password={CANARY}")
    assert CANARY not in shown
    assert shown.isprintable()
