"""What the examples of each page find: one module a page, with a function ``prepare(stage)``, a generator.

It runs up to its ``yield`` before the first example, and from there after the last one, to check what is left. A
module may set ``OPTIONS`` of the emulator. A page without a module gets the project ``my-project`` with the session
``my-session`` in which ann has spoken.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.docs.stage import Stage


def module_of(page: str) -> Any:
    """The module of a page, or None."""
    name = page.removeprefix("docs/").removesuffix(".md").replace("/", "_").replace("-", "_").lower()
    path = f"{__name__}.{name}"
    return importlib.import_module(path) if importlib.util.find_spec(path) else None


def usual(stage: Stage) -> Iterator[None]:
    """A session in which ann has spoken, and the names that pages use for it."""
    session = stage.sync_project.sessions.create(title="Friday match", external_room_id="room")
    stage.emulator.say(session.id, "ann", "two behind the gate")
    common = {"session": session, "session_id": session.id, "project_id": stage.emulator.project_id}
    stage.names.update(common, client=stage.client, project=stage.project)
    stage.sync_names.update(common, client=stage.sync_client, project=stage.sync_project)
    yield


def known(stage: Stage) -> Iterator[None]:
    """The same with the ids that pages write: ``my-project`` and ``my-session``."""
    list(usual(stage))
    renamed(stage, "my-session")
    yield


@contextmanager
def scene(page: str, stage: Stage) -> Iterator[None]:
    """The scene of a page, from before its first example until after its last one."""
    module = module_of(page)
    acts = (module.prepare if module else known)(stage)
    next(acts)
    yield
    for _ in acts:
        raise AssertionError("prepare(stage) must yield once")


def renamed(stage: Stage, session_id: str) -> None:
    """Give the session of ``usual`` the id that a page writes."""
    emulator = stage.emulator
    emulator.load(emulator.dump().replace(stage.names["session_id"], session_id))
    for names in (stage.names, stage.sync_names):
        names["session_id"] = session_id
