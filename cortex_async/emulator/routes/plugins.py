"""Handlers of the plugin catalog, a project's plugin instances, and annotations."""

from __future__ import annotations

from cortex_async.emulator.domain import plugin_catalog, plugins
from cortex_async.emulator.errors import not_found
from cortex_async.emulator.records import Record, public
from cortex_async.emulator.registry import Call, handles
from cortex_async.emulator.tables.table import Table


@handles("GET", "/api/plugins")
def list_plugins(call: Call) -> list[Record]:
    return [public(plugin) for plugin in plugin_catalog.CATALOG]


@handles("GET", "/api/plugins/{slug}")
def get_plugin(call: Call) -> Record:
    for plugin in plugin_catalog.CATALOG:
        if plugin["slug"] == call.path["slug"]:
            return public(plugin)
    raise not_found("Plugin")


@handles("GET", "/api/plugins/annotations/sessions/{sessionId}")
def get_session_annotations(call: Call) -> list[Record]:
    return _visible(call, call.world.store.session_annotations, call.path["sessionId"])


@handles("POST", "/api/plugins/annotations/messages/batch")
def get_message_annotations_batch(call: Call) -> Record:
    """Messages without annotations are left out."""
    found = {
        message_id: _visible(call, call.world.store.message_annotations, message_id)
        for message_id in call.body.get("messageIds", ())
    }
    return {message_id: annotations for message_id, annotations in found.items() if annotations}


@handles("GET", "/api/projects/{projectId}/plugins/instances")
def list_instances(call: Call) -> list[Record]:
    return [plugins.serialize(one) for one in call.world.store.plugin_instances.of(call.project["id"])]


@handles("POST", "/api/projects/{projectId}/plugins/instances")
def create_instance(call: Call) -> Record:
    name, settings = call.body["pluginId"], call.body.get("settings", {})
    return public(plugins.install(call.world, call.project, name, settings))


@handles("GET", "/api/projects/{projectId}/plugins/instances/{id}")
def get_instance(call: Call) -> Record:
    return plugins.serialize(_instance(call))


@handles("PUT", "/api/projects/{projectId}/plugins/instances/{id}")
def update_instance(call: Call) -> Record:
    instance = _instance(call)
    plugins.update(call.world, instance, call.body)
    return public(instance)


@handles("DELETE", "/api/projects/{projectId}/plugins/instances/{id}")
def delete_instance(call: Call) -> Record:
    call.world.store.plugin_instances.remove(call.project["id"], _instance(call)["id"])
    return {"message": "Plugin instance deleted"}


@handles("GET", "/api/projects/{projectId}/sessions/{id}/actions")
def get_session_actions(call: Call) -> Record:
    session = call.required(call.world.store.sessions, "Session")
    return {"sessionId": session["id"], "plugins": plugins.actions(call.world, call.project)}


@handles("POST", "/api/projects/{projectId}/sessions/{id}/regenerate-summary")
def regenerate_summary(call: Call) -> Record:
    session = call.required(call.world.store.sessions, "Session")
    plugins.regenerate_summary(call.world, session)
    return {"message": "Summary regeneration triggered"}


def _instance(call: Call) -> Record:
    return call.required(call.world.store.plugin_instances, "Instance")


def _visible(call: Call, table: Table, subject: str) -> list[Record]:
    """The annotations in projects that the caller has access to."""
    return [
        public(annotation)
        for annotation in table.of(subject)
        if call.principal.sees(call.world.project(annotation["_projectId"]))
    ]
