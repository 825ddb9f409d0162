"""Checks a bundle at a terminal: ``python -m cortex_async.evidence verify evidence.zip``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import cast

from attrs import asdict

from cortex_async._core.errors import ArgumentError
from cortex_async.evidence.verifying import Verification, verify

OK, CHANGED, USAGE = 0, 1, 2
"""Exit codes: the bundle is complete and unchanged; it is not; the file, key or command cannot be used."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m cortex_async.evidence", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser(
        "verify", help="say what was changed or is missing (exit codes: 0 unchanged, 1 changed, 2 not usable)"
    )
    check.add_argument("file", type=Path)
    check.add_argument("--key", type=Path, help="PEM of the Ed25519 public key that must have signed it")
    check.add_argument("--json", action="store_true", help="print the result as JSON")
    chosen = parser.parse_args(arguments)
    try:
        key = None if chosen.key is None else cast("Path", chosen.key).read_bytes()
        found = verify(chosen.file, key=key)
    except (OSError, ArgumentError, ModuleNotFoundError) as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201  (a command)
        return USAGE
    print(_json(found) if chosen.json else found)  # noqa: T201  (a command)
    return OK if found.ok else CHANGED


def _json(found: Verification) -> str:
    return json.dumps({"ok": found.ok, **asdict(found)}, default=str)


if __name__ == "__main__":
    sys.exit(main())
