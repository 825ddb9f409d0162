"""Copies of what a build of one API reads, to try a change on."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.source.specification import document_path
from generator.source.version import version_files


@contextmanager
def copied(root: Path, api: str) -> Iterator[Path]:
    """Give a folder in which ``api`` can be built, and delete it afterwards. Raises ``Refusal``."""
    document_path(root / "spec" / api)
    with tempfile.TemporaryDirectory(prefix="drift-") as folder:
        copy = Path(folder)
        shutil.copytree(root / "spec" / api, copy / "spec" / api)
        for name in version_files(root):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, copy / name)
        yield copy
