"""Functions: the generated operations, calling functions, and waiting for what takes a while."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Unpack, overload

from cortex_async._core.arguments import wrong_type
from cortex_async._core.call.defaults import check_options
from cortex_async._core.errors import ArgumentTypeError, ArgumentValueError
from cortex_async._core.options import OPTION_NAMES, Options
from cortex_async._core.request import QueryValue
from cortex_async._core.unset import UNSET, Unset
from cortex_async.resources.function_errors import ActivationFailed, BuildFailed, DeploymentFailed
from cortex_async.resources.function_waits import FunctionWaits
from cortex_async.resources.invocation import (
    KEYWORDS,
    FunctionResponse,
    checked_auth,
    checked_slug,
    named,
    sendable,
)

if TYPE_CHECKING:
    from cortex_async.models import Function, FunctionAuthMode, FunctionsActivating, Location

__all__ = ["ActivationFailed", "BuildFailed", "DeploymentFailed", "FunctionResponse", "Functions"]


class Functions(FunctionWaits):
    """The serverless functions of a project."""

    __slots__ = ()

    async def invoke(
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

            response = await project.functions.invoke("greet", json={"name": "Ada"})
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
        # Bad arguments are reported before anything is sent, i.e. before the functions are listed.
        sent = sendable(self._caller.codec, json, body, method, query)
        check_options(options, OPTION_NAMES, KEYWORDS)
        mode, slug = await self._called(function, auth, options)
        request = sent.to(self._bound[0], slug, checked_auth(mode, options.get("headers")))
        return FunctionResponse.of(await self._caller.send(request, options))

    async def _called(
        self, function: Function | str, auth: FunctionAuthMode | None, options: Options
    ) -> tuple[str, str]:
        """Return the authentication mode and the slug of a function."""
        from cortex_async.models import Function

        if isinstance(function, Function):
            if function.project_id != self._bound[0]:
                raise ArgumentValueError(
                    f"function must belong to this project, got one of project {function.project_id!r}",
                    parameter="function",
                )
            return function.auth_mode if auth is None else auth, function.slug
        slug = checked_slug(function)
        if auth is not None:
            return checked_auth(auth, options.get("headers")), slug
        limits = Options()
        if "timeout" in options:
            limits["timeout"] = options["timeout"]
        if "retry" in options:
            limits["retry"] = options["retry"]
        found = named(slug, await self.list(**limits))
        return found.auth_mode, found.slug

    @overload
    async def activate(
        self, *, location: Location, resource_package: str | Unset = UNSET, **options: Unpack[Options]
    ) -> FunctionsActivating: ...
    @overload
    async def activate(
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
    async def activate(
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

            [place, *_] = await project.functions.list_locations()
            await project.functions.activate(location=place)
            await project.functions.wait_until_active()

        Args:
            location: where to run functions, as ``list_locations`` returns it. Instead of it,
                ``location_city``, ``location_continent`` and ``location_country`` can be given, and
                optionally ``location_city_display`` and ``location_is_protected``.
            resource_package: slug of the resource package. Default: ``fleet-s1``.

        Raises: ArgumentError without a location, or with both forms; BadRequest if Functions is active
            already or being activated; every call can raise RequestFailed and APIError.

        Operation activateFunctions: POST /api/projects/{projectId}/functions/settings/activate
        """
        plain = {
            "location_city": location_city,
            "location_continent": location_continent,
            "location_country": location_country,
            "location_city_display": location_city_display,
            "location_is_protected": location_is_protected,
        }
        if location is not UNSET:
            _check_location(location, plain)
            display, protected = location.city_display, location.is_protected
            return await super().activate(
                location_city=location.city,
                location_continent=location.continent,
                location_country=location.country,
                location_city_display=UNSET if display is None else display,
                location_is_protected=UNSET if protected is None else protected,
                resource_package=resource_package,
                **options,
            )
        if location_city is UNSET or location_continent is UNSET or location_country is UNSET:
            raise _incomplete(plain)
        return await super().activate(
            location_city=location_city,
            location_continent=location_continent,
            location_country=location_country,
            location_city_display=location_city_display,
            location_is_protected=location_is_protected,
            resource_package=resource_package,
            **options,
        )


def _check_location(location: object, plain: Mapping[str, object]) -> None:
    from cortex_async.models import Location

    if not isinstance(location, Location):
        raise wrong_type("location", "a Location, as list_locations returns it", location)
    given = [name for name, value in plain.items() if value is not UNSET]
    if given:
        raise ArgumentTypeError(f"location and {given[0]} must not both be given", parameter="location")


def _incomplete(plain: Mapping[str, object]) -> ArgumentTypeError:
    required = ("location_city", "location_continent", "location_country")
    missing = [name for name in required if plain[name] is UNSET]
    if len(missing) == len(required):
        return ArgumentTypeError(
            "location must be given, as list_locations returns it, or else location_city, location_continent "
            "and location_country",
            parameter="location",
        )
    return ArgumentTypeError(
        f"{missing[0]} must be given with the other location_ keywords", parameter=missing[0]
    )
