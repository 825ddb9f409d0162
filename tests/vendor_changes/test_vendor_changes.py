"""After ten ordinary changes of the vendor at once, what docs/regenerate.md describes ends with green suites.

``make vendor-changes`` runs the whole suite on the changed copy; here only the quick suites that depend on
the spec.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.vendor_changes.changes import CHANGES
from tests.vendor_changes.repository import ROOT, Copy

QUICK = (
    "tests/contract/test_every_operation.py",
    "tests/contract/test_every_schema.py",
    "tests/emulator/test_routing.py",
    "tests/emulator/test_functions.py",
    "tests/emulator/test_guard.py",
    "tests/emulator/test_sessions.py",
    "tests/generator/test_parity.py",
    "tests/reference/test_examples.py",
    "tests/generator/test_determinism.py",
    "tests/architecture/test_parity.py",
    "tests/benchmarks/test_hot_paths.py",
)

pytestmark = pytest.mark.skipif(
    shutil.which("git") is None or not (ROOT / ".git").exists(), reason="copies what git tracks"
)


@pytest.mark.timeout(600)
def test_ten_changes_end_with_green_suites(tmp_path: Path) -> None:
    copy = Copy.make(tmp_path)
    document = copy.document
    for change in CHANGES.values():
        change(document)
    printed = copy.regenerate(document)
    # What only a person can decide is listed, and nothing else.
    entries = [line for line in printed.splitlines() if line.startswith("- [ ] cortex: ")]
    assert any("`project.sessions.create_recap` is a default" in entry for entry in entries), printed
    assert any(
        "`project.functions.list_resource_packages` (getResourcePackages)" in entry for entry in entries
    )
    assert sum("so the emulator responds with 501" in entry for entry in entries) == 3
    assert any(
        "the spec no longer has GET /api/projects/{}/functions/settings/resource-packages" in e
        for e in entries
    )
    assert not any("batchAnnotations" in entry or "findSession =" in entry for entry in entries)
    copy.test(*QUICK)
