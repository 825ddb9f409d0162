"""Tracebacks, logs and pickles name public errors as users import them: ``cortex_async.NotFound``."""

from __future__ import annotations

import pickle
import subprocess
import sys
import typing
from collections.abc import Iterator
from importlib import import_module

import pytest

import cortex_async
from generator.surface.read import MODULES
from tests.unit.test_errors_by_hand import EVERY, name

PACKAGES = ("cortex_async", "cortex_sync")
CONTRIB = ("contrib.nimrobo", "contrib.orga", "contrib.polling", "contrib.rtcstack")
PUBLIC = [*PACKAGES, *(f"{package}.{module}" for package in PACKAGES for module in (*MODULES, *CONTRIB))]


def exported_errors() -> Iterator[type[BaseException]]:
    for path in PUBLIC:
        try:
            module = import_module(path)
        except ImportError:  # an extra that is not installed, or a module that cortex_sync does not have
            continue
        for one in getattr(module, "__all__", ()):
            value = getattr(module, one)
            if isinstance(value, type) and issubclass(value, BaseException):
                yield value


EXPORTED = sorted(set(exported_errors()), key=name)
ALL: list[type[BaseException]] = [*EXPORTED, *(kind for kind in EVERY if kind not in EXPORTED)]


def test_every_public_package_is_looked_at() -> None:
    assert {
        "ArchiveInUse",
        "BrokerUnavailable",
        "EvidenceError",
        "HeaderMissing",
        "LoopStopped",
        "NotFound",
        "RecordingError",
        "RemoteError",
        "StillPending",
        "UnknownEventTypeWarning",
    } <= {kind.__name__ for kind in EXPORTED}


@pytest.mark.parametrize("kind", EXPORTED, ids=name)
def test_an_exported_error_has_the_name_of_a_public_module(kind: type[BaseException]) -> None:
    assert kind.__module__ in PUBLIC


@pytest.mark.parametrize("kind", ALL, ids=name)
def test_every_error_can_be_imported_under_the_name_that_it_shows(kind: type[BaseException]) -> None:
    assert getattr(import_module(kind.__module__), kind.__qualname__) is kind
    assert pickle.loads(pickle.dumps(kind)) is kind
    typing.get_type_hints(kind)


def test_pickles_made_under_the_names_of_private_modules_load() -> None:
    # The class as pickle wrote it when it was named after the module that defines it.
    assert pickle.loads(b"ccortex_async._core.call_errors\nNotFound\n.") is cortex_async.NotFound


def test_an_error_that_nobody_catches_shows_its_public_name() -> None:
    # Reached through the module that defines it, as the SDK itself does.
    code = "from cortex_async._core.call_errors import error_class; raise error_class(404)('gone')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1] == "cortex_async.NotFound: gone"
