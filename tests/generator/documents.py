"""Try the generator on every OpenAPI document of a folder: ``python -m tests.generator.documents FOLDER [--mypy]``.

Prints for each document what is refused, how much was built, and how many of the examples in the document
decode. A refusal does not end the run: the refused part becomes free-form JSON or is removed, as an overlay
action would do it, so that one run shows every refusal. The number of these is the number of actions needed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from attrs import define, evolve, field

from cortex_async._core.codec.codec import Codec
from generator.build import bound
from generator.emit.package import Layout, emit
from generator.ir import Api
from generator.model.assemble import assemble
from generator.refusal import Refusal
from generator.source.names import Names
from generator.source.parsing import parse, without_nulls
from generator.source.published import Published
from generator.source.specification import Specification, specification
from generator.write import formatted, write
from tests.generator.examples import examples_of

SUFFIXES = (".json", ".yaml", ".yml")
_MOST_REFUSALS = 300
ROOT = Path(__file__).parents[2]


@define
class Outcome:
    """What became of one document. ``failures`` are (pointer, error) of examples that do not decode."""

    name: str
    refusals: list[str] = field(factory=list)
    notes: list[str] = field(factory=list)
    operations: int = 0
    models: int = 0
    package: str = ""
    problem: str = ""
    decoded: int = 0
    failures: list[tuple[str, str]] = field(factory=list)
    mypy: str = "not run"
    seconds: float = 0.0

    def summary(self) -> str:
        built = self.problem or f"{self.operations} operations, {self.models} models"
        return (
            f"{self.name}: {len(self.refusals)} actions needed, {len(self.notes)} notes, {built}, "
            f"examples {self.decoded} decoded {len(self.failures)} failed, mypy {self.mypy}, {self.seconds:.0f} s"
        )


def documents_in(folder: Path) -> list[Path]:
    """Return the OpenAPI documents of a folder, none if it does not exist."""
    return sorted(path for path in folder.glob("*") if path.suffix in SUFFIXES)


def attempt(path: Path, work: Path) -> Outcome:
    """Build one document into ``work``, import it and decode its examples."""
    outcome, start = Outcome(path.stem), time.monotonic()
    try:
        read = _loaded(path, outcome)
        api, read = _assembled(read, outcome)
        outcome.operations, outcome.models = len(api.operations), len(api.models)
        outcome.notes = [f"{note.pointer}: {note.text}" for note in api.notes]
        outcome.package = f"made_{path.stem}"
        layout = Layout("spec", outcome.package, f"{outcome.package}_sync")
        write(formatted(emit(api, layout, bound(read.names))), work, ())
        _decode(api, read, outcome)
    except Refusal as refusal:
        outcome.problem = f"refused: {refusal}"
    outcome.seconds = time.monotonic() - start
    return outcome


def _loaded(path: Path, outcome: Outcome) -> Specification:
    """Read a document, removing what is not OpenAPI."""
    document = without_nulls(parse(path.read_bytes(), str(path)))
    while True:
        try:
            raw = json.dumps(document).encode()
            return specification(path.with_name("openapi.json"), raw, None, "", Published())
        except Refusal as refusal:
            outcome.refusals.append(str(refusal))
            if not _remove(document, refusal.place):
                raise


def _remove(document: dict[str, Any], place: str) -> bool:
    *steps, last = [step.replace("~1", "/").replace("~0", "~") for step in place.lstrip("#/").split("/")]
    node: Any = document
    for step in steps:
        node = node[int(step)] if isinstance(node, list) else node.get(step, {})
    found = isinstance(node, list) or last in node
    if found:
        _drop(node, last)
    return found


def _assembled(specification: Specification, outcome: Outcome) -> tuple[Api, Specification]:
    """Assemble, marking what is refused until nothing is."""
    document = json.loads(json.dumps(specification.document))
    while True:
        fresh = evolve(specification, document=document, names=Names("names.toml", ""))
        try:
            return assemble(fresh), fresh
        except Refusal as refusal:
            outcome.refusals.append(str(refusal))
            if len(outcome.refusals) > _MOST_REFUSALS or not mark(document, refusal.place):
                raise


def mark(document: dict[str, Any], place: str) -> bool:
    """Make the refused schema free-form, or remove the refused parameter, media type or operation."""
    if not place.startswith("#/"):
        return False
    steps = [step.replace("~1", "/").replace("~0", "~") for step in place[2:].split("/")]
    nodes: list[Any] = [document]
    for step in steps:
        try:
            nodes.append(nodes[-1][int(step)] if isinstance(nodes[-1], list) else nodes[-1][step])
        except (KeyError, IndexError, ValueError, TypeError):
            steps = steps[: len(nodes) - 1]
            break
    for depth in range(len(steps), 0, -1):
        holder, last = nodes[depth - 1], steps[depth - 1]
        before = steps[depth - 2] if depth > 1 else ""
        if _is_schema_place(before, last) and nodes[depth] != {"x-free-form": True}:
            _set(holder, last, {"x-free-form": True})
            return True
        if before in ("parameters", "content") or last in ("servers", "trace", "requestBody", "security"):
            _drop(holder, last)
            return True
        if depth <= 3 and steps[0] == "paths":
            _drop(holder, last)
            return True
    return False


def _is_schema_place(before: str, last: str) -> bool:
    return last in ("schema", "items", "additionalProperties") or before in (
        "properties",
        "schemas",
        "oneOf",
        "anyOf",
        "allOf",
    )


def _set(holder: Any, last: str, value: Any) -> None:
    holder[int(last) if isinstance(holder, list) else last] = value


def _drop(holder: Any, last: str) -> None:
    del holder[int(last) if isinstance(holder, list) else last]


def _decode(api: Api, specification: Specification, outcome: Outcome) -> None:
    importlib.invalidate_caches()
    try:
        codec = Codec(outcome.package)
        package = importlib.import_module(outcome.package)
        for module in ("models", "scopes"):
            importlib.import_module(f"{package.__name__}.{module}")
        importlib.import_module(f"{outcome.package}_sync.scopes")
    except Exception as error:
        outcome.problem = f"import failed: {type(error).__name__}: {error}"
        return
    for example in examples_of(api, specification.document):
        try:
            example.decode(codec, outcome.package)
        except Exception as error:
            outcome.failures.append((example.place, f"{type(error).__name__}: {error}"))
        else:
            outcome.decoded += 1


def type_check(work: Path, packages: list[str]) -> str:
    """Run mypy --strict over packages in ``work``. Return "ok", or the number of errors and the first."""
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--no-error-summary",
        "--cache-dir",
        str(work / ".mypy"),
    ]
    paths = os.pathsep.join((str(ROOT), str(work)))
    flags = [flag for package in packages for flag in ("-p", package)]
    run = subprocess.run(
        [*command, *flags],
        cwd=work,
        env={**os.environ, "MYPYPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = (run.stdout + run.stderr).strip().splitlines()
    return "ok" if run.returncode == 0 else f"{len(lines)} lines: {lines[:3]}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.generator.documents", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[], help="names of documents, without the suffix")
    parser.add_argument("--mypy", action="store_true", help="type-check the generated packages too")
    parser.add_argument("--keep", type=Path, help="folder for the generated code (default: a temporary one)")
    parser.add_argument("--details", action="store_true", help="print refusals, notes and failed examples")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        print(f"skipped: {options.folder} does not exist")
        return 0
    with tempfile.TemporaryDirectory(prefix="documents-") as temporary:
        work = options.keep or Path(temporary)
        sys.path.insert(0, str(work))
        for path in documents_in(options.folder):
            if options.only and path.stem not in options.only:
                continue
            outcome = attempt(path, work)
            if options.mypy and outcome.package and not outcome.problem:
                outcome.mypy = type_check(work, [outcome.package, f"{outcome.package}_sync"])
            _print(outcome, options.details)
    return 0


def _print(outcome: Outcome, details: bool) -> None:
    print(outcome.summary(), flush=True)
    if details:
        for title, lines in (
            ("refused", outcome.refusals),
            ("noted", outcome.notes),
            ("failed", [f"{place}: {error}" for place, error in outcome.failures]),
        ):
            for line in lines:
                print(f"  {title}: {line}")


if __name__ == "__main__":
    sys.exit(main())
