"""What the page may show: the recorder's redaction, applied to everything that the page reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cortex_async.emulator.exchanges import Body
from cortex_async.emulator.page.parts import pretty, size
from cortex_async.emulator.recording import REDACTED
from cortex_async.emulator.records import Record
from cortex_async.emulator.replay.messages import MessageRedactor
from cortex_async.emulator.replay.secret_names import KEPT_REQUEST_HEADERS, is_secret_header

PART = 12 * 1024
"""Bytes that are read of a body that is not kept as a whole: more than are shown."""

MAX_SECRETS = 5000
"""Secrets, besides the emulator's own, that are remembered before the page starts to learn anew."""

# The recorder leaves these out too; on the page they explain how a request came.
_CONNECTION_HEADERS = frozenset({"connection", "host", "origin", "referer", "transfer-encoding", "expect"})


class PageRedaction:
    """Redacts records, texts, headers and bodies. What is secret in one place is replaced everywhere.

    known: the emulator's own secrets, such as its API key: all of them, or only those that are new.
    """

    def __init__(self, known: Callable[[bool], Iterable[str | None]]) -> None:
        self._known = known
        self._messages = MessageRedactor()
        self._count = 0
        self._most = -1
        self.generation: int = 0
        """Changes whenever a secret has been learned: what was redacted before then may show it."""

    def begin(self) -> None:
        """Learn the emulator's secrets of this moment, before a page is made."""
        anew = self._count > self._most
        if anew:
            self._messages, self._count = MessageRedactor(), 0
        for secret in self._known(anew):
            if secret:
                self._messages.redactor.secrets.placeholder(secret, certain=True)
        self._note()
        if anew:
            self._most = self._count + MAX_SECRETS

    def text(self, text: str) -> str:
        self._messages.redactor.learn(text)
        self._note()
        return self._messages.redactor.text(text)

    def record(self, record: Record) -> Record:
        """A copy without secrets and without internal fields."""
        return self.records([record])[0]

    def records(self, records: Iterable[Record]) -> list[Record]:
        """Copies of several records, redacted together."""
        copies = [{key: part for key, part in one.items() if not key.startswith("_")} for one in records]
        # Everything in ASCII: a test may put in strings that UTF-8 cannot hold.
        redacted: list[Record] = json.loads(self.json(json.dumps(copies, default=str), request=False))
        return redacted

    def json(self, text: str, *, request: bool) -> str:
        """JSON without secrets. Raises ``ValueError`` for anything else."""
        redacted = self._messages.redactor.json(text, request=request)
        self._note()
        return redacted

    def headers(self, headers: Mapping[str, str], *, request: bool) -> list[tuple[str, str]]:
        """Headers; of requests, only known harmless ones show their values, as in recordings."""
        kept = KEPT_REQUEST_HEADERS | _CONNECTION_HEADERS
        return [
            (
                name,
                REDACTED
                if is_secret_header(name) or (request and name.lower() not in kept)
                else self.text(value),
            )
            for name, value in headers.items()
        ]

    def body(self, body: Body, *, request: bool) -> str:
        """A body as text: JSON with line breaks, or only its size; empty if there is none."""
        if not body.size:
            return ""
        if not body.start:
            return f"[{size(body.size)}, not kept any more]"
        raw = body.start if body.whole else body.start[:PART]
        recorded = self._messages.body(raw, body.content_type, request=request, whole=body.whole)
        self._note()
        return _text(recorded, body)

    def _note(self) -> None:
        count = self._messages.redactor.secrets.take_new()
        if count:
            self._count += len(count)
            self.generation += 1


def _text(recorded: Mapping[str, Any] | None, body: Body) -> str:
    if recorded is None:
        return ""
    if "json" in recorded:
        return json.dumps(recorded["json"], indent=2, ensure_ascii=False)
    if "text" in recorded:
        return pretty(str(recorded["text"]))
    return f"[{size(body.size)} of {body.content_type or 'unknown type'}]"
