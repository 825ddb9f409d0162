"""The skeleton of a module: its syntax without names and constants, to compare modules of two specs."""

from __future__ import annotations

import ast
from functools import lru_cache


@lru_cache(maxsize=256)
def skeleton(source: str) -> str:
    return _bones(ast.parse(source))


def _bones(node: ast.AST) -> str:
    match node:
        case ast.Constant(value):
            return f"<{type(value).__name__}>"
        case ast.Name() | ast.alias():
            return "name"
        case ast.Expr(ast.Constant()):
            return ""
    inner = sorted(bones for bones in map(_bones, ast.iter_child_nodes(node)) if bones)
    return f"{type(node).__name__}({','.join(inner)})"
