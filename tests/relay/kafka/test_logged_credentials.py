"""aiokafka logs every request at DEBUG, with the password that PLAIN sends."""

from __future__ import annotations

import logging
from importlib import import_module
from typing import Any

import pytest

from cortex_async.relay.kafka import Kafka

_protocol: Any = import_module("aiokafka.protocol.admin")


def test_a_password_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    Kafka("kafka://user:s3cret@a")
    requests = (_protocol.SaslHandShakeRequest("PLAIN"), _protocol.SaslAuthenticateRequest(b"\0user\0s3cret"))
    versions = {one.API_KEY: (0, 1) for one in requests}
    caplog.set_level(logging.DEBUG)
    for number, request in enumerate(requests):
        # As in aiokafka.conn.AIOKafkaConnection.send.
        logging.getLogger("aiokafka.conn").debug(
            "Request to %s:%d %d: %s", "a", 9092, number, request.prepare(versions)
        )
    assert "SaslHandShakeRequest" in caplog.text
    assert "s3cret" not in caplog.text
