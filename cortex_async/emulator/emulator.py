"""``Emulator``: the class that tests and demos use."""

from __future__ import annotations

from typing import Unpack

from cortex_async.emulator.clock import Clock
from cortex_async.emulator.controls import ControlledEmulator
from cortex_async.emulator.lifecycle import AsyncLifecycle
from cortex_async.emulator.settings import Options
from cortex_async.emulator.thread import ThreadedEmulator


class Emulator(ControlledEmulator, AsyncLifecycle):
    """A local Cortex: a real server on a real socket, with state, events, webhooks and faults.

        async with Emulator() as emulator:
            client = CortexClient(base_url=emulator.base_url, api_key=emulator.api_key)

    It starts with one tenant and one configured project, ready to create sessions.

    port: default 0, which takes a free port. host: default 127.0.0.1.
    api_key: the key that clients use. Default: a new one.
    clock: a ``Clock``. By default time passes normally and ``emulator.clock.advance(seconds)`` moves it
        forward.
    project_id: the project's id. Default: a new one.
    random_seed: makes identifiers, codes and keys reproducible.
    fixed_ids: let identifiers count up, for each kind of record on its own, e.g.
        ``00000000-0000-4000-8006-000000000001`` for the first session.
    options: see ``Options``.

    Raises ``ValueError`` for invalid options and ``ImportError`` without ``odin-cortex[emulator]``; starting
    raises ``OSError`` if the port is taken.
    """

    @classmethod
    def in_thread(
        cls,
        port: int = 0,
        host: str = "127.0.0.1",
        *,
        api_key: str | None = None,
        clock: Clock | None = None,
        project_id: str | None = None,
        random_seed: int | None = None,
        fixed_ids: bool = False,
        **options: Unpack[Options],
    ) -> ThreadedEmulator:
        """Create an emulator for code without an event loop: ``with Emulator.in_thread() as emulator:``."""
        return ThreadedEmulator(
            cls(
                port,
                host,
                api_key=api_key,
                clock=clock,
                project_id=project_id,
                random_seed=random_seed,
                fixed_ids=fixed_ids,
                **options,
            )
        )
