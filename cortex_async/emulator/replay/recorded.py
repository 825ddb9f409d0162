"""Reading a recording."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

import orjson
from attrs import define, field

from cortex_async.emulator.records import Record, is_object
from cortex_async.emulator.replay.bodies import body_bytes
from cortex_async.emulator.replay.journal import FORMAT, VERSION
from cortex_async.emulator.replay.sse_blocks import Splitter, id_of

_logger = logging.getLogger(__name__)


class RecordingError(ValueError):
    """A file is not a recording, or not one that this version can read."""

    __module__ = "cortex_async.emulator"  # where users find it


@define
class Event:
    """One event of a stream, or a comment. ``at`` counts from the start of the recording."""

    at: float
    raw: bytes
    id: str | None


@define
class Exchange:
    """A recorded request with what is known of its response.

    delay: seconds between request and response. None if there was no response.
    body: None for a stream, or if it was not recorded, which ``omitted`` then explains.
    how, ended: how it ended, as in ``scribe``, and when; "" and None if the recording does not say.
    partial: size of an incomplete event at the end of a stream.
    """

    id: int
    at: float
    method: str
    path: str
    query: str
    delay: float | None = None
    status: int = 0
    headers: list[tuple[str, str]] = field(factory=list[tuple[str, str]])
    stream: bool = False
    body: bytes | None = None
    omitted: str = ""
    events: list[Event] = field(factory=list[Event])
    how: str = ""
    ended: float | None = None
    partial: int = 0


def load(path: Path) -> list[Exchange]:
    """The exchanges of a recording, in the order of their requests.

    Raises ``RecordingError`` for anything but a recording, and ``OSError`` if the file cannot be read. If the
    last line is incomplete, as after a crash, a warning is logged.
    """
    lines = path.read_bytes().split(b"\n")
    _check_header(path, lines[0])
    exchanges: dict[int, Exchange] = {}
    for number, line in enumerate(lines[1:], 2):
        if not line:
            continue
        try:
            _add(exchanges, orjson.loads(line))
        except (ArithmeticError, KeyError, TypeError, ValueError) as error:
            if number == len(lines):
                _logger.warning("%s: the last line is incomplete and ignored", path)
                break
            raise RecordingError(f"{path} is damaged in line {number} ({type(error).__name__})") from None
    return [exchanges[number] for number in sorted(exchanges)]


def _check_header(path: Path, line: bytes) -> None:
    try:
        header = orjson.loads(line)
    except orjson.JSONDecodeError:
        header = None
    if not is_object(header) or header.get("format") != FORMAT:
        raise RecordingError(f"{path} is not a recording of the emulator's recorder")
    if header.get("version") != VERSION:
        version = str(header.get("version"))[:20]
        raise RecordingError(
            f"{path} is a recording of version {version}; this release reads version {VERSION}"
        )


def _add(exchanges: dict[int, Exchange], line: Record) -> None:
    match line["kind"]:
        case "request":
            exchanges[line["id"]] = Exchange(
                line["id"], float(line["at"]), line["method"], line["path"], line["query"]
            )
        case "response":
            _add_response(exchanges[line["id"]], line)
        case "events":
            exchanges[line["id"]].events.extend(_events(float(line["at"]), str(line["data"]).encode()))
        case "end":
            exchange = exchanges[line["id"]]
            exchange.how, exchange.ended = str(line["how"]), float(line["at"])
            exchange.partial = int(line.get("partial", 0))
        case _:
            # Written by a later release.
            return


def _add_response(exchange: Exchange, line: Record) -> None:
    exchange.delay = max(0.0, float(line["at"]) - exchange.at)
    exchange.status = int(line["status"])
    exchange.headers = [(str(name), str(value)) for name, value in line["headers"]]
    exchange.stream = line.get("stream") is True
    body: Record | None = line.get("body")
    exchange.body = b"" if body is None else body_bytes(body)
    if body is not None and exchange.body is None:
        exchange.omitted = f"the body of {body['omitted']} bytes was not recorded: {body['reason']}"


def _events(at: float, raw: bytes) -> Iterable[Event]:
    for block in Splitter(len(raw) + 1).feed(raw):
        if isinstance(block, bytes):
            yield Event(at, block, id_of(block.decode()))
