"""Runs every example of the reference and writes what it prints to examples.toml: ``python -m tests.reference.record``.

Review the difference: an output that changed may be a bug. ``make generate`` brings it to the pages.
"""

from __future__ import annotations

import sys
from collections.abc import MutableMapping

import tomlkit
from tomlkit.items import String, StringType, Trivia

from generator.source.examples_file import NAME
from tests.docs.pages import ROOT
from tests.reference.cases import cases, pages
from tests.reference.world import APIS, world


def record(api: str) -> str:
    """Return examples.toml of an API with the outputs of all examples."""
    document = tomlkit.parse((ROOT / "spec" / api / NAME).read_text("utf-8"))
    entries = document["methods"]
    assert isinstance(entries, MutableMapping)
    with world(api) as made:
        for case in (case for page in pages(api) for case in cases(page)):
            name = ".".join([*case.page.split("/")[1:], case.method])
            if name not in entries:
                print(f'{name} is derived: add [methods."{name}"] to show its output', file=sys.stderr)
                continue
            output = made.run_async(case)
            entry = entries[name]
            assert isinstance(entry, MutableMapping)
            if entry.get("output") != output:
                entry["output"] = _string(output)
    return tomlkit.dumps(document)


def _string(value: str) -> String:
    """Return a string over several lines, literal so that quotes and backslashes stay as they are."""
    kind = StringType.MLL if "'''" not in value else StringType.MLB
    return String(kind, value, f"\n{value}", Trivia())


if __name__ == "__main__":
    for one in APIS:
        text = record(one)
        (ROOT / "spec" / one / NAME).write_text(text, "utf-8")
