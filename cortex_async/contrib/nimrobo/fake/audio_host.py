"""The host of the recordings, which accepts signed URLs and no API key."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from urllib.parse import urlencode

from cortex_async._core.timing.clock import Clock
from cortex_async.contrib.fake import FakeRequest, FakeRoute, FakeServer, Reply
from cortex_async.contrib.nimrobo.fake.session import FakeSession

_RANGE = re.compile(r"bytes=(\d+)-", re.ASCII)


class FakeAudioHost(FakeServer):
    """A host that serves a recording for a signed URL that has not expired.

    lifetime: seconds until a URL expires.
    header_names: the names of the headers of every request, in lower case, oldest first.
    """

    def __init__(self, sessions: Mapping[str, FakeSession], clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock
        self._secret = secrets.token_bytes(16)
        self.lifetime: float = 3600.0
        self.header_names: list[frozenset[str]] = []
        super().__init__([FakeRoute("readAudio", "GET", "/audio/{session}", self._read)])

    def signed(self, session_id: str) -> str:
        """A signed URL, with characters that a client must send unchanged: ``%2B``, ``+``, ``~``."""
        expires = str(int(self._clock.unix() + self.lifetime))
        query = f"{urlencode({'expires': expires, 'name': 'a+b'})}&note=c+d~e"
        return f"{self.base_url}/audio/{session_id}?{query}&sig={self._signature(session_id, query)}"

    def _signature(self, session_id: str, query: str) -> str:
        return hmac.new(self._secret, f"{session_id}?{query}".encode(), "sha256").hexdigest()

    def _read(self, request: FakeRequest) -> Reply:
        self.header_names.append(frozenset(name.lower() for name in request.headers))
        signed, _, signature = request.target.partition("?")[2].rpartition("&sig=")
        name = request.path["session"]
        if not hmac.compare_digest(self._signature(name, signed).encode(), signature.encode()):
            return Reply(403, f"<Error><Code>SignatureDoesNotMatch</Code>{signature}</Error>".encode())
        if float(request.query["expires"]) <= self._clock.unix():
            return Reply(
                403, f"<Error><Code>Expired</Code><Signature>{signature}</Signature></Error>".encode()
            )
        session = self._sessions[name]
        audio = session.audio or b""
        tag = f'"{hashlib.sha256(audio).hexdigest()[:16]}"'
        headers = {"Content-Type": session.content_type, "ETag": tag, "Accept-Ranges": "bytes"}
        found = _RANGE.fullmatch(request.headers.get("Range", ""))
        if found is None or request.headers.get("If-Range", tag) != tag:
            return Reply(200, audio, headers)
        start = int(found[1])
        if start >= len(audio):
            return Reply(416, None, {"Content-Range": f"bytes */{len(audio)}"})
        headers["Content-Range"] = f"bytes {start}-{len(audio) - 1}/{len(audio)}"
        return Reply(206, audio[start:], headers)
