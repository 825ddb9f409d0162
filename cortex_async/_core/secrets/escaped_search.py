"""Search for values that may be escaped: for JSON, a URL, HTML, a Python repr, or one of them within another.

The string is unescaped up to three times, and each match is mapped back to its place in the original. Any
mixture of escapes is found, and the time is linear in the length of the string. A value that itself looks
escaped (``C:\\new``) may be unescaped with the string around it: search for its ``readings`` as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cortex_async._core.secrets.escapes import KINDS, Span, Unescaped, ends, unescaped

_DEEPEST = 3
"""How many levels of escapes are undone, such as JSON in a JSON string in a URL."""

PREFIX = 4
"""Characters by which values that cannot occur are ruled out; every value must be at least as long."""

_FEW = 50
_OVERLAPPING = 64
_HEAD = 16


def find(text: str, values: Sequence[str], *, truncated: bool = False) -> list[Span]:
    """Find the places of all ``values`` in ``text``, sorted and merged.

    If ``truncated``, ``text`` may end within one.
    """
    spans = list(_here(text, values, truncated))
    level = unescaped(text)
    if level is not None:
        spans += _within(level, values, truncated)
        # With what is before it, a value may look like another kind of escape: ``n&x`` in ``C:\\n&amp;x``.
        kinds = [kind for kind in KINDS if kind().search(text)]
        for kind in kinds if len(kinds) > 1 else ():
            only = unescaped(text, kind)
            spans += (only.origin(span) for span in _here(only.text, values, truncated)) if only else ()
    return _merged(spans)


def readings(value: str) -> Iterator[str]:
    """A value as it is, and as it reads with the escapes undone that it contains or seems to contain."""
    yield value
    for _ in range(_DEEPEST):
        level = unescaped(value)
        if level is None:
            return
        value = level.text
        yield value


def _within(level: Unescaped, values: Sequence[str], truncated: bool) -> Iterator[Span]:
    levels = [level]
    for _ in range(_DEEPEST):
        here = list(_here(levels[-1].text, values, truncated))
        for outer in reversed(levels):
            here = [outer.origin(span) for span in here]
        yield from here
        deeper = unescaped(levels[-1].text)
        if deeper is None:
            return
        levels.append(deeper)


def _here(text: str, values: Sequence[str], truncated: bool) -> Iterator[Span]:
    yield from _matches(text, values)
    if truncated:
        yield from _at_the_end(text, values)


def _matches(text: str, values: Sequence[str]) -> Iterator[Span]:
    for value in _possible(text, values):
        step = 1 if len(value) <= _OVERLAPPING else len(value)
        at = text.find(value)
        while at >= 0:
            yield at, at + len(value)
            at = text.find(value, at + step)


def _possible(text: str, values: Sequence[str]) -> Sequence[str]:
    """The values that may occur.

    Many values are filtered by their prefixes, which is faster than searching for each.
    """
    if len(values) <= _FEW:
        return values
    prefixes = {text[at : at + PREFIX] for at in range(len(text))}
    return [value for value in values if value[:PREFIX] in prefixes]


def _at_the_end(text: str, values: Sequence[str]) -> Iterator[Span]:
    """The ends of ``text`` that may be the beginning of a value."""
    for end in ends(text):
        for value in values:
            start = _beginning(text[max(0, end - len(value)) : end], value)
            if start:
                yield end - start, len(text)


def _beginning(tail: str, value: str) -> int:
    """Length of the longest end of ``tail`` with which ``value`` begins."""
    head = value[:_HEAD]
    at = tail.find(head)
    for _ in range(_FEW):
        if at < 0:
            longest = min(len(head), len(tail))
            return next((length for length in range(longest, 0, -1) if tail.endswith(head[:length])), 0)
        if value.startswith(tail[at:]):
            return len(tail) - at
        at = tail.find(head, at + 1)
    return _overlap(tail, value)


def _overlap(tail: str, value: str) -> int:
    """The same in linear time for values that repeat their beginning, by the borders of all prefixes.

    https://en.wikipedia.org/wiki/Knuth-Morris-Pratt_algorithm
    """
    joined = [*value[: len(tail)], None, *tail]
    borders = [0]
    border = 0
    for one in joined[1:]:
        while border and joined[border] != one:
            border = borders[border - 1]
        border += joined[border] == one
        borders.append(border)
    return border


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, stop in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(stop, merged[-1][1])
        else:
            merged.append((start, stop))
    return merged
