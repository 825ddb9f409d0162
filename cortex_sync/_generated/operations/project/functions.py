# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Operations of project.functions."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from cortex_async._core.options import Options
from cortex_async._core.unset import UNSET, Unset
from cortex_async._generated.operations.project import functions as inner
from cortex_sync.bridge.operations import Operations

if TYPE_CHECKING:
    from cortex_async._generated.models import (
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


class FunctionsOperations(Operations[inner.FunctionsOperations]):
    """Operations of the resource functions in the scope project."""

    __slots__ = ()

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
        return self._wait(
            self._inner.activate,
            location_city=location_city,
            location_continent=location_continent,
            location_country=location_country,
            location_city_display=location_city_display,
            location_is_protected=location_is_protected,
            resource_package=resource_package,
            **options,
        )

    def create(
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
        return self._wait(
            self._inner.create,
            code=code,
            name=name,
            auth_mode=auth_mode,
            description=description,
            entrypoint=entrypoint,
            env_vars=env_vars,
            memory=memory,
            runtime=runtime,
            slug=slug,
            timeout_ms=timeout_ms,
            **options,
        )

    def delete(self, function_id: str, **options: Unpack[Options]) -> FunctionDeleted:
        """Delete function

        Delete a function and all its versions and deployments.

        Args:
            function_id: Function ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation deleteFunction: DELETE /api/projects/{projectId}/functions/{functionId}
        """
        return self._wait(self._inner.delete, function_id, **options)

    def deploy(self, function_id: str, **options: Unpack[Options]) -> FunctionDeploying:
        """Deploy function

        Deploy the latest published version to Fleet.

        Args:
            function_id: Function ID

        Operation deployFunction: POST /api/projects/{projectId}/functions/{functionId}/deploy
        """
        return self._wait(self._inner.deploy, function_id, **options)

    def get(self, function_id: str, **options: Unpack[Options]) -> Function:
        """Get function

        Retrieve a specific function by ID.

        Args:
            function_id: Function ID

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation getFunction: GET /api/projects/{projectId}/functions/{functionId}
        """
        return self._wait(self._inner.get, function_id, **options)

    def get_npm_package(self, package_name: str, **options: Unpack[Options]) -> NpmPackageInfo:
        """Lookup npm package versions

        Fetch available versions for an npm package. Used for dependency version selection.

        Args:
            package_name: NPM package name (e.g. "lodash" or "@scope/package")

        Raises: NotFound; every call can raise RequestFailed and APIError.

        Operation getNpmPackageInfo: GET /api/projects/{projectId}/functions/npm-package/{packageName}
        """
        return self._wait(self._inner.get_npm_package, package_name, **options)

    def get_runtime_status(self, **options: Unpack[Options]) -> RuntimeStatus:
        """Get runtime status

        Get the status of the Functions runtime (Fleet deployment).

        Operation getRuntimeStatus: GET /api/projects/{projectId}/functions/settings/runtime-status
        """
        return self._wait(self._inner.get_runtime_status, **options)

    def get_settings(self, **options: Unpack[Options]) -> FunctionSettings:
        """Get function settings

        Retrieve Functions feature settings for the project.

        Operation getSettings: GET /api/projects/{projectId}/functions/settings
        """
        return self._wait(self._inner.get_settings, **options)

    def list(self, **options: Unpack[Options]) -> builtins.list[Function]:
        """List functions

        Retrieve all functions for the project.

        Operation listFunctions: GET /api/projects/{projectId}/functions
        """
        return self._wait(self._inner.list, **options)

    def list_locations(self, **options: Unpack[Options]) -> builtins.list[Location]:
        """Get deployment locations

        Get available Fleet deployment locations for function deployment.

        Operation getDeploymentLocations: GET /api/projects/{projectId}/functions/settings/locations
        """
        return self._wait(self._inner.list_locations, **options)

    def list_resource_packages(self, **options: Unpack[Options]) -> builtins.list[ResourcePackage]:
        """Get resource packages

        Get available Fleet resource packages for function deployment.

        Operation getResourcePackages: GET
        /api/projects/{projectId}/functions/settings/resource-packages
        """
        return self._wait(self._inner.list_resource_packages, **options)

    def list_runtime_versions(self, **options: Unpack[Options]) -> RuntimeVersions:
        """List runtime versions

        List the available function-runtime versions (with release notes and breaking flags) and the
        version this project is currently pinned to.

        Operation getRuntimeVersions: GET /api/projects/{projectId}/functions/settings/runtime/versions
        """
        return self._wait(self._inner.list_runtime_versions, **options)

    def list_versions(self, function_id: str, **options: Unpack[Options]) -> builtins.list[FunctionVersion]:
        """List function versions

        Retrieve all published versions of a function.

        Args:
            function_id: Function ID

        Operation listVersions: GET /api/projects/{projectId}/functions/{functionId}/versions
        """
        return self._wait(self._inner.list_versions, function_id, **options)

    def publish(
        self, function_id: str, *, changelog: str | Unset = UNSET, **options: Unpack[Options]
    ) -> FunctionPublished:
        """Publish function version

        Publish the current draft as a new immutable version and deploy to the shared runtime.

        Args:
            function_id: Function ID
            changelog: Changelog/description of changes

        Operation publishVersion: POST /api/projects/{projectId}/functions/{functionId}/publish
        """
        return self._wait(self._inner.publish, function_id, changelog=changelog, **options)

    def restart_runtime(self, **options: Unpack[Options]) -> RuntimeStarting:
        """Restart runtime

        Restart the Functions runtime (stops then starts all servers).

        Operation restartRuntime: POST /api/projects/{projectId}/functions/settings/runtime/restart
        """
        return self._wait(self._inner.restart_runtime, **options)

    def start_runtime(self, **options: Unpack[Options]) -> RuntimeStarting:
        """Start runtime

        Start the Functions runtime (Fleet deployment servers).

        Operation startRuntime: POST /api/projects/{projectId}/functions/settings/runtime/start
        """
        return self._wait(self._inner.start_runtime, **options)

    def stop(self, function_id: str, **options: Unpack[Options]) -> FunctionStopping:
        """Stop function

        Stop the active deployment of a function.

        Args:
            function_id: Function ID

        Operation stopDeployment: POST /api/projects/{projectId}/functions/{functionId}/stop
        """
        return self._wait(self._inner.stop, function_id, **options)

    def stop_runtime(self, **options: Unpack[Options]) -> RuntimeStopping:
        """Stop runtime

        Stop the Functions runtime (Fleet deployment servers).

        Operation stopRuntime: POST /api/projects/{projectId}/functions/settings/runtime/stop
        """
        return self._wait(self._inner.stop_runtime, **options)

    def update(
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
        return self._wait(
            self._inner.update,
            function_id,
            auth_mode=auth_mode,
            description=description,
            draft_code=draft_code,
            draft_entrypoint=draft_entrypoint,
            env_vars=env_vars,
            memory=memory,
            name=name,
            runtime=runtime,
            timeout_ms=timeout_ms,
            **options,
        )

    def update_dependencies(
        self, *, dependencies: Sequence[FunctionDependency], **options: Unpack[Options]
    ) -> DependenciesUpdated:
        """Update project dependencies

        Update NPM package dependencies for all functions in the project. Changes trigger a runtime
        restart.

        Args:
            dependencies: NPM dependencies for the project

        Operation updateDependencies: PUT /api/projects/{projectId}/functions/settings/dependencies
        """
        return self._wait(self._inner.update_dependencies, dependencies=dependencies, **options)

    def update_env_vars(self, *, env_vars: Sequence[SetEnvVar], **options: Unpack[Options]) -> EnvVarsUpdated:
        """Update project environment variables

        Update environment variables for all functions in the project. Secrets are encrypted at rest.
        Changes trigger a runtime restart.

        Args:
            env_vars: Environment variables for the project

        Operation updateEnvVars: PUT /api/projects/{projectId}/functions/settings/env-vars
        """
        return self._wait(self._inner.update_env_vars, env_vars=env_vars, **options)

    def update_settings(
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
        return self._wait(
            self._inner.update_settings,
            fleet_region=fleet_region,
            max_functions=max_functions,
            max_memory_per_function=max_memory_per_function,
            **options,
        )

    def upgrade_runtime(self, *, version: str, **options: Unpack[Options]) -> RuntimeStatus:
        """Upgrade runtime version

        Pin the project to a specific runtime version: swaps the Fleet binary image and restarts the
        runtime so the new image is pulled.

        Args:
            version: Runtime version to deploy (must be a known version)

        Operation upgradeRuntime: POST /api/projects/{projectId}/functions/settings/runtime/upgrade
        """
        return self._wait(self._inner.upgrade_runtime, version=version, **options)

    def verify_fleet_credentials(self, **options: Unpack[Options]) -> CredentialsVerified:
        """Verify Fleet credentials

        Check if stored Fleet credentials are valid for Functions activation.

        Operation verifyFleetCredentials: POST
        /api/projects/{projectId}/functions/settings/verify-credentials
        """
        return self._wait(self._inner.verify_fleet_credentials, **options)
