"""The URLs of Kafka clusters."""

from __future__ import annotations

import ssl

import pytest

from cortex_async import ArgumentError
from cortex_async.relay.kafka.address import parse_address


@pytest.mark.parametrize(
    ("url", "servers"),
    [
        ("kafka://a:1", ("a:1",)),
        ("kafka://a,b:2, c:3/", ("a:9092", "b:2", "c:3")),
        ("kafka://[::1]:9093", ("[::1]:9093",)),
    ],
)
def test_servers(url: str, servers: tuple[str, ...]) -> None:
    address = parse_address(url, None)
    assert address.servers == servers
    assert address.options == {"security_protocol": "PLAINTEXT"}


def test_credentials_are_not_shown() -> None:
    address = parse_address("kafka://us%40er:p%2Fw@a:1?sasl=scram-sha-512&tls=true", None)
    assert isinstance(address.options.pop("ssl_context"), ssl.SSLContext)
    assert address.options == {
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": "us@er",
        "sasl_plain_password": "p/w",
    }
    assert "p/w" not in repr(address)
    assert address.shown == "a:1"


def test_a_context_of_the_caller_means_tls() -> None:
    context = ssl.create_default_context()
    address = parse_address("kafka://u:p@a", context)
    assert address.options["ssl_context"] is context
    assert address.options["security_protocol"] == "SASL_SSL"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a:1",
        "http://s3cret@a:1",
        "kafka://",
        "kafka://a:1,",
        "kafka://a:s3cret",
        "kafka://s3cret:0",
        "kafka://s3cret:65536",
        "kafka://s3cret..b:1",
        "kafka://s3cret%00:1",
        "kafka://s3cret\0:1",
        "kafka://s3cret b:1",
        f"kafka://{'s3cret' * 11}:1",
        "kafka://s3cret@a:1",
        "kafka://:s3cret@a:1",
        "kafka://u:p@a:1?sasl=s3cret",
        "kafka://a:1?tls=s3cret",
        "kafka://a:1?s3cret=1",
        "kafka://a:1?sasl=PLAIN",
    ],
)
def test_what_is_wrong_is_not_shown(url: str) -> None:
    with pytest.raises(ArgumentError, match=r"url must be kafka://HOST:PORT,HOST:PORT, ") as caught:
        parse_address(url, None)
    assert "s3cret" not in str(caught.value)
