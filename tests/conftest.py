"""Settings for all tests: the emulator raises if it leaves the API's spec, and Ctrl-C works.

In CI, properties are tested with the same examples each time, so a failing run can be repeated; elsewhere
with new ones. Nowhere does an example fail for its time: by default Hypothesis allows 200 ms, which a busy
machine may take for anything.
"""

from __future__ import annotations

import gc
import os
import random
import signal
from collections.abc import Generator
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, settings

from cortex_async.emulator import conformance
from tests.emulator.browser import browser
from tests.rewriting import share_rewriting

conformance.strict = True

settings.register_profile("new", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("repeatable", settings.get_profile("new"), derandomize=True)
settings.load_profile("new")
if os.environ.get("CI"):
    settings.load_profile("repeatable")
    # Hypothesis also draws from the constants of all loaded modules: other ones after other tests, so a failing
    # run could not be repeated. Each worker would read the source of hundreds of modules for them, too.
    # These names are not public. With a version that has others, properties are tested nevertheless.
    with suppress(ImportError, AttributeError):
        from hypothesis.internal.conjecture import providers
        from hypothesis.internal.constants_ast import Constants

        pytest.MonkeyPatch().setattr(providers, "_get_local_constants", Constants)

_RARELY = 100_000
"""Objects between two automatic garbage collections. All others are at the end of a module, and where a test asks."""

_LONG = ("tests/vendor_changes/", "tests/relay/kills/", "tests/packaging/", "tests/generator/test_hostile.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start the longest tests first, or one worker runs them alone at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Collect without garbage collection, which takes a third of the time and finds nothing."""
    gc.disable()
    try:
        share_rewriting(session.config)
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(_RARELY, *gc.get_threshold()[1:])
        gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """In CI, let what is random, such as pauses between attempts, be the same in every run of a test."""
    if os.environ.get("CI"):
        random.seed(item.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    if nextitem is None or nextitem.path != item.path:
        _forget_what_lives()


def _forget_what_lives() -> None:
    """Take all that is alive out of garbage collection, or every ``gc.collect()`` of a test looks through what
    hundreds of modules have left, for a third of a second.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """The address of a browser that all tests of one worker share; each opens pages of its own."""
    with browser(tmp_path_factory.mktemp("profile")) as address:
        yield address


# Background jobs of a shell inherit an ignored SIGINT: tests of Ctrl-C would wait for ever.
signal.signal(signal.SIGINT, signal.default_int_handler)
