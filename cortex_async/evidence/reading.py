"""Reads a bundle back to the evidence that it was written from."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final
from zipfile import ZipFile

from cortex_async.evidence.container import Container
from cortex_async.evidence.errors import EvidenceError
from cortex_async.evidence.evidence import Evidence
from cortex_async.evidence.manifest import LARGEST, NAME, parsed
from cortex_async.evidence.parts import AUDIO, read_parts
from cortex_async.evidence.parts import LARGEST as LARGEST_PART
from cortex_async.evidence.values import Audio
from cortex_async.evidence.verifying import verify

_UNREAD: Final = ("index.html", AUDIO)


def read_evidence(path: str | os.PathLike[str]) -> Evidence:
    """Read a bundle back, after checking that none of its parts was changed.

        evidence = read_evidence("evidence.zip")
        print(evidence.line, evidence.unavailable)

    A signature is checked to be that of the manifest; ``verify`` with ``key`` says whose it is. The audio
    stays in the file, and is read when it is needed.

    Args:
        path: the file.

    Raises: EvidenceError for a file that is not a bundle or was changed; OSError.
    """
    found = verify(path)
    if not found.ok:
        problems = found.problem or str(found).replace("\n", ", ")
        raise EvidenceError(f"{found.path} cannot be used as evidence: {problems}")
    with Container(found.path) as container:
        content = container.read(NAME, LARGEST)
        manifest = parsed(content)
        listed = {part.name: part for part in manifest.parts}
        parts = {name: container.read(name, LARGEST_PART) for name in listed if name not in _UNREAD}
    audio = listed.get(AUDIO)
    return Evidence(
        project_id=manifest.project_id,
        subject=manifest.subject,
        collected_at=manifest.collected_at,
        software=manifest.software,
        person=manifest.person,
        audio=None if audio is None else _audio(found.path, audio.size, audio.sha256),
        unavailable=manifest.unavailable,
        decision=manifest.decision,
        revisions=manifest.revisions,
        manifest_sha256=hashlib.sha256(content).hexdigest(),
        **read_parts(parts, manifest.subject.message_id),
    )


def _audio(path: Path, size: int, sha256: str) -> Audio:
    @contextmanager
    def opened() -> Generator[IO[bytes]]:
        with ZipFile(path) as archive, archive.open(AUDIO) as file:
            yield file

    return Audio(size=size, sha256=sha256, open=opened)
