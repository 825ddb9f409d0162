"""The syntax that each template can produce: AST nodes, calls, builtins and private names.

A second line of defence: if escaping a string of a spec ever fails, `shape_check` refuses the result.
"""

from __future__ import annotations

import ast
import re

from attrs import field, frozen

_MODULE: frozenset[type[ast.AST]] = frozenset(
    {
        ast.Module,
        ast.ImportFrom,
        ast.alias,
        ast.Expr,
        ast.Constant,
        ast.Name,
        ast.Attribute,
        ast.Subscript,
        ast.Tuple,
        ast.BinOp,
        ast.BitOr,
        ast.UnaryOp,
        ast.USub,
        ast.Assign,
        ast.AnnAssign,
        ast.Call,
        ast.keyword,
        ast.List,
        ast.Set,
        ast.Dict,
    }
)
_FUNCTIONS = _MODULE | {ast.FunctionDef, ast.arguments, ast.arg, ast.Return, ast.If}
_CODERS = _FUNCTIONS | {
    ast.Lambda,
    ast.IfExp,
    ast.NamedExpr,
    ast.Compare,
    ast.Is,
    ast.IsNot,
    ast.In,
    ast.NotIn,
    ast.BoolOp,
    ast.And,
    ast.Or,
}
_CLASSES = _FUNCTIONS | {ast.ClassDef}
_METHODS = _CLASSES | {
    ast.AsyncFunctionDef,
    ast.Await,
    ast.Starred,
    ast.Raise,
    ast.BoolOp,
    ast.Or,
    ast.IfExp,
    ast.Compare,
    ast.Is,
    ast.Import,
}

_CODER_CALLS = (
    r"(?:decode|encode)_\w+|o\.get|o\.keys|new|many|mapping|one|finite|integer|parse_datetime|parse_date|aware|from_iso|utc|as_dict|array|is_array"
    r"|date(?:time)?\.fromisoformat|joined|rest|unmatched|isinstance|type|integer_from_string|number_from_string|number_to_string"
)
_TYPES = frozenset({"bool", "bytes", "dict", "float", "frozenset", "int", "list", "object", "str", "tuple"})


def _calls(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


_NONE = _calls(r"(?!)")


@frozen
class Shape:
    """What the modules of one template may contain.

    ``loading`` and ``running`` match the calls at import and within functions. ``builtins`` are the
    builtins that may be used, ``private`` the names with two leading underscores.
    """

    nodes: frozenset[type[ast.AST]]
    loading: re.Pattern[str] = _NONE
    running: re.Pattern[str] = _NONE
    builtins: frozenset[str] = _TYPES
    private: frozenset[str] = field(default=frozenset({"__future__", "__init__", "__slots__", "__all__"}))


SHAPES: dict[str, Shape] = {
    "commands.py.j2": Shape(_MODULE, builtins=_TYPES),
    "command_index.py.j2": Shape(_MODULE, builtins=_TYPES),
    "secrets.py.j2": Shape(_MODULE, loading=_calls("frozenset")),
    "models.py.j2": Shape(
        _CLASSES,
        loading=_calls(r"define|field|date(?:time)?\.fromisoformat"),
        running=_calls("warn_deprecated"),
        builtins=_TYPES | {"property"},
    ),
    "decoders.py.j2": Shape(
        _CODERS,
        loading=_calls("frozenset|parsed_name"),
        running=_calls(_CODER_CALLS),
        builtins=_TYPES | {"isinstance", "type"},
    ),
    "responses.py.j2": Shape(_CODERS, running=_calls(_CODER_CALLS), builtins=_TYPES | {"isinstance", "type"}),
    "lazy.py.j2": Shape(
        _FUNCTIONS | {ast.Compare, ast.NotIn, ast.Raise, ast.JoinedStr, ast.FormattedValue},
        running=_calls("AttributeError|getattr|import_module|globals"),
        builtins=_TYPES | {"AttributeError", "getattr", "globals"},
        private=frozenset({"__future__", "__all__", "__getattr__", "__dir__", "__name__"}),
    ),
    "public_models.py.j2": Shape(
        _FUNCTIONS | {ast.Try, ast.ExceptHandler, ast.Raise, ast.JoinedStr, ast.FormattedValue},
        running=_calls("AttributeError|getattr|globals|list"),
        builtins=_TYPES | {"AttributeError", "getattr", "globals"},
        private=frozenset({"__future__", "__all__", "__getattr__", "__dir__", "__name__"}),
    ),
    "events.py.j2": Shape(
        _CLASSES
        | {ast.Try, ast.ExceptHandler, ast.Compare, ast.IsNot, ast.BoolOp, ast.Or, ast.Not, ast.IfExp},
        loading=_calls("define"),
        running=_calls(
            r"decode(?:_event)?|read_again|DECODERS\.get|(?:raw|options)\.get|_unknown|UnknownEvent|dict"
        ),
        builtins=_TYPES | {"Exception"},
    ),
    "scopes.py.j2": Shape(_CLASSES, running=_calls(r"[A-Z]\w*Operations_*")),
    "operations.py.j2": Shape(
        _METHODS,
        loading=_calls("Route|Parameter|frozenset"),
        running=_calls(
            r"Request|Form|Json|Content|Multipart|event_decoder|unless_empty|warn_deprecated"
            r"|CortexError|self\._(?:call(?:_none|_json|_bytes|_text|_by_status|_by_media)?|pages|all_pages|events)|models\.\w+"
        ),
    ),
    "sync_operations.py.j2": Shape(
        _METHODS | {ast.With, ast.withitem},
        running=_calls(
            r"Announced|warn_deprecated|CortexError|Pager|EventStream|self\._wait|self\._inner\.\w+"
        ),
    ),
}
