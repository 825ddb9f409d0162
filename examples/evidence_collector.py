"""Collects evidence whenever a plugin flags a message.

Runs against the embedded emulator, or against the real API until Ctrl-C if CORTEX_API_KEY and
CORTEX_PROJECT_ID are set. EVIDENCE_DIRECTORY says where bundles are written; ``evidence`` by default.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from cortex_async import CortexClient, ProjectScope
from cortex_async.emulator import Emulator
from cortex_async.evidence import Collected, CollectFailure, EvidenceCollector, flagged, verify


def collected(bundle: Collected) -> None:
    print(f"collected {bundle.subject.message_id}: {'complete' if not bundle.unavailable else 'incomplete'}")
    for one in bundle.unavailable:
        print(f"  without {one.part}: {one.reason}")
    print(f"  {verify(bundle.path)}")


def failed(failure: CollectFailure) -> None:
    print(f"not collected: {failure.error}")


def collector(project: ProjectScope, where: Path, since: datetime | None = None) -> EvidenceCollector:
    """A collector for what is flagged with 0.9 or more, kept for 90 days."""
    return EvidenceCollector(
        project,
        where,
        when=flagged(0.9),
        keep=timedelta(days=90),
        since=since,
        on_collected=collected,
        on_error=failed,
    )


async def demo(where: Path) -> None:
    """Two flags, one of them too mild, against the emulator."""
    async with (
        Emulator() as emulator,
        CortexClient(base_url=emulator.base_url, api_key=emulator.api_key) as client,
    ):
        project = client.project(emulator.project_id)
        await project.settings.update_debug_audio(enabled=True)
        session = await project.sessions.create(title="Ranked match", external_room_id="room")
        await emulator.say(session.id, "ann", "Good game everyone")
        mild = await emulator.say(session.id, "bob", "Darn")
        severe = await emulator.say(session.id, "bob", "I will find you")
        await emulator.annotate(mild["id"], "profanity", {"score": 0.3})
        await emulator.annotate(severe["id"], "toxicity", {"score": 0.97})
        # The collector was not running then: it reads from the API what it missed.
        async with collector(project, where, since=session.created_at) as running:
            await running.idle(timeout=20)


async def main() -> None:
    if not os.environ.get("CORTEX_API_KEY"):
        with tempfile.TemporaryDirectory() as folder:
            await demo(Path(folder))
        return
    async with CortexClient() as client:
        project = client.project(os.environ["CORTEX_PROJECT_ID"])
        await collector(project, Path(os.environ.get("EVIDENCE_DIRECTORY", "evidence"))).run()


if __name__ == "__main__":
    asyncio.run(main())
