"""Says what was changed in a bundle, or is missing from it."""

from __future__ import annotations

import hashlib
import hmac
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, cast

from attrs import field, frozen

from cortex_async._core.arguments import wrong_type
from cortex_async._core.errors import ArgumentError
from cortex_async._core.strings.wording import printable, shortened
from cortex_async.evidence.container import Container
from cortex_async.evidence.errors import EvidenceError
from cortex_async.evidence.manifest import LARGEST, NAME, SIGNATURE, SIGNER, Manifest, Part, parsed
from cortex_async.evidence.signing import available, fingerprint, is_signed_by, public_key

if TYPE_CHECKING:
    from cortex_async.evidence.signing import PublicKey

_LARGEST_SIGNATURE: Final = 4096


@frozen(kw_only=True)
class Verification:
    """What ``verify`` found.

    path: the file.
    changed: parts that are not as the manifest says, or the signature if it is not that of the manifest.
    missing: parts that the manifest lists and the file does not have, or the signature if one is expected.
    unexpected: parts that the manifest does not list.
    problem: why nothing could be checked: the file is not a bundle. None for a bundle.
    signature: ``"none"``, ``"valid"``, ``"invalid"``, ``"other key"`` if the bundle is signed with another
        key than the one given, or ``"unchecked"`` without the extra ``odin-cortex[evidence]``.
    signed_by: fingerprint of the key whose signature is valid (SHA-256 of the public key), else None. Whose
        key that is, only you can know: compare it, or pass ``key``.
    """

    path: Path
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()
    problem: str | None = None
    signature: Literal["none", "valid", "invalid", "other key", "unchecked"] = "none"
    signed_by: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the bundle is complete and unchanged."""
        return not (self.changed or self.missing or self.unexpected or self.problem)

    def __str__(self) -> str:
        lines = [] if self.problem is None else [self.problem]
        for kind in ("changed", "missing", "unexpected"):
            lines += [f"{kind}: {name}" for name in cast("tuple[str, ...]", getattr(self, kind))]
        signed = f", signed by {self.signed_by}" if self.signed_by else f", signature: {self.signature}"
        return "\n".join(lines or [f"unchanged{signed}"])


def verify(path: str | os.PathLike[str], *, key: PublicKey | None = None) -> Verification:
    """Check a bundle against its manifest, and the manifest against its signature.

        found = verify("evidence.zip", key=public_key)
        print(found.ok, found.changed, found.missing)

    Without a signature this finds damage and careless changes: anybody who can write the file can make a new
    manifest as well. Any file may be passed: nothing is extracted or decompressed, and memory is bounded.
    Disk access blocks: in async code call ``await asyncio.to_thread(verify, path)``.

    Args:
        path: the file.
        key: Ed25519 public key, of ``cryptography`` or as PEM in bytes, with which the bundle must be signed.

    Raises: OSError for a file that cannot be read; ArgumentError for a key that cannot be used; ImportError
    for a key without the extra ``odin-cortex[evidence]``.
    """
    if not isinstance(path, (str, os.PathLike)):  # pyright: ignore[reportUnnecessaryIsInstance]  # from outside
        raise wrong_type("path", "the path of a file", path)
    expected = None if key is None else public_key(key, "key")
    place = Path(path)
    try:
        with Container(place) as container:
            found = _Check(container)
            manifest = found.run()
            signature, signed_by = _signature(container, found, manifest, expected)
    except EvidenceError as error:
        return Verification(path=place, problem=str(error))
    return Verification(
        path=place,
        changed=tuple(found.changed),
        missing=tuple(found.missing),
        unexpected=tuple(found.unexpected),
        signature=signature,
        signed_by=signed_by,
    )


@frozen
class _Check:
    container: Container
    changed: list[str] = field(factory=list[str])
    missing: list[str] = field(factory=list[str])
    unexpected: list[str] = field(factory=list[str])

    def run(self) -> Manifest:
        """Check all parts. Raises ``EvidenceError`` without a manifest that can be read."""
        if NAME not in self.container.entries or not self.container.fits(NAME):
            raise EvidenceError(f"the file is not a bundle: it has no {NAME}")
        manifest = parsed(self.container.read(NAME, LARGEST))
        listed = {part.name: part for part in manifest.parts}
        for part in listed.values():
            self._part(part)
        for name in self.container.entries:
            if name not in listed and name not in (NAME, SIGNATURE, SIGNER):
                self.unexpected.append(_shown(name))
        if self.container.loose:
            self.unexpected.append("bytes that belong to no part")
        return manifest

    def _part(self, part: Part) -> None:
        if part.name not in self.container.entries:
            self.missing.append(_shown(part.name))
        elif not self._unchanged(part):
            self.changed.append(_shown(part.name))

    def _unchanged(self, part: Part) -> bool:
        if not self.container.fits(part.name):
            return False
        if self.container.entries[part.name].file_size != part.size:
            return False
        digest = hashlib.sha256()
        try:
            for chunk in self.container.chunks(part.name):
                digest.update(chunk)
        except EvidenceError:
            return False
        return hmac.compare_digest(digest.hexdigest(), part.sha256)


_Signature = tuple[Literal["none", "valid", "invalid", "other key", "unchecked"], str | None]


def _signature(container: Container, found: _Check, manifest: Manifest, expected: object) -> _Signature:
    there = {name for name in (SIGNATURE, SIGNER) if name in container.entries}
    if there != {SIGNATURE, SIGNER}:
        if there or expected is not None or manifest.signed_by is not None:
            found.missing.extend(sorted({SIGNATURE, SIGNER} - there))
        return "none", None
    if not available():
        return "unchecked", None
    try:
        signature, pem = (_small(container, name) for name in (SIGNATURE, SIGNER))
        key = public_key(pem, SIGNER)
    except (EvidenceError, ArgumentError):
        found.changed.append(SIGNATURE)
        return "invalid", None
    content = container.read(NAME, LARGEST)
    name = fingerprint(key)
    if manifest.signed_by != name or not is_signed_by(key, signature, content):
        found.changed.append(SIGNATURE)
        return "invalid", None
    if expected is not None and not is_signed_by(public_key(expected, "key"), signature, content):
        found.changed.append(SIGNATURE)
        return "other key", name
    return "valid", name


def _small(container: Container, name: str) -> bytes:
    if not container.fits(name):
        raise EvidenceError(f"{name} is not stored as it is written")
    return container.read(name, _LARGEST_SIGNATURE)


def _shown(name: str) -> str:
    return shortened(printable(name), 200)
