"""Summary, transcript and audio of a Nimrobo interview, in blocking code.

Runs against the embedded fake, or against the service where NIMROBO_API_KEY, NIMROBO_PROJECT and
NIMROBO_SESSION are set.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from cortex_async.contrib.nimrobo.fake import FakeNimrobo
from cortex_sync.contrib.nimrobo import NimroboClient, Patience, SessionRef


@contextmanager
def backend() -> Generator[tuple[NimroboClient, SessionRef]]:
    key = os.environ.get("NIMROBO_API_KEY")
    if key:
        session = SessionRef.project(os.environ["NIMROBO_SESSION"], os.environ["NIMROBO_PROJECT"])
        with NimroboClient(api_key=key) as client:
            yield client, session
        return
    with FakeNimrobo().in_thread() as fake:
        turns = [{"role": "agent", "content": "How was it?"}, {"role": "user", "content": "Fine."}]
        fake.add("sess_1", project_id="proj_1", status="completed", transcript=turns, audio=b"RIFF" * 1000)
        with NimroboClient(base_url=fake.base_url, api_key=fake.api_key) as client:
            yield client, SessionRef.project("sess_1", "proj_1")


def main() -> int:
    with backend() as (client, session), tempfile.TemporaryDirectory() as folder:
        status = client.wait_session(session)
        print(f"session {status.session_id} is {status.status}")
        summary = client.wait_summary(session, patience=Patience(first=0.2, deadline=180))
        print(f"summary: {summary.summary}")
        print(f"transcript: {client.get_transcript(session).transcript}")
        saved = client.download_audio(session, Path(folder) / "interview.wav")
        print(f"audio: {saved.size} bytes of {saved.content_type}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
