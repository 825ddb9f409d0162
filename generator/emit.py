"""IR -> {path: source}. Pure: reads no disk but its own templates, writes none."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from attrs import frozen

from . import ir
from .annotations import annotation, literal
from .coding import function_name
from .emit_decoders import answers_module, decoders_module
from .emit_models import imports, models_module
from .emit_operations import operations_module, resources
from .emit_scopes import reference, scopes_module
from .text import docstring


@frozen
class Layout:
    """Where the code of one API goes. ``package`` and ``sync_package`` are import paths of its two ``_generated``."""

    source: str
    package: str
    sync_package: str
    core: str = "cortex_async.core"

    def path(self, package: str, *parts: str) -> str:
        return "/".join([*package.split("."), *parts])


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701  # Python and Markdown, not HTML; text passes through docstring() and literal()
    )
    environment.globals["docstring"] = docstring
    return environment


def header(layout: Layout) -> tuple[str, str]:
    return (
        f"Made by `python -m generator build` from {layout.source}.",
        "Do not edit: change the specification or the generator and run `make generate`.",
    )


def emit(api: ir.Api, layout: Layout, bound: dict[str, int]) -> dict[str, str]:
    """Every generated file, unformatted. ``bound`` counts the ids that each scope fixes."""
    files: dict[str, str] = {}

    def add(package: str, path: tuple[str, ...], template: str, context: dict[str, Any]) -> None:
        text = (
            _environment().get_template(template).render(core=layout.core, package=layout.package, **context)
        )
        files[layout.path(package, *path)] = "".join(f"# {line}\n" for line in header(layout)) + text

    _emit_models(api, layout, add)
    for resource in resources(api):
        context = operations_module(resource)
        path = ("operations", resource[0], f"{resource[1]}.py")
        add(layout.package, path, "operations.py.j2", context)
        add(layout.sync_package, path, "sync_operations.py.j2", context)
    add(layout.package, ("scopes.py",), "scopes.py.j2", {"sync": False, **scopes_module(api, bound)})
    add(layout.sync_package, ("scopes.py",), "scopes.py.j2", {"sync": True, **scopes_module(api, bound)})
    page = _environment().get_template("reference.md.j2").render(header=header(layout), **reference(api))
    files[layout.path(layout.package, "reference.md")] = page
    _emit_packages(files, layout)
    return files


def _emit_models(api: ir.Api, layout: Layout, add: Any) -> None:
    for group, content in api.groups.items():
        add(layout.package, ("models", f"{group}.py"), "models.py.j2", models_module(api, group))
        if content.models:
            add(layout.package, ("decoders", f"{group}.py"), "decoders.py.j2", decoders_module(api, group))
    answers = answers_module(api)
    if answers is not None:
        add(layout.package, ("decoders", "answers_.py"), "answers.py.j2", answers)
    add(layout.package, ("models", "__init__.py"), "lazy.py.j2", _lazy(api))
    secrets = {"names": api.secret_fields, "request_names": api.secret_request_fields}
    add(layout.package, ("secrets.py",), "secrets.py.j2", secrets)
    if api.events is not None:
        add(layout.package, ("events.py",), "events.py.j2", _events(api, api.events))


def _lazy(api: ir.Api) -> dict[str, Any]:
    return {
        "title": "Every model and enumeration by name; each group of them loads when the first one is asked for.",
        "modules": [
            (name, sorted([*(model.name for model in group.models), *(enum.name for enum in group.enums)]))
            for name, group in api.groups.items()
        ],
        "homes": sorted(api.homes.items()),
    }


def _events(api: ir.Api, events: ir.EventUnion) -> dict[str, Any]:
    names = sorted({name for _, name in events.members})
    modules = imports(api, "", names)
    return {
        "title": "The events of streams and webhooks.",
        "names": names,
        "decoders": [(m, sorted(function_name(name, "decode") for name in found)) for m, found in modules],
        "models": modules,
        "by": literal(events.by),
        "members": [(literal(value), function_name(name, "decode")) for value, name in events.members],
        "envelope": [_envelope_field(item) for item in events.envelope],
    }


def _envelope_field(item: ir.Field) -> dict[str, str]:
    """Of an unknown event nothing is certain: what is no plain text stays as it came."""
    kind = item.type
    texts = (ir.Scalar("instant"), ir.Scalar("date"), ir.Scalar("int_text"), ir.Scalar("float_text"))
    if isinstance(kind, (ir.Constant, ir.EnumRef)) or kind in texts:
        text = "str"
    elif isinstance(kind, ir.Scalar):
        text = annotation(kind, sent=False)
    else:
        text = "dict[str, Any]"
    return {"name": item.name, "annotation": f"{text} | None", "value": f"raw.get({literal(item.wire)})"}


def _emit_packages(files: dict[str, str], layout: Layout) -> None:
    """An ``__init__.py`` for every directory that has none of its own."""
    folders = {path.rpartition("/")[0] for path in files if path.endswith(".py")}
    for package in (layout.package, layout.sync_package):
        folders |= {layout.path(package), layout.path(package, "operations")}
    lines = "".join(f"# {line}\n" for line in header(layout))
    for folder in sorted(folders):
        files.setdefault(f"{folder}/__init__.py", lines)
