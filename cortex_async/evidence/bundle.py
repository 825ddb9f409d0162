"""Writes evidence to a zip file, whole or not at all. The same evidence gives the same bytes.

Parts are stored, not compressed: the bytes that a compressor makes differ between versions of zlib, and a
reader that decompresses nothing cannot be attacked with little data that becomes much.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from cortex_async._core.arguments import wrong_type
from cortex_async._core.files.whole_file import WholeFile
from cortex_async.evidence.errors import EvidenceError
from cortex_async.evidence.evidence import Evidence
from cortex_async.evidence.manifest import NAME, SIGNATURE, SIGNER, Manifest, Part, written
from cortex_async.evidence.parts import AUDIO, contents
from cortex_async.evidence.signing import Signer, signer
from cortex_async.evidence.values import CHUNK, Audio, Collected, file_chunks, sha256_of

if TYPE_CHECKING:
    from cortex_async.evidence.signing import PrivateKey

_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The timestamp of every part: the oldest that zip files have. The manifest says when it was collected."""


class Stopped(Exception):
    """Raised while a bundle is written that nobody waits for any more."""


def save_evidence(
    evidence: Evidence, path: str | os.PathLike[str], *, sign_with: PrivateKey | None = None
) -> Collected:
    """Write evidence to a file, whole or not at all. The same evidence gives the same bytes.

    Disk access blocks: in async code call ``await asyncio.to_thread(save_evidence, evidence, path)``.

    Args:
        evidence: what to write.
        path: the file to write; its directory must exist. An existing file is replaced.
        sign_with: Ed25519 private key, of ``cryptography`` or as PEM in bytes; None does not sign.

    Raises: OSError for a file that cannot be written; ArgumentError for a value that cannot be used;
    ImportError for a key without the extra ``odin-cortex[evidence]``; EvidenceError if the recording is no
    longer what it was.
    """
    if not isinstance(evidence, Evidence):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
        raise wrong_type("evidence", "an Evidence", evidence)
    if not isinstance(path, (str, os.PathLike)):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
        raise wrong_type("path", "the path of a file", path)
    return save(evidence, Path(path), None if sign_with is None else signer(sign_with))


def save(
    evidence: Evidence,
    path: Path,
    key: Signer | None,
    *,
    stopped: Callable[[], bool] = lambda: False,
    revised: bool = False,
) -> Collected:
    """Write a bundle. Errors are those of ``save_evidence``.

    stopped: called between pieces; true ends with ``Stopped``, and leaves nothing behind.
    """
    parts = contents(evidence)
    head = _head(evidence, parts, key)
    with WholeFile(path) as file:
        with file.opened() as target, ZipFile(target, "w", ZIP_STORED) as archive:
            for name, content in (head | parts).items():
                _add(archive, name, len(content), (content,), stopped)
            if evidence.audio is not None:
                _add(archive, AUDIO, evidence.audio.size, _unchanged(evidence.audio), stopped)
        file.sync()
        file.finish()
    return Collected(
        path=path,
        subject=evidence.subject,
        sha256=sha256_of(file_chunks(path)),
        unavailable=evidence.unavailable,
        revised=revised,
    )


def _head(evidence: Evidence, parts: Mapping[str, bytes], key: Signer | None) -> dict[str, bytes]:
    """The manifest and its signature."""
    listed = [
        Part(name=name, size=len(content), sha256=hashlib.sha256(content).hexdigest())
        for name, content in parts.items()
    ]
    if evidence.audio is not None:
        listed.append(Part(name=AUDIO, size=evidence.audio.size, sha256=evidence.audio.sha256))
    manifest = written(
        Manifest(
            project_id=evidence.project_id,
            subject=evidence.subject,
            collected_at=evidence.collected_at,
            software=evidence.software,
            person=evidence.person,
            unavailable=evidence.unavailable,
            decision=evidence.decision,
            revisions=evidence.revisions,
            parts=tuple(listed),
            signed_by=None if key is None else key.name,
        )
    )
    if key is None:
        return {NAME: manifest}
    return {NAME: manifest, SIGNATURE: key.sign(manifest), SIGNER: key.pem}


def _unchanged(audio: Audio) -> Iterator[bytes]:
    """The bytes of a recording. Raises ``EvidenceError`` if they are not those that the manifest names."""
    digest = hashlib.sha256()
    for chunk in audio.chunks():
        digest.update(chunk)
        yield chunk
    if not hmac.compare_digest(digest.hexdigest(), audio.sha256):
        raise EvidenceError("the recording was changed while it was read")


def _add(
    archive: ZipFile, name: str, size: int, content: Iterable[bytes], stopped: Callable[[], bool]
) -> None:
    info = ZipInfo(name, _NO_TIME)
    # The same on every system: https://docs.python.org/3/library/zipfile.html#zipfile.ZipInfo.create_system
    info.create_system = 3
    info.external_attr = 0o644 << 16
    info.file_size = size
    with archive.open(info, "w") as target:
        for chunk in content:
            for start in range(0, len(chunk), CHUNK):
                if stopped():
                    raise Stopped
                target.write(chunk[start : start + CHUNK])
