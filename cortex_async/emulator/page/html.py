"""A builder of HTML in which every string is escaped.

Only ``Html`` passes unchanged. This module makes it; the style sheet and script of this package are some too.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import TypeAlias

from cortex_async.emulator.page.printable import pieces, printable


class Html(str):
    """Markup that is safe to send."""

    __slots__ = ()


Child: TypeAlias = str | int | float | Iterable["Child"] | None
"""What an element may hold: strings, numbers, ``Html``, nothing, and several of these."""

Value: TypeAlias = str | int | float | bool | None

VOID = frozenset({"input", "meta", "br"})
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_LOCAL = re.compile(r"(?:[#?]|/(?![/\\]))[^\x00-\x20\\]*")
_LINKS = frozenset({"href", "action"})
_REFUSED = frozenset(
    {"style", "src", "srcset", "srcdoc", "formaction", "data", "ping", "background", "poster"}
)


def tag(element: str, /, *children: Child, **attributes: Value) -> Html:
    """An element.

    attributes: ``class_`` is ``class``, ``data_label`` is ``data-label``. None and False leave an attribute
        out, True writes it without a value.

    Raises ``ValueError`` for attributes that could run or load something, and for links to other sites.
    """
    opening = f"<{element}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    return Html(opening if element in VOID else f"{opening}{join(*children)}</{element}>")


def join(*children: Child) -> Html:
    """Several children in a row."""
    return Html("".join(map(_render, children)))


def _render(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Html):
        return child
    if isinstance(child, str):
        return _text(child)
    if isinstance(child, int | float):
        return _text(str(child))
    return join(*child)


def _text(text: str) -> str:
    return "".join(
        f'<span class="hidden-char">{html.escape(piece)}</span>' if hidden else html.escape(piece)
        for piece, hidden in pieces(text)
    )


def _attribute(key: str, value: Value) -> str:
    name = key.rstrip("_").replace("_", "-")
    if not _NAME.fullmatch(name) or name.startswith("on") or name in _REFUSED:
        raise ValueError(f"attribute {name} is not allowed")
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    if name in _LINKS and not _LOCAL.fullmatch(str(value)):
        raise ValueError(f"{name} must lead to this page, got {str(value)[:40]!r}")
    return f' {name}="{html.escape(printable(str(value)))}"'
