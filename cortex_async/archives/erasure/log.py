"""Receipts in the archive: ``.cortex-archive/receipts/<id>.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cortex_async.archives.erasure.receipt import ErasureReceipt
from cortex_async.archives.erasure.receipts import parsed
from cortex_async.archives.state import FOLDER

if TYPE_CHECKING:
    from cortex_async.archives.storage.interface import Storage

RECEIPTS: Final = f"{FOLDER}/receipts"


def write_receipt(storage: Storage, receipt: ErasureReceipt) -> None:
    """Keep a receipt in the archive."""
    storage.write(f"{RECEIPTS}/{receipt.id}.json", receipt.to_json().encode())


def read_receipt(storage: Storage, erasure_id: str) -> ErasureReceipt | None:
    """The receipt of an erasure, None if there is none. Raises ``ArchiveDamaged`` if it was changed."""
    path = f"{RECEIPTS}/{erasure_id}.json"
    content = storage.read(path)
    return None if content is None else ErasureReceipt(**parsed(content, path))


def receipts_of(storage: Storage) -> list[ErasureReceipt]:
    """All receipts, in order of time. Raises ``ArchiveDamaged`` for one that was changed."""
    found: list[ErasureReceipt] = []
    for path in storage.list(RECEIPTS):
        content = storage.read(path) if path.endswith(".json") else None
        if content is not None:
            found.append(ErasureReceipt(**parsed(content, path)))
    return sorted(found, key=lambda one: (one.ended_at, one.id))
