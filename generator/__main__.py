"""``python -m generator build|check``: exit status 0 done, 1 differences found, 2 refused."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .build import build
from .refusal import Refusal
from .write import differences, write

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m generator", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (("build", "write the generated code"), ("check", "compare it with what is on disk")):
        command = commands.add_parser(name, help=text)
        command.add_argument(
            "apis", nargs="*", metavar="API", help="directories below spec/; all of them by default"
        )
        command.add_argument("--root", type=Path, default=ROOT, help="the repository (default: this one)")
    options = parser.parse_args(arguments)
    try:
        apis = options.apis or known_apis(options.root)
        return max(_COMMANDS[options.command](options.root, api) for api in apis)
    except Refusal as refusal:
        print(f"error: {refusal}", file=sys.stderr)
        return 2


def known_apis(root: Path) -> list[str]:
    found = sorted(path.parent.name for path in (root / "spec").glob("*/openapi.*"))
    if not found:
        raise Refusal(str(root / "spec"), "holds no specification", "put spec/<name>/openapi.json there")
    return found


def build_command(root: Path, api: str) -> int:
    made = build(root, api)
    changed = write(made.files, root, made.owned)
    for section, key, name in made.new_names[:20]:
        print(f"{api}: new name in names.toml: [{section}] {key} = {name}")
    if len(made.new_names) > 20:
        print(f"{api}: and {len(made.new_names) - 20} more new names in names.toml")
    print(
        f"{api}: {made.operations} operations, {made.models} models, {len(changed)} of {len(made.files)} files changed"
    )
    return 0


def check_command(root: Path, api: str) -> int:
    made = build(root, api)
    found = differences(made.files, root, made.owned)
    for line in found:
        print(line, file=sys.stderr)
    if found:
        print(f"{api}: generated code is not current: run `make generate`", file=sys.stderr)
    return 1 if found else 0


_COMMANDS = {"build": build_command, "check": check_command}

if __name__ == "__main__":
    sys.exit(main())
