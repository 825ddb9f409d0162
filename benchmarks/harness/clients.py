"""The peers' clients of the same document, generated anew for each run into a temporary folder."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.harness.environment import PYTHON, ROOT

DOCUMENT = ROOT / "spec" / "cortex" / "openapi.json"
FOLDER = "CORTEX_BENCHMARK_CLIENTS"
"""The environment variable that tells the measures where the clients are."""

PYTHON_CLIENT = "peer_opc"
GENERATOR = "peer_oag"


def generate(folder: Path, wanted: frozenset[str]) -> list[str]:
    """Generates the clients that are wanted; returns what there is to say about those that are not to be had."""
    notes: list[str] = []
    if PYTHON_CLIENT in wanted:
        run_openapi_python_client(DOCUMENT, folder / PYTHON_CLIENT)
    if GENERATOR in wanted:
        if shutil.which("java") is None:
            notes.append("openapi-generator is skipped: there is no Java on this machine")
        else:
            run_openapi_generator(DOCUMENT, folder / "oag")
    os.environ[FOLDER] = str(folder)
    return notes


def run_openapi_python_client(document: Path, target: Path) -> None:
    tool_run(
        "openapi-python-client", "generate", "--path", document, "--output-path", target, "--meta", "none"
    )


def run_openapi_generator(document: Path, target: Path) -> None:
    tool_run(
        "openapi-generator-cli", "generate", "-i", document, "-g", "python", "--library", "asyncio",
        "--package-name", GENERATOR, "-o", target,
    )  # fmt: skip


def tool_run(name: str, *arguments: object) -> None:
    """One of the environment's tools, with the others (ruff, for the layout) within its reach."""
    tool = PYTHON.parent / name
    path = f"{PYTHON.parent}{os.pathsep}{os.environ['PATH']}"
    result = subprocess.run(
        [str(tool), *map(str, arguments)],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"{name} failed:\n{(result.stdout + result.stderr)[-2000:]}")


def python_client(module: str) -> Any:
    """A module of openapi-python-client's client, e.g. ``models``."""
    _reach("")
    return importlib.import_module(f"{PYTHON_CLIENT}.{module}" if module else PYTHON_CLIENT)


def openapi_generator() -> Any:
    """openapi-generator's client, None where there is none."""
    if not (_folder() / "oag").is_dir():
        return None
    _reach("oag")
    return importlib.import_module(GENERATOR)


def search_path() -> str:
    """``PYTHONPATH`` for other processes that import the clients."""
    return os.pathsep.join((str(_folder()), str(_folder() / "oag")))


def _folder() -> Path:
    return Path(os.environ[FOLDER])


def _reach(below: str) -> None:
    place = str(_folder() / below)
    if place not in sys.path:
        sys.path.insert(0, place)
