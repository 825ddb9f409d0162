"""Installed plugins and what they do."""

from __future__ import annotations

import re

from cortex_async.emulator.domain import plugin_catalog
from cortex_async.emulator.domain.annotating import annotate_message, annotate_session
from cortex_async.emulator.errors import bad_request
from cortex_async.emulator.records import Record, pick, public
from cortex_async.emulator.timers import timer
from cortex_async.emulator.world import World


def install(world: World, project: Record, name: str, settings: Record) -> Record:
    """Install a plugin by slug or id.

    Raises ``HTTPError`` 400 if it is unknown or installed, or its settings are invalid.
    """
    plugin = plugin_catalog.find(name)
    if plugin is None:
        raise bad_request("Unknown plugin")
    if any(one["pluginId"] == plugin["id"] for one in world.store.plugin_instances.of(project["id"])):
        raise bad_request("Plugin is installed already")
    now = world.clock.iso()
    instance: Record = {
        "id": world.ids.uuid("plugin"),
        "tenantId": project["_tenantId"],
        "projectId": project["id"],
        "pluginId": plugin["id"],
        "settings": plugin_catalog.settings_of(plugin, settings),
        "isEnabled": True,
        "createdAt": now,
        "updatedAt": now,
    }
    return world.store.plugin_instances.add(project["id"], instance)


def update(world: World, instance: Record, values: Record) -> None:
    """Change an instance. New settings replace all old ones."""
    if "settings" in values:
        instance["settings"] = plugin_catalog.settings_of(plugin_of(instance), values["settings"])
    instance.update(pick(values, "isEnabled"), updatedAt=world.clock.iso())


def plugin_of(instance: Record) -> Record:
    """The catalog entry of an installed plugin."""
    plugin = plugin_catalog.find(instance["pluginId"])
    if plugin is None:
        raise LookupError(f"plugin {instance['pluginId']} is not in the catalog")
    return plugin


def paid(world: World, project: Record) -> list[tuple[Record, str]]:
    """The enabled instances of paid plugins, each with the slug of its product."""
    instances = world.store.plugin_instances.of(project["id"])
    pairs = [(instance, plugin_of(instance).get("productSlug")) for instance in instances]
    return [(instance, slug) for instance, slug in pairs if slug is not None and instance["isEnabled"]]


def actions(world: World, project: Record) -> list[Record]:
    """The session actions of the enabled plugins, grouped by plugin."""
    groups: list[Record] = []
    for instance in world.store.plugin_instances.of(project["id"]):
        plugin = plugin_of(instance)
        if instance["isEnabled"] and "_actions" in plugin:
            group = {
                "pluginSlug": plugin["slug"],
                "pluginName": plugin["name"],
                "pluginIcon": plugin["icon"],
                "instanceId": instance["id"],
                "actions": plugin["_actions"],
            }
            groups.append(group)
    return groups


def on_message(world: World, session: Record, message: Record) -> None:
    """Have the profanity filter check a message from a user."""
    if message["type"] == "user" and _enabled(world, session["projectId"], plugin_catalog.PROFANITY):
        subjects = (session["projectId"], session["id"], message["id"])
        world.timers.after(world.settings.plugin_delay, "plugin.profanity", *subjects)


def on_session_end(world: World, session: Record) -> None:
    """Have the summary written, if that plugin is enabled."""
    if _enabled(world, session["projectId"], plugin_catalog.SUMMARY):
        _schedule_summary(world, session)


def regenerate_summary(world: World, session: Record) -> None:
    """Delete the summary at once and have a new one written, if that plugin is enabled."""
    annotations = world.store.session_annotations
    for annotation in annotations.groups.of(session["id"], ("type", "summary")):
        annotations.remove(session["id"], annotation["id"])
    on_session_end(world, session)


@timer("plugin.profanity")
def filter_profanity(world: World, project_id: str, session_id: str, message_id: str) -> None:
    instance = _enabled(world, project_id, plugin_catalog.PROFANITY)
    message = world.store.messages.get(session_id, message_id)
    if instance is None or message is None:
        return
    listed = {word.casefold() for word in instance["settings"]["words"]}
    words = re.findall(r"\w+", message["content"].casefold())
    flagged = [word for word in words if word in listed]
    if not flagged:
        return
    severity: str = instance["settings"]["severity"]
    content = {
        "words": list(dict.fromkeys(flagged)),
        "severity": severity,
        "score": plugin_catalog.score(severity, len(flagged)),
    }
    annotate_message(world, world.project(project_id), message, "profanity", content, instance)


@timer("plugin.summary")
def summarise(world: World, project_id: str, session_id: str) -> None:
    instance = _enabled(world, project_id, plugin_catalog.SUMMARY)
    session = world.store.sessions.get(project_id, session_id)
    if instance is None or session is None:
        return
    spoken = [one for one in world.store.messages.of(session_id) if one["type"] == "user"]
    content = _summary(session, spoken, instance["settings"]["sentences"])
    annotate_session(world, world.project(project_id), session, "summary", content, instance)


def _summary(session: Record, spoken: list[Record], sentences: float) -> Record:
    speakers = list(dict.fromkeys(message["senderName"] for message in spoken))
    opening = f"{session['title']}: {len(spoken)} messages from {', '.join(speakers) or 'nobody'}."
    quotes = [f'{one["senderName"]} said "{one["content"][:200]}".' for one in spoken]
    return {
        "summary": " ".join([opening, *quotes][: int(sentences)]),
        "speakers": speakers,
        "messageCount": len(spoken),
    }


def _schedule_summary(world: World, session: Record) -> None:
    subjects = (session["projectId"], session["id"])
    world.timers.after(world.settings.plugin_delay, "plugin.summary", *subjects)


def _enabled(world: World, project_id: str, slug: str) -> Record | None:
    for instance in world.store.plugin_instances.of(project_id):
        if instance["isEnabled"] and plugin_of(instance)["slug"] == slug:
            return instance
    return None


def serialize(instance: Record) -> Record:
    """The instance with its plugin's definition."""
    return {**public(instance), "plugin": public(plugin_of(instance))}
