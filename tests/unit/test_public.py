"""Public names of the package, and what importing it loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import cortex_async
import cortex_sync
from generator.source.version import version

ROOT = Path(__file__).parents[2]

NAMES = [
    "JSON",
    "UNSET",
    "APIError",
    "ActivationFailed",
    "Advice",
    "ArgumentError",
    "ArgumentTypeError",
    "ArgumentValueError",
    "BadRequest",
    "BuildFailed",
    "CallError",
    "ClientClosed",
    "ClientStats",
    "Codec",
    "ConfigError",
    "Conflict",
    "Connected",
    "ConnectionFailed",
    "ConnectionSettings",
    "CortexClient",
    "CortexError",
    "DecodeError",
    "DeploymentFailed",
    "Disconnected",
    "DispatchResult",
    "EventRouter",
    "EventStream",
    "EventTooLarge",
    "Forbidden",
    "FreeForm",
    "FunctionResponse",
    "Gap",
    "HandlerFailure",
    "Headers",
    "InvalidRequest",
    "JoinRefused",
    "NotAdmitted",
    "NotFound",
    "Observer",
    "Options",
    "Page",
    "Pager",
    "ProjectScope",
    "RateLimited",
    "RequestFailed",
    "Response",
    "ResponseTooLarge",
    "Resumed",
    "Retry",
    "ServerError",
    "StreamCounters",
    "StreamOptions",
    "StreamState",
    "StreamedResponse",
    "TimedOut",
    "Timeout",
    "Unauthorized",
    "UnknownEventTypeWarning",
    "Unset",
    "ValidationFailed",
    "WaitTimedOut",
    "WebhookError",
    "WrongLoop",
    "from_dict",
    "given",
    "to_dict",
]


def test_the_public_names_are_these() -> None:
    """A name that is added or removed here changes the public interface and belongs in the changelog."""
    assert cortex_async.__all__ == NAMES


def test_every_public_name_exists_and_is_listed() -> None:
    for name in cortex_async.__all__:
        assert getattr(cortex_async, name) is not None
        assert name in dir(cortex_async)
    assert "__version__" in dir(cortex_async)


def test_the_version_is_the_one_that_is_released() -> None:
    assert cortex_async.__version__ == cortex_sync.__version__
    assert cortex_async.__version__.startswith(version(ROOT))


def test_other_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Cortex'"):
        _ = cortex_async.Cortex


def loaded_after(program: str) -> set[str]:
    """Names of the modules that a fresh interpreter has loaded."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", f"{program}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return set(done.stdout.split())


def test_importing_the_package_loads_no_other_module() -> None:
    own = loaded_after("import cortex_async") - loaded_after("import importlib, typing")
    assert own <= {"cortex_async", "__future__"}


@pytest.mark.parametrize(
    "program",
    [
        "from cortex_async import *",
        "from cortex_async import CortexClient; c = CortexClient(api_key='k'); c.project('p').sessions; c.projects",
        "from cortex_async import CortexClient; c = CortexClient(api_key='k').with_options(timeout=5); c.project('p').events",
    ],
)
def test_a_client_loads_what_calls_need_only_with_its_first_call(program: str) -> None:
    loaded = loaded_after(program)
    heavy = {"aiohttp", "cattrs", "backoff", "yarl"}
    assert loaded & heavy == set()
    models = {name for name in loaded if name.startswith("cortex_async._generated.models.")}
    assert models == set()
