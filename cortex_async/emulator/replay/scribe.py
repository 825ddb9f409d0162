"""Writes what passes through the recorder, redacted, with times in seconds since the recording began."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterable
from datetime import UTC, datetime

from attrs import define, field

from cortex_async.emulator.records import Record
from cortex_async.emulator.replay.bodies import omitted
from cortex_async.emulator.replay.content_codings import Decoder, UnknownCoding
from cortex_async.emulator.replay.forwarding import media_type_of
from cortex_async.emulator.replay.journal import FORMAT, VERSION, Journal
from cortex_async.emulator.replay.messages import MessageRedactor
from cortex_async.emulator.replay.sse_blocks import Splitter
from cortex_async.emulator.spec import Match, load_spec, split_path
from cortex_async.emulator.timestamps import iso

Headers = list[tuple[str, str]]

COMPLETE, CUT, LEFT, STOPPED = "complete", "cut", "left", "stopped"
"""How an exchange ended: normally, cut by the server, by the client, or when the recording stopped."""

_LONGEST_CHUNK = 16 * 1024 * 1024
"""Bytes to which one piece of a compressed stream may unfold."""


class Scribe:
    """The lines of one recording."""

    def __init__(self, journal: Journal, *, upstream: str, pseudonymise: bool, max_body: int) -> None:
        self.max_body = max_body
        self.messages: MessageRedactor = MessageRedactor(pseudonymise=pseudonymise)
        self._journal = journal
        self._ids = itertools.count(1)
        self._start = asyncio.get_running_loop().time()
        self.write(
            {
                "kind": "recording",
                "format": FORMAT,
                "version": VERSION,
                "recordedAt": iso(datetime.now(UTC)),
                "upstream": upstream,
                "pseudonymised": pseudonymise,
            }
        )

    def now(self) -> float:
        """Seconds since the recording began."""
        return round(asyncio.get_running_loop().time() - self._start, 6)

    def begin(self, connection: int) -> ExchangeScribe:
        """The scribe of the next exchange."""
        return ExchangeScribe(self, next(self._ids), connection, self.now())

    def write(self, line: Record) -> None:
        """Write a line. If it brought new secrets or names, they are first replaced in earlier lines too."""
        secrets, people = self.messages.redactor.take_new()
        if secrets or people:
            line = self.messages.line(line)
            written = self._journal.read()
            lower = written.lower() if people else ""
            if any(form in written for form in secrets) or any(form in lower for form in people):
                self._journal.rewrite(self.messages.line)
        self._journal.write(line)

    def finish(self) -> None:
        """Go through the whole recording once more, with all that is known, unusual spellings included."""
        self._journal.rewrite(self.messages.line)


@define
class ExchangeScribe:
    """Writes one exchange."""

    _scribe: Scribe
    id: int
    _connection: int
    _began: float
    _ended: bool = False
    _response: Record = field(factory=dict[str, object])
    _type: str = ""
    _decoder: Decoder | None = None
    _body: bytearray = field(factory=bytearray)
    _size: int = 0
    _splitter: Splitter | None = None

    def request(self, method: str, target: str, headers: Headers, raw: bytes) -> None:
        """Write the request."""
        messages = self._scribe.messages
        path, _, query = target.partition("?")
        segments = split_path(path)
        found = load_spec().find(method, segments) if segments else None
        match = found if isinstance(found, Match) else None
        declared = [parameter.name for parameter in match.operation.query] if match else []
        line: Record = {"kind": "request", "id": self.id, "connection": self._connection, "at": self._began}
        # Headers first: most secrets are met there.
        kept = messages.headers(headers, request=True)
        body = self._request_body(headers, raw)
        line |= {
            "method": method,
            "path": messages.path(path, match),
            "query": messages.query(query, declared),
        }
        self._write({**line, "headers": kept, "body": body})

    def _request_body(self, headers: Headers, raw: bytes) -> Record | None:
        decoder = Decoder(value_of(headers, "content-encoding"))
        try:
            decoded = decoder.feed(raw, self._scribe.max_body + 1)
        except UnknownCoding as error:
            return omitted(len(raw), str(error))
        if len(decoded) > self._scribe.max_body:
            return self._too_long(len(decoded))
        return self._scribe.messages.body(decoded, value_of(headers, "content-type"), request=True)

    def response(self, status: int, headers: Headers, *, source: str = "upstream") -> None:
        """Begin the response. A stream's is written at once, another one's when its body is complete."""
        self._type = value_of(headers, "content-type")
        self._decoder = Decoder(value_of(headers, "content-encoding"))
        kept = [(name, value) for name, value in headers if name.lower() != "content-encoding"]
        self._response = {
            "kind": "response",
            "id": self.id,
            "at": self._scribe.now(),
            "status": status,
            "source": source,
            "headers": self._scribe.messages.headers(kept, request=False),
        }
        if media_type_of(self._type) == "text/event-stream":
            self._splitter = Splitter(self._scribe.max_body)
            self._write({**self._response, "stream": True})

    @property
    def is_stream(self) -> bool:
        """Whether the response is an event stream."""
        return self._splitter is not None

    def data(self, raw: bytes) -> None:
        """A part of the response's body as it arrived."""
        if self._decoder is None:
            return
        limit = _LONGEST_CHUNK if self._splitter else self._scribe.max_body + 1 - len(self._body)
        try:
            decoded = self._decoder.feed(raw, limit)
        except UnknownCoding:
            decoded = b""
        self._size += len(raw)
        if self._splitter is not None:
            self._events(self._splitter.feed(decoded))
        else:
            self._body += decoded

    def _events(self, found: Iterable[bytes | int]) -> None:
        events = "".join(
            f": {one} bytes of an event, not recorded\n\n"
            if isinstance(one, int)
            else self._scribe.messages.event(one.decode(errors="replace"))
            for one in found
        )
        if events:
            self._write({"kind": "events", "id": self.id, "at": self._scribe.now(), "data": events})

    def end(self, how: str, detail: str = "") -> None:
        """Write how the exchange ended, once."""
        if self._ended:
            return
        self._ended = True
        if self._response and self._splitter is None:
            self._write({**self._response, "body": self._response_body(whole=how == COMPLETE)})
        line: Record = {"kind": "end", "id": self.id, "at": self._scribe.now(), "how": how}
        if self._splitter is not None and self._splitter.rest:
            # An incomplete event could end within a secret. Clients drop it, so its size is enough.
            line["partial"] = self._splitter.rest
        if detail:
            line["detail"] = self._scribe.messages.redactor.text(detail)
        self._write(line)

    def _response_body(self, *, whole: bool) -> Record | None:
        if self._decoder is not None and self._decoder.problem:
            return omitted(self._size, self._decoder.problem)
        if len(self._body) > self._scribe.max_body:
            return self._too_long(self._size)
        return self._scribe.messages.body(bytes(self._body), self._type, request=False, whole=whole)

    def _too_long(self, size: int) -> Record:
        return omitted(size, f"longer than {self._scribe.max_body} bytes")

    def _write(self, line: Record) -> None:
        self._scribe.write(line)


def value_of(headers: Headers, name: str) -> str:
    """A header's value, "" if there is none."""
    return next((value for own, value in headers if own.lower() == name), "")
