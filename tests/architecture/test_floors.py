"""Imports go down only, and never in a circle. docs/architecture.md explains the tables."""

from __future__ import annotations

from collections.abc import Iterator

from tests.architecture.modules import MODULES, ROOT, circles, graph, imports

CORE = "cortex_async._core"

FLOORS: list[tuple[str, ...]] = [
    # 0: values, which import nothing of ours
    (
        f"{CORE}.advice",
        f"{CORE}.types",
        f"{CORE}.unset",
        f"{CORE}.turns",
        f"{CORE}.version",
        f"{CORE}.deprecation",
        f"{CORE}.late_attrs",
        f"{CORE}.runtime",
        f"{CORE}.strings",
        f"{CORE}.secrets",
        "cortex_async._generated",
    ),
    (f"{CORE}.outcomes", f"{CORE}.response", f"{CORE}.strings.kinds"),
    (f"{CORE}.errors", f"{CORE}.call_errors"),
    (
        f"{CORE}.arguments",
        f"{CORE}.runtime.loading",
        f"{CORE}.runtime.loops",
        f"{CORE}.strings.keywords",
        "cortex_async.join_results",
    ),
    (f"{CORE}.telemetry",),
    (
        f"{CORE}.free_form",
        f"{CORE}.strings.wire_strings",
        f"{CORE}.timing",
        f"{CORE}.timeouts",
        f"{CORE}.limiting",
        f"{CORE}.paging",
        f"{CORE}.files",
    ),
    (f"{CORE}.retry", f"{CORE}.request", f"{CORE}.auth"),
    (f"{CORE}.options", f"{CORE}.secrets.redaction", f"{CORE}.secrets.call_fields"),
    (f"{CORE}.codec", f"{CORE}.http"),
    ("cortex_async._generated.models",),
    # 10: what makes and reads calls
    (f"{CORE}.call", "cortex_async._generated.decoders", "cortex_async._generated.events"),
    (f"{CORE}.stream", "cortex_async.models"),
    (
        f"{CORE}.operations",
        "cortex_async.config",
        "cortex_async.credentials",
        "cortex_async.dicts",
        "cortex_async.event_types",
        "cortex_async.tables",
    ),
    (f"{CORE}.service_client", "cortex_async._generated.operations", "cortex_async.routing"),
    # below webhooks, which publish what they receive
    ("cortex_async.relay.broker", "cortex_async.relay.keys", "cortex_async.relay.partitions"),
    ("cortex_async.relay.envelope", "cortex_async.relay.groups", "cortex_async.relay.memory.groups"),
    ("cortex_async.relay.memory",),
    # 18: what users import
    (
        "cortex_async._generated.scopes",
        "cortex_async.events",
        "cortex_async.telemetry",
        "cortex_async.webhooks",
        "cortex_sync.bridge",
    ),
    (
        "cortex_async.live",
        "cortex_async.transcripts",
        "cortex_sync._generated",
        "cortex_sync.routing",
        "cortex_sync.tables",
        "cortex_sync.telemetry",
    ),
    ("cortex_async.feeds",),
    (
        "cortex_async.redaction",
        "cortex_async.resources",
        "cortex_async.api_client",
        "cortex_sync.feeds",
        "cortex_sync.live",
        "cortex_sync.transcripts",
    ),
    (
        "cortex_async.limits",
        "cortex_async.login",
        "cortex_async.project",
        "cortex_sync.redaction",
        "cortex_sync.resources",
        "cortex_sync.api_client",
    ),
    ("cortex_sync.limits",),
    ("cortex_async.archives", "cortex_async.client", "cortex_async.evidence", "cortex_sync.project"),
    ("cortex_async.relay",),
    (
        "cortex_async.access",
        "cortex_async.contrib",
        "cortex_async.emulator",
        "cortex_async.integrations",
        "cortex_async.testing",
        "cortex_sync.archives",
        "cortex_sync.client",
        "cortex_sync.evidence",
    ),
    ("cortex_sync.access", "cortex_sync.integrations"),
    ("cortex_async", "cortex_sync"),
    # They serve blocking code too: fixtures of both versions, and frameworks that are synchronous.
    ("cortex_async.pytest_plugin", "cortex_async.integrations.celery", "cortex_async.integrations.django"),
    ("cortex_sync.integrations.celery", "cortex_sync.integrations.django"),
    # The command line, which nothing imports: from its values up to its console script
    ("cortex_cli.exit_codes", "cortex_cli.escaping", "cortex_cli._generated"),
    ("cortex_cli.hiding",),
    ("cortex_cli.failures", "cortex_cli.notes", "cortex_cli.signals"),
    ("cortex_cli.output",),
    ("cortex_cli.invocation",),
    ("cortex_cli.connection",),
    (
        "cortex_cli.questions",
        "cortex_cli.runner",
        "cortex_cli.options",
        "cortex_cli.datetimes",
        "cortex_cli.shells",
    ),
    ("cortex_cli.command", "cortex_cli.inputs"),
    ("cortex_cli.operations", "cortex_cli.doctor", "cortex_cli.following"),
    ("cortex_cli.forwarding", "cortex_cli.mcp", "cortex_cli.services", "cortex_cli.spec"),
    ("cortex_cli.commands",),
    ("cortex_cli.tree",),
    ("cortex_cli.entry",),
    ("cortex_cli",),
]
"""Floors from the bottom up.

A module belongs to the longest prefix of its name; modules of one room may import each other.
"""

NEIGHBOURS = {
    (f"{CORE}.call_errors", f"{CORE}.errors"),
    (f"{CORE}.secrets", f"{CORE}.unset"),  # a masked value may be unset
    (f"{CORE}.secrets", f"{CORE}.strings"),  # compiles its patterns late
    (f"{CORE}.secrets.call_fields", f"{CORE}.secrets.redaction"),
    ("cortex_async._generated.events", "cortex_async._generated.decoders"),
    ("cortex_async.testing", "cortex_async.emulator"),
    ("cortex_async.contrib", "cortex_async.emulator"),  # its servers share connections and records
    ("cortex_async.archives", "cortex_async.evidence"),  # erases people from both
}
"""Imports between rooms on the same floor, one by one."""

ONLY_IN = {
    "aiohttp": (
        f"{CORE}.http",
        "cortex_async.emulator",
        "cortex_async.webhooks",
        "cortex_async.contrib",
        "cortex_async.testing",
        "cortex_async.relay.service.health",
        "cortex_cli.forwarding",  # it is no call of the API
    ),
    "backoff": (f"{CORE}.retry",),
    "openapi_python_client": ("generator.source.specification",),
    "generator": ("generator",),
    "click": ("cortex_cli",),
    "rich": ("cortex_cli",),
    "yaml": ("cortex_cli.output", "generator"),
    "cryptography": ("cortex_async.evidence.signing", "cortex_async.limits.sealing"),
    "nats": ("cortex_async.relay.nats",),
    "redis": (f"{CORE}.runtime.own_redis", "cortex_async.limits.redis", "cortex_async.relay.redis"),
    "aiokafka": ("cortex_async.relay.kafka",),
    "cattrs": (f"{CORE}.codec",),
    "opentelemetry": ("cortex_async.telemetry.opentelemetry",),
    "prometheus_client": ("cortex_async.telemetry.prometheus", "cortex_async.relay.service.metrics"),
    "numpy": ("cortex_async.tables.pandas",),
    "pandas": ("cortex_async.tables.pandas",),
    "polars": ("cortex_async.tables.polars",),
    "pyarrow": (
        "cortex_async.archives.layouts.engines",
        "cortex_async.tables.arrow",
        "cortex_async.transcripts.formats.arrow",
    ),
    "celery": ("cortex_async.integrations.celery",),
    "django": ("cortex_async.integrations.django", "cortex_async.webhooks.django"),
    "fastapi": ("cortex_async.integrations.fastapi", "cortex_sync.integrations.fastapi"),
    "litestar": ("cortex_async.integrations.litestar",),
    "starlette": (
        "cortex_async.integrations.fastapi",
        "cortex_async.integrations.starlette",
        "cortex_async.webhooks.starlette",
        "cortex_cli.mcp.protocol",
        "cortex_sync.integrations.fastapi",
        "cortex_sync.integrations.starlette",
    ),
    "mcp": ("cortex_cli.mcp.protocol",),
    "mcp_types": ("cortex_cli.mcp.protocol",),
    "uvicorn": ("cortex_cli.mcp.protocol.http",),
    "fsspec": ("cortex_async.archives.storage.filesystem",),
}
"""Library -> the only modules that may import it."""

PREFIXES = {prefix: floor for floor, row in enumerate(FLOORS) for prefix in row}


def room(module: str) -> str | None:
    known = [prefix for prefix in PREFIXES if module == prefix or module.startswith(prefix + ".")]
    return max(known, key=len) if known else None


def climbing(name: str) -> Iterator[str]:
    """The imports of a module that do not go down."""
    here = room(name)
    if here is None:
        if not name.startswith("generator"):
            yield f"{name} has no floor: add it to FLOORS"
        return
    for found in imports(MODULES[name]):
        there = room(found.module)
        if there is None or there == here or (here, there) in NEIGHBOURS:
            continue
        if PREFIXES[there] >= PREFIXES[here]:
            yield f"{name}:{found.line}: {here} imports {found.module}, which is not on a lower floor"


def test_imports_go_down_only() -> None:
    assert [problem for name in MODULES for problem in climbing(name)] == []


def test_no_modules_import_each_other() -> None:
    assert circles(graph()) == []


def misplaced(name: str) -> Iterator[str]:
    """The libraries that a module imports and may not."""
    for found in imports(MODULES[name]):
        allowed = ONLY_IN.get(found.module.partition(".")[0])
        if allowed is not None and not found.typing_only and not name.startswith(allowed):
            yield f"{name}:{found.line}: {found.module} may be imported in {allowed} only"


def test_some_libraries_are_imported_in_one_place_only() -> None:
    assert [problem for name in MODULES for problem in misplaced(name)] == []


def test_the_generator_imports_nothing_of_the_packages() -> None:
    for name, path in MODULES.items():
        if name.startswith("generator"):
            for found in imports(path):
                assert not found.module.startswith(("cortex_async", "cortex_sync")), f"{name}:{found.line}"


def test_the_tables_have_no_unused_lines() -> None:
    for prefix in PREFIXES:
        assert any(name == prefix or name.startswith(prefix + ".") for name in MODULES), prefix
    used = {(room(name), room(other)) for name, others in graph().items() for other in others}
    assert used >= NEIGHBOURS, NEIGHBOURS - used


def test_the_architecture_tests_import_no_benchmarks() -> None:
    for path in (ROOT / "tests" / "architecture").glob("*.py"):
        assert [found.module for found in imports(path) if found.module.startswith("benchmarks")] == []


def test_imports_and_circles_are_found() -> None:
    found = {one.module for one in imports(MODULES[f"{CORE}.request"])}
    assert f"{CORE}.unset" in found
    typed = {one.module for one in imports(MODULES[f"{CORE}.operations"]) if one.typing_only}
    assert f"{CORE}.codec.codec" in typed
    assert room("cortex_async.client.anything") == "cortex_async.client"
    assert room("somewhere.else") is None
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]
    assert (ROOT / "generator").is_dir()
