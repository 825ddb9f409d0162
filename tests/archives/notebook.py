"""``python -m tests.archives.notebook``: runs docs/notebooks/archive.ipynb and writes its pictures to docs/images/."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "notebooks" / "archive.ipynb"
IMAGES = ROOT / "docs" / "images"
WAIT = 60


def executed(folder: Path) -> Any:
    """The notebook with its outputs, run in a folder. Raises what a cell raises."""
    notebook: Any = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]  # it has no types
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=WAIT, kernel_name="python3", resources=resources).execute()
    return notebook


def pictures(notebook: Any) -> dict[str, str]:
    """The SVG pictures of an executed notebook, by the name in the metadata of their cells."""
    return {
        cell.metadata["picture"]: output.data["image/svg+xml"]
        for cell in notebook.cells
        if "picture" in cell.metadata
        for output in cell.outputs
        if output.output_type == "display_data"
    }


def main() -> None:
    os.environ["SOURCE_DATE_EPOCH"] = "0"  # matplotlib writes it instead of the time
    with tempfile.TemporaryDirectory() as folder:
        for name, picture in pictures(executed(Path(folder))).items():
            path = IMAGES / f"{name}.svg"
            path.write_text("\n".join(line.rstrip() for line in picture.splitlines()) + "\n", "utf-8")
            print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
