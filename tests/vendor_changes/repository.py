"""A copy of the repository, and the commands of docs/regenerate.md in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from attrs import frozen

ROOT = Path(__file__).resolve().parents[2]

ONE_AFTER_ANOTHER = """
import gc, json, runpy, sys
gc.disable()  # as in a build: it finds little
for module, *arguments in json.loads(sys.argv[1]):
    sys.argv = [module, *arguments]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        if end.code and (module, *arguments[:1]) != ("generator", "diff"):
            sys.exit(f"{module} {arguments}: {end.code}")
"""


def _copy_bytecode(source: Path, target: Path) -> None:
    """Copy what Python has compiled of a module. It is as valid for the copy, whose size and time are the same."""
    if source.suffix == ".py":
        compiled = Path(cache_from_source(str(source)))
        if compiled.is_file():
            (target.parent / compiled.parent.name).mkdir(exist_ok=True)
            shutil.copy2(compiled, target.parent / compiled.parent.name)


@frozen
class Copy:
    """A copy of the working tree: the files that git tracks or would add."""

    root: Path

    @classmethod
    def make(cls, root: Path) -> Copy:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        for name in filter(None, listed.stdout.decode().split("\0")):
            source, target = ROOT / name, root / name
            if source.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)
                _copy_bytecode(source, target)
        (root / ".venv").symlink_to(sys.prefix)
        copy = cls(root)
        copy.commit()
        return copy

    def commit(self) -> None:
        """Commit everything, as ``diff`` compares with HEAD."""
        identity = ("-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false")
        for command in (
            ["init", "-q"],
            ["add", "-A"],
            [*identity, "commit", "-q", "--allow-empty", "-m", "before"],
        ):
            subprocess.run(["git", *command], cwd=self.root, check=True, capture_output=True)

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.root / "spec/cortex/openapi.json").read_bytes())
        return found

    def serve(self, document: dict[str, Any]) -> Path:
        """Write what the vendor serves, for ``fetch``."""
        path = self.root / ".served.json"
        path.write_text(json.dumps(document), "utf-8")
        return path

    def regenerate(self, document: dict[str, Any]) -> str:
        """``make regenerate`` with what the vendor serves now, and ``generator check``. Returns what they print."""
        served = str(self.serve(document))
        return self.run_all(
            ["generator", "fetch", "--url", served],
            ["generator", "diff"],
            ["generator", "build"],
            ["tests.reference"],
            ["generator", "checklist"],
            ["generator", "check"],
        )

    def run_all(self, *commands: Sequence[str]) -> str:
        """Run each ``python -m command`` in the copy, in one process, which reads the generator and formats what
        stays the same once. Only ``generator diff`` may report something.
        """
        return self._ended([sys.executable, "-c", ONE_AFTER_ANOTHER, json.dumps(commands)])

    def test(self, *arguments: str) -> str:
        """Run tests of the copy."""
        return self.run("pytest", "-p", "no:randomly", *arguments)

    def run(self, *command: str, statuses: Sequence[int] = (0,)) -> str:
        """Run ``python -m command`` in the copy. Raises ``AssertionError`` with the output."""
        return self._ended([sys.executable, "-m", *command], statuses)

    def _ended(self, command: Sequence[str], statuses: Sequence[int] = (0,)) -> str:
        environment = {**os.environ, "PYTHONPATH": str(self.root)}
        for name in [name for name in environment if name.startswith(("PYTEST_", "COV_"))]:
            del environment[name]
        done = subprocess.run(
            command,
            cwd=self.root,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in statuses, (
            f"{' '.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}"
        )
        return done.stdout + done.stderr
