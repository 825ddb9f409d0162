"""Both packages offer the same modules and names, and completion shows only what users need."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from importlib import import_module
from types import ModuleType

import jedi
import pytest

import cortex_async
import cortex_sync

PUBLIC = {
    "access",
    "archives",
    "contrib",
    "emulator",
    "events",
    "evidence",
    "feeds",
    "integrations",
    "limits",
    "live",
    "models",
    "redaction",
    "relay",
    "tables",
    "telemetry",
    "testing",
    "transcripts",
    "webhooks",
}
"""The public modules at the top of both packages."""

MODULES = [
    "",
    *(f".{name}" for name in sorted(PUBLIC - {"contrib", "integrations"})),
    *(f".integrations.{name}" for name in ("celery", "django", "fastapi", "problems", "starlette")),
    ".telemetry.prometheus",
    *(f".webhooks.{name}" for name in ("aiohttp", "django", "flask", "redis", "starlette")),
    ".telemetry.opentelemetry",
    *(f".contrib.{api}" for api in ("nimrobo", "orga", "rtcstack")),
    *(f".contrib.{api}.models" for api in ("nimrobo", "orga", "rtcstack")),
]

ONLY = {
    "cortex_async": {"StreamedResponse": "only the async core reads responses piece by piece"},
    "cortex_sync": {"LoopStopped": "only blocking calls need the loop thread"},
    "cortex_sync.relay": {"BlockingBroker": "brokers are asynchronous, and blocking web servers publish too"},
}
"""Names that one package, or a module of it, has alone, with the reason."""

PLUMBING = {
    "cortex_async": {
        "api_client",
        "client",
        "config",
        "credentials",
        "dicts",
        "event_types",
        "join_results",
        "login",
        "project",
        "pytest_plugin",
        "resources",
        "routing",
    },
    "cortex_sync": {"api_client", "bridge", "client", "project", "resources", "routing"},
}
"""Modules at the top that users need not import."""


def names(module: ModuleType) -> set[str]:
    """What a module lists, or else the classes and functions that it defines."""
    if hasattr(module, "__all__"):
        return set(module.__all__)
    return {
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and getattr(value, "__module__", None) == module.__name__
        and len(name) > 1
    }


@pytest.mark.parametrize("package", [cortex_async, cortex_sync], ids=lambda package: package.__name__)
def test_every_module_at_the_top_is_public_or_plumbing(package: ModuleType) -> None:
    found = {module.name for module in pkgutil.iter_modules(package.__path__)}
    assert {name for name in found if not name.startswith("_")} == PUBLIC | PLUMBING[package.__name__]


def test_no_adapter_is_missing() -> None:
    adapters = {
        module.name
        for module in pkgutil.iter_modules(import_module("cortex_sync.webhooks").__path__)
        if not module.name.startswith("_")
    }
    assert {f".webhooks.{name}" for name in adapters} == {
        name for name in MODULES if name.startswith(".webhooks.")
    }


@pytest.mark.parametrize("module", MODULES)
def test_both_packages_have_the_same_names(module: str) -> None:
    if module.startswith((".webhooks.", ".integrations.")) and module != ".integrations.problems":
        pytest.importorskip(module.rpartition(".")[2])
    there, here = import_module(f"cortex_async{module}"), import_module(f"cortex_sync{module}")
    assert here.__all__
    assert all(hasattr(here, name) for name in here.__all__)
    assert names(there) - names(here) <= set(ONLY.get(there.__name__, ()))
    assert names(here) - names(there) == set(ONLY.get(here.__name__, ()))


@pytest.mark.parametrize(
    "module",
    [
        ".models",
        ".events",
        ".redaction",
        ".transcripts",
        ".webhooks",
        ".integrations.celery",
        ".integrations.django",
        ".integrations.problems",
        *(m for m in MODULES if "contrib" in m),
    ],
)
def test_both_packages_pass_on_the_same_objects(module: str) -> None:
    there, here = import_module(f"cortex_async{module}"), import_module(f"cortex_sync{module}")
    own = {"RTCStackClient", "TokenManager", "OrgaClient", "NimroboClient"}
    for name in set(here.__all__) - own:
        assert getattr(here, name) is getattr(there, name)
    with pytest.raises(AttributeError, match="has no attribute 'Nonsense'"):
        getattr(here, "Nonsense")  # noqa: B009 - what importing a missing name does


def test_a_model_loads_its_group_only() -> None:
    look = (
        "from cortex_sync.models import Session\nimport sys\n"
        "print(*(name for name in sys.modules if '_generated.models.' in name))"
    )
    printed = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout
    assert printed.split() == ["cortex_async._generated.models.sessions"]


@pytest.mark.parametrize("package", ["cortex_async", "cortex_sync"])
def test_completion_shows_only_what_users_need(package: str) -> None:
    # In a process of its own: modules that are loaded already are attributes, too.
    look = f"import {package}, {package}.client, {package}.webhooks\nprint(*dir({package}))"
    printed = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout
    offered = {
        *import_module(package).__all__,
        "__version__",
        "events",
        "feeds",
        "live",
        "models",
        "transcripts",
        "webhooks",
    }
    assert set(printed.split()) == offered


@pytest.mark.parametrize("package", [cortex_async, cortex_sync], ids=lambda package: package.__name__)
def test_a_notebook_completes_only_what_users_need(package: ModuleType) -> None:
    name = package.__name__
    import_module(f"{name}.client")
    shown = {found.name for found in jedi.Interpreter(f"{name}.", [{name: package}]).complete()}
    assert {one for one in shown if not one.startswith("_")} <= {*package.__all__, *PUBLIC}
    assert {"CortexClient", "events", "live", "models"} <= shown


@pytest.mark.parametrize("name", ["events", "feeds", "live", "models", "transcripts"])
@pytest.mark.parametrize("package", ["cortex_async", "cortex_sync"])
def test_modules_load_on_first_use(package: str, name: str) -> None:
    look = f"import {package}, sys\nassert '{package}.{name}' not in sys.modules\nprint({package}.{name}.__name__)"
    printed = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == f"{package}.{name}"
