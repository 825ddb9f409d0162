"""Checks that every name in the emitted modules means one thing: bound once, and bound if it is used.

The names of a spec become those of classes, functions, constants and keywords. A clash that the naming rules
overlook would otherwise give code that imports and does something else.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache

from attrs import field, frozen

from generator.emit.shape_check import bug
from generator.emit.syntax import children, walk

_BUILTINS = frozenset(dir(builtins)) | {"__name__"}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
# Read through an attribute of `self` in sync operations, so a keyword of that name hides nothing.
_HIDDEN_AT_WILL = frozenset({"inner"})


def check_names(modules: Mapping[str, ast.Module]) -> None:
    """Raise ``Refusal`` for modules in which a name is doubled, hidden or missing."""
    bound = {
        path: frozenset(_once(_bindings(_present(tree.body, path, modules)), path, "defines"))
        for path, tree in modules.items()
    }
    for path, tree in modules.items():
        for node in _imports(path, tree, bound[path]):
            _check_import(node, path, bound)


# `check_shape` returns the same tree for equal modules.
@lru_cache(maxsize=256)
def _imports(path: str, tree: ast.Module, bound: frozenset[str]) -> tuple[ast.ImportFrom, ...]:
    """Check a module by itself, and return its imports."""
    module = _Module(path, bound)
    for node in tree.body:
        module.visit(node, bound, frozenset())
    return tuple(module.imports)


def _check_import(node: ast.ImportFrom, path: str, bound: Mapping[str, frozenset[str]]) -> None:
    """Check that an emitted module has what is imported from it. Others belong to the SDK."""
    target = _target(node, path)
    file = _file(target, bound)
    if file is None:
        return
    for alias in node.names:
        known = alias.name == "*" or alias.name in bound[file]
        if not known and _file(f"{target}/{alias.name}", bound) is None:
            raise bug(path, f"imports {alias.name} from {target}, which does not define it")


def _target(node: ast.ImportFrom, path: str) -> str:
    """Return the path of the module or package that ``path`` imports from, without an extension."""
    base = path.split("/")[: -node.level] if node.level else []
    return "/".join([*base, *(node.module.split(".") if node.module else [])])


def _file(target: str, modules: Container[str]) -> str | None:
    return next((path for path in (f"{target}.py", f"{target}/__init__.py") if path in modules), None)


def _present(body: Iterable[ast.stmt], path: str, modules: Container[str]) -> Iterator[ast.stmt]:
    """Yield the statements except for imports from modules that this API lacks.

    Templates import everything that they may need.
    """
    for node in body:
        if isinstance(node, ast.If):
            yield from _present(node.body, path, modules)
        elif not (
            isinstance(node, ast.ImportFrom) and node.level and _file(_target(node, path), modules) is None
        ):
            yield node


def _bindings(body: Iterable[ast.stmt]) -> Iterator[str]:
    """Yield the names that statements bind, without those within functions and classes."""
    for node in body:
        match node:
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
                yield name
            case ast.Import(names) | ast.ImportFrom(names=names):
                if not (isinstance(node, ast.ImportFrom) and node.module == "__future__"):
                    yield from (alias.asname or alias.name for alias in names)
            case ast.Assign(targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))
            case ast.AnnAssign(ast.Name(name)):
                yield name
            case _:
                pass


def _once(names: Iterable[str], path: str, what: str) -> set[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise bug(path, f"{what} {name} twice")
        seen.add(name)
    return seen


@frozen
class _Module:
    """One module: its path, the names that it binds, and the imports found in it so far."""

    path: str
    bound: frozenset[str]
    imports: list[ast.ImportFrom] = field(factory=list)

    def visit(self, node: ast.AST, known: frozenset[str], hiding: frozenset[str]) -> None:
        """Check a node. ``known`` are the names of the scopes around it, ``hiding`` those of its class."""
        waiting = [node]
        while waiting:
            node = waiting.pop()
            if isinstance(node, ast.Name):
                if isinstance(node.ctx, ast.Load):
                    self._used(node.id, known, hiding)
            elif isinstance(node, ast.ClassDef):
                self._class(node, known)
            elif isinstance(node, _FUNCTIONS):
                self._function(node, known, hiding)
            elif isinstance(node, ast.ImportFrom):
                self.imports.append(node)
            else:
                if isinstance(node, ast.Dict):
                    keys = [repr(key.value) for key in node.keys if isinstance(key, ast.Constant)]
                    _once(keys, self.path, "has the key")
                waiting += children(node)

    def _used(self, name: str, known: frozenset[str], hiding: frozenset[str]) -> None:
        if name in hiding:
            raise bug(self.path, f"uses {name}, which a member of the class hides")
        if name not in known and name not in _BUILTINS:
            raise bug(self.path, f"uses {name}, which it does not define")

    def _class(self, node: ast.ClassDef, known: frozenset[str]) -> None:
        members = frozenset(_once(_bindings(node.body), self.path, f"{node.name} defines"))
        for outside in (*node.bases, *node.decorator_list):
            self.visit(outside, known, frozenset())
        for inner in node.body:
            # The target of a field is its name, not a use of it.
            parts = [inner.annotation, inner.value] if isinstance(inner, ast.AnnAssign) else [inner]
            for part in parts:
                if part is not None:
                    self.visit(part, known, members)

    def _function(
        self,
        node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
        known: frozenset[str],
        hiding: frozenset[str],
    ) -> None:
        declared = node.args
        every = [*declared.posonlyargs, *declared.args, *declared.kwonlyargs, declared.vararg, declared.kwarg]
        arguments = [arg for arg in every if arg is not None]
        names = frozenset(arg.arg for arg in arguments)
        body = [node.body] if isinstance(node, ast.Lambda) else node.body
        outside: list[ast.expr | None] = [*declared.defaults, *declared.kw_defaults]
        outside += [arg.annotation for arg in arguments]
        if not isinstance(node, ast.Lambda):
            outside += [node.returns, *node.decorator_list]
            imported = frozenset(_bindings(inner for inner in body if isinstance(inner, ast.ImportFrom)))
            hidden = sorted(names & (self.bound | imported) - _HIDDEN_AT_WILL)
            if hidden:
                raise bug(self.path, f"{node.name} has the parameter {hidden[0]}, which hides a name")
            names |= imported
        for part in outside:
            if part is not None:
                self.visit(part, known, hiding)
        names |= _assigned(body)
        for inner in body:
            self.visit(inner, known | names, frozenset())


def _assigned(body: Iterable[ast.AST]) -> frozenset[str]:
    """Return the names that the statements of a function assign to, also within expressions."""
    return frozenset(
        node.id for node in walk(body) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
