"""What was read now, merged with what the archive has."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from attrs import evolve

from cortex_async.transcripts import Line


def merged(old: Sequence[Line], new: Sequence[Line], dropped: Container[str]) -> tuple[Line, ...]:
    """The lines of both, in order of time. A line that is in both is the new one.

    Ids of a speaker that are known stay known: the name may have become ambiguous meanwhile. Old lines that
    are not in ``new`` stay at their places unless they were ``dropped`` on purpose.
    """
    known = {line.id: line for line in old}
    fresh = {line.id for line in new}
    following, first = _kept(old, fresh, dropped)
    lines = list(first)
    for line in new:
        before = known.get(line.id)
        lines.append(line if before is None else _with_ids(line, before))
        lines += following.get(line.id, ())
    return tuple(sorted(lines, key=lambda line: line.start))


def _kept(
    old: Sequence[Line], fresh: Container[str], dropped: Container[str]
) -> tuple[dict[str, list[Line]], list[Line]]:
    """The old lines that stay: those after each new line, by its id, and those before all of them."""
    first: list[Line] = []
    following: dict[str, list[Line]] = {}
    place = first
    for line in old:
        if line.id in fresh:
            place = following.setdefault(line.id, [])
        elif line.id not in dropped:
            place.append(line)
    return following, first


def _with_ids(line: Line, before: Line) -> Line:
    speaker, known = line.speaker, before.speaker
    if speaker.id_source == "event" or known.id_source is None or speaker.name != known.name:
        return line
    return line if speaker == known else evolve(line, speaker=known)


def new_ids(old: Sequence[Line], lines: Sequence[Line]) -> Iterator[str]:
    """Ids of the lines that the archive did not have."""
    known = {line.id for line in old}
    return (line.id for line in lines if line.id not in known)
