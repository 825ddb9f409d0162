"""What an erasure is asked to do: its arguments, checked."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, cast, get_args

from attrs import field, frozen

from cortex_async._core.arguments import wrong_type, wrong_value
from cortex_async._core.strings.wire_strings import identifier
from cortex_async.archives.erasure.values import Undecided

if TYPE_CHECKING:
    from cortex_async.evidence.signing import Signer

_CHOICES: Final = get_args(Undecided)


@frozen(kw_only=True)
class ErasureTask:
    """The arguments of ``Archive.erase``, checked."""

    external_user_id: str = field(repr=False)
    participant_ids: frozenset[str] = field(repr=False)
    names: frozenset[str] = field(repr=False)
    evidence: tuple[Path, ...]
    placeholder: bool
    undecided: Undecided
    signer: Signer | None
    dry_run: bool

    @classmethod
    def of(
        cls,
        external_user_id: object,
        *,
        participant_ids: object,
        names: object,
        evidence: object,
        placeholder: object,
        undecided: object,
        sign_with: Any,
        dry_run: object,
    ) -> Self:
        """The task with these arguments. Raises ``ArgumentError``, ``ImportError`` and ``OSError``."""
        if undecided not in _CHOICES:
            raise wrong_value("undecided", " or ".join(map(repr, _CHOICES)), undecided)
        return cls(
            external_user_id=identifier(external_user_id, "external_user_id"),
            participant_ids=_strings(participant_ids, "participant_ids"),
            names=_strings(names, "names"),
            evidence=evidence_paths(evidence),
            placeholder=_flag(placeholder, "placeholder"),
            undecided=cast("Undecided", undecided),
            signer=_signer(sign_with),
            dry_run=_flag(dry_run, "dry_run"),
        )


def evidence_paths(evidence: object) -> tuple[Path, ...]:
    """Absolute paths of directories and files. Raises ``ArgumentError``; ``OSError`` for a missing one."""
    expected = "an iterable of directories and bundles"
    if isinstance(evidence, (str, bytes)) or not isinstance(evidence, Iterable):
        raise wrong_type("evidence", expected, evidence)
    found: list[Path] = []
    for one in cast("Iterable[object]", evidence):
        if not isinstance(one, (str, os.PathLike)):
            raise wrong_type("evidence", expected, one)
        path = Path(cast("str", one)).absolute()
        path.stat()
        found.append(path)
    return tuple(dict.fromkeys(found))


def _signer(key: Any) -> Signer | None:
    if key is None:
        return None
    from cortex_async.evidence.signing import signer

    return signer(key)


def _flag(value: object, name: str) -> bool:
    if not isinstance(value, bool):
        raise wrong_type(name, "True or False", value)
    return value


def _strings(values: object, name: str) -> frozenset[str]:
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise wrong_type(name, "an iterable of strings", values)
    found = cast("Iterable[object]", values)
    return frozenset(identifier(one, f"{name}[{place}]") for place, one in enumerate(found))
