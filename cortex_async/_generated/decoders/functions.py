# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""Decoders and encoders of the group functions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cortex_async._core.codec.emitted import (
    NULL,
    array,
    as_dict,
    aware,
    finite,
    from_iso,
    integer,
    many,
    new,
    one,
    utc,
)
from cortex_async._core.codec.names import parsed_name
from cortex_async._core.unset import UNSET

from ..models.functions import (
    ActivateFunctionsRequest,
    CreateFunction,
    CredentialsVerified,
    DependenciesUpdated,
    EnvVarsUpdated,
    Function,
    FunctionDeleted,
    FunctionDependency,
    FunctionDeploying,
    FunctionDeployment,
    FunctionEnvVar,
    FunctionPublished,
    FunctionsActivating,
    FunctionSettings,
    FunctionStopping,
    FunctionVersion,
    Location,
    NpmPackageInfo,
    PublishFunctionRequest,
    ResourcePackage,
    RuntimeStarting,
    RuntimeStatus,
    RuntimeStopping,
    RuntimeVersion,
    RuntimeVersions,
    SetEnvVar,
    UpdateDependenciesRequest,
    UpdateEnvVarsRequest,
    UpdateFunction,
    UpdateFunctionSettings,
    UpgradeRuntime,
)

_ACTIVATION_ERROR = parsed_name("activationError")
_ACTIVATION_STEP = parsed_name("activationStep")
_ACTIVE_DEPLOYMENT = parsed_name("activeDeployment")
_AUTH_MODE = parsed_name("authMode")
_BREAKING = parsed_name("breaking")
_BUILD_ERROR = parsed_name("buildError")
_BUILD_LOGS = parsed_name("buildLogs")
_CHANGELOG = parsed_name("changelog")
_CITY = parsed_name("city")
_CITY_DISPLAY = parsed_name("cityDisplay")
_CODE = parsed_name("code")
_CONTINENT = parsed_name("continent")
_COUNTRY = parsed_name("country")
_CPU_LIMIT = parsed_name("cpuLimit")
_CREATED_AT = parsed_name("createdAt")
_CURRENT = parsed_name("current")
_DEPENDENCIES = parsed_name("dependencies")
_DEPLOYMENT = parsed_name("deployment")
_DESCRIPTION = parsed_name("description")
_DIST_TAGS = parsed_name("distTags")
_DRAFT_CODE = parsed_name("draftCode")
_DRAFT_ENTRYPOINT = parsed_name("draftEntrypoint")
_EMAIL = parsed_name("email")
_ENTRYPOINT = parsed_name("entrypoint")
_ENV_VARS = parsed_name("envVars")
_FLEET_APP_ID = parsed_name("fleetAppId")
_FLEET_DEPLOYMENT_ID = parsed_name("fleetDeploymentId")
_FLEET_IMAGE_ID = parsed_name("fleetImageId")
_FLEET_REGION = parsed_name("fleetRegion")
_FLEET_REGISTRY_ID = parsed_name("fleetRegistryId")
_FLEET_SERVER_CONFIG_ID = parsed_name("fleetServerConfigId")
_FLEET_SERVICE_ID = parsed_name("fleetServiceId")
_FUNCTION_ID = parsed_name("functionId")
_ID = parsed_name("id")
_INVOKE_URL = parsed_name("invokeUrl")
_IS_ACTIVATED = parsed_name("isActivated")
_IS_PROTECTED = parsed_name("isProtected")
_IS_SECRET = parsed_name("isSecret")
_KEY = parsed_name("key")
_LAST_ERROR = parsed_name("lastError")
_LAST_INVOKED_AT = parsed_name("lastInvokedAt")
_LATEST = parsed_name("latest")
_LATEST_VERSION = parsed_name("latestVersion")
_LOCATION_CITY = parsed_name("locationCity")
_LOCATION_CITY_DISPLAY = parsed_name("locationCityDisplay")
_LOCATION_CONTINENT = parsed_name("locationContinent")
_LOCATION_COUNTRY = parsed_name("locationCountry")
_LOCATION_IS_PROTECTED = parsed_name("locationIsProtected")
_MAX_FUNCTIONS = parsed_name("maxFunctions")
_MAX_MEMORY_PER_FUNCTION = parsed_name("maxMemoryPerFunction")
_MEMORY = parsed_name("memory")
_MEMORY_LIMIT_MIB = parsed_name("memoryLimitMiB")
_MESSAGE = parsed_name("message")
_NAME = parsed_name("name")
_NODE = parsed_name("node")
_NOTES = parsed_name("notes")
_PROJECT_ID = parsed_name("projectId")
_PUBLISHED_BY = parsed_name("publishedBy")
_PUBLISHED_VERSION_ID = parsed_name("publishedVersionId")
_RELEASED_AT = parsed_name("releasedAt")
_REQUEST_COUNT = parsed_name("requestCount")
_RESOURCE_PACKAGE = parsed_name("resourcePackage")
_RESOURCE_PACKAGE_SLUG = parsed_name("resourcePackageSlug")
_RUNTIME = parsed_name("runtime")
_RUNTIME_VERSION = parsed_name("runtimeVersion")
_SERVER_COUNT = parsed_name("serverCount")
_SERVICE_IP = parsed_name("serviceIp")
_SERVICE_PORT = parsed_name("servicePort")
_SETTINGS = parsed_name("settings")
_SLUG = parsed_name("slug")
_STATUS = parsed_name("status")
_TENANT_ID = parsed_name("tenantId")
_TIMEOUT = parsed_name("timeout")
_TYPE = parsed_name("type")
_UPDATED_AT = parsed_name("updatedAt")
_UPGRADE_AVAILABLE = parsed_name("upgradeAvailable")
_VALID = parsed_name("valid")
_VALUE = parsed_name("value")
_VERSION = parsed_name("version")
_VERSION_ID = parsed_name("versionId")
_VERSIONS = parsed_name("versions")


def decode_activate_functions_request(o: dict[str, Any]) -> ActivateFunctionsRequest:
    m = new(ActivateFunctionsRequest)
    m.location_city = o[_LOCATION_CITY]
    m.location_continent = o[_LOCATION_CONTINENT]
    m.location_country = o[_LOCATION_COUNTRY]
    m.location_city_display = o[_LOCATION_CITY_DISPLAY] if _LOCATION_CITY_DISPLAY in o else UNSET
    m.location_is_protected = o[_LOCATION_IS_PROTECTED] if _LOCATION_IS_PROTECTED in o else UNSET
    m.resource_package = o[_RESOURCE_PACKAGE] if _RESOURCE_PACKAGE in o else UNSET
    return m


def encode_activate_functions_request(m: ActivateFunctionsRequest) -> dict[str, Any]:
    o: dict[str, Any] = {
        "locationCity": m.location_city,
        "locationContinent": m.location_continent,
        "locationCountry": m.location_country,
    }
    if m.location_city_display is not UNSET:
        o["locationCityDisplay"] = m.location_city_display
    if m.location_is_protected is not UNSET:
        o["locationIsProtected"] = m.location_is_protected
    if m.resource_package is not UNSET:
        o["resourcePackage"] = m.resource_package
    return o


def decode_create_function(o: dict[str, Any]) -> CreateFunction:
    m = new(CreateFunction)
    m.code = o[_CODE]
    m.name = o[_NAME]
    m.auth_mode = o[_AUTH_MODE] if _AUTH_MODE in o else UNSET
    m.description = o[_DESCRIPTION] if _DESCRIPTION in o else UNSET
    m.entrypoint = o[_ENTRYPOINT] if _ENTRYPOINT in o else UNSET
    m.env_vars = UNSET if _ENV_VARS not in o else many(decode_set_env_var, o[_ENV_VARS])
    m.memory = UNSET if _MEMORY not in o else integer(o[_MEMORY])
    m.runtime = o[_RUNTIME] if _RUNTIME in o else UNSET
    m.slug = o[_SLUG] if _SLUG in o else UNSET
    m.timeout = UNSET if _TIMEOUT not in o else integer(o[_TIMEOUT])
    return m


def encode_create_function(m: CreateFunction) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {"code": m.code, "name": m.name}
    if m.auth_mode is not UNSET:
        o["authMode"] = m.auth_mode
    if m.description is not UNSET:
        o["description"] = m.description
    if m.entrypoint is not UNSET:
        o["entrypoint"] = m.entrypoint
    if m.env_vars is not UNSET:
        o["envVars"] = many(encode_set_env_var, m.env_vars)
    if m.memory is not UNSET:
        o["memory"] = v if type(v := m.memory) is int else integer(v)
    if m.runtime is not UNSET:
        o["runtime"] = m.runtime
    if m.slug is not UNSET:
        o["slug"] = m.slug
    if m.timeout is not UNSET:
        o["timeout"] = v if type(v := m.timeout) is int else integer(v)
    return o


def decode_credentials_verified(o: dict[str, Any]) -> CredentialsVerified:
    m = new(CredentialsVerified)
    m.email = o[_EMAIL]
    m.valid = o[_VALID]
    return m


def encode_credentials_verified(m: CredentialsVerified) -> dict[str, Any]:
    o: dict[str, Any] = {"email": m.email, "valid": m.valid}
    return o


def decode_dependencies_updated(o: dict[str, Any]) -> DependenciesUpdated:
    m = new(DependenciesUpdated)
    m.message = o[_MESSAGE]
    m.settings = NULL if (v := o[_SETTINGS]) is None else decode_function_settings(v)
    return m


def encode_dependencies_updated(m: DependenciesUpdated) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message, "settings": one(encode_function_settings, m.settings)}
    return o


def decode_env_vars_updated(o: dict[str, Any]) -> EnvVarsUpdated:
    m = new(EnvVarsUpdated)
    m.message = o[_MESSAGE]
    m.settings = NULL if (v := o[_SETTINGS]) is None else decode_function_settings(v)
    return m


def encode_env_vars_updated(m: EnvVarsUpdated) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message, "settings": one(encode_function_settings, m.settings)}
    return o


def decode_function(o: dict[str, Any]) -> Function:
    m = new(Function)
    m.id = o[_ID]
    m.auth_mode = o[_AUTH_MODE]
    m.created_at = (
        NULL if (v := o[_CREATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.draft_code = o[_DRAFT_CODE]
    m.draft_entrypoint = o[_DRAFT_ENTRYPOINT]
    m.env_vars = many(decode_function_env_var, o[_ENV_VARS])
    m.memory = v if type(v := o[_MEMORY]) is int else integer(v)
    m.name = o[_NAME]
    m.project_id = o[_PROJECT_ID]
    m.runtime = o[_RUNTIME]
    m.slug = o[_SLUG]
    m.status = o[_STATUS]
    m.tenant_id = o[_TENANT_ID]
    m.timeout = v if type(v := o[_TIMEOUT]) is int else integer(v)
    m.updated_at = (
        NULL if (v := o[_UPDATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.active_deployment = (
        NULL
        if _ACTIVE_DEPLOYMENT not in o or (v := o[_ACTIVE_DEPLOYMENT]) is None
        else decode_function_deployment(v)
    )
    m.description = o[_DESCRIPTION] if _DESCRIPTION in o else None
    m.published_version_id = o[_PUBLISHED_VERSION_ID] if _PUBLISHED_VERSION_ID in o else None
    return m


def encode_function(m: Function) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "authMode": m.auth_mode,
        "createdAt": v if type(v := m.created_at) is datetime and v.tzinfo is UTC else utc(v),
        "draftCode": m.draft_code,
        "draftEntrypoint": m.draft_entrypoint,
        "envVars": many(encode_function_env_var, m.env_vars),
        "memory": v if type(v := m.memory) is int else integer(v),
        "name": m.name,
        "projectId": m.project_id,
        "runtime": m.runtime,
        "slug": m.slug,
        "status": m.status,
        "tenantId": m.tenant_id,
        "timeout": v if type(v := m.timeout) is int else integer(v),
        "updatedAt": v if type(v := m.updated_at) is datetime and v.tzinfo is UTC else utc(v),
    }
    if m.active_deployment is not None:
        o["activeDeployment"] = one(encode_function_deployment, m.active_deployment)
    if m.description is not None:
        o["description"] = m.description
    if m.published_version_id is not None:
        o["publishedVersionId"] = m.published_version_id
    return o


def decode_function_deleted(o: dict[str, Any]) -> FunctionDeleted:
    m = new(FunctionDeleted)
    m.message = o[_MESSAGE]
    return m


def encode_function_deleted(m: FunctionDeleted) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message}
    return o


def decode_function_dependency(o: dict[str, Any]) -> FunctionDependency:
    m = new(FunctionDependency)
    m.name = o[_NAME]
    m.version = o[_VERSION]
    return m


def encode_function_dependency(m: FunctionDependency) -> dict[str, Any]:
    o: dict[str, Any] = {"name": m.name, "version": m.version}
    return o


def decode_function_deploying(o: dict[str, Any]) -> FunctionDeploying:
    m = new(FunctionDeploying)
    m.deployment = NULL if (v := o[_DEPLOYMENT]) is None else decode_function_deployment(v)
    m.invoke_url = o[_INVOKE_URL]
    m.message = o[_MESSAGE]
    return m


def encode_function_deploying(m: FunctionDeploying) -> dict[str, Any]:
    o: dict[str, Any] = {
        "deployment": one(encode_function_deployment, m.deployment),
        "invokeUrl": m.invoke_url,
        "message": m.message,
    }
    return o


def decode_function_deployment(o: dict[str, Any]) -> FunctionDeployment:
    m = new(FunctionDeployment)
    m.id = o[_ID]
    m.created_at = (
        NULL if (v := o[_CREATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.function_id = o[_FUNCTION_ID]
    m.request_count = v if type(v := o[_REQUEST_COUNT]) is int else integer(v)
    m.status = o[_STATUS]
    m.updated_at = (
        NULL if (v := o[_UPDATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.version_id = o[_VERSION_ID]
    m.fleet_deployment_id = o[_FLEET_DEPLOYMENT_ID] if _FLEET_DEPLOYMENT_ID in o else None
    m.fleet_service_id = o[_FLEET_SERVICE_ID] if _FLEET_SERVICE_ID in o else None
    m.invoke_url = o[_INVOKE_URL] if _INVOKE_URL in o else None
    m.last_error = o[_LAST_ERROR] if _LAST_ERROR in o else None
    m.last_invoked_at = (
        NULL
        if _LAST_INVOKED_AT not in o or (v := o[_LAST_INVOKED_AT]) is None
        else v
        if (v := from_iso(v)).tzinfo is UTC
        else aware(v)
    )
    m.service_ip = o[_SERVICE_IP] if _SERVICE_IP in o else None
    m.service_port = (
        NULL
        if _SERVICE_PORT not in o or (v := o[_SERVICE_PORT]) is None
        else v
        if type(v) is int
        else integer(v)
    )
    return m


def encode_function_deployment(m: FunctionDeployment) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "createdAt": v if type(v := m.created_at) is datetime and v.tzinfo is UTC else utc(v),
        "functionId": m.function_id,
        "requestCount": v if type(v := m.request_count) is int else integer(v),
        "status": m.status,
        "updatedAt": v if type(v := m.updated_at) is datetime and v.tzinfo is UTC else utc(v),
        "versionId": m.version_id,
    }
    if m.fleet_deployment_id is not None:
        o["fleetDeploymentId"] = m.fleet_deployment_id
    if m.fleet_service_id is not None:
        o["fleetServiceId"] = m.fleet_service_id
    if m.invoke_url is not None:
        o["invokeUrl"] = m.invoke_url
    if m.last_error is not None:
        o["lastError"] = m.last_error
    if m.last_invoked_at is not None:
        o["lastInvokedAt"] = v if type(v := m.last_invoked_at) is datetime and v.tzinfo is UTC else utc(v)
    if m.service_ip is not None:
        o["serviceIp"] = m.service_ip
    if m.service_port is not None:
        o["servicePort"] = v if type(v := m.service_port) is int else integer(v)
    return o


def decode_function_env_var(o: dict[str, Any]) -> FunctionEnvVar:
    m = new(FunctionEnvVar)
    m.is_secret = o[_IS_SECRET]
    m.key = o[_KEY]
    m.value = o[_VALUE]
    return m


def encode_function_env_var(m: FunctionEnvVar) -> dict[str, Any]:
    o: dict[str, Any] = {"isSecret": m.is_secret, "key": m.key, "value": m.value}
    return o


def decode_function_published(o: dict[str, Any]) -> FunctionPublished:
    m = new(FunctionPublished)
    m.message = o[_MESSAGE]
    m.version = NULL if (v := o[_VERSION]) is None else decode_function_version(v)
    return m


def encode_function_published(m: FunctionPublished) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message, "version": one(encode_function_version, m.version)}
    return o


def decode_function_settings(o: dict[str, Any]) -> FunctionSettings:
    m = new(FunctionSettings)
    m.is_activated = o[_IS_ACTIVATED]
    m.max_functions = v if type(v := o[_MAX_FUNCTIONS]) is int else integer(v)
    m.max_memory_per_function = v if type(v := o[_MAX_MEMORY_PER_FUNCTION]) is int else integer(v)
    m.activation_error = o[_ACTIVATION_ERROR] if _ACTIVATION_ERROR in o else None
    m.activation_step = o[_ACTIVATION_STEP] if _ACTIVATION_STEP in o else None
    m.dependencies = (
        NULL
        if _DEPENDENCIES not in o or (v := o[_DEPENDENCIES]) is None
        else many(decode_function_dependency, v)
    )
    m.env_vars = (
        NULL if _ENV_VARS not in o or (v := o[_ENV_VARS]) is None else many(decode_function_env_var, v)
    )
    m.fleet_app_id = (
        NULL
        if _FLEET_APP_ID not in o or (v := o[_FLEET_APP_ID]) is None
        else v
        if type(v) is int
        else integer(v)
    )
    m.fleet_deployment_id = (
        NULL
        if _FLEET_DEPLOYMENT_ID not in o or (v := o[_FLEET_DEPLOYMENT_ID]) is None
        else v
        if type(v) is int
        else integer(v)
    )
    m.fleet_image_id = o[_FLEET_IMAGE_ID] if _FLEET_IMAGE_ID in o else None
    m.fleet_region = o[_FLEET_REGION] if _FLEET_REGION in o else None
    m.fleet_registry_id = (
        NULL
        if _FLEET_REGISTRY_ID not in o or (v := o[_FLEET_REGISTRY_ID]) is None
        else v
        if type(v) is int
        else integer(v)
    )
    m.fleet_server_config_id = o[_FLEET_SERVER_CONFIG_ID] if _FLEET_SERVER_CONFIG_ID in o else None
    m.location_city = o[_LOCATION_CITY] if _LOCATION_CITY in o else None
    m.resource_package_slug = o[_RESOURCE_PACKAGE_SLUG] if _RESOURCE_PACKAGE_SLUG in o else None
    return m


def encode_function_settings(m: FunctionSettings) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "isActivated": m.is_activated,
        "maxFunctions": v if type(v := m.max_functions) is int else integer(v),
        "maxMemoryPerFunction": v if type(v := m.max_memory_per_function) is int else integer(v),
    }
    if m.activation_error is not None:
        o["activationError"] = m.activation_error
    if m.activation_step is not None:
        o["activationStep"] = m.activation_step
    if m.dependencies is not None:
        o["dependencies"] = many(encode_function_dependency, m.dependencies)
    if m.env_vars is not None:
        o["envVars"] = many(encode_function_env_var, m.env_vars)
    if m.fleet_app_id is not None:
        o["fleetAppId"] = v if type(v := m.fleet_app_id) is int else integer(v)
    if m.fleet_deployment_id is not None:
        o["fleetDeploymentId"] = v if type(v := m.fleet_deployment_id) is int else integer(v)
    if m.fleet_image_id is not None:
        o["fleetImageId"] = m.fleet_image_id
    if m.fleet_region is not None:
        o["fleetRegion"] = m.fleet_region
    if m.fleet_registry_id is not None:
        o["fleetRegistryId"] = v if type(v := m.fleet_registry_id) is int else integer(v)
    if m.fleet_server_config_id is not None:
        o["fleetServerConfigId"] = m.fleet_server_config_id
    if m.location_city is not None:
        o["locationCity"] = m.location_city
    if m.resource_package_slug is not None:
        o["resourcePackageSlug"] = m.resource_package_slug
    return o


def decode_function_stopping(o: dict[str, Any]) -> FunctionStopping:
    m = new(FunctionStopping)
    m.message = o[_MESSAGE]
    return m


def encode_function_stopping(m: FunctionStopping) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message}
    return o


def decode_function_version(o: dict[str, Any]) -> FunctionVersion:
    m = new(FunctionVersion)
    m.id = o[_ID]
    m.code = o[_CODE]
    m.created_at = (
        NULL if (v := o[_CREATED_AT]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.entrypoint = o[_ENTRYPOINT]
    m.function_id = o[_FUNCTION_ID]
    m.memory = v if type(v := o[_MEMORY]) is int else integer(v)
    m.runtime = o[_RUNTIME]
    m.status = o[_STATUS]
    m.timeout = v if type(v := o[_TIMEOUT]) is int else integer(v)
    m.version = v if type(v := o[_VERSION]) is int else integer(v)
    m.build_error = o[_BUILD_ERROR] if _BUILD_ERROR in o else None
    m.build_logs = o[_BUILD_LOGS] if _BUILD_LOGS in o else None
    m.changelog = o[_CHANGELOG] if _CHANGELOG in o else None
    m.published_by = o[_PUBLISHED_BY] if _PUBLISHED_BY in o else None
    return m


def encode_function_version(m: FunctionVersion) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": m.id,
        "code": m.code,
        "createdAt": v if type(v := m.created_at) is datetime and v.tzinfo is UTC else utc(v),
        "entrypoint": m.entrypoint,
        "functionId": m.function_id,
        "memory": v if type(v := m.memory) is int else integer(v),
        "runtime": m.runtime,
        "status": m.status,
        "timeout": v if type(v := m.timeout) is int else integer(v),
        "version": v if type(v := m.version) is int else integer(v),
    }
    if m.build_error is not None:
        o["buildError"] = m.build_error
    if m.build_logs is not None:
        o["buildLogs"] = m.build_logs
    if m.changelog is not None:
        o["changelog"] = m.changelog
    if m.published_by is not None:
        o["publishedBy"] = m.published_by
    return o


def decode_functions_activating(o: dict[str, Any]) -> FunctionsActivating:
    m = new(FunctionsActivating)
    m.message = o[_MESSAGE]
    return m


def encode_functions_activating(m: FunctionsActivating) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message}
    return o


def decode_location(o: dict[str, Any]) -> Location:
    m = new(Location)
    m.city = o[_CITY]
    m.continent = o[_CONTINENT]
    m.country = o[_COUNTRY]
    m.city_display = o[_CITY_DISPLAY] if _CITY_DISPLAY in o else None
    m.is_protected = o[_IS_PROTECTED] if _IS_PROTECTED in o else None
    return m


def encode_location(m: Location) -> dict[str, Any]:
    o: dict[str, Any] = {"city": m.city, "continent": m.continent, "country": m.country}
    if m.city_display is not None:
        o["cityDisplay"] = m.city_display
    if m.is_protected is not None:
        o["isProtected"] = m.is_protected
    return o


def decode_npm_package_info(o: dict[str, Any]) -> NpmPackageInfo:
    m = new(NpmPackageInfo)
    m.dist_tags = o[_DIST_TAGS]
    m.name = o[_NAME]
    m.versions = o[_VERSIONS]
    return m


def encode_npm_package_info(m: NpmPackageInfo) -> dict[str, Any]:
    o: dict[str, Any] = {"distTags": as_dict(m.dist_tags), "name": m.name, "versions": array(m.versions)}
    return o


def decode_publish_function_request(o: dict[str, Any]) -> PublishFunctionRequest:
    o.keys()
    m = new(PublishFunctionRequest)
    m.changelog = o[_CHANGELOG] if _CHANGELOG in o else UNSET
    return m


def encode_publish_function_request(m: PublishFunctionRequest) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.changelog is not UNSET:
        o["changelog"] = m.changelog
    return o


def decode_resource_package(o: dict[str, Any]) -> ResourcePackage:
    m = new(ResourcePackage)
    m.id = v if type(v := o[_ID]) is int else integer(v)
    m.cpu_limit = o[_CPU_LIMIT]
    m.memory_limit_mib = v if type(v := o[_MEMORY_LIMIT_MIB]) is int else integer(v)
    m.name = o[_NAME]
    m.slug = o[_SLUG]
    m.type = o[_TYPE]
    return m


def encode_resource_package(m: ResourcePackage) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "id": v if type(v := m.id) is int else integer(v),
        "cpuLimit": finite(m.cpu_limit),
        "memoryLimitMiB": v if type(v := m.memory_limit_mib) is int else integer(v),
        "name": m.name,
        "slug": m.slug,
        "type": m.type,
    }
    return o


def decode_runtime_starting(o: dict[str, Any]) -> RuntimeStarting:
    m = new(RuntimeStarting)
    m.message = o[_MESSAGE]
    m.status = o[_STATUS]
    return m


def encode_runtime_starting(m: RuntimeStarting) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message, "status": m.status}
    return o


def decode_runtime_status(o: dict[str, Any]) -> RuntimeStatus:
    m = new(RuntimeStatus)
    m.message = o[_MESSAGE]
    m.status = o[_STATUS]
    m.fleet_deployment_id = (
        NULL
        if _FLEET_DEPLOYMENT_ID not in o or (v := o[_FLEET_DEPLOYMENT_ID]) is None
        else v
        if type(v) is int
        else integer(v)
    )
    m.latest_version = o[_LATEST_VERSION] if _LATEST_VERSION in o else None
    m.runtime_version = o[_RUNTIME_VERSION] if _RUNTIME_VERSION in o else None
    m.server_count = (
        NULL
        if _SERVER_COUNT not in o or (v := o[_SERVER_COUNT]) is None
        else v
        if type(v) is int
        else integer(v)
    )
    m.upgrade_available = o[_UPGRADE_AVAILABLE] if _UPGRADE_AVAILABLE in o else None
    return m


def encode_runtime_status(m: RuntimeStatus) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {"message": m.message, "status": m.status}
    if m.fleet_deployment_id is not None:
        o["fleetDeploymentId"] = v if type(v := m.fleet_deployment_id) is int else integer(v)
    if m.latest_version is not None:
        o["latestVersion"] = m.latest_version
    if m.runtime_version is not None:
        o["runtimeVersion"] = m.runtime_version
    if m.server_count is not None:
        o["serverCount"] = v if type(v := m.server_count) is int else integer(v)
    if m.upgrade_available is not None:
        o["upgradeAvailable"] = m.upgrade_available
    return o


def decode_runtime_stopping(o: dict[str, Any]) -> RuntimeStopping:
    m = new(RuntimeStopping)
    m.message = o[_MESSAGE]
    m.status = o[_STATUS]
    return m


def encode_runtime_stopping(m: RuntimeStopping) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message, "status": m.status}
    return o


def decode_runtime_version(o: dict[str, Any]) -> RuntimeVersion:
    m = new(RuntimeVersion)
    m.breaking = o[_BREAKING]
    m.node = v if type(v := o[_NODE]) is int else integer(v)
    m.notes = o[_NOTES]
    m.released_at = o[_RELEASED_AT]
    m.version = o[_VERSION]
    return m


def encode_runtime_version(m: RuntimeVersion) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {
        "breaking": m.breaking,
        "node": v if type(v := m.node) is int else integer(v),
        "notes": m.notes,
        "releasedAt": m.released_at,
        "version": m.version,
    }
    return o


def decode_runtime_versions(o: dict[str, Any]) -> RuntimeVersions:
    m = new(RuntimeVersions)
    m.current = o[_CURRENT]
    m.latest = o[_LATEST]
    m.upgrade_available = o[_UPGRADE_AVAILABLE]
    m.versions = many(decode_runtime_version, o[_VERSIONS])
    return m


def encode_runtime_versions(m: RuntimeVersions) -> dict[str, Any]:
    o: dict[str, Any] = {
        "current": m.current,
        "latest": m.latest,
        "upgradeAvailable": m.upgrade_available,
        "versions": many(encode_runtime_version, m.versions),
    }
    return o


def decode_set_env_var(o: dict[str, Any]) -> SetEnvVar:
    m = new(SetEnvVar)
    m.key = o[_KEY]
    m.value = o[_VALUE]
    m.is_secret = o[_IS_SECRET] if _IS_SECRET in o else UNSET
    return m


def encode_set_env_var(m: SetEnvVar) -> dict[str, Any]:
    o: dict[str, Any] = {"key": m.key, "value": m.value}
    if m.is_secret is not UNSET:
        o["isSecret"] = m.is_secret
    return o


def decode_update_dependencies_request(o: dict[str, Any]) -> UpdateDependenciesRequest:
    m = new(UpdateDependenciesRequest)
    m.dependencies = many(decode_function_dependency, o[_DEPENDENCIES])
    return m


def encode_update_dependencies_request(m: UpdateDependenciesRequest) -> dict[str, Any]:
    o: dict[str, Any] = {"dependencies": many(encode_function_dependency, m.dependencies)}
    return o


def decode_update_env_vars_request(o: dict[str, Any]) -> UpdateEnvVarsRequest:
    m = new(UpdateEnvVarsRequest)
    m.env_vars = many(decode_set_env_var, o[_ENV_VARS])
    return m


def encode_update_env_vars_request(m: UpdateEnvVarsRequest) -> dict[str, Any]:
    o: dict[str, Any] = {"envVars": many(encode_set_env_var, m.env_vars)}
    return o


def decode_update_function(o: dict[str, Any]) -> UpdateFunction:
    o.keys()
    m = new(UpdateFunction)
    m.auth_mode = o[_AUTH_MODE] if _AUTH_MODE in o else UNSET
    m.description = o[_DESCRIPTION] if _DESCRIPTION in o else UNSET
    m.draft_code = o[_DRAFT_CODE] if _DRAFT_CODE in o else UNSET
    m.draft_entrypoint = o[_DRAFT_ENTRYPOINT] if _DRAFT_ENTRYPOINT in o else UNSET
    m.env_vars = UNSET if _ENV_VARS not in o else many(decode_set_env_var, o[_ENV_VARS])
    m.memory = UNSET if _MEMORY not in o else integer(o[_MEMORY])
    m.name = o[_NAME] if _NAME in o else UNSET
    m.runtime = o[_RUNTIME] if _RUNTIME in o else UNSET
    m.timeout = UNSET if _TIMEOUT not in o else integer(o[_TIMEOUT])
    return m


def encode_update_function(m: UpdateFunction) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {}
    if m.auth_mode is not UNSET:
        o["authMode"] = m.auth_mode
    if m.description is not UNSET:
        o["description"] = m.description
    if m.draft_code is not UNSET:
        o["draftCode"] = m.draft_code
    if m.draft_entrypoint is not UNSET:
        o["draftEntrypoint"] = m.draft_entrypoint
    if m.env_vars is not UNSET:
        o["envVars"] = many(encode_set_env_var, m.env_vars)
    if m.memory is not UNSET:
        o["memory"] = v if type(v := m.memory) is int else integer(v)
    if m.name is not UNSET:
        o["name"] = m.name
    if m.runtime is not UNSET:
        o["runtime"] = m.runtime
    if m.timeout is not UNSET:
        o["timeout"] = v if type(v := m.timeout) is int else integer(v)
    return o


def decode_update_function_settings(o: dict[str, Any]) -> UpdateFunctionSettings:
    o.keys()
    m = new(UpdateFunctionSettings)
    m.fleet_region = o[_FLEET_REGION] if _FLEET_REGION in o else UNSET
    m.max_functions = UNSET if _MAX_FUNCTIONS not in o else integer(o[_MAX_FUNCTIONS])
    m.max_memory_per_function = (
        UNSET if _MAX_MEMORY_PER_FUNCTION not in o else integer(o[_MAX_MEMORY_PER_FUNCTION])
    )
    return m


def encode_update_function_settings(m: UpdateFunctionSettings) -> dict[str, Any]:
    v: Any
    o: dict[str, Any] = {}
    if m.fleet_region is not UNSET:
        o["fleetRegion"] = m.fleet_region
    if m.max_functions is not UNSET:
        o["maxFunctions"] = v if type(v := m.max_functions) is int else integer(v)
    if m.max_memory_per_function is not UNSET:
        o["maxMemoryPerFunction"] = v if type(v := m.max_memory_per_function) is int else integer(v)
    return o


def decode_upgrade_runtime(o: dict[str, Any]) -> UpgradeRuntime:
    m = new(UpgradeRuntime)
    m.version = o[_VERSION]
    return m


def encode_upgrade_runtime(m: UpgradeRuntime) -> dict[str, Any]:
    o: dict[str, Any] = {"version": m.version}
    return o


DECODERS: dict[type, Callable[[Any], Any]] = {
    ActivateFunctionsRequest: decode_activate_functions_request,
    CreateFunction: decode_create_function,
    CredentialsVerified: decode_credentials_verified,
    DependenciesUpdated: decode_dependencies_updated,
    EnvVarsUpdated: decode_env_vars_updated,
    Function: decode_function,
    FunctionDeleted: decode_function_deleted,
    FunctionDependency: decode_function_dependency,
    FunctionDeploying: decode_function_deploying,
    FunctionDeployment: decode_function_deployment,
    FunctionEnvVar: decode_function_env_var,
    FunctionPublished: decode_function_published,
    FunctionSettings: decode_function_settings,
    FunctionStopping: decode_function_stopping,
    FunctionVersion: decode_function_version,
    FunctionsActivating: decode_functions_activating,
    Location: decode_location,
    NpmPackageInfo: decode_npm_package_info,
    PublishFunctionRequest: decode_publish_function_request,
    ResourcePackage: decode_resource_package,
    RuntimeStarting: decode_runtime_starting,
    RuntimeStatus: decode_runtime_status,
    RuntimeStopping: decode_runtime_stopping,
    RuntimeVersion: decode_runtime_version,
    RuntimeVersions: decode_runtime_versions,
    SetEnvVar: decode_set_env_var,
    UpdateDependenciesRequest: decode_update_dependencies_request,
    UpdateEnvVarsRequest: decode_update_env_vars_request,
    UpdateFunction: decode_update_function,
    UpdateFunctionSettings: decode_update_function_settings,
    UpgradeRuntime: decode_upgrade_runtime,
}
ENCODERS: dict[type, Callable[[Any], Any]] = {
    ActivateFunctionsRequest: encode_activate_functions_request,
    CreateFunction: encode_create_function,
    CredentialsVerified: encode_credentials_verified,
    DependenciesUpdated: encode_dependencies_updated,
    EnvVarsUpdated: encode_env_vars_updated,
    Function: encode_function,
    FunctionDeleted: encode_function_deleted,
    FunctionDependency: encode_function_dependency,
    FunctionDeploying: encode_function_deploying,
    FunctionDeployment: encode_function_deployment,
    FunctionEnvVar: encode_function_env_var,
    FunctionPublished: encode_function_published,
    FunctionSettings: encode_function_settings,
    FunctionStopping: encode_function_stopping,
    FunctionVersion: encode_function_version,
    FunctionsActivating: encode_functions_activating,
    Location: encode_location,
    NpmPackageInfo: encode_npm_package_info,
    PublishFunctionRequest: encode_publish_function_request,
    ResourcePackage: encode_resource_package,
    RuntimeStarting: encode_runtime_starting,
    RuntimeStatus: encode_runtime_status,
    RuntimeStopping: encode_runtime_stopping,
    RuntimeVersion: encode_runtime_version,
    RuntimeVersions: encode_runtime_versions,
    SetEnvVar: encode_set_env_var,
    UpdateDependenciesRequest: encode_update_dependencies_request,
    UpdateEnvVarsRequest: encode_update_env_vars_request,
    UpdateFunction: encode_update_function,
    UpdateFunctionSettings: encode_update_function_settings,
    UpgradeRuntime: encode_upgrade_runtime,
}
