"""The sections of plugins, functions and violations."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from cortex_async.emulator.domain import plugin_catalog
from cortex_async.emulator.page.html import join, tag
from cortex_async.emulator.page.parts import Column, Section, chip, nothing, shortened, table
from cortex_async.emulator.page.view import SHOWN, View
from cortex_async.emulator.records import Record


def plugin_section(view: View) -> Section:
    rows = [
        (
            _plugin_name(raw),
            chip("enabled", "good") if raw["isEnabled"] else chip("disabled"),
            tag("code", raw["id"], class_="id"),
            view.when(raw["createdAt"]),
        )
        for raw, _ in view.latest(view.world.store.plugin_instances)
    ]
    columns = (Column("Plugin", wide=True), Column("State"), Column("Instance"), Column("Since"))
    count = len(view.world.store.plugin_instances)
    return Section("plugins", "Plugins", table("Plugins", columns, rows), count)


def _plugin_name(instance: Record) -> str:
    plugin = plugin_catalog.find(instance["pluginId"])
    return str(plugin["name"]) if plugin is not None else str(instance["pluginId"])


def function_section(view: View) -> Section:
    rows = [_function(view, raw, shown) for raw, shown in view.latest(view.world.store.functions)]
    columns = (
        Column("Function", wide=True),
        Column("Slug", wide=True),
        Column("Status"),
        Column("Deployment"),
        Column("Runtime"),
        Column("Access"),
        Column("Calls"),
        Column("Last call"),
        Column("Updated"),
    )
    count = len(view.world.store.functions)
    return Section("functions", "Functions", table("Functions", columns, rows), count)


def _function(view: View, function: Record, shown: Record) -> tuple[object, ...]:
    deployment: Record = function.get("activeDeployment") or {}
    status: str = deployment.get("status", "")
    return (
        shown["name"],
        shown["slug"],
        chip(function["status"], "good" if function["status"] == "published" else ""),
        chip(status, "good" if status == "running" else "notice" if status == "deploying" else "")
        if status
        else "",
        function["runtime"],
        function["authMode"],
        deployment.get("requestCount"),
        view.when(deployment.get("lastInvokedAt")),
        view.when(function["updatedAt"]),
    )


def violation_section(view: View) -> Section:
    violations = view.world.conformance.violations
    latest: Iterator[str] = islice(reversed(violations), SHOWN)
    lines = [tag("li", shortened(view.text(one), 2000)) for one in latest]
    note = tag("p", "Each one is a bug in the emulator. Please report it.", class_="soft")
    content = join(note, tag("ul", lines, class_="problem")) if lines else nothing()
    return Section("violations", "Violations of the spec", content, len(violations))
