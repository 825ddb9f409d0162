"""The manifest of a bundle: what it is about, and the SHA-256 of each part."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from types import NoneType
from typing import Any, Final, NoReturn, TypeVar, cast

from attrs import Attribute, asdict, fields, frozen

from cortex_async._core.strings.surrogates import encodable
from cortex_async.evidence.errors import EvidenceError
from cortex_async.evidence.values import Appeal, Decision, Person, Revision, Software, Subject, Unavailable
from cortex_async.transcripts.formats.shown import iso

FORMAT: Final = "odin-cortex evidence"
VERSION: Final = 1
NAME: Final = "manifest.json"
SIGNATURE: Final = "manifest.json.sig"
SIGNER: Final = "signer.pem"
LARGEST: Final = 1 << 20
"""Bytes of the largest manifest that is read."""

MOST_PARTS: Final = 32
_SHA256 = re.compile("[0-9a-f]{64}")

T = TypeVar("T")


@frozen(kw_only=True)
class Part:
    """A part of a bundle: its name, size in bytes and SHA-256."""

    name: str
    size: int
    sha256: str


@frozen(kw_only=True)
class Manifest:
    """The content of ``manifest.json``. ``signed_by``: fingerprint of the key that signs it."""

    project_id: str
    subject: Subject
    collected_at: datetime
    software: Software
    person: Person | None
    unavailable: tuple[Unavailable, ...]
    decision: Decision | None
    revisions: tuple[Revision, ...]
    parts: tuple[Part, ...]
    signed_by: str | None = None


def dumps(value: object) -> bytes:
    """JSON for people and programs, the same bytes for the same value."""
    made = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    return (encodable(made) + "\n").encode()


def written(manifest: Manifest) -> bytes:
    """The bytes of ``manifest.json``."""
    made = asdict(manifest, value_serializer=_serialized)
    return dumps({"format": FORMAT, "version": VERSION, **made})


def _serialized(instance: object, attribute: Attribute[Any] | None, value: object) -> object:
    return iso(value) if isinstance(value, datetime) else value


def parsed(content: bytes) -> Manifest:
    """The manifest in these bytes. Raises ``EvidenceError`` for anything else."""
    try:
        value = json.loads(content, object_pairs_hook=_distinct, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise EvidenceError(f"{NAME} is not valid JSON: {type(error).__name__}") from None
    found = _Reader(value, "")
    if found.get("format", str) != FORMAT or found.get("version", int) != VERSION:
        raise EvidenceError(f"{NAME} is not of version {VERSION} of the format {FORMAT!r}")
    parts = found.each("parts", _part)
    if len(parts) > MOST_PARTS or len({part.name for part in parts}) < len(parts):
        raise EvidenceError(f"{NAME} lists more than {MOST_PARTS} parts, or a part twice")
    return Manifest(
        project_id=found.get("project_id", str),
        subject=found.inner("subject").made(Subject),
        collected_at=found.at("collected_at"),
        software=found.inner("software").made(Software),
        person=found.inner("person").made(Person) if found.has("person") else None,
        unavailable=found.each("unavailable", lambda one: one.made(Unavailable)),
        decision=_decision(found.inner("decision")) if found.has("decision") else None,
        revisions=found.each("revisions", lambda one: one.made(Revision)),
        parts=parts,
        signed_by=found.get("signed_by", (str, NoneType)),
    )


def _part(found: _Reader) -> Part:
    part = found.made(Part)
    if part.size < 0 or not _SHA256.fullmatch(part.sha256):
        found.refuse("size or sha256")
    return part


def _decision(found: _Reader) -> Decision:
    return found.made(Decision, appeals=found.each("appeals", lambda one: one.made(Appeal)))


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    # Readers differ in which of two members they take.
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a member occurs twice")
    return dict(pairs)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


class _Reader:
    """Reads members of a JSON object. Raises ``EvidenceError``, which names the place."""

    def __init__(self, value: object, place: str) -> None:
        self._place = place
        if not isinstance(value, Mapping):
            self.refuse("")
        self._value = cast("Mapping[str, object]", value)

    def refuse(self, name: str) -> NoReturn:
        place = ".".join(part for part in (self._place, name) if part) or "the whole"
        raise EvidenceError(f"{NAME}: {place} is missing or has a wrong type")

    def has(self, name: str) -> bool:
        return self._value.get(name) is not None

    def get(self, name: str, kind: Any) -> Any:
        value = self._value.get(name)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
            self.refuse(name)
        return value

    def at(self, name: str) -> datetime:
        try:
            made = datetime.fromisoformat(self.get(name, str))
        except ValueError:
            self.refuse(name)
        return made if made.tzinfo is not None else self.refuse(name)

    def inner(self, name: str) -> _Reader:
        return _Reader(self._value.get(name), f"{self._place}.{name}".lstrip("."))

    def each(self, name: str, read: Callable[[_Reader], T]) -> tuple[T, ...]:
        items = self.get(name, list)
        return tuple(read(_Reader(item, f"{name}[{place}]")) for place, item in enumerate(items))

    def made(self, cls: type[T], **given: object) -> T:
        """An instance of one of our classes, whose annotations say what each member must be."""
        for attribute in fields(cast("Any", cls)):
            if attribute.name not in given:
                given[attribute.name] = self._member(attribute.name, str(attribute.type))
        return cls(**given)

    def _member(self, name: str, kind: str) -> object:
        if self._value.get(name) is None and "None" in kind:
            return None
        if "datetime" in kind:
            return self.at(name)
        return self.get(name, bool if "bool" in kind else int if kind == "int" else str)
