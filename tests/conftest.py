"""Settings for all tests: the emulator raises if it leaves the API's spec, and Ctrl-C works.

In CI, properties are tested with the same examples each time, so a failing run can be repeated; elsewhere
with new ones.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Generator

import pytest
from hypothesis import settings

from cortex_async.emulator import conformance
from tests.emulator.browser import browser

conformance.strict = True

settings.register_profile("repeatable", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("repeatable")

_LONG = ("tests/vendor_changes/", "tests/packaging/", "tests/generator/test_hostile.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start the longest tests first, or one worker runs them alone at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))


def pytest_collection_finish() -> None:
    """Take what collecting made out of garbage collection: a full one takes half a second with it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """The address of a browser that all tests of one worker share; each opens pages of its own."""
    with browser(tmp_path_factory.mktemp("profile")) as address:
        yield address


# Background jobs of a shell inherit an ignored SIGINT: tests of Ctrl-C would wait for ever.
signal.signal(signal.SIGINT, signal.default_int_handler)
