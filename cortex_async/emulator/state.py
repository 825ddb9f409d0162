"""A dumped state: tables and timers as JSON."""

from __future__ import annotations

import orjson
from attrs import frozen

from cortex_async.emulator.records import is_object
from cortex_async.emulator.store import GLOBAL, Store
from cortex_async.emulator.timers import Timers

VERSION = 1

TimerKey = tuple[str, ...]
"""Kind and subjects of a timer."""


@frozen
class State:
    """What a dump holds. It becomes the state of one world."""

    store: Store
    timers: list[tuple[float, TimerKey]]

    @staticmethod
    def dump(store: Store, timers: Timers) -> bytes:
        return orjson.dumps({"version": VERSION, "state": store.dump(), "timers": timers.dump()})

    @classmethod
    def parse(cls, dumped: bytes) -> State:
        """Raises ``ValueError`` for anything but a dump of this version."""
        parsed = orjson.loads(dumped)
        if not is_object(parsed) or parsed.get("version") != VERSION:
            raise ValueError(f"dumped must be an emulator's dump, version {VERSION}")
        try:
            store = Store()
            store.load(parsed["state"])
            timers = [(float(one["due"]), (one["kind"], *one["subjects"])) for one in parsed["timers"]]
        except (AttributeError, LookupError, TypeError) as error:
            raise ValueError(f"dumped is damaged ({type(error).__name__})") from error
        except ValueError as error:
            problem = str(error)
            raise ValueError(
                problem if problem.startswith("dumped ") else f"dumped is damaged ({problem})"
            ) from error
        if not store.projects.count(GLOBAL):
            raise ValueError("dumped is damaged: it has no project")
        return cls(store, timers)
