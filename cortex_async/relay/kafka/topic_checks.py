"""What is wrong with the settings of topics that exist: with some of them a relay loses what it relies on."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Final

from attrs import frozen

from cortex_async._core.errors import ConfigError
from cortex_async.relay.kafka.settings import Settings

_logger = logging.getLogger(__name__)

_UNLIMITED: Final = -1


@frozen
class Mismatch:
    """A setting of a topic that is not as this package would have made it.

    is_fatal: whether the topic loses what must be kept. Otherwise it keeps or promises less than it should.
    """

    topic: str
    name: str
    found: str
    wanted: str
    is_fatal: bool


def check(settings: Settings, topics: Mapping[str, Mapping[str, str]]) -> None:
    """Compare the settings of topics with what they would be made with.

    topics: the settings of each topic as far as they are known.

    Raises ``ConfigError`` for those that lose what must be kept. Logs a warning for each topic with others.
    """
    found = {topic: mismatches(settings, topic, config) for topic, config in topics.items()}
    fatal = {topic: bad for topic, every in found.items() if (bad := [one for one in every if one.is_fatal])}
    if fatal:
        raise ConfigError("; ".join(_line(topic, bad) for topic, bad in fatal.items()))
    for topic, bad in found.items():
        if bad:
            _logger.warning("%s", _line(topic, bad))


def mismatches(settings: Settings, topic: str, config: Mapping[str, str]) -> list[Mismatch]:
    """What is wrong with one topic. Settings that are not known count as right."""
    # A lease or an id that is deleted early counts as free, or as new.
    needed = {settings.leases, settings.ids}
    return [
        Mismatch(
            topic,
            name,
            config[name],
            wanted,
            name == "cleanup.policy" or (name == "retention.ms" and topic in needed),
        )
        for name, wanted in settings.topics[topic][1].items()
        if name in config and not _suffices(name, config[name], wanted)
    ]


def _suffices(name: str, found: str, wanted: str) -> bool:
    match name:
        case "cleanup.policy":
            return {part.strip() for part in found.split(",")} == {wanted}
        case "message.timestamp.type":
            return found == wanted
        case "retention.ms" | "retention.bytes":
            return int(found) == _UNLIMITED or _UNLIMITED < int(wanted) <= int(found)
        case "max.message.bytes" | "min.insync.replicas":
            return int(found) >= int(wanted)
        case _:  # how often segments are rolled and cleaned is a matter of disk space
            return True


def _line(topic: str, bad: Sequence[Mismatch]) -> str:
    has = ", ".join(f"{one.name}={one.found} instead of {one.wanted}" for one in bad)
    changes = ",".join(f"{one.name}={one.wanted}" for one in bad)
    return (
        f"the topic {topic} has {has}: kafka-configs.sh --alter --entity-type topics --entity-name {topic} "
        f"--add-config {changes}"
    )
