"""The host of the recordings: it takes signed addresses and knows of no API key."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from urllib.parse import urlencode

from cortex_async._core.timing.clock import Clock
from cortex_async.contrib.fake import Asked, FakeRoute, FakeServer, Reply
from cortex_async.contrib.nimrobo.fake.session import FakeSession

_RANGE = re.compile(r"bytes=(\d+)-", re.ASCII)


class FakeAudioHost(FakeServer):
    """Another host: it takes whoever has a signed address that has not expired, and knows of no API key.

    lifetime: seconds that an address lives. asked: names of the header fields of every request, lower case, oldest first.
    """

    def __init__(self, sessions: Mapping[str, FakeSession], clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock
        self._secret = secrets.token_bytes(16)
        self.lifetime: float = 3600.0
        self.asked: list[frozenset[str]] = []
        super().__init__([FakeRoute("readAudio", "GET", "/audio/{session}", self._read)])

    def signed(self, session_id: str) -> str:
        """An address with characters that must come back as they are: ``%2B``, ``+``, ``~``."""
        ends = str(int(self._clock.unix() + self.lifetime))
        query = f"{urlencode({'expires': ends, 'name': 'a+b'})}&note=c+d~e"
        return f"{self.base_url}/audio/{session_id}?{query}&sig={self._signature(session_id, query)}"

    def _signature(self, session_id: str, query: str) -> str:
        return hmac.new(self._secret, f"{session_id}?{query}".encode(), "sha256").hexdigest()

    def _read(self, asked: Asked) -> Reply:
        self.asked.append(frozenset(name.lower() for name in asked.headers))
        signed, _, signature = asked.target.partition("?")[2].rpartition("&sig=")
        name = asked.path["session"]
        if not hmac.compare_digest(self._signature(name, signed).encode(), signature.encode()):
            return Reply(403, f"<Error><Code>SignatureDoesNotMatch</Code>{signature}</Error>".encode())
        if float(asked.query["expires"]) <= self._clock.unix():
            return Reply(
                403, f"<Error><Code>Expired</Code><Signature>{signature}</Signature></Error>".encode()
            )
        session = self._sessions[name]
        whole = session.audio or b""
        tag = f'"{hashlib.sha256(whole).hexdigest()[:16]}"'
        headers = {"Content-Type": session.content_type, "ETag": tag, "Accept-Ranges": "bytes"}
        found = _RANGE.fullmatch(asked.headers.get("Range", ""))
        if found is None or asked.headers.get("If-Range", tag) != tag:
            return Reply(200, whole, headers)
        start = int(found[1])
        if start >= len(whole):
            return Reply(416, None, {"Content-Range": f"bytes */{len(whole)}"})
        headers["Content-Range"] = f"bytes {start}-{len(whole) - 1}/{len(whole)}"
        return Reply(206, whole[start:], headers)
