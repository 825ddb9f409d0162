"""Compares the members of objects, and the parameters of operations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from attrs import frozen

from cortex_cli.spec.change import Change, Level
from cortex_cli.spec.schemas import Field, Shape


def field_changes(
    old: Mapping[str, Field],
    new: Mapping[str, Field],
    *,
    subject: str,
    start: str,
    named: Callable[[str], str],
    place: str,
    sent: bool,
    received: bool,
) -> Iterator[Change]:
    """Return the changes of fields.

    start: who has them, at the beginning of the effect. named: makes a name of the API one for users. sent,
    received: in which directions they go.
    """
    for name in sorted({*old, *new}):
        side = _Side(subject, start, named(name), place, sent, received)
        if name not in new:
            yield side.change("breaking", "field-removed", f"loses {side.name}")
        elif name not in old:
            yield side.added(new[name])
        else:
            yield from side.changed(old[name], new[name])


@frozen
class _Side:
    subject: str
    start: str
    name: str
    place: str
    sent: bool
    received: bool

    def change(self, level: Level, rule: str, effect: str) -> Change:
        return Change(level, self.subject, rule, f"{self.start} {effect}", self.place)

    def added(self, new: Field) -> Change:
        if self.sent and new.required:
            return self.change("breaking", "field-added", f"requires the new {self.name}: {new.shape.text}")
        return self.change("additive", "field-added", f"gains {self.name}: {new.shape.text}")

    def changed(self, old: Field, new: Field) -> Iterator[Change]:
        if new.required != old.required:
            yield self._required(now=new.required)
        if old.shape.parts != new.shape.parts:
            effect = f"has {self.name} as {new.shape.text} instead of {old.shape.text}"
            yield self.change(self._level(old.shape, new.shape), "field-type", effect)
        elif old.shape.values != new.shape.values:
            yield self._values(old.shape, new.shape)
        if new.deprecated != old.deprecated:
            state = "deprecated" if new.deprecated else "no longer deprecated"
            yield self.change("additive", "field-deprecated", f"has {self.name} {state}")

    def _required(self, *, now: bool) -> Change:
        is_breaking = self.sent if now else self.received
        effect = f"has {self.name} {'always' if now else 'not always'}"
        if self.sent and not self.received:
            effect = f"{'now requires' if now else 'no longer requires'} {self.name}"
        return self.change("breaking" if is_breaking else "additive", "field-required", effect)

    def _level(self, old: Shape, new: Shape) -> Level:
        is_wider, is_narrower = old.parts <= new.parts, new.parts <= old.parts
        is_fine = (is_wider or not self.sent) and (is_narrower or not self.received)
        return "additive" if is_fine else "breaking"

    def _values(self, old: Shape, new: Shape) -> Change:
        gone, more = sorted(old.values - new.values), sorted(new.values - old.values)
        parts = [f"knows {', '.join(more)}"] if more else []
        parts += [f"no longer knows {', '.join(gone)}"] if gone else []
        return self.change("additive", "known-values", f"has {self.name} that {' and '.join(parts)}")
