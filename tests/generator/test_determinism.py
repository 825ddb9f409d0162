"""The same spec gives the same bytes, for any hash seed and key order."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.__main__ import main
from generator.build import Build, build
from generator.write import differences
from tests.generator.workshop import MINIMAL, specification

ROOT = Path(__file__).parents[2]
_SUMS = """
import hashlib, sys
from pathlib import Path
from generator.build import Build, build
made = build(Path(sys.argv[1]), "cortex")
for path, text in sorted(made.files.items()):
    raw = text if isinstance(text, bytes) else text.encode()
    print(hashlib.sha256(raw).hexdigest(), path)
"""
# These contain the document's bytes or hashes of them, which depend on key order.
_COPIES = ("cortex_async/_generated/openapi.json", "spec/cortex/lock.json")


def shuffled(value: Any, source: random.Random) -> Any:
    if isinstance(value, dict):
        keys = list(value)
        source.shuffle(keys)
        return {key: shuffled(value[key], source) for key in keys}
    return [shuffled(item, source) for item in value] if isinstance(value, list) else value


def sums(root: Path, seed: str) -> list[str]:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _SUMS, str(root)]
    run = subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True, check=True)
    return [line for line in run.stdout.splitlines() if not line.endswith(_COPIES)]


@pytest.fixture(scope="module")
def made() -> Build:
    return build(ROOT, "cortex")


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_same_bytes_for_any_hash_seed_and_key_order(tmp_path: Path, made: Build, seed: str) -> None:
    shutil.copytree(ROOT / "spec", tmp_path / "spec")
    (tmp_path / "cortex_async").symlink_to(ROOT / "cortex_async")  # whose docstrings the pages show
    path = tmp_path / "spec" / "cortex" / "openapi.json"
    document = json.loads(path.read_bytes())
    path.write_text(json.dumps(shuffled(document, random.Random(int(seed)))))
    expected = [
        f"{hashlib.sha256(text if isinstance(text, bytes) else text.encode()).hexdigest()} {name}"
        for name, text in sorted(made.files.items())
        if not name.endswith(_COPIES)
    ]
    assert sums(tmp_path, seed) == expected


def test_generated_code_is_current(made: Build) -> None:
    assert differences(made.files, ROOT, made.owned) == []
    assert made.new_names == ()


def test_the_openapi_document_is_the_fetched_one() -> None:
    """Nobody edits it by hand: ``fetch`` and ``build`` record its hash; the package has the same bytes."""
    served = (ROOT / "spec/cortex/openapi.json").read_bytes()
    lock = json.loads((ROOT / "spec/cortex/lock.json").read_bytes())
    assert hashlib.sha256(served).hexdigest() == lock["sha256"]["openapi.json"]
    assert (ROOT / "cortex_async/_generated/openapi.json").read_bytes() == served


def test_check_names_what_is_missing_different_and_stale(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    specification(tmp_path / "spec" / "cortex", MINIMAL)
    arguments = ["--root", str(tmp_path), "cortex"]
    assert main(["build", *arguments]) == 0
    assert main(["check", *arguments]) == 0
    generated = tmp_path / "cortex_async" / "_generated"
    (generated / "scopes.py").unlink()
    (generated / "secrets.py").write_text("# edited\n")
    (generated / "island.py").write_text("# by hand\n")
    capsys.readouterr()
    assert main(["check", *arguments]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "cortex_async/_generated/scopes.py: missing",
        "cortex_async/_generated/secrets.py: differs",
        "cortex_async/_generated/island.py: unexpected",
        "cortex: generated code is outdated: run `make generate`",
    ]
    assert main(["build", *arguments]) == 0
    assert not (generated / "island.py").exists()
    assert main(["check", *arguments]) == 0
