"""``python -m tests.generator.golden``: rewrites the golden tree. Review the diff before you commit it."""

from __future__ import annotations

from pathlib import Path

from generator.build import bound
from generator.emit.package import Layout, emit, header
from generator.emit.pages.site import Material, emit_pages
from generator.model.assemble import assemble
from generator.source.examples_file import ExamplesFile
from generator.source.hand_written import HandWritten
from generator.source.specification import load
from generator.write import formatted, write

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[2]
LAYOUT = Layout(
    "tests/generator/golden/spec",
    "tests.generator.golden.made._generated",
    "tests.generator.golden.made_sync._generated",
)
OWNED = tuple(LAYOUT.path(package) for package in (LAYOUT.package, LAYOUT.sync_package))


def tree() -> dict[str, str]:
    """Every file by its path below the repository."""
    loaded = load(FOLDER / "spec")
    api = assemble(loaded)
    material = Material(loaded.document, HandWritten(), ExamplesFile(), LAYOUT.public)
    pages = emit_pages(api, LAYOUT.path(LAYOUT.package, "pages"), material, header(LAYOUT))
    return formatted(emit(api, LAYOUT, bound(loaded.names)) | pages)


if __name__ == "__main__":
    for path in write(tree(), ROOT, OWNED):
        print(path)
