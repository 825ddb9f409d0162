# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of project.functions."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.operations import Operations
from cortex_async._core.options import Options
from cortex_async._core.request import Request, Route
from cortex_async._core.strings.wire_strings import Parameter
from cortex_async._core.unset import UNSET, Unset

from ... import models

if TYPE_CHECKING:
    from ...models import (
        CredentialsVerified,
        DependenciesUpdated,
        EnvVarsUpdated,
        Function,
        FunctionAuthMode,
        FunctionDeleted,
        FunctionDependency,
        FunctionDeploying,
        FunctionPublished,
        FunctionRuntime,
        FunctionsActivating,
        FunctionSettings,
        FunctionStopping,
        FunctionVersion,
        Location,
        NpmPackageInfo,
        ResourcePackage,
        RuntimeStarting,
        RuntimeStatus,
        RuntimeStopping,
        RuntimeVersions,
        SetEnvVar,
    )

API_KEY_BEARER = frozenset({"api-key", "bearer"})

ACTIVATE = Route(
    "activateFunctions",
    "POST",
    "/api/projects/{projectId}/functions/settings/activate",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    keywords="location_city location_continent location_country location_city_display location_is_protected resource_package",
)
CREATE = Route(
    "createFunction",
    "POST",
    "/api/projects/{projectId}/functions",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    renamed={"timeout": "timeout_ms"},
    keywords="code name auth_mode description entrypoint env_vars memory runtime slug timeout_ms",
)
DELETE = Route(
    "deleteFunction",
    "DELETE",
    "/api/projects/{projectId}/functions/{functionId}",
    API_KEY_BEARER,
    ids=("projectId", "functionId"),
    path_parameters=(Parameter("project_id", "str"), Parameter("function_id", "str")),
)
DEPLOY = Route(
    "deployFunction",
    "POST",
    "/api/projects/{projectId}/functions/{functionId}/deploy",
    API_KEY_BEARER,
    ids=("projectId", "functionId"),
    path_parameters=(Parameter("project_id", "str"), Parameter("function_id", "str")),
)
GET = Route(
    "getFunction",
    "GET",
    "/api/projects/{projectId}/functions/{functionId}",
    API_KEY_BEARER,
    ids=("projectId", "functionId"),
    path_parameters=(Parameter("project_id", "str"), Parameter("function_id", "str")),
)
GET_NPM_PACKAGE = Route(
    "getNpmPackageInfo",
    "GET",
    "/api/projects/{projectId}/functions/npm-package/{packageName}",
    API_KEY_BEARER,
    ids=("projectId", "packageName"),
    path_parameters=(Parameter("project_id", "str"), Parameter("package_name", "str")),
)
GET_RUNTIME_STATUS = Route(
    "getRuntimeStatus",
    "GET",
    "/api/projects/{projectId}/functions/settings/runtime-status",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
)
GET_SETTINGS = Route(
    "getSettings",
    "GET",
    "/api/projects/{projectId}/functions/settings",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
)
LIST = Route(
    "listFunctions",
    "GET",
    "/api/projects/{projectId}/functions",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
)
LIST_LOCATIONS = Route(
    "getDeploymentLocations",
    "GET",
    "/api/projects/{projectId}/functions/settings/locations",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
)
LIST_RESOURCE_PACKAGES = Route(
    "getResourcePackages",
    "GET",
    "/api/projects/{projectId}/functions/settings/resource-packages",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
)
LIST_RUNTIME_VERSIONS = Route(
    "getRuntimeVersions",
    "GET",
    "/api/projects/{projectId}/functions/settings/runtime/versions",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
)
LIST_VERSIONS = Route(
    "listVersions",
    "GET",
    "/api/projects/{projectId}/functions/{functionId}/versions",
    API_KEY_BEARER,
    ids=("projectId", "functionId"),
    path_parameters=(Parameter("project_id", "str"), Parameter("function_id", "str")),
)
PUBLISH = Route(
    "publishVersion",
    "POST",
    "/api/projects/{projectId}/functions/{functionId}/publish",
    API_KEY_BEARER,
    ids=("projectId", "functionId"),
    path_parameters=(Parameter("project_id", "str"), Parameter("function_id", "str")),
    keywords="changelog",
)
RESTART_RUNTIME = Route(
    "restartRuntime",
    "POST",
    "/api/projects/{projectId}/functions/settings/runtime/restart",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
)
START_RUNTIME = Route(
    "startRuntime",
    "POST",
    "/api/projects/{projectId}/functions/settings/runtime/start",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
)
STOP = Route(
    "stopDeployment",
    "POST",
    "/api/projects/{projectId}/functions/{functionId}/stop",
    API_KEY_BEARER,
    ids=("projectId", "functionId"),
    path_parameters=(Parameter("project_id", "str"), Parameter("function_id", "str")),
)
STOP_RUNTIME = Route(
    "stopRuntime",
    "POST",
    "/api/projects/{projectId}/functions/settings/runtime/stop",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
)
UPDATE = Route(
    "updateFunction",
    "PUT",
    "/api/projects/{projectId}/functions/{functionId}",
    API_KEY_BEARER,
    ids=("projectId", "functionId"),
    path_parameters=(Parameter("project_id", "str"), Parameter("function_id", "str")),
    renamed={"timeout": "timeout_ms"},
    keywords="auth_mode description draft_code draft_entrypoint env_vars memory name runtime timeout_ms",
)
UPDATE_DEPENDENCIES = Route(
    "updateDependencies",
    "PUT",
    "/api/projects/{projectId}/functions/settings/dependencies",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    keywords="dependencies",
)
UPDATE_ENV_VARS = Route(
    "updateEnvVars",
    "PUT",
    "/api/projects/{projectId}/functions/settings/env-vars",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    keywords="env_vars",
)
UPDATE_SETTINGS = Route(
    "updateSettings",
    "PUT",
    "/api/projects/{projectId}/functions/settings",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    keywords="fleet_region max_functions max_memory_per_function",
)
UPGRADE_RUNTIME = Route(
    "upgradeRuntime",
    "POST",
    "/api/projects/{projectId}/functions/settings/runtime/upgrade",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
    keywords="version",
)
VERIFY_FLEET_CREDENTIALS = Route(
    "verifyFleetCredentials",
    "POST",
    "/api/projects/{projectId}/functions/settings/verify-credentials",
    API_KEY_BEARER,
    ids=("projectId",),
    path_parameters=(Parameter("project_id", "str"),),
)


class FunctionsOperations(Operations):
    """Operations of the resource functions in the scope project."""

    __slots__ = ()

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
    ) -> FunctionsActivating:
        """Activate Functions (async)

        Start Functions activation in the background. Poll GET /settings to track progress.

        Args:
            location_city: Deployment location city
            location_continent: Deployment location continent
            location_country: Deployment location country
            location_city_display: Deployment location city display name
            location_is_protected: Whether location is DDoS protected. Defaults to false when omitted.
            resource_package: Resource package slug. Defaults to "fleet-s1" when omitted.

        Raises: BadRequest; every call can raise RequestFailed and APIError.

        Operation activateFunctions: POST /api/projects/{projectId}/functions/settings/activate
        """
        return await self._call(
            Request(
                ACTIVATE,
                self._bound,
                body=models.ActivateFunctionsRequest(
                    location_city=location_city,
                    location_continent=location_continent,
                    location_country=location_country,
                    location_city_display=location_city_display,
                    location_is_protected=location_is_protected,
                    resource_package=resource_package,
                ),
            ),
            models.FunctionsActivating,
            options,
        )

    async def create(
        self,
        *,
        code: str,
        name: str,
        auth_mode: FunctionAuthMode | str | Unset = UNSET,
        description: str | Unset = UNSET,
        entrypoint: str | Unset = UNSET,
        env_vars: Sequence[SetEnvVar] | Unset = UNSET,
        memory: int | Unset = UNSET,
        runtime: FunctionRuntime | str | Unset = UNSET,
        slug: str | Unset = UNSET,
        timeout_ms: int | Unset = UNSET,
        **options: Unpack[Options],
    ) -> Function:
        """Create function

        Create a new serverless function.

        Args:
            code: Initial source code
            name: Function name
            auth_mode: Authentication mode. Defaults to "api_key" when omitted.
            description: Function description
            entrypoint: Entrypoint function name. Defaults to "handler" when omitted.
            env_vars: Initial environment variables
            memory: Memory limit in MB (128-1024). Defaults to 256 when omitted.
            runtime: Runtime environment. Defaults to "nodejs20" when omitted.
            slug: URL-friendly slug (auto-generated if not provided)
            timeout_ms: Execution timeout in ms (1000-300000). Defaults to 30000 when omitted.

        Raises: BadRequest, Conflict; every call can raise RequestFailed and APIError.

        Operation createFunction: POST /api/projects/{projectId}/functions
        """
        return await self._call(
            Request(
                CREATE,
                self._bound,
                body=models.CreateFunction(
                    code=code,
                    name=name,
                    auth_mode=auth_mode,
                    description=description,
                    entrypoint=entrypoint,
                    env_vars=env_vars,
                    memory=memory,
                    runtime=runtime,
                    slug=slug,
                    timeout=timeout_ms,
                ),
            ),
            models.Function,
            options,
        )

    async def delete(self, function_id: str, **options: Unpack[Options]) -> FunctionDeleted:
        """Delete function

        Delete a function and all its versions and deployments.

        Args:
            function_id: Function ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation deleteFunction: DELETE /api/projects/{projectId}/functions/{functionId}
        """
        return await self._call(Request(DELETE, (*self._bound, function_id)), models.FunctionDeleted, options)

    async def deploy(self, function_id: str, **options: Unpack[Options]) -> FunctionDeploying:
        """Deploy function

        Deploy the latest published version to Fleet.

        Args:
            function_id: Function ID

        Operation deployFunction: POST /api/projects/{projectId}/functions/{functionId}/deploy
        """
        return await self._call(
            Request(DEPLOY, (*self._bound, function_id)), models.FunctionDeploying, options
        )

    async def get(self, function_id: str, **options: Unpack[Options]) -> Function:
        """Get function

        Retrieve a specific function by ID.

        Args:
            function_id: Function ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation getFunction: GET /api/projects/{projectId}/functions/{functionId}
        """
        return await self._call(Request(GET, (*self._bound, function_id)), models.Function, options)

    async def get_npm_package(self, package_name: str, **options: Unpack[Options]) -> NpmPackageInfo:
        """Lookup npm package versions

        Fetch available versions for an npm package. Used for dependency version selection.

        Args:
            package_name: NPM package name (e.g. "lodash" or "@scope/package")

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation getNpmPackageInfo: GET /api/projects/{projectId}/functions/npm-package/{packageName}
        """
        return await self._call(
            Request(GET_NPM_PACKAGE, (*self._bound, package_name)), models.NpmPackageInfo, options
        )

    async def get_runtime_status(self, **options: Unpack[Options]) -> RuntimeStatus:
        """Get runtime status

        Get the status of the Functions runtime (Fleet deployment).

        Operation getRuntimeStatus: GET /api/projects/{projectId}/functions/settings/runtime-status
        """
        return await self._call(Request(GET_RUNTIME_STATUS, self._bound), models.RuntimeStatus, options)

    async def get_settings(self, **options: Unpack[Options]) -> FunctionSettings:
        """Get function settings

        Retrieve Functions feature settings for the project.

        Operation getSettings: GET /api/projects/{projectId}/functions/settings
        """
        return await self._call(Request(GET_SETTINGS, self._bound), models.FunctionSettings, options)

    async def list(self, **options: Unpack[Options]) -> builtins.list[Function]:
        """List functions

        Retrieve all functions for the project.

        Operation listFunctions: GET /api/projects/{projectId}/functions
        """
        return await self._call(Request(LIST, self._bound), list[models.Function], options)

    async def list_locations(self, **options: Unpack[Options]) -> builtins.list[Location]:
        """Get deployment locations

        Get available Fleet deployment locations for function deployment.

        Operation getDeploymentLocations: GET /api/projects/{projectId}/functions/settings/locations
        """
        return await self._call(Request(LIST_LOCATIONS, self._bound), list[models.Location], options)

    async def list_resource_packages(self, **options: Unpack[Options]) -> builtins.list[ResourcePackage]:
        """Get resource packages

        Get available Fleet resource packages for function deployment.

        Operation getResourcePackages: GET
        /api/projects/{projectId}/functions/settings/resource-packages
        """
        return await self._call(
            Request(LIST_RESOURCE_PACKAGES, self._bound), list[models.ResourcePackage], options
        )

    async def list_runtime_versions(self, **options: Unpack[Options]) -> RuntimeVersions:
        """List runtime versions

        List the available function-runtime versions (with release notes and breaking flags) and the
        version this project is currently pinned to.

        Operation getRuntimeVersions: GET /api/projects/{projectId}/functions/settings/runtime/versions
        """
        return await self._call(Request(LIST_RUNTIME_VERSIONS, self._bound), models.RuntimeVersions, options)

    async def list_versions(
        self, function_id: str, **options: Unpack[Options]
    ) -> builtins.list[FunctionVersion]:
        """List function versions

        Retrieve all published versions of a function.

        Args:
            function_id: Function ID

        Operation listVersions: GET /api/projects/{projectId}/functions/{functionId}/versions
        """
        return await self._call(
            Request(LIST_VERSIONS, (*self._bound, function_id)), list[models.FunctionVersion], options
        )

    async def publish(
        self, function_id: str, *, changelog: str | Unset = UNSET, **options: Unpack[Options]
    ) -> FunctionPublished:
        """Publish function version

        Publish the current draft as a new immutable version and deploy to the shared runtime.

        Args:
            function_id: Function ID
            changelog: Changelog/description of changes

        Operation publishVersion: POST /api/projects/{projectId}/functions/{functionId}/publish
        """
        return await self._call(
            Request(
                PUBLISH, (*self._bound, function_id), body=models.PublishFunctionRequest(changelog=changelog)
            ),
            models.FunctionPublished,
            options,
        )

    async def restart_runtime(self, **options: Unpack[Options]) -> RuntimeStarting:
        """Restart runtime

        Restart the Functions runtime (stops then starts all servers).

        Operation restartRuntime: POST /api/projects/{projectId}/functions/settings/runtime/restart
        """
        return await self._call(Request(RESTART_RUNTIME, self._bound), models.RuntimeStarting, options)

    async def start_runtime(self, **options: Unpack[Options]) -> RuntimeStarting:
        """Start runtime

        Start the Functions runtime (Fleet deployment servers).

        Operation startRuntime: POST /api/projects/{projectId}/functions/settings/runtime/start
        """
        return await self._call(Request(START_RUNTIME, self._bound), models.RuntimeStarting, options)

    async def stop(self, function_id: str, **options: Unpack[Options]) -> FunctionStopping:
        """Stop function

        Stop the active deployment of a function.

        Args:
            function_id: Function ID

        Operation stopDeployment: POST /api/projects/{projectId}/functions/{functionId}/stop
        """
        return await self._call(Request(STOP, (*self._bound, function_id)), models.FunctionStopping, options)

    async def stop_runtime(self, **options: Unpack[Options]) -> RuntimeStopping:
        """Stop runtime

        Stop the Functions runtime (Fleet deployment servers).

        Operation stopRuntime: POST /api/projects/{projectId}/functions/settings/runtime/stop
        """
        return await self._call(Request(STOP_RUNTIME, self._bound), models.RuntimeStopping, options)

    async def update(
        self,
        function_id: str,
        *,
        auth_mode: FunctionAuthMode | str | Unset = UNSET,
        description: str | Unset = UNSET,
        draft_code: str | Unset = UNSET,
        draft_entrypoint: str | Unset = UNSET,
        env_vars: Sequence[SetEnvVar] | Unset = UNSET,
        memory: int | Unset = UNSET,
        name: str | Unset = UNSET,
        runtime: FunctionRuntime | str | Unset = UNSET,
        timeout_ms: int | Unset = UNSET,
        **options: Unpack[Options],
    ) -> Function:
        """Update function

        Update function draft code and configuration.

        Args:
            function_id: Function ID
            auth_mode: Authentication mode
            description: Function description
            draft_code: Draft source code
            draft_entrypoint: Entrypoint function name
            env_vars: Updated environment variables (replaces all)
            memory: Memory limit in MB (128-1024)
            name: Function name
            runtime: Runtime environment
            timeout_ms: Execution timeout in ms (1000-300000)

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation updateFunction: PUT /api/projects/{projectId}/functions/{functionId}
        """
        return await self._call(
            Request(
                UPDATE,
                (*self._bound, function_id),
                body=models.UpdateFunction(
                    auth_mode=auth_mode,
                    description=description,
                    draft_code=draft_code,
                    draft_entrypoint=draft_entrypoint,
                    env_vars=env_vars,
                    memory=memory,
                    name=name,
                    runtime=runtime,
                    timeout=timeout_ms,
                ),
            ),
            models.Function,
            options,
        )

    async def update_dependencies(
        self, *, dependencies: Sequence[FunctionDependency], **options: Unpack[Options]
    ) -> DependenciesUpdated:
        """Update project dependencies

        Update NPM package dependencies for all functions in the project. Changes trigger a runtime
        restart.

        Args:
            dependencies: NPM dependencies for the project

        Operation updateDependencies: PUT /api/projects/{projectId}/functions/settings/dependencies
        """
        return await self._call(
            Request(
                UPDATE_DEPENDENCIES,
                self._bound,
                body=models.UpdateDependenciesRequest(dependencies=dependencies),
            ),
            models.DependenciesUpdated,
            options,
        )

    async def update_env_vars(
        self, *, env_vars: Sequence[SetEnvVar], **options: Unpack[Options]
    ) -> EnvVarsUpdated:
        """Update project environment variables

        Update environment variables for all functions in the project. Secrets are encrypted at rest.
        Changes trigger a runtime restart.

        Args:
            env_vars: Environment variables for the project

        Operation updateEnvVars: PUT /api/projects/{projectId}/functions/settings/env-vars
        """
        return await self._call(
            Request(UPDATE_ENV_VARS, self._bound, body=models.UpdateEnvVarsRequest(env_vars=env_vars)),
            models.EnvVarsUpdated,
            options,
        )

    async def update_settings(
        self,
        *,
        fleet_region: str | Unset = UNSET,
        max_functions: int | Unset = UNSET,
        max_memory_per_function: int | Unset = UNSET,
        **options: Unpack[Options],
    ) -> FunctionSettings:
        """Update function settings

        Update Functions feature settings for the project.

        Args:
            fleet_region: Fleet region
            max_functions: Maximum functions allowed (requires upgrade)
            max_memory_per_function: Maximum memory per function (MB)

        Operation updateSettings: PUT /api/projects/{projectId}/functions/settings
        """
        return await self._call(
            Request(
                UPDATE_SETTINGS,
                self._bound,
                body=models.UpdateFunctionSettings(
                    fleet_region=fleet_region,
                    max_functions=max_functions,
                    max_memory_per_function=max_memory_per_function,
                ),
            ),
            models.FunctionSettings,
            options,
        )

    async def upgrade_runtime(self, *, version: str, **options: Unpack[Options]) -> RuntimeStatus:
        """Upgrade runtime version

        Pin the project to a specific runtime version: swaps the Fleet binary image and restarts the
        runtime so the new image is pulled.

        Args:
            version: Runtime version to deploy (must be a known version)

        Operation upgradeRuntime: POST /api/projects/{projectId}/functions/settings/runtime/upgrade
        """
        return await self._call(
            Request(UPGRADE_RUNTIME, self._bound, body=models.UpgradeRuntime(version=version)),
            models.RuntimeStatus,
            options,
        )

    async def verify_fleet_credentials(self, **options: Unpack[Options]) -> CredentialsVerified:
        """Verify Fleet credentials

        Check if stored Fleet credentials are valid for Functions activation.

        Operation verifyFleetCredentials: POST
        /api/projects/{projectId}/functions/settings/verify-credentials
        """
        return await self._call(
            Request(VERIFY_FLEET_CREDENTIALS, self._bound), models.CredentialsVerified, options
        )
