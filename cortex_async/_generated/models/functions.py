# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Models of the group functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, TypeAlias

from attrs import field

from cortex_async._core.late_attrs import define
from cortex_async._core.secrets.masking import masked
from cortex_async._core.unset import UNSET, Unset

ActivationStep: TypeAlias = Literal[
    "pending", "registry", "image", "config", "deployment", "server", "complete", "error"
]
"""Current activation step (for async progress tracking)"""

DeploymentStatus: TypeAlias = Literal["pending", "deploying", "running", "stopped", "failed"]
"""Deployment status"""

FunctionAuthMode: TypeAlias = Literal["public", "api_key", "signed"]
"""Authentication mode. Defaults to "api_key" when omitted."""

FunctionRuntime: TypeAlias = Literal["nodejs20", "nodejs22"]
"""Runtime environment. Defaults to "nodejs20" when omitted."""

FunctionStatus: TypeAlias = Literal["draft", "published"]
"""Function status: draft (not published) or published (available in runtime)"""

FunctionVersionStatus: TypeAlias = Literal["building", "ready", "failed"]
"""Build status"""

ResourcePackageType: TypeAlias = Literal["shared", "dedicated"]
"""Package type"""

RuntimeState: TypeAlias = Literal["running", "stopped", "starting", "stopping", "unknown"]
"""Runtime status"""


@define(kw_only=True)
class ActivateFunctionsRequest:
    """Schema ActivateFunctionsRequest of the API.

    Attributes:
        location_city (str): Deployment location city
        location_continent (str): Deployment location continent
        location_country (str): Deployment location country
        location_city_display (str, default UNSET): Deployment location city display name
        location_is_protected (bool, default UNSET): Whether location is DDoS protected. Defaults to
            false when omitted.
        resource_package (str, default UNSET): Resource package slug. Defaults to "fleet-s1" when
            omitted.
    """

    location_city: str
    """Deployment location city"""
    location_continent: str
    """Deployment location continent"""
    location_country: str
    """Deployment location country"""
    location_city_display: str | Unset = UNSET
    """Deployment location city display name"""
    location_is_protected: bool | Unset = UNSET
    """Whether location is DDoS protected. Defaults to false when omitted."""
    resource_package: str | Unset = UNSET
    """Resource package slug. Defaults to "fleet-s1" when omitted."""


@define(kw_only=True)
class CreateFunction:
    """Schema CreateFunctionRequest of the API.

    Attributes:
        code (str): Initial source code
        name (str): Function name
        auth_mode (FunctionAuthMode | str, default UNSET): Authentication mode. Defaults to "api_key"
            when omitted.
        description (str, default UNSET): Function description
        entrypoint (str, default UNSET): Entrypoint function name. Defaults to "handler" when omitted.
        env_vars (Sequence[SetEnvVar], default UNSET): Initial environment variables
        memory (int, default UNSET): Memory limit in MB (128-1024). Defaults to 256 when omitted.
        runtime (FunctionRuntime | str, default UNSET): Runtime environment. Defaults to "nodejs20" when
            omitted.
        slug (str, default UNSET): URL-friendly slug (auto-generated if not provided)
        timeout (int, default UNSET): Execution timeout in ms (1000-300000). Defaults to 30000 when
            omitted.
    """

    code: str
    """Initial source code"""
    name: str
    """Function name"""
    auth_mode: FunctionAuthMode | str | Unset = UNSET
    """Authentication mode. Defaults to "api_key" when omitted."""
    description: str | Unset = UNSET
    """Function description"""
    entrypoint: str | Unset = UNSET
    """Entrypoint function name. Defaults to "handler" when omitted."""
    env_vars: Sequence[SetEnvVar] | Unset = UNSET
    """Initial environment variables"""
    memory: int | Unset = UNSET
    """Memory limit in MB (128-1024). Defaults to 256 when omitted."""
    runtime: FunctionRuntime | str | Unset = UNSET
    """Runtime environment. Defaults to "nodejs20" when omitted."""
    slug: str | Unset = UNSET
    """URL-friendly slug (auto-generated if not provided)"""
    timeout: int | Unset = UNSET
    """Execution timeout in ms (1000-300000). Defaults to 30000 when omitted."""


@define(kw_only=True)
class CredentialsVerified:
    """Schema VerifyCredentialsResponse of the API.

    Attributes:
        email (str): User email
        valid (bool): Whether credentials are valid
    """

    email: str
    """User email"""
    valid: bool
    """Whether credentials are valid"""


@define(kw_only=True)
class DependenciesUpdated:
    """Schema UpdateDependenciesResponse of the API.

    Attributes:
        message (str): Status message
        settings (FunctionSettings): Updated settings
    """

    message: str
    """Status message"""
    settings: FunctionSettings
    """Updated settings"""


@define(kw_only=True)
class EnvVarsUpdated:
    """Schema UpdateEnvVarsResponse of the API.

    Attributes:
        message (str): Status message
        settings (FunctionSettings): Updated settings
    """

    message: str
    """Status message"""
    settings: FunctionSettings
    """Updated settings"""


@define(kw_only=True)
class Function:
    """Schema Function of the API.

    Attributes:
        id (str): Function UUID
        auth_mode (FunctionAuthMode | str): Authentication mode
        created_at (datetime): Creation timestamp
        draft_code (str): Draft source code
        draft_entrypoint (str): Entrypoint function name
        env_vars (list[FunctionEnvVar]): Environment variables (secrets masked)
        memory (int): Memory limit in MB
        name (str): Function name
        project_id (str): Project ID
        runtime (FunctionRuntime | str): Runtime environment
        slug (str): URL-friendly identifier
        status (FunctionStatus | str): Function status: draft (not published) or published (available in
            runtime)
        tenant_id (str): Tenant ID
        timeout (int): Execution timeout in milliseconds
        updated_at (datetime): Last update timestamp
        active_deployment (FunctionDeployment | None): Active deployment info (deprecated - use status
            field instead) Deprecated.
        description (str | None): Function description
        published_version_id (str | None): Published version ID (if published)
    """

    id: str
    """Function UUID"""
    auth_mode: FunctionAuthMode | str
    """Authentication mode"""
    created_at: datetime
    """Creation timestamp"""
    draft_code: str
    """Draft source code"""
    draft_entrypoint: str
    """Entrypoint function name"""
    env_vars: list[FunctionEnvVar]
    """Environment variables (secrets masked)"""
    memory: int
    """Memory limit in MB"""
    name: str
    """Function name"""
    project_id: str
    """Project ID"""
    runtime: FunctionRuntime | str
    """Runtime environment"""
    slug: str
    """URL-friendly identifier"""
    status: FunctionStatus | str
    """Function status: draft (not published) or published (available in runtime)"""
    tenant_id: str
    """Tenant ID"""
    timeout: int
    """Execution timeout in milliseconds"""
    updated_at: datetime
    """Last update timestamp"""
    active_deployment: FunctionDeployment | None = None
    """Active deployment info (deprecated - use status field instead)

    Deprecated.
    """
    description: str | None = None
    """Function description"""
    published_version_id: str | None = None
    """Published version ID (if published)"""


@define(kw_only=True)
class FunctionDeleted:
    """Schema DeleteFunctionResponse of the API.

    Attributes:
        message (str): Status message
    """

    message: str
    """Status message"""


@define(kw_only=True)
class FunctionDependency:
    """Schema FunctionDependency of the API.

    Attributes:
        name (str): NPM package name
        version (str): Semantic version or tag
    """

    name: str
    """NPM package name"""
    version: str
    """Semantic version or tag"""


@define(kw_only=True)
class FunctionDeploying:
    """Schema DeployFunctionResponse of the API.

    Attributes:
        deployment (FunctionDeployment): The deployment
        invoke_url (str): Public invoke URL
        message (str): Status message
    """

    deployment: FunctionDeployment
    """The deployment"""
    invoke_url: str
    """Public invoke URL"""
    message: str
    """Status message"""


@define(kw_only=True)
class FunctionDeployment:
    """Schema FunctionDeployment of the API.

    Attributes:
        id (str): Deployment UUID
        created_at (datetime): Creation timestamp
        function_id (str): Function ID
        request_count (int): Total request count
        status (DeploymentStatus | str): Deployment status
        updated_at (datetime): Last update timestamp
        version_id (str): Deployed version ID
        fleet_deployment_id (str | None): Fleet deployment ID
        fleet_service_id (str | None): Fleet service ID
        invoke_url (str | None): Invoke URL (external via Cortex proxy)
        last_error (str | None): Last error message
        last_invoked_at (datetime | None): Last invocation timestamp
        service_ip (str | None): Service IP address (internal)
        service_port (int | None): Service port (internal)
    """

    id: str
    """Deployment UUID"""
    created_at: datetime
    """Creation timestamp"""
    function_id: str
    """Function ID"""
    request_count: int
    """Total request count"""
    status: DeploymentStatus | str
    """Deployment status"""
    updated_at: datetime
    """Last update timestamp"""
    version_id: str
    """Deployed version ID"""
    fleet_deployment_id: str | None = None
    """Fleet deployment ID"""
    fleet_service_id: str | None = None
    """Fleet service ID"""
    invoke_url: str | None = None
    """Invoke URL (external via Cortex proxy)"""
    last_error: str | None = None
    """Last error message"""
    last_invoked_at: datetime | None = None
    """Last invocation timestamp"""
    service_ip: str | None = None
    """Service IP address (internal)"""
    service_port: int | None = None
    """Service port (internal)"""


@define(kw_only=True)
class FunctionEnvVar:
    """Schema FunctionEnvVar of the API.

    Attributes:
        is_secret (bool, default False): Whether this is a secret (encrypted at rest)
        key (str): Environment variable name
        value (str): Environment variable value (masked if secret)
    """

    is_secret: bool = False
    """Whether this is a secret (encrypted at rest)"""
    key: str
    """Environment variable name"""
    value: str = field(repr=masked)
    """Environment variable value (masked if secret)"""


@define(kw_only=True)
class FunctionPublished:
    """Schema PublishFunctionResponse of the API.

    Attributes:
        message (str): Status message
        version (FunctionVersion): The published version
    """

    message: str
    """Status message"""
    version: FunctionVersion
    """The published version"""


@define(kw_only=True)
class FunctionSettings:
    """Schema FunctionSettings of the API.

    Attributes:
        is_activated (bool): Whether Functions feature is activated
        max_functions (int): Maximum functions allowed
        max_memory_per_function (int): Maximum memory per function (MB)
        activation_error (str | None): Error message if activation failed
        activation_step (ActivationStep | str | None): Current activation step (for async progress
            tracking)
        dependencies (list[FunctionDependency] | None): NPM dependencies shared by all functions
        env_vars (list[FunctionEnvVar] | None): Environment variables shared by all functions (secrets
            masked)
        fleet_app_id (int | None): Fleet app ID
        fleet_deployment_id (int | None): Fleet deployment ID (app location setting)
        fleet_image_id (str | None): Fleet binary/image ID
        fleet_region (str | None): Fleet region (deprecated, use locationCity)
        fleet_registry_id (int | None): Fleet Docker registry ID
        fleet_server_config_id (str | None): Fleet server config ID
        location_city (str | None): Deployment location city
        resource_package_slug (str | None): Resource package slug
    """

    is_activated: bool
    """Whether Functions feature is activated"""
    max_functions: int
    """Maximum functions allowed"""
    max_memory_per_function: int
    """Maximum memory per function (MB)"""
    activation_error: str | None = None
    """Error message if activation failed"""
    activation_step: ActivationStep | str | None = None
    """Current activation step (for async progress tracking)"""
    dependencies: list[FunctionDependency] | None = None
    """NPM dependencies shared by all functions"""
    env_vars: list[FunctionEnvVar] | None = None
    """Environment variables shared by all functions (secrets masked)"""
    fleet_app_id: int | None = None
    """Fleet app ID"""
    fleet_deployment_id: int | None = None
    """Fleet deployment ID (app location setting)"""
    fleet_image_id: str | None = None
    """Fleet binary/image ID"""
    fleet_region: str | None = None
    """Fleet region (deprecated, use locationCity)"""
    fleet_registry_id: int | None = None
    """Fleet Docker registry ID"""
    fleet_server_config_id: str | None = None
    """Fleet server config ID"""
    location_city: str | None = None
    """Deployment location city"""
    resource_package_slug: str | None = None
    """Resource package slug"""


@define(kw_only=True)
class FunctionStopping:
    """Schema StopFunctionResponse of the API.

    Attributes:
        message (str): Status message
    """

    message: str
    """Status message"""


@define(kw_only=True)
class FunctionVersion:
    """Schema FunctionVersion of the API.

    Attributes:
        id (str): Version UUID
        code (str): Source code (frozen)
        created_at (datetime): Creation timestamp
        entrypoint (str): Entrypoint function name
        function_id (str): Function ID
        memory (int): Memory limit in MB
        runtime (FunctionRuntime | str): Runtime environment
        status (FunctionVersionStatus | str): Build status
        timeout (int): Execution timeout in ms
        version (int): Version number
        build_error (str | None): Build error message
        build_logs (str | None): Build logs output
        changelog (str | None): Changelog description
        published_by (str | None): User who published this version
    """

    id: str
    """Version UUID"""
    code: str
    """Source code (frozen)"""
    created_at: datetime
    """Creation timestamp"""
    entrypoint: str
    """Entrypoint function name"""
    function_id: str
    """Function ID"""
    memory: int
    """Memory limit in MB"""
    runtime: FunctionRuntime | str
    """Runtime environment"""
    status: FunctionVersionStatus | str
    """Build status"""
    timeout: int
    """Execution timeout in ms"""
    version: int
    """Version number"""
    build_error: str | None = None
    """Build error message"""
    build_logs: str | None = None
    """Build logs output"""
    changelog: str | None = None
    """Changelog description"""
    published_by: str | None = None
    """User who published this version"""


@define(kw_only=True)
class FunctionsActivating:
    """Schema ActivateFunctionsResponse of the API.

    Attributes:
        message (str): Status message
    """

    message: str
    """Status message"""


@define(kw_only=True)
class Location:
    """Schema Location of the API.

    Attributes:
        city (str): City code
        continent (str): Continent
        country (str): Country code
        city_display (str | None): Display name
        is_protected (bool | None): Whether location is DDoS protected
    """

    city: str
    """City code"""
    continent: str
    """Continent"""
    country: str
    """Country code"""
    city_display: str | None = None
    """Display name"""
    is_protected: bool | None = None
    """Whether location is DDoS protected"""


@define(kw_only=True)
class NpmPackageInfo:
    """Schema NpmPackageInfo of the API.

    Attributes:
        dist_tags (dict[str, str]): Dist tags (latest, next, beta, etc.)
        name (str): Package name
        versions (list[str]): All available versions (sorted newest first)
    """

    dist_tags: dict[str, str]
    """Dist tags (latest, next, beta, etc.)"""
    name: str
    """Package name"""
    versions: list[str]
    """All available versions (sorted newest first)"""


@define(kw_only=True)
class PublishFunctionRequest:
    """Schema PublishFunctionRequest of the API.

    Attributes:
        changelog (str, default UNSET): Changelog/description of changes
    """

    changelog: str | Unset = UNSET
    """Changelog/description of changes"""


@define(kw_only=True)
class ResourcePackage:
    """Schema ResourcePackage of the API.

    Attributes:
        id (int): Resource package ID
        cpu_limit (float): CPU limit (cores)
        memory_limit_mib (int): Memory limit in MiB
        name (str): Resource package name
        slug (str): URL-friendly slug
        type (ResourcePackageType | str): Package type
    """

    id: int
    """Resource package ID"""
    cpu_limit: float
    """CPU limit (cores)"""
    memory_limit_mib: int
    """Memory limit in MiB"""
    name: str
    """Resource package name"""
    slug: str
    """URL-friendly slug"""
    type: ResourcePackageType | str
    """Package type"""


@define(kw_only=True)
class RuntimeStarting:
    """Schema StartRuntimeResponse of the API.

    Attributes:
        message (str): Status message
        status (RuntimeState | str): New runtime status
    """

    message: str
    """Status message"""
    status: RuntimeState | str
    """New runtime status"""


@define(kw_only=True)
class RuntimeStatus:
    """Schema RuntimeStatusResponse of the API.

    Attributes:
        message (str): Status message
        status (RuntimeState | str): Runtime status
        fleet_deployment_id (int | None): Fleet deployment ID
        latest_version (str | None): The latest available runtime version
        runtime_version (str | None): Runtime version this deployment is pinned to (null =
            legacy/unpinned)
        server_count (int | None): Number of running servers
        upgrade_available (bool | None): Whether a newer runtime version is available to upgrade to
    """

    message: str
    """Status message"""
    status: RuntimeState | str
    """Runtime status"""
    fleet_deployment_id: int | None = None
    """Fleet deployment ID"""
    latest_version: str | None = None
    """The latest available runtime version"""
    runtime_version: str | None = None
    """Runtime version this deployment is pinned to (null = legacy/unpinned)"""
    server_count: int | None = None
    """Number of running servers"""
    upgrade_available: bool | None = None
    """Whether a newer runtime version is available to upgrade to"""


@define(kw_only=True)
class RuntimeStopping:
    """Schema StopRuntimeResponse of the API.

    Attributes:
        message (str): Status message
        status (RuntimeState | str): New runtime status
    """

    message: str
    """Status message"""
    status: RuntimeState | str
    """New runtime status"""


@define(kw_only=True)
class RuntimeVersion:
    """Schema RuntimeVersion of the API.

    Attributes:
        breaking (bool): Whether upgrading to this version may break existing function code
        node (int): Node.js major version baked into the image
        notes (str): Summary of what changed in this version
        released_at (str): ISO date the version was published
        version (str): Immutable version identifier
    """

    breaking: bool
    """Whether upgrading to this version may break existing function code"""
    node: int
    """Node.js major version baked into the image"""
    notes: str
    """Summary of what changed in this version"""
    released_at: str
    """ISO date the version was published"""
    version: str
    """Immutable version identifier"""


@define(kw_only=True)
class RuntimeVersions:
    """Schema RuntimeVersionsResponse of the API.

    Attributes:
        current (str | None): Version the project is currently pinned to (null = legacy/unpinned)
        latest (str): The latest available runtime version
        upgrade_available (bool): Whether a newer runtime version is available
        versions (list[RuntimeVersion]): All published runtime versions (oldest first)
    """

    current: str | None
    """Version the project is currently pinned to (null = legacy/unpinned)"""
    latest: str
    """The latest available runtime version"""
    upgrade_available: bool
    """Whether a newer runtime version is available"""
    versions: list[RuntimeVersion]
    """All published runtime versions (oldest first)"""


@define(kw_only=True)
class SetEnvVar:
    """Schema SetEnvVarRequest of the API.

    Attributes:
        key (str): Environment variable name
        value (str): Environment variable value
        is_secret (bool, default UNSET): Whether this is a secret. Defaults to false when omitted.
    """

    key: str
    """Environment variable name"""
    value: str = field(repr=masked)
    """Environment variable value"""
    is_secret: bool | Unset = UNSET
    """Whether this is a secret. Defaults to false when omitted."""


@define(kw_only=True)
class UpdateDependenciesRequest:
    """Schema UpdateDependenciesRequest of the API.

    Attributes:
        dependencies (Sequence[FunctionDependency]): NPM dependencies for the project
    """

    dependencies: Sequence[FunctionDependency]
    """NPM dependencies for the project"""


@define(kw_only=True)
class UpdateEnvVarsRequest:
    """Schema UpdateEnvVarsRequest of the API.

    Attributes:
        env_vars (Sequence[SetEnvVar]): Environment variables for the project
    """

    env_vars: Sequence[SetEnvVar]
    """Environment variables for the project"""


@define(kw_only=True)
class UpdateFunction:
    """Schema UpdateFunctionRequest of the API.

    Attributes:
        auth_mode (FunctionAuthMode | str, default UNSET): Authentication mode
        description (str, default UNSET): Function description
        draft_code (str, default UNSET): Draft source code
        draft_entrypoint (str, default UNSET): Entrypoint function name
        env_vars (Sequence[SetEnvVar], default UNSET): Updated environment variables (replaces all)
        memory (int, default UNSET): Memory limit in MB (128-1024)
        name (str, default UNSET): Function name
        runtime (FunctionRuntime | str, default UNSET): Runtime environment
        timeout (int, default UNSET): Execution timeout in ms (1000-300000)
    """

    auth_mode: FunctionAuthMode | str | Unset = UNSET
    """Authentication mode"""
    description: str | Unset = UNSET
    """Function description"""
    draft_code: str | Unset = UNSET
    """Draft source code"""
    draft_entrypoint: str | Unset = UNSET
    """Entrypoint function name"""
    env_vars: Sequence[SetEnvVar] | Unset = UNSET
    """Updated environment variables (replaces all)"""
    memory: int | Unset = UNSET
    """Memory limit in MB (128-1024)"""
    name: str | Unset = UNSET
    """Function name"""
    runtime: FunctionRuntime | str | Unset = UNSET
    """Runtime environment"""
    timeout: int | Unset = UNSET
    """Execution timeout in ms (1000-300000)"""


@define(kw_only=True)
class UpdateFunctionSettings:
    """Schema UpdateFunctionSettingsRequest of the API.

    Attributes:
        fleet_region (str, default UNSET): Fleet region
        max_functions (int, default UNSET): Maximum functions allowed (requires upgrade)
        max_memory_per_function (int, default UNSET): Maximum memory per function (MB)
    """

    fleet_region: str | Unset = UNSET
    """Fleet region"""
    max_functions: int | Unset = UNSET
    """Maximum functions allowed (requires upgrade)"""
    max_memory_per_function: int | Unset = UNSET
    """Maximum memory per function (MB)"""


@define(kw_only=True)
class UpgradeRuntime:
    """Schema UpgradeRuntimeRequest of the API.

    Attributes:
        version (str): Runtime version to deploy (must be a known version)
    """

    version: str
    """Runtime version to deploy (must be a known version)"""
