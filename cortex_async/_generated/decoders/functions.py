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


def decode_activate_functions_request(o: dict[str, Any]) -> ActivateFunctionsRequest:
    get = o.get
    m = new(ActivateFunctionsRequest)
    m.location_city = o["locationCity"]
    m.location_continent = o["locationContinent"]
    m.location_country = o["locationCountry"]
    m.location_city_display = get("locationCityDisplay", UNSET)
    m.location_is_protected = get("locationIsProtected", UNSET)
    m.resource_package = get("resourcePackage", UNSET)
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
    get = o.get
    m = new(CreateFunction)
    m.code = o["code"]
    m.name = o["name"]
    m.auth_mode = get("authMode", UNSET)
    m.description = get("description", UNSET)
    m.entrypoint = get("entrypoint", UNSET)
    m.env_vars = UNSET if (v := get("envVars", UNSET)) is UNSET else many(decode_set_env_var, v)
    m.memory = UNSET if (v := get("memory", UNSET)) is UNSET else integer(v)
    m.runtime = get("runtime", UNSET)
    m.slug = get("slug", UNSET)
    m.timeout = UNSET if (v := get("timeout", UNSET)) is UNSET else integer(v)
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
    m.email = o["email"]
    m.valid = o["valid"]
    return m


def encode_credentials_verified(m: CredentialsVerified) -> dict[str, Any]:
    o: dict[str, Any] = {"email": m.email, "valid": m.valid}
    return o


def decode_dependencies_updated(o: dict[str, Any]) -> DependenciesUpdated:
    m = new(DependenciesUpdated)
    m.message = o["message"]
    m.settings = NULL if (v := o["settings"]) is None else decode_function_settings(v)
    return m


def encode_dependencies_updated(m: DependenciesUpdated) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message, "settings": one(encode_function_settings, m.settings)}
    return o


def decode_env_vars_updated(o: dict[str, Any]) -> EnvVarsUpdated:
    m = new(EnvVarsUpdated)
    m.message = o["message"]
    m.settings = NULL if (v := o["settings"]) is None else decode_function_settings(v)
    return m


def encode_env_vars_updated(m: EnvVarsUpdated) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message, "settings": one(encode_function_settings, m.settings)}
    return o


def decode_function(o: dict[str, Any]) -> Function:
    get = o.get
    m = new(Function)
    m.id = o["id"]
    m.auth_mode = o["authMode"]
    m.created_at = (
        NULL if (v := o["createdAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.draft_code = o["draftCode"]
    m.draft_entrypoint = o["draftEntrypoint"]
    m.env_vars = many(decode_function_env_var, o["envVars"])
    m.memory = v if type(v := o["memory"]) is int else integer(v)
    m.name = o["name"]
    m.project_id = o["projectId"]
    m.runtime = o["runtime"]
    m.slug = o["slug"]
    m.status = o["status"]
    m.tenant_id = o["tenantId"]
    m.timeout = v if type(v := o["timeout"]) is int else integer(v)
    m.updated_at = (
        NULL if (v := o["updatedAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.active_deployment = NULL if (v := get("activeDeployment")) is None else decode_function_deployment(v)
    m.description = get("description")
    m.published_version_id = get("publishedVersionId")
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
    m.message = o["message"]
    return m


def encode_function_deleted(m: FunctionDeleted) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message}
    return o


def decode_function_dependency(o: dict[str, Any]) -> FunctionDependency:
    m = new(FunctionDependency)
    m.name = o["name"]
    m.version = o["version"]
    return m


def encode_function_dependency(m: FunctionDependency) -> dict[str, Any]:
    o: dict[str, Any] = {"name": m.name, "version": m.version}
    return o


def decode_function_deploying(o: dict[str, Any]) -> FunctionDeploying:
    m = new(FunctionDeploying)
    m.deployment = NULL if (v := o["deployment"]) is None else decode_function_deployment(v)
    m.invoke_url = o["invokeUrl"]
    m.message = o["message"]
    return m


def encode_function_deploying(m: FunctionDeploying) -> dict[str, Any]:
    o: dict[str, Any] = {
        "deployment": one(encode_function_deployment, m.deployment),
        "invokeUrl": m.invoke_url,
        "message": m.message,
    }
    return o


def decode_function_deployment(o: dict[str, Any]) -> FunctionDeployment:
    get = o.get
    m = new(FunctionDeployment)
    m.id = o["id"]
    m.created_at = (
        NULL if (v := o["createdAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.function_id = o["functionId"]
    m.request_count = v if type(v := o["requestCount"]) is int else integer(v)
    m.status = o["status"]
    m.updated_at = (
        NULL if (v := o["updatedAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.version_id = o["versionId"]
    m.fleet_deployment_id = get("fleetDeploymentId")
    m.fleet_service_id = get("fleetServiceId")
    m.invoke_url = get("invokeUrl")
    m.last_error = get("lastError")
    m.last_invoked_at = (
        NULL if (v := get("lastInvokedAt")) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.service_ip = get("serviceIp")
    m.service_port = v if (v := get("servicePort")) is None or type(v) is int else integer(v)
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
    m.is_secret = o["isSecret"]
    m.key = o["key"]
    m.value = o["value"]
    return m


def encode_function_env_var(m: FunctionEnvVar) -> dict[str, Any]:
    o: dict[str, Any] = {"isSecret": m.is_secret, "key": m.key, "value": m.value}
    return o


def decode_function_published(o: dict[str, Any]) -> FunctionPublished:
    m = new(FunctionPublished)
    m.message = o["message"]
    m.version = NULL if (v := o["version"]) is None else decode_function_version(v)
    return m


def encode_function_published(m: FunctionPublished) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message, "version": one(encode_function_version, m.version)}
    return o


def decode_function_settings(o: dict[str, Any]) -> FunctionSettings:
    get = o.get
    m = new(FunctionSettings)
    m.is_activated = o["isActivated"]
    m.max_functions = v if type(v := o["maxFunctions"]) is int else integer(v)
    m.max_memory_per_function = v if type(v := o["maxMemoryPerFunction"]) is int else integer(v)
    m.activation_error = get("activationError")
    m.activation_step = get("activationStep")
    m.dependencies = NULL if (v := get("dependencies")) is None else many(decode_function_dependency, v)
    m.env_vars = NULL if (v := get("envVars")) is None else many(decode_function_env_var, v)
    m.fleet_app_id = v if (v := get("fleetAppId")) is None or type(v) is int else integer(v)
    m.fleet_deployment_id = v if (v := get("fleetDeploymentId")) is None or type(v) is int else integer(v)
    m.fleet_image_id = get("fleetImageId")
    m.fleet_region = get("fleetRegion")
    m.fleet_registry_id = v if (v := get("fleetRegistryId")) is None or type(v) is int else integer(v)
    m.fleet_server_config_id = get("fleetServerConfigId")
    m.location_city = get("locationCity")
    m.resource_package_slug = get("resourcePackageSlug")
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
    m.message = o["message"]
    return m


def encode_function_stopping(m: FunctionStopping) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message}
    return o


def decode_function_version(o: dict[str, Any]) -> FunctionVersion:
    get = o.get
    m = new(FunctionVersion)
    m.id = o["id"]
    m.code = o["code"]
    m.created_at = (
        NULL if (v := o["createdAt"]) is None else v if (v := from_iso(v)).tzinfo is UTC else aware(v)
    )
    m.entrypoint = o["entrypoint"]
    m.function_id = o["functionId"]
    m.memory = v if type(v := o["memory"]) is int else integer(v)
    m.runtime = o["runtime"]
    m.status = o["status"]
    m.timeout = v if type(v := o["timeout"]) is int else integer(v)
    m.version = v if type(v := o["version"]) is int else integer(v)
    m.build_error = get("buildError")
    m.build_logs = get("buildLogs")
    m.changelog = get("changelog")
    m.published_by = get("publishedBy")
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
    m.message = o["message"]
    return m


def encode_functions_activating(m: FunctionsActivating) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message}
    return o


def decode_location(o: dict[str, Any]) -> Location:
    get = o.get
    m = new(Location)
    m.city = o["city"]
    m.continent = o["continent"]
    m.country = o["country"]
    m.city_display = get("cityDisplay")
    m.is_protected = get("isProtected")
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
    m.dist_tags = o["distTags"]
    m.name = o["name"]
    m.versions = o["versions"]
    return m


def encode_npm_package_info(m: NpmPackageInfo) -> dict[str, Any]:
    o: dict[str, Any] = {"distTags": as_dict(m.dist_tags), "name": m.name, "versions": array(m.versions)}
    return o


def decode_publish_function_request(o: dict[str, Any]) -> PublishFunctionRequest:
    get = o.get
    m = new(PublishFunctionRequest)
    m.changelog = get("changelog", UNSET)
    return m


def encode_publish_function_request(m: PublishFunctionRequest) -> dict[str, Any]:
    o: dict[str, Any] = {}
    if m.changelog is not UNSET:
        o["changelog"] = m.changelog
    return o


def decode_resource_package(o: dict[str, Any]) -> ResourcePackage:
    m = new(ResourcePackage)
    m.id = v if type(v := o["id"]) is int else integer(v)
    m.cpu_limit = o["cpuLimit"]
    m.memory_limit_mib = v if type(v := o["memoryLimitMiB"]) is int else integer(v)
    m.name = o["name"]
    m.slug = o["slug"]
    m.type = o["type"]
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
    m.message = o["message"]
    m.status = o["status"]
    return m


def encode_runtime_starting(m: RuntimeStarting) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message, "status": m.status}
    return o


def decode_runtime_status(o: dict[str, Any]) -> RuntimeStatus:
    get = o.get
    m = new(RuntimeStatus)
    m.message = o["message"]
    m.status = o["status"]
    m.fleet_deployment_id = v if (v := get("fleetDeploymentId")) is None or type(v) is int else integer(v)
    m.latest_version = get("latestVersion")
    m.runtime_version = get("runtimeVersion")
    m.server_count = v if (v := get("serverCount")) is None or type(v) is int else integer(v)
    m.upgrade_available = get("upgradeAvailable")
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
    m.message = o["message"]
    m.status = o["status"]
    return m


def encode_runtime_stopping(m: RuntimeStopping) -> dict[str, Any]:
    o: dict[str, Any] = {"message": m.message, "status": m.status}
    return o


def decode_runtime_version(o: dict[str, Any]) -> RuntimeVersion:
    m = new(RuntimeVersion)
    m.breaking = o["breaking"]
    m.node = v if type(v := o["node"]) is int else integer(v)
    m.notes = o["notes"]
    m.released_at = o["releasedAt"]
    m.version = o["version"]
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
    m.current = o["current"]
    m.latest = o["latest"]
    m.upgrade_available = o["upgradeAvailable"]
    m.versions = many(decode_runtime_version, o["versions"])
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
    get = o.get
    m = new(SetEnvVar)
    m.key = o["key"]
    m.value = o["value"]
    m.is_secret = get("isSecret", UNSET)
    return m


def encode_set_env_var(m: SetEnvVar) -> dict[str, Any]:
    o: dict[str, Any] = {"key": m.key, "value": m.value}
    if m.is_secret is not UNSET:
        o["isSecret"] = m.is_secret
    return o


def decode_update_dependencies_request(o: dict[str, Any]) -> UpdateDependenciesRequest:
    m = new(UpdateDependenciesRequest)
    m.dependencies = many(decode_function_dependency, o["dependencies"])
    return m


def encode_update_dependencies_request(m: UpdateDependenciesRequest) -> dict[str, Any]:
    o: dict[str, Any] = {"dependencies": many(encode_function_dependency, m.dependencies)}
    return o


def decode_update_env_vars_request(o: dict[str, Any]) -> UpdateEnvVarsRequest:
    m = new(UpdateEnvVarsRequest)
    m.env_vars = many(decode_set_env_var, o["envVars"])
    return m


def encode_update_env_vars_request(m: UpdateEnvVarsRequest) -> dict[str, Any]:
    o: dict[str, Any] = {"envVars": many(encode_set_env_var, m.env_vars)}
    return o


def decode_update_function(o: dict[str, Any]) -> UpdateFunction:
    get = o.get
    m = new(UpdateFunction)
    m.auth_mode = get("authMode", UNSET)
    m.description = get("description", UNSET)
    m.draft_code = get("draftCode", UNSET)
    m.draft_entrypoint = get("draftEntrypoint", UNSET)
    m.env_vars = UNSET if (v := get("envVars", UNSET)) is UNSET else many(decode_set_env_var, v)
    m.memory = UNSET if (v := get("memory", UNSET)) is UNSET else integer(v)
    m.name = get("name", UNSET)
    m.runtime = get("runtime", UNSET)
    m.timeout = UNSET if (v := get("timeout", UNSET)) is UNSET else integer(v)
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
    get = o.get
    m = new(UpdateFunctionSettings)
    m.fleet_region = get("fleetRegion", UNSET)
    m.max_functions = UNSET if (v := get("maxFunctions", UNSET)) is UNSET else integer(v)
    m.max_memory_per_function = UNSET if (v := get("maxMemoryPerFunction", UNSET)) is UNSET else integer(v)
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
    m.version = o["version"]
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
