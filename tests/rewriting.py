"""Pytest's rewritten bytecode of the test modules, made once for all workers of a run.

In a new checkout there is none. Each worker imports the same modules in the same order, so all of them would
rewrite all modules at the same time: four seconds of CPU for each worker.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent


def share_rewriting(config: pytest.Config) -> None:
    """Rewrite this worker's part of the modules, unless that has been done in an earlier run.

    What another worker has not yet written when this one needs it is rewritten again. These names of pytest are
    not public: with a version that has others, each worker rewrites everything.
    """
    count = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if count == 1 or sys.dont_write_bytecode:
        return
    if config.getoption("assertmode") != "rewrite":
        return
    number = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
    # A module with an error in its syntax is left to the collection, which reports it.
    with suppress(ImportError, AttributeError, TypeError, SyntaxError):
        for module in islice(sorted(FOLDER.rglob("test_*.py")), number, None, count):
            _rewrite(module, config)


def _rewrite(module: Path, config: pytest.Config) -> None:
    from _pytest.assertion import rewrite

    folder = rewrite.get_cache_dir(module)
    written = folder / (module.stem + rewrite.PYC_TAIL)
    if written.exists() or not rewrite.try_makedirs(folder):
        return  # pytest compares it with the source when it reads it
    status, code = rewrite._rewrite_test(module, config)
    rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, status, written)
