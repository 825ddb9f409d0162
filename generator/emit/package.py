"""Emits all files of an API. Reads nothing but its templates and writes nothing."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from attrs import frozen

from generator import ir
from generator.emit.annotations import NONE, annotation, united
from generator.emit.code import Code, code, comment, docstring, dotted, identifier, joined, literal
from generator.emit.coder_names import CoderNames
from generator.emit.commands import group_modules, index_module
from generator.emit.decoders import decoders_module, responses_module
from generator.emit.files import Files
from generator.emit.models import imports, models_module, named
from generator.emit.name_check import check_names
from generator.emit.operations import operations_module, resources
from generator.emit.reference import reference_page
from generator.emit.scopes import scopes_module
from generator.emit.shape_check import check_shape
from generator.refusal import refusing_depth
from generator.source.commands_file import CommandsFile

_EMPTY = ast.Module([], [])


@frozen
class Layout:
    """Where the code of an API goes.

    ``package`` and ``sync_package`` are the import paths of its two ``_generated``.
    """

    source: str
    package: str
    sync_package: str
    core: str = "cortex_async._core"

    @property
    def public(self) -> str:
        """Import path of the package that users import from: the one around ``package``."""
        return self.package.rpartition(".")[0]

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
        finalize=_printed,
        autoescape=False,  # noqa: S701  # Python, not HTML: only pieces of code are printed
    )
    environment.globals["docstring"] = docstring
    environment.filters["join"] = lambda parts, separator: joined(separator, parts)
    return environment


def _printed(value: object) -> str:
    if not isinstance(value, Code):
        raise TypeError(f"a template prints code, not {type(value).__name__}")
    return value.text


def header(layout: Layout) -> tuple[str, str]:
    return (
        f"Made by `python -m generator build` from {layout.source}.",
        "Do not edit: change the specification or the generator and run `make generate`.",
    )


def emit(api: ir.Api, layout: Layout, bound: dict[str, int]) -> dict[str, str]:
    """Return every generated file, unformatted.

    ``bound`` counts the path parameters that each scope binds.
    """
    with refusing_depth(layout.source):
        return _emit(api, layout, bound)


def _emit(api: ir.Api, layout: Layout, bound: dict[str, int]) -> dict[str, str]:
    files = Files()
    trees: dict[str, ast.Module] = {}
    lines = "".join(comment(line).text for line in header(layout))
    bases = {model.base[0] for model in api.models if model.base is not None}
    packages = (f"{layout.core}.", layout.package, "cortex_async._core.", "cortex_sync.", *sorted(bases))
    always = {"core": dotted(layout.core), "package": dotted(layout.package)}

    def add(package: str, path: tuple[str, ...], template: str, context: dict[str, Any]) -> None:
        text = lines + _environment().get_template(template).render(**always, **context)
        place = layout.path(package, *path)
        trees[place] = check_shape(place, text, template, packages)
        files.add(place, text)

    names = CoderNames.of(api)
    _emit_models(api, layout, names, add)
    for resource in resources(api):
        context = operations_module(api, resource, names)
        path = ("operations", resource[0], f"{resource[1]}.py")
        add(layout.package, path, "operations.py.j2", context)
        add(layout.sync_package, path, "sync_operations.py.j2", context)
    add(layout.package, ("scopes.py",), "scopes.py.j2", {"sync": False, **scopes_module(api, bound)})
    add(layout.sync_package, ("scopes.py",), "scopes.py.j2", {"sync": True, **scopes_module(api, bound)})
    # Depends on the layout only: a new spec never changes a file outside of `_generated`.
    if layout.public:
        title = (
            f"The models and enumerations of {layout.public}. Each group of them is imported on first use."
        )
        add(layout.public, ("models.py",), "public_models.py.j2", {"title": title})
    files.add(layout.path(layout.package, "reference.md"), reference_page(api, header(layout)))
    _emit_packages(files, layout, lines)
    check_names({path: trees.get(path) or _EMPTY for path in files.texts if path.endswith(".py")})
    return files.texts


def _emit_models(api: ir.Api, layout: Layout, names: CoderNames, add: Any) -> None:
    for group, content in api.groups.items():
        add(layout.package, ("models", f"{group}.py"), "models.py.j2", models_module(api, group))
        if content.models:
            add(
                layout.package,
                ("decoders", f"{group}.py"),
                "decoders.py.j2",
                decoders_module(api, group, names),
            )
    responses = responses_module(api, names)
    if responses is not None:
        add(layout.package, ("decoders", "responses_.py"), "responses.py.j2", responses)
    add(layout.package, ("models", "__init__.py"), "lazy.py.j2", _lazy(api))
    secrets = {
        "names": [literal(name) for name in api.secret_fields],
        "request_names": [literal(name) for name in api.secret_request_fields],
    }
    add(layout.package, ("secrets.py",), "secrets.py.j2", secrets)
    if api.events is not None:
        add(layout.package, ("events.py",), "events.py.j2", _events(api, api.events, names))


def emit_commands(
    api: ir.Api, package: str, decided: CommandsFile, header_lines: tuple[str, str]
) -> dict[str, str]:
    """Return the files of the command line's registry, unformatted."""
    files = Files()
    lines = "".join(comment(line).text for line in header_lines)
    folder = "/".join(package.split("."))
    contexts = {name: ("commands.py.j2", context) for name, context in group_modules(api, decided).items()}
    for name, (template, context) in {
        "index": ("command_index.py.j2", index_module(api, decided)),
        **contexts,
    }.items():
        text = lines + _environment().get_template(template).render(**context)
        place = f"{folder}/{name}.py"
        check_shape(place, text, template, ())
        files.add(place, text)
    files.add(f"{folder}/__init__.py", lines)
    return files.texts


def _lazy(api: ir.Api) -> dict[str, Any]:
    return {
        "title": "All models and enumerations. Each group of them is imported on first use.",
        "modules": named(
            (name, sorted([*(model.name for model in group.models), *(enum.name for enum in group.enums)]))
            for name, group in api.groups.items()
        ),
        "homes": [(identifier(name), identifier(home)) for name, home in sorted(api.homes.items())],
    }


def _events(api: ir.Api, events: ir.EventUnion, coders: CoderNames) -> dict[str, Any]:
    names = sorted({name for _, name in events.members})
    modules = imports(api, "", names)
    exports = sorted([*names, "Event", "UnknownEvent", "decode_event", "unreadable_events"], key=str.lower)
    return {
        "title": "The events of streams and webhooks.",
        "exports": [identifier(name) for name in exports],
        "union": joined(" | ", [identifier(name) for name in [*names, "UnknownEvent"]]),
        "decoders": named(
            (m, sorted(coders.model(name, "decode") for name in found)) for m, found in modules
        ),
        "models": named(modules),
        "by": literal(events.by),
        "members": [
            (literal(value), identifier(coders.model(name, "decode"))) for value, name in events.members
        ],
        "envelope": [_envelope_field(item) for item in events.envelope],
    }


def _envelope_field(item: ir.Field) -> dict[str, Code]:
    """Return a field of unknown events: decoded only if its JSON value needs no conversion."""
    kind = item.type
    strings = (ir.Scalar("datetime"), ir.Scalar("date"), ir.Scalar("int_string"), ir.Scalar("float_string"))
    if isinstance(kind, (ir.Constant, ir.EnumRef)) or kind in strings:
        held = code("str")
    elif isinstance(kind, ir.Scalar):
        held = annotation(kind, sent=False)
    else:
        held = code("dict[str, Any]")
    return {
        "name": identifier(item.name),
        "annotation": joined(" | ", united((held,), (NONE,))),
        "value": code("raw.get({})", literal(item.wire)),
    }


def _emit_packages(files: Files, layout: Layout, lines: str) -> None:
    """Add an ``__init__.py`` to every generated directory that has none.

    The public package is not one of them.
    """
    folders = {path.rpartition("/")[0] for path in files.texts if path.endswith(".py")}
    folders -= {layout.path(layout.public)}
    for package in (layout.package, layout.sync_package):
        folders |= {layout.path(package), layout.path(package, "operations")}
    for folder in sorted(folders):
        path = f"{folder}/__init__.py"
        if path not in files.texts:
            files.add(path, lines)
