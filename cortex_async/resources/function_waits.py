"""Waits for what takes a while with functions: activation, building a version, deploying it.

No event reports any of them, so they are looked at repeatedly.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar, Unpack

from attrs import evolve

from cortex_async._core.arguments import check_seconds
from cortex_async._core.errors import WaitTimedOut
from cortex_async._core.options import Options
from cortex_async._core.timing.waiting import seen, time_limit, wait_error
from cortex_async._core.unset import UNSET, Unset
from cortex_async._generated.operations.project.functions import FunctionsOperations
from cortex_async.resources.function_errors import ActivationFailed, BuildFailed, DeploymentFailed

if TYPE_CHECKING:
    from cortex_async.models import (
        Function,
        FunctionDeploying,
        FunctionDeployment,
        FunctionPublished,
        FunctionSettings,
        FunctionVersion,
    )

T = TypeVar("T")

POLL = 2.0
"""Seconds between two looks."""


class FunctionWaits(FunctionsOperations):
    """The generated operations, some of which can wait, and waits of their own."""

    __slots__ = ()

    async def publish(  # pyright: ignore[reportIncompatibleMethodOverride]  # an option more
        self,
        function_id: str,
        *,
        changelog: str | Unset = UNSET,
        wait: float | None = None,
        poll: float = POLL,
        **options: Unpack[Options],
    ) -> FunctionPublished:
        """Publish the draft of a function as its next version.

        Args:
            function_id: Function ID
            changelog: Changelog/description of changes
            wait: seconds to wait until the version is built; the returned version is then ``ready``. None
                (default) does not wait.
            poll: seconds between two looks at the version, more than 0.

        Raises: NotFound; with ``wait``, also BuildFailed and WaitTimedOut; every call can raise RequestFailed
            and APIError.

        Operation publishVersion: POST /api/projects/{projectId}/functions/{functionId}/publish
        """
        _check_wait(wait, poll)
        published = await super().publish(function_id, changelog=changelog, **options)
        if wait is None:
            return published
        return evolve(published, version=await self._built(function_id, published.version, wait, poll))

    async def deploy(  # pyright: ignore[reportIncompatibleMethodOverride]  # an option more
        self, function_id: str, *, wait: float | None = None, poll: float = POLL, **options: Unpack[Options]
    ) -> FunctionDeploying:
        """Deploy the latest published version of a function.

        Args:
            function_id: Function ID
            wait: seconds to wait until the deployment runs; the returned deployment is then ``running``. None
                (default) does not wait.
            poll: seconds between two looks at the deployment, more than 0.

        Raises: NotFound; with ``wait``, also DeploymentFailed and WaitTimedOut; every call can raise
            RequestFailed and APIError.

        Operation deployFunction: POST /api/projects/{projectId}/functions/{functionId}/deploy
        """
        _check_wait(wait, poll)
        deploying = await super().deploy(function_id, **options)
        if wait is None:
            return deploying
        started = deploying.deployment
        function = await self._running(function_id, started, wait, poll)
        return evolve(deploying, deployment=function.active_deployment or started)

    async def wait_until_running(
        self, function_id: str, *, timeout: float | None = 600.0, poll: float = POLL
    ) -> Function:
        """Wait until the deployment of a function runs and return the function, at once if it runs already.

        No event reports it, so the function is fetched repeatedly. A function that has never been deployed is
        waited for until somebody deploys it.

        Args:
            function_id: Function ID
            timeout: seconds; None waits without limit.
            poll: seconds between two fetches, more than 0.

        Raises: DeploymentFailed if the deployment has failed or was stopped; WaitTimedOut; ClientClosed;
            NotFound; ArgumentError for an unusable number of seconds.
        """
        check_seconds("timeout", timeout, zero=True, infinite=True)
        check_seconds("poll", poll, none=False)
        return await self._running(function_id, None, timeout, poll)

    async def wait_until_active(
        self, *, timeout: float | None = 600.0, poll: float = POLL
    ) -> FunctionSettings:
        """Wait until the activation that ``activate`` began is complete and return the settings, at once if
        it is complete already.

        No event reports it, so the settings are fetched repeatedly.

        Args:
            timeout: seconds; None waits without limit.
            poll: seconds between two fetches, more than 0.

        Raises: ActivationFailed, with the server's reason; WaitTimedOut; ClientClosed; ArgumentError for an
            unusable number of seconds.
        """
        check_seconds("timeout", timeout, zero=True, infinite=True)
        check_seconds("poll", poll, none=False)

        def active(settings: FunctionSettings) -> bool:
            step = settings.activation_step
            if step == "error":
                raise ActivationFailed.of(settings.activation_error)
            return step == "complete" or (step is None and settings.is_activated)

        def state(settings: FunctionSettings | None) -> str:
            return seen(settings, "activation_step")

        return await self._until("Functions were not active", self.get_settings, active, state, timeout, poll)

    async def _built(
        self, function_id: str, published: FunctionVersion, wait: float, poll: float
    ) -> FunctionVersion:
        version = published

        async def look() -> FunctionVersion:
            nonlocal version
            # The response of the publication may be final already.
            if version.status == "building":
                versions = await self.list_versions(function_id)
                version = next((one for one in versions if one.id == version.id), version)
            return version

        def ready(version: FunctionVersion) -> bool:
            if version.status == "failed":
                raise BuildFailed.of(version)
            return version.status == "ready"

        what = f"version {published.version} was not built"
        return await self._until(what, look, ready, seen, wait, poll)

    async def _running(
        self, function_id: str, started: FunctionDeployment | None, limit: float | None, poll: float
    ) -> Function:
        """Wait for the deployment ``started`` or a later one; None stands for any."""

        def current(function: Function | None) -> FunctionDeployment | None:
            deployment = function.active_deployment if function else None
            if deployment is None or started is None or deployment.id == started.id:
                return deployment
            return deployment if deployment.created_at > started.created_at else None

        def running(function: Function) -> bool:
            deployment = current(function)
            if deployment is not None and deployment.status in ("failed", "stopped"):
                raise DeploymentFailed.of(deployment)
            return deployment is not None and deployment.status == "running"

        def state(function: Function | None) -> str:
            return seen(current(function))

        async def look() -> Function:
            return await self.get(function_id)

        return await self._until("the function was not running", look, running, state, limit, poll)

    async def _until(
        self,
        what: str,
        look: Callable[[], Awaitable[T]],
        done: Callable[[T], bool],
        state: Callable[[T | None], str],
        timeout: float | None,
        poll: float,
    ) -> T:
        """Look again and again until ``done``. ``what`` and ``state`` say what has not happened."""
        last: T | None = None

        def ran_out() -> WaitTimedOut:
            return wait_error(what, timeout, state(last))

        async with time_limit(timeout, ran_out):
            while True:
                last = await look()
                if done(last):
                    return last
                await self._caller.waits.sleep(poll)


def _check_wait(wait: float | None, poll: float) -> None:
    """Check both before anything is sent."""
    check_seconds("wait", wait, zero=True, infinite=True)
    check_seconds("poll", poll, none=False)
