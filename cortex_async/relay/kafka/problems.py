"""What errors of aiokafka mean."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from cortex_async._core.errors import ConfigError, CortexError
from cortex_async.relay.broker import BrokerUnavailable

_errors: Any = import_module("aiokafka.errors")

KafkaError: Final[type[Exception]] = _errors.KafkaError

FENCED: Final[tuple[type[Exception], ...]] = (
    _errors.ProducerFenced,
    _errors.InvalidProducerEpoch,
    _errors.InvalidProducerIdMapping,
    _errors.TransactionCoordinatorFenced,
)
TOO_LARGE: Final[tuple[type[Exception], ...]] = (
    _errors.MessageSizeTooLargeError,
    _errors.RecordListTooLargeError,
    _errors.RecordTooLargeError,
)
_REFUSED: Final[tuple[type[Exception], ...]] = (
    _errors.AuthenticationFailedError,
    _errors.AuthenticationMethodNotSupported,
    _errors.SaslAuthenticationFailed,
    _errors.UnsupportedSaslMechanismError,
    _errors.TopicAuthorizationFailedError,
    _errors.GroupAuthorizationFailedError,
    _errors.ClusterAuthorizationFailedError,
    _errors.TransactionalIdAuthorizationFailed,
)
_CONFIGURED: Final[tuple[type[Exception], ...]] = (
    _errors.IncompatibleBrokerVersion,
    _errors.UnsupportedVersionError,
    _errors.UnrecognizedBrokerVersion,
    _errors.InvalidTransactionTimeout,
)


def problem(error: BaseException, servers: str) -> CortexError:
    """Build the error for one of aiokafka or of the operating system.

    servers: the addresses, without credentials.
    """
    name = type(error).__name__
    if isinstance(error, _REFUSED):
        return ConfigError(
            f"Kafka at {servers} refused the credentials or lacks a permission for them: {name}"
        )
    if isinstance(error, _CONFIGURED):
        return ConfigError(f"Kafka at {servers} cannot do what is needed: {name}")
    if isinstance(error, TimeoutError):
        return BrokerUnavailable(f"Kafka at {servers}: no response in time")
    # aiokafka logs why it could not connect, and says here only that it could not.
    return BrokerUnavailable(f"Kafka at {servers} cannot be used: {name}")
