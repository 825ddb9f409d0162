"""Work whose result several tests read, done once for all workers of a test run."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder that ``make`` fills for the first test that asks for ``name``. Tests must not change it.

    Raises what ``make`` raises; the next test then tries again.
    """
    base = factory.getbasetemp()
    # A worker's folder is inside that of the run: https://pytest-xdist.readthedocs.io/en/stable/how-to.html
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    made = run / f"once-{name}"
    with (run / f"once-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            unfinished = Path(tempfile.mkdtemp(prefix=f"once-{name}-", dir=run))
            make(unfinished)
            unfinished.rename(made)
    return made
