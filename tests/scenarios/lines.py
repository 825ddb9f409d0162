"""The rule by which a scenario's length is counted, in TypeScript and in Python.

A line counts if it holds code. Blank lines, comments, docstrings and imports do not count, nor does what only starts a
Python program (``def main``, ``if __name__ == "__main__"`` and the call below it): a TypeScript module starts by itself.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize

_NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}
_COMMENTS = re.compile(
    r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|//[^\n]*|/\*.*?\*/""", re.DOTALL
)
_IMPORT = re.compile(r"^\s*import\b[^;]*;?", re.MULTILINE)


def python_lines(source: str) -> int:
    """The lines of code of a script."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    code = {
        line
        for token in tokens
        if token.type not in _NO_CODE
        for line in range(token.start[0], token.end[0] + 1)
    }
    for node in ast.walk(ast.parse(source)):
        code -= _not_counted(node)
    return len(code)


def _not_counted(node: ast.AST) -> set[int]:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant(value=str())):
            return _span(node)
        case ast.FunctionDef(name="main") | ast.AsyncFunctionDef(name="main"):
            return {node.lineno}
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))):
            return {node.lineno} | {line for one in ast.walk(node) if _starts(one) for line in _span(one)}
        case _:
            return set()


def _starts(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and ast.unparse(node) in ("main()", "asyncio.run(main())")


def _span(node: ast.stmt | ast.AST) -> set[int]:
    assert isinstance(node, ast.stmt)
    return set(range(node.lineno, (node.end_lineno or node.lineno) + 1))


def typescript_lines(source: str) -> int:
    """The lines of code of a sample in TypeScript."""
    code = _IMPORT.sub("", _COMMENTS.sub(lambda found: found[1] or "", source))
    return sum(1 for line in code.splitlines() if line.strip())
