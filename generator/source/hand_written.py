"""What the hand-written layer adds to the generated resources: signatures and docstrings, read statically.

A class of the hand-written layer belongs to the resource from whose generated class it inherits. Nothing is
imported.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import field, frozen

Resource = tuple[str, str]
Class = tuple[ast.ClassDef, dict[str, str]]
"""A class, and the module of every name that its module imports."""


@frozen
class Method:
    """A method as users see it.

    signatures: (parameters, annotation of the result) for each overload, as in the source, without ``self``.
    """

    name: str
    is_async: bool
    signatures: tuple[tuple[tuple[str, ...], str], ...]
    doc: str


@frozen
class HandWritten:
    """The methods by resource, (scope, resource)."""

    methods: Mapping[Resource, Mapping[str, Method]] = field(factory=dict)

    def of(self, scope: str, resource: str) -> Mapping[str, Method]:
        return self.methods.get((scope, resource), {})


def read_hand_written(root: Path, package: str) -> HandWritten:
    """Read the modules of ``package`` below ``root``. A package that is not there adds nothing."""
    folder = root.joinpath(*package.split("."))
    classes = dict(_classes(folder))
    found: dict[Resource, dict[str, Method]] = {}
    for name in classes:
        resource = _resource_of(name, classes, package)
        if resource is not None:
            found.setdefault(resource, {}).update(_methods(name, classes))
    return HandWritten(found)


def _classes(folder: Path) -> Iterator[tuple[str, Class]]:
    """Yield the public classes that inherit from generated operations, directly or not."""
    waiting = [path.read_text("utf-8") for path in sorted(folder.rglob("*.py")) if _is_read(path, folder)]
    bases = ["Operations"]
    while bases:
        # Only modules with such a class: parsing all of them takes most of a second.
        heir = re.compile(rf"^class (\w+)\(.*(?:{'|'.join(bases)})\b", re.MULTILINE)
        heirs = [source for source in waiting if heir.search(source)]
        waiting = [source for source in waiting if source not in heirs]
        bases = []
        for source in heirs:
            tree = ast.parse(source)
            imported = _imported(tree)
            for node in tree.body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    bases.append(node.name)
                    yield node.name, (node, imported)


def _is_read(path: Path, folder: Path) -> bool:
    inner = path.relative_to(folder).parts
    return not {"_generated", "_core", "contrib", "emulator"} & set(inner)


def _imported(tree: ast.Module) -> dict[str, str]:
    """Return the module of every name that a module imports."""
    return {
        alias.asname or alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def _resource_of(name: str, classes: Mapping[str, Class], package: str) -> Resource | None:
    node, imported = classes[name]
    for base in node.bases:
        if isinstance(base, ast.Name):
            place = imported.get(base.id, "").removeprefix(f"{package}._generated.operations.").split(".")
            if len(place) == 2:
                return place[0], place[1]
            if base.id in classes and (found := _resource_of(base.id, classes, package)):
                return found
    return None


def _methods(name: str, classes: Mapping[str, Class]) -> dict[str, Method]:
    """Return the public methods of a class, its hand-written bases included."""
    node = classes[name][0]
    found: dict[str, Method] = {}
    for base in reversed(node.bases):
        if isinstance(base, ast.Name) and base.id in classes:
            found |= _methods(base.id, classes)
    return found | {method.name: method for method in _own(node)}


def _own(node: ast.ClassDef) -> Iterator[Method]:
    defined: dict[str, list[ast.FunctionDef | ast.AsyncFunctionDef]] = {}
    for member in node.body:
        if isinstance(member, (ast.FunctionDef, ast.AsyncFunctionDef)) and not member.name.startswith("_"):
            defined.setdefault(member.name, []).append(member)
    for name, versions in defined.items():
        last = versions[-1]
        shown = versions[:-1] or [last]
        doc = inspect.cleandoc(ast.get_docstring(last, clean=False) or "")
        is_async = isinstance(last, ast.AsyncFunctionDef)
        signatures = tuple((tuple(_parameters(one.args)), _source(one.returns)) for one in shown)
        yield Method(name, is_async, signatures, doc)


def _parameters(given: ast.arguments) -> Iterator[str]:
    positional = [*given.posonlyargs, *given.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(given.defaults))
    yield from (
        _parameter(one, default)
        for one, default in zip(positional, [*defaults, *given.defaults], strict=True)
        if one.arg != "self"
    )
    if given.vararg is not None:
        yield f"*{_parameter(given.vararg, None)}"
    elif given.kwonlyargs:
        yield "*"
    yield from (_parameter(*one) for one in zip(given.kwonlyargs, given.kw_defaults, strict=True))
    if given.kwarg is not None:
        yield f"**{_parameter(given.kwarg, None)}"


def _parameter(declared: ast.arg, default: ast.expr | None) -> str:
    annotation = f": {_source(declared.annotation)}" if declared.annotation is not None else ""
    if default is None:
        return f"{declared.arg}{annotation}"
    return f"{declared.arg}{annotation}{' = ' if annotation else '='}{_source(default)}"


def _source(node: ast.expr | None) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return json.dumps(node.value)
    return "" if node is None else ast.unparse(node)
