"""A client that an application opens when it starts and closes when it stops, for the ASGI frameworks.

An application keeps it in its own state, so two applications in one process have a client each.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Generic, TypeVar, cast

from attrs import frozen

from cortex_async._core.errors import ConfigError
from cortex_async.integrations.projects import chosen_project, required_project

ClientT = TypeVar("ClientT")
AppT = TypeVar("AppT")


@frozen
class Connected(Generic[ClientT]):
    """What an application keeps: its client, and the id of its project if it has one."""

    client: ClientT
    project_id: str | None


@frozen
class Slot(Generic[ClientT]):
    """The place in an application's state; the async and the sync version have one each.

    key: its name in the state. room, hook: the module and the name of what fills it, for errors.
    """

    key: str
    room: str
    hook: str = "lifespan"

    def lifespan(
        self,
        opened: Callable[[], AbstractAsyncContextManager[ClientT]],
        project_id: str | None,
        inner: Callable[[AppT], AbstractAsyncContextManager[Mapping[str, object] | None]] | None,
    ) -> Callable[[AppT], AbstractAsyncContextManager[dict[str, object]]]:
        """A lifespan whose state has the client, around the application's own lifespan ``inner``."""

        @asynccontextmanager
        async def run(app: AppT) -> AsyncGenerator[dict[str, object], None]:
            chosen = chosen_project(project_id)
            async with opened() as client:
                mine: dict[str, object] = {self.key: Connected(client, chosen)}
                if inner is None:
                    yield mine
                    return
                async with inner(app) as state:
                    yield {**(state or {}), **mine}

        return run

    def find(self, state: Mapping[str, object]) -> Connected[ClientT] | None:
        """What the application keeps, None if its lifespan has not run."""
        found = state.get(self.key)
        return cast("Connected[ClientT]", found) if isinstance(found, Connected) else None

    def require(self, state: Mapping[str, object]) -> Connected[ClientT]:
        """What the application keeps. Raises ``ConfigError`` if its lifespan has not run."""
        found = self.find(state)
        if found is None:
            raise ConfigError(
                f"{self.hook} of {self.room} has not run, so there is no client: pass {self.hook}() to the application; "
                "tests that do not run it override get_client"
            )
        return found

    def project_id(self, state: Mapping[str, object]) -> str:
        """The id of the application's project, or of the environment if its lifespan has not run.

        Raises ``ConfigError`` if no project was chosen.
        """
        found = self.find(state)
        chosen = chosen_project(None) if found is None else found.project_id
        return required_project(chosen, f"pass {self.hook}(project_id=...)")
