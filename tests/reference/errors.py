"""The pages of the errors, made of their docstrings and of the table of advice that hints use too."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module

from cortex_async import CortexError
from cortex_async._core import errors as core_errors
from cortex_async._core.advice import ERRORS, SITUATIONS
from generator.emit.markdown import Markdown, fenced, joined, link, markdown, prose, row, span, table
from generator.emit.pages.docstrings import rendered
from generator.surface.read import MODULES

NAMES = ("cortex_async", *(f"cortex_async.{name}" for name in MODULES))

_HEAD = """\
# Errors

Every error of the SDK is a `CortexError`. `error.advice` has its cause and what to do about it, as on this page and on that of
[troubleshooting](../troubleshooting.md). Errors can be pickled and copied, can be made by hand in tests, and never show a credential.
"""
_TROUBLES = """\
# Troubleshooting

What went wrong, and what to do about it. `error.advice.cause` and `error.advice.cure` say the same in your program.

## By error
"""
_HINTS = """\
## By hint

The message of an error may end with a hint. These are the ones of Cortex:
"""


def classes() -> dict[str, list[type[CortexError]]]:
    """The public error classes by the module that users import them from."""
    found: dict[str, list[type[CortexError]]] = {}
    seen: set[object] = set()
    for name in NAMES:
        module = import_module(name)
        for exported in sorted(module.__all__):
            value = getattr(module, exported)
            if inspect.isclass(value) and issubclass(value, CortexError) and value not in seen:
                seen.add(value)
                found.setdefault(name, []).append(value)
    return found


def errors_page() -> Markdown:
    """The reference of the errors."""
    tree = inspect.cleandoc(core_errors.__doc__ or "").split("\n\n")[1]
    parts = [markdown(_HEAD), fenced("text", inspect.cleandoc(tree))]
    for module, found in classes().items():
        for cls in found:
            parts += _described(module, cls)
    return joined("\n", parts)


def _described(module: str, cls: type[CortexError]) -> Iterator[Markdown]:
    bases = [
        link(span(one.__name__), f"#{one.__name__.lower()}")
        for one in cls.__bases__
        if one.__name__ in ERRORS
    ]
    yield markdown("## {}\n", prose(cls.__name__))
    origin = markdown("Import it from {}.", span(module))
    yield (
        markdown("{} It is a {}.\n", origin, joined(" and a ", bases)) if bases else markdown("{}\n", origin)
    )
    yield markdown("{}\n", rendered(inspect.getdoc(cls) or ""))
    advice = ERRORS[cls.__name__]
    yield markdown("**Cause**: {}.\n", prose(advice.cause))
    yield markdown("**What to do**: {}.\n", prose(advice.cure))


def troubleshooting_page() -> Markdown:
    """The table of all errors and hints with cause and cure."""
    rows = [
        row(
            link(span(cls.__name__), f"reference/errors.md#{cls.__name__.lower()}"),
            prose(one.cause),
            prose(one.cure),
        )
        for found in classes().values()
        for cls in found
        for one in [ERRORS[cls.__name__]]
    ]
    hints = [row(span(one.id), prose(one.cause), prose(one.cure)) for one in SITUATIONS]
    return joined(
        "\n",
        [
            markdown(_TROUBLES),
            table(("error", "cause", "what to do"), rows),
            markdown(_HINTS),
            table(("id", "cause", "what to do"), hints),
        ],
    )
