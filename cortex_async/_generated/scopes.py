# Made by `python -m generator build` from spec/cortex.
# Do not edit: change the specification or the generator and run `make generate`.
"""The resources of each scope of cortex."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cortex_async._core.operations import Caller
from cortex_async._core.runtime.loading import loaded_property

if TYPE_CHECKING:
    from .operations.account.api_keys import ApiKeysOperations
    from .operations.account.auth import AuthOperations
    from .operations.account.events import EventsOperations as AccountEventsOperations
    from .operations.account.health import HealthOperations
    from .operations.account.plugin_catalog import PluginCatalogOperations
    from .operations.account.projects import ProjectsOperations
    from .operations.project.events import EventsOperations as ProjectEventsOperations
    from .operations.project.functions import FunctionsOperations
    from .operations.project.gatherings import GatheringsOperations
    from .operations.project.messages import MessagesOperations
    from .operations.project.participants import ParticipantsOperations
    from .operations.project.plugins import PluginsOperations
    from .operations.project.sanctions import SanctionsOperations
    from .operations.project.sessions import SessionsOperations
    from .operations.project.settings import SettingsOperations
    from .operations.project.tokens import TokensOperations
    from .operations.project.users import UsersOperations
    from .operations.project.voice import VoiceOperations
    from .operations.project.webhooks import WebhooksOperations


class AccountScope:
    """The resources of the scope account."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._bound: tuple[str, ...] = ()

    @loaded_property
    def api_keys(self) -> ApiKeysOperations:
        from .operations.account.api_keys import ApiKeysOperations

        return ApiKeysOperations(self._caller, self._bound)

    @loaded_property
    def auth(self) -> AuthOperations:
        from .operations.account.auth import AuthOperations

        return AuthOperations(self._caller, self._bound)

    @loaded_property
    def events(self) -> AccountEventsOperations:
        from .operations.account.events import EventsOperations

        return EventsOperations(self._caller, self._bound)

    @loaded_property
    def health(self) -> HealthOperations:
        from .operations.account.health import HealthOperations

        return HealthOperations(self._caller, self._bound)

    @loaded_property
    def plugin_catalog(self) -> PluginCatalogOperations:
        from .operations.account.plugin_catalog import PluginCatalogOperations

        return PluginCatalogOperations(self._caller, self._bound)

    @loaded_property
    def projects(self) -> ProjectsOperations:
        from .operations.account.projects import ProjectsOperations

        return ProjectsOperations(self._caller, self._bound)


class ProjectScope:
    """The resources of the scope project."""

    def __init__(self, caller: Caller, project_id: str) -> None:
        self._caller = caller
        self._bound: tuple[str, ...] = (project_id,)

    @loaded_property
    def events(self) -> ProjectEventsOperations:
        from .operations.project.events import EventsOperations

        return EventsOperations(self._caller, self._bound)

    @loaded_property
    def functions(self) -> FunctionsOperations:
        from .operations.project.functions import FunctionsOperations

        return FunctionsOperations(self._caller, self._bound)

    @loaded_property
    def gatherings(self) -> GatheringsOperations:
        from .operations.project.gatherings import GatheringsOperations

        return GatheringsOperations(self._caller, self._bound)

    @loaded_property
    def messages(self) -> MessagesOperations:
        from .operations.project.messages import MessagesOperations

        return MessagesOperations(self._caller, self._bound)

    @loaded_property
    def participants(self) -> ParticipantsOperations:
        from .operations.project.participants import ParticipantsOperations

        return ParticipantsOperations(self._caller, self._bound)

    @loaded_property
    def plugins(self) -> PluginsOperations:
        from .operations.project.plugins import PluginsOperations

        return PluginsOperations(self._caller, self._bound)

    @loaded_property
    def sanctions(self) -> SanctionsOperations:
        from .operations.project.sanctions import SanctionsOperations

        return SanctionsOperations(self._caller, self._bound)

    @loaded_property
    def sessions(self) -> SessionsOperations:
        from .operations.project.sessions import SessionsOperations

        return SessionsOperations(self._caller, self._bound)

    @loaded_property
    def settings(self) -> SettingsOperations:
        from .operations.project.settings import SettingsOperations

        return SettingsOperations(self._caller, self._bound)

    @loaded_property
    def tokens(self) -> TokensOperations:
        from .operations.project.tokens import TokensOperations

        return TokensOperations(self._caller, self._bound)

    @loaded_property
    def users(self) -> UsersOperations:
        from .operations.project.users import UsersOperations

        return UsersOperations(self._caller, self._bound)

    @loaded_property
    def voice(self) -> VoiceOperations:
        from .operations.project.voice import VoiceOperations

        return VoiceOperations(self._caller, self._bound)

    @loaded_property
    def webhooks(self) -> WebhooksOperations:
        from .operations.project.webhooks import WebhooksOperations

        return WebhooksOperations(self._caller, self._bound)
