"""What a test does with a running emulator: people speak, streams break, state is saved."""

from __future__ import annotations

from collections.abc import Iterable

from cortex_async.emulator.base import BaseEmulator
from cortex_async.emulator.domain import annotating, app_settings, fleet, room, tenancy, webhooks
from cortex_async.emulator.records import Record, public
from cortex_async.emulator.seeds.named import sow
from cortex_async.emulator.store import GLOBAL


class Dump(str):
    """A dumped state: a string whose repr hides its content, which holds secrets."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<state of an emulator, {len(self)} characters>"


class ControlledEmulator(BaseEmulator):
    """An emulator with its controls. ``Emulator`` and ``ThreadedEmulator`` offer all of them."""

    async def say(self, session_id: str, speaker: str, text: str) -> Record:
        """Have ``speaker`` (an external user id) say ``text``; returns the message that the bot creates.

        A speaker who is new becomes a participant and joins the room first. Raises ``KeyError`` for an
        unknown session and ``BotNotRunning`` if the session's bot is not running.
        """
        session = self._session(session_id)
        return room.serialize(self.world, room.say(self.world, session, speaker, text))

    async def join(self, session_id: str, speaker: str, display_name: str | None = None) -> Record:
        """Have ``speaker`` enter the room; returns the participant. Raises the same errors as ``say``."""
        return dict(room.join(self.world, self._session(session_id), speaker, display_name))

    async def leave(self, session_id: str, speaker: str) -> Record:
        """Have ``speaker`` leave the room; returns the participant.

        Raises the same errors as ``say``, and ``ValueError`` if the speaker is not in the room.
        """
        return dict(room.leave(self.world, self._session(session_id), speaker))

    async def annotate(
        self,
        message_id: str,
        type: str,  # noqa: A002  (its name in the API)
        content: Record,
    ) -> Record:
        """Attach an annotation to a message, as a plugin would; returns it as ``list_annotations`` does.

            await emulator.annotate(message["id"], "toxicity", {"score": 0.93})

        It is reported as ``message.annotation.created``, with the speaker of the message.

        type: e.g. ``profanity`` or ``toxicity``; any other string is accepted too.
        content: any JSON object, ``data`` of the annotation and ``content`` of the event.

        Raises ``KeyError`` for an unknown message and ``ValueError`` for a type or content that cannot be
        used.
        """
        kind, checked = annotating.checked_type(type), annotating.checked_content(content)
        self.world.timers.fire_due()
        message = room.find_message(self.world, message_id)
        session = room.find_session(self.world, message["sessionId"])
        project = self.world.project(session["projectId"])
        return public(annotating.annotate_message(self.world, project, message, kind, checked))

    async def annotate_session(
        self,
        session_id: str,
        type: str,  # noqa: A002  (its name in the API)
        content: Record,
    ) -> Record:
        """Attach an annotation to a session, like ``annotate``, reported as ``session.annotation.created``.

        Raises ``KeyError`` for an unknown session and ``ValueError`` as ``annotate`` does.
        """
        kind, checked = annotating.checked_type(type), annotating.checked_content(content)
        session = self._session(session_id)
        project = self.world.project(session["projectId"])
        return public(annotating.annotate_session(self.world, project, session, kind, checked))

    def add_project(self, name: str, *, configured: bool = True, secret: bool = True) -> str:
        """Add a project to the tenant; returns its id.

        configured: whether the project has settings; without them it cannot create sessions.
        secret: whether the billing system has a secret for the project.
        """
        project = tenancy.add_project(self.world, self.tenant_id, name, secret=secret)
        if configured:
            app_settings.configure(self.world, project)
        return str(project["id"])

    def add_tenant(self, name: str) -> tuple[str, str]:
        """Add another tenant with one project; returns its API key and the project's id."""
        tenant = tenancy.create_tenant(self.world, name)
        project = tenancy.add_project(self.world, tenant["id"], f"{name}'s project")
        app_settings.configure(self.world, project)
        _, key = tenancy.issue_key(self.world, tenant["id"], name)
        return key, project["id"]

    def project_secret(self, project_id: str | None = None) -> str | None:
        """The secret that signs calls to ``events/ingest``. Default: the secret of the emulator's first
        project.
        """
        secret: str | None = self.world.project(project_id or self.project_id)["_secret"]
        return secret

    def add_npm_package(self, name: str, versions: Iterable[str]) -> None:
        """Make an npm package known to ``get_npm_package``, or replace its versions, newest first.

        The emulator contacts no registry: it knows ``@scope/package``, ``lodash`` and ``node-mailjet``.
        Raises ``ValueError`` for an empty name or no version.
        """
        fleet.add_npm_package(self.world, name, versions)

    def cut_streams(self) -> None:
        """Break every open event stream, as a failing network would."""
        self._hub.cut()

    async def wait_for_streams(self, count: int) -> None:
        """Wait until exactly ``count`` event streams are open, e.g. before emitting an event that a client
        must not miss.
        """
        await self._hub.wait_for(count)

    async def settle(self) -> None:
        """Run all timers that are due and wait for their effects."""
        await self.world.timers.run_due()

    def reset(self) -> None:
        """Restore the initial state with the same key and project. Open streams break, and the stand-ins of
        functions are forgotten.
        """
        self._hub.cut()
        self._outbox.abandon()
        self._function_host.abandon()
        self._stand_ins.projects.clear()
        self.clock.reset()
        self.world.become(self._take_initial_state())
        self._use_project(self._first_project())
        self.world.ids.restore(self._initial_ids)
        self.requests.clear()
        self._exchanges.clear()
        self._hub.log.clear()
        self.faults.clear()
        self._page.touch()

    def seed(self, name: str = "demo", *, sessions: int | None = None, messages: int | None = None) -> None:
        """Add sample data to the default project. Raises ``ValueError`` for an unknown name or a size out of
        range.

        name: ``demo``, a bit of everything, or ``large``, many sessions with long transcripts.
        sessions, messages: for ``large`` the number of sessions, and of messages in each one. Default 10,000
            and 100.
        """
        sow(self.world, self.world.project(self.project_id), name, sessions, messages)

    def dump(self) -> str:
        """The whole state as JSON.

        It contains secrets that the emulator needs, such as those of webhooks. Its repr does not show them.
        """
        return Dump(self.world.dump().decode())

    def load(self, dumped: str) -> None:
        """Replace the whole state. This emulator's own key keeps working. Raises ``ValueError`` for an
        invalid dump.
        """
        self.world.load(dumped.encode())
        self._use_project(self._first_project())
        webhooks.resume(self.world)
        self._page.touch()
        tenancy.ensure_key(self.world, self.tenant_id, self.api_key)

    def _first_project(self) -> Record:
        project = self.world.store.projects.first(GLOBAL)
        if project is None:
            raise LookupError("the state has no project")
        return project

    def _session(self, session_id: str) -> Record:
        self.world.timers.fire_due()
        return room.find_session(self.world, session_id)
