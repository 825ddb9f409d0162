"""Sample data by name."""

from __future__ import annotations

from cortex_async.emulator.records import Record
from cortex_async.emulator.seeds.demo import demo
from cortex_async.emulator.seeds.large import large
from cortex_async.emulator.world import World

NAMES = ("demo", "large")


def sow(world: World, project: Record, name: str, sessions: int | None, messages: int | None) -> None:
    """Add the sample data called ``name`` to a project. Raises ``ValueError`` for an unknown name or a size
    out of range.
    """
    if name not in NAMES:
        raise ValueError(f"name must be one of: {', '.join(NAMES)}; got {name!r}")
    if name == "large":
        large(world, project, sessions, messages)
        return
    for size, given in (("sessions", sessions), ("messages", messages)):
        if given is not None:
            raise ValueError(f"{size} can be chosen for 'large' only, got {given} for {name!r}")
    demo(world, project)
