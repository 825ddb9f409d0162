"""Checks that an emitted module contains only what its template can produce."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterator
from functools import lru_cache

from attrs import frozen

from generator.emit.shapes import SHAPES, Shape
from generator.refusal import Refusal

_BUILTINS = frozenset(dir(builtins))
_STANDARD = frozenset(
    {
        "__future__",
        "attrs",
        "builtins",
        "collections.abc",
        "datetime",
        "functools",
        "importlib",
        "types",
        "typing",
    }
)
_NOWHERE: frozenset[str] = frozenset()


# Specs that differ in a few places give mostly equal modules, and checks take most of the time of `emit`.
@lru_cache(maxsize=256)
def check_shape(path: str, text: str, template: str, packages: tuple[str, ...]) -> ast.Module:
    """Return the syntax tree of a module, which must not be changed.

    Raises ``Refusal`` if ``template`` cannot have produced it, or if it does not compile. It may import from
    ``packages``.
    """
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise bug(path, f"is not valid Python ({type(error).__name__})") from None
    _Module(path, SHAPES[template], packages).check(tree)
    try:
        compile(tree, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise bug(path, f"does not compile ({type(error).__name__})") from None
    return tree


def bug(path: str, problem: str) -> Refusal:
    """Return the refusal of emitted code that is wrong whatever the spec says."""
    return Refusal(path, problem, "this is a bug of the generator: report it with the spec")


@frozen
class _Module:
    path: str
    shape: Shape
    packages: tuple[str, ...]

    def check(self, tree: ast.Module) -> None:
        nodes = self.shape.nodes
        # (node, names of the parameters around it, or None if it is evaluated when the module is imported)
        waiting: list[tuple[ast.AST, frozenset[str] | None]] = [(tree, None)]
        while waiting:
            node, bound = waiting.pop()
            kind = node.__class__
            if kind not in nodes:
                raise self.strange(node, f"a {kind.__name__}")
            if isinstance(node, ast.Name):
                # A field may be called `id`: only reading a builtin counts.
                if node.id[:2] == "__" or (node.id in _BUILTINS and isinstance(node.ctx, ast.Load)):
                    self.name(node, node.id, bound)
                continue
            if isinstance(node, ast.ClassDef):
                self._defined(node, node.name)
            look = _LOOKS.get(kind)
            if look is not None:
                look(self, node, bound)
            if kind in _SCOPES:
                waiting += self._scope(node, bound)
                continue
            for name in _FIELDS[kind]:
                value = getattr(node, name)
                if value.__class__ is list:
                    waiting += [(one, bound) for one in value if one is not None]
                elif value is not None:
                    waiting.append((value, bound))

    def _scope(
        self, node: ast.AST, bound: frozenset[str] | None
    ) -> Iterator[tuple[ast.AST, frozenset[str] | None]]:
        """Yield the parts of a function. Decorators and defaults belong to the scope around it."""
        assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        declared = node.args
        every = [*declared.posonlyargs, *declared.args, *declared.kwonlyargs, declared.vararg, declared.kwarg]
        names = frozenset(arg.arg for arg in every if arg is not None)
        self._defined(node, *names, *([] if isinstance(node, ast.Lambda) else [node.name]))
        yield from (
            (arg.annotation, bound) for arg in every if arg is not None and arg.annotation is not None
        )
        yield from (
            (value, bound) for value in (*declared.defaults, *declared.kw_defaults) if value is not None
        )
        yield from ((one, bound) for one in getattr(node, "type_params", ()))
        inside = names | (bound or _NOWHERE)
        if isinstance(node, ast.Lambda):
            yield node.body, inside
            return
        yield from ((one, bound) for one in node.decorator_list)
        if node.returns is not None:
            yield node.returns, bound
        yield from ((one, inside) for one in node.body)

    def _defined(self, node: ast.AST, *names: str) -> None:
        for name in names:
            if name.startswith("__") and name not in self.shape.private:
                raise self.strange(node, f"the name {name}")

    def strange(self, node: ast.AST, what: str) -> Refusal:
        return bug(
            self.path,
            f"contains {what} in line {getattr(node, 'lineno', 0)}, which its template cannot produce",
        )

    def name(self, node: ast.AST, name: str, bound: frozenset[str] | None) -> None:
        allowed = self.shape.private if name.startswith("__") else self.shape.builtins
        if name not in allowed and name not in (bound or _NOWHERE):
            raise self.strange(node, f"the name {name}")

    def call(self, node: ast.Call, bound: frozenset[str] | None) -> None:
        allowed = self.shape.loading if bound is None else self.shape.running
        target = _dotted(node.func)
        if not allowed.fullmatch(target):
            raise self.strange(node, f"a call of {target or 'an expression'}")

    def imported(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        if node.level == 0 and module not in _STANDARD and not module.startswith(self.packages):
            raise self.strange(node, f"an import from {module}")


def _dotted(node: ast.expr) -> str:
    """Return a chain of names such as ``self._inner.list``, or an empty string for any other expression."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _look_at_attribute(module: _Module, node: ast.AST, bound: frozenset[str] | None) -> None:
    assert isinstance(node, ast.Attribute)
    if node.attr.startswith("__"):
        module.name(node, node.attr, bound)


def _look_at_call(module: _Module, node: ast.AST, bound: frozenset[str] | None) -> None:
    assert isinstance(node, ast.Call)
    module.call(node, bound)


def _look_at_import(module: _Module, node: ast.AST, _: frozenset[str] | None) -> None:
    assert isinstance(node, ast.ImportFrom)
    module.imported(node)


def _look_at_plain_import(module: _Module, node: ast.AST, _: frozenset[str] | None) -> None:
    assert isinstance(node, ast.Import)
    if [alias.name for alias in node.names] != ["builtins"]:
        raise module.strange(node, "an import")


def _look_at_statement(module: _Module, node: ast.AST, bound: frozenset[str] | None) -> None:
    assert isinstance(node, ast.Expr)
    fine = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    if not fine and (bound is None or not isinstance(node.value, (ast.Call, ast.Await))):
        raise module.strange(node, "a statement without effect")


# The fields of nodes that contain other nodes; the rest are names, numbers and the like.
_FIELDS = {
    kind: tuple(
        name
        for name in kind._fields
        if kind not in (ast.Constant, ast.alias, ast.ImportFrom, ast.Import)
        and name
        not in ("ctx", "id", "attr", "arg", "asname", "simple", "type_comment", "conversion", "type_ignores")
        and not (name == "name" and kind in (ast.ClassDef, ast.ExceptHandler))
    )
    for kind in sorted(
        {kind for shape in SHAPES.values() for kind in shape.nodes}, key=lambda kind: kind.__name__
    )
}
_SCOPES = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda})
_LOOKS: dict[type[ast.AST], Callable[[_Module, ast.AST, frozenset[str] | None], None]] = {
    ast.Attribute: _look_at_attribute,
    ast.Call: _look_at_call,
    ast.ImportFrom: _look_at_import,
    ast.Import: _look_at_plain_import,
    ast.Expr: _look_at_statement,
}
