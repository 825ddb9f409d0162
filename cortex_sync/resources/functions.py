"""Functions for blocking code: the generated operations, calling functions, and waiting for what takes a
while.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Unpack, cast, overload

from cortex_async._core.options import Options
from cortex_async._core.request import QueryValue
from cortex_async._core.unset import UNSET, Unset
from cortex_async.resources.function_waits import POLL
from cortex_sync._generated.operations.project.functions import FunctionsOperations

if TYPE_CHECKING:
    from cortex_async.models import (
        Function,
        FunctionAuthMode,
        FunctionDeploying,
        FunctionPublished,
        FunctionsActivating,
        FunctionSettings,
        Location,
    )
    from cortex_async.resources.functions import FunctionResponse
    from cortex_async.resources.functions import Functions as AsyncFunctions


class Functions(FunctionsOperations):
    """The serverless functions of a project."""

    __slots__ = ()

    def _behind(self) -> AsyncFunctions:
        return cast("AsyncFunctions", self._inner)

    def invoke(
        self,
        function: Function | str,
        *,
        json: object = UNSET,
        body: bytes | str | Unset = UNSET,
        method: str = "POST",
        query: Mapping[str, QueryValue] | None = None,
        auth: FunctionAuthMode | None = None,
        **options: Unpack[Options],
    ) -> FunctionResponse:
        """Call a deployed function over HTTP and return its response, whatever the status::

            response = project.functions.invoke("greet", json={"name": "Ada"})
            print(response.raise_for_status().json())

        A POST is not repeated after the function may have run; a GET, PUT or DELETE is, like every such call.
        ``retry=False`` sends anything once only. Redirects are not followed.

        Args:
            function: the ``Function``, or its slug.
            json: the body, encoded as JSON. ``UNSET`` (default) for none, None for null.
            body: the body as bytes or a string, instead of ``json``. Its ``Content-Type`` is
                ``application/octet-stream`` or ``text/plain`` unless ``headers`` says otherwise.
            method: the HTTP method.
            query: values by name; None and ``UNSET`` are not sent, a list repeats its name.
            auth: the function's authentication mode. ``api_key`` sends the client's key, ``public`` nothing.
                ``signed`` sends nothing either: the API does not document how to sign, so ``headers`` must
                hold the signature. Default: the mode of the ``Function``; for a slug, the functions are
                listed first to find it, lest a key go to a public function.
            options: see ``Options``. The client's default time limits apply: a function that may take longer
                than 30 seconds needs ``timeout=Timeout(read=...)``.

        Raises: ArgumentError for an argument that cannot be sent, e.g. the slug of no function;
            RequestFailed. For a slug without ``auth``, also what ``list`` raises.

        The call goes to ``/invoke/{project_id}/{slug}`` below the client's base URL. See docs/functions.md.
        """
        return self._wait(
            self._behind().invoke,
            function,
            json=json,
            body=body,
            method=method,
            query=query,
            auth=auth,
            **options,
        )

    @overload
    def activate(
        self, *, location: Location, resource_package: str | Unset = UNSET, **options: Unpack[Options]
    ) -> FunctionsActivating: ...
    @overload
    def activate(
        self,
        *,
        location_city: str,
        location_continent: str,
        location_country: str,
        location_city_display: str | Unset = UNSET,
        location_is_protected: bool | Unset = UNSET,
        resource_package: str | Unset = UNSET,
        **options: Unpack[Options],
    ) -> FunctionsActivating: ...
    def activate(
        self,
        *,
        location: Location | Unset = UNSET,
        location_city: str | Unset = UNSET,
        location_continent: str | Unset = UNSET,
        location_country: str | Unset = UNSET,
        location_city_display: str | Unset = UNSET,
        location_is_protected: bool | Unset = UNSET,
        resource_package: str | Unset = UNSET,
        **options: Unpack[Options],
    ) -> FunctionsActivating:
        """Start the activation of Functions; ``wait_until_active`` waits for its end::

            [place, *_] = project.functions.list_locations()
            project.functions.activate(location=place)
            project.functions.wait_until_active()

        Args:
            location: where to run functions, as ``list_locations`` returns it. Instead of it,
                ``location_city``, ``location_continent`` and ``location_country`` can be given, and
                optionally ``location_city_display`` and ``location_is_protected``.
            resource_package: slug of the resource package. Default: ``fleet-s1``.

        Raises: ArgumentError without a location, or with both forms; BadRequest if Functions is active
            already or being activated; every call can raise RequestFailed and APIError.

        Operation activateFunctions: POST /api/projects/{projectId}/functions/settings/activate
        """
        # Its overloads are those of this method, which a type checker cannot match with one call.
        activate = cast("Callable[..., Awaitable[FunctionsActivating]]", self._behind().activate)
        return self._wait(
            activate,
            location=location,
            location_city=location_city,
            location_continent=location_continent,
            location_country=location_country,
            location_city_display=location_city_display,
            location_is_protected=location_is_protected,
            resource_package=resource_package,
            **options,
        )

    def publish(  # pyright: ignore[reportIncompatibleMethodOverride]  # an option more
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
        return self._wait(
            self._behind().publish, function_id, changelog=changelog, wait=wait, poll=poll, **options
        )

    def deploy(  # pyright: ignore[reportIncompatibleMethodOverride]  # an option more
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
        return self._wait(self._behind().deploy, function_id, wait=wait, poll=poll, **options)

    def wait_until_running(
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
        return self._wait(self._behind().wait_until_running, function_id, timeout=timeout, poll=poll)

    def wait_until_active(self, *, timeout: float | None = 600.0, poll: float = POLL) -> FunctionSettings:
        """Wait until the activation that ``activate`` began is complete and return the settings, at once if
        it is complete already.

        No event reports it, so the settings are fetched repeatedly.

        Args:
            timeout: seconds; None waits without limit.
            poll: seconds between two fetches, more than 0.

        Raises: ActivationFailed, with the server's reason; WaitTimedOut; ClientClosed; ArgumentError for an
            unusable number of seconds.
        """
        return self._wait(self._behind().wait_until_active, timeout=timeout, poll=poll)
