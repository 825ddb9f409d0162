"""Processes that erase somebody until they are killed: see ``tests.victims``.

A task has also ``{"place": ..., "evidence": [...], "person": ...}``.
"""

from __future__ import annotations

from cortex_sync.archives import Archive
from tests.victims import Task, serve


def erase(task: Task) -> None:
    Archive(task["place"]).erase(task["person"], evidence=task["evidence"])


if __name__ == "__main__":
    serve(erase)
