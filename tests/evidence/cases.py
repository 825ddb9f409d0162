"""A session with a flagged line, for tests, and ways into the zip files of bundles."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from cortex_async import ProjectScope
from cortex_async.emulator import Emulator
from cortex_async.evidence import Collected, CollectFailure

BEFORE = ("hello", "two behind the gate", "careful")
AFTER = ("calm down", "good game")


@frozen
class Case:
    """Ids of what was played."""

    session_id: str
    message_id: str
    sanction_id: str

    @classmethod
    async def play(cls, emulator: Emulator, project: ProjectScope, words: str = "you are done") -> Case:
        session = await project.sessions.create(title="Ranked match", external_room_id="room")
        await emulator.join(session.id, "ann", "Ann")
        await emulator.join(session.id, "bob", "Bob")
        for text in BEFORE:
            await emulator.say(session.id, "ann", text)
            await emulator.clock.advance(2)
        message = await emulator.say(session.id, "bob", words)
        await emulator.clock.advance(2)
        await emulator.annotate(message["id"], "toxicity", {"score": 0.93, "labels": ["threat"]})
        for text in AFTER:
            await emulator.say(session.id, "ann", text)
            await emulator.clock.advance(2)
        sanction = await project.sanctions.create(
            type="mute",
            external_user_id="bob",
            session_id=session.id,
            reason="Threats",
            metadata={"messageId": message["id"]},
        )
        return cls(session.id, message["id"], sanction.id)


class Reports:
    """What a collector reports, for tests that wait for it."""

    def __init__(self) -> None:
        self.bundles: asyncio.Queue[Collected] = asyncio.Queue()
        self.failures: asyncio.Queue[CollectFailure] = asyncio.Queue()

    @property
    def hooks(self) -> Any:
        return {"on_collected": self.bundles.put_nowait, "on_error": self.failures.put_nowait}

    async def bundle(self) -> Collected:
        async with asyncio.timeout(30):
            return await self.bundles.get()

    async def failure(self) -> CollectFailure:
        async with asyncio.timeout(30):
            return await self.failures.get()


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def manifest(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(parts(path)["manifest.json"])
    return read


def zipped(content: Mapping[str, bytes], **options: Any) -> bytes:
    """A zip file as other tools make it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", **options) as archive:
        for name, data in content.items():
            archive.writestr(zipfile.ZipInfo(name), data, options.get("compression"))
    return file.getvalue()
