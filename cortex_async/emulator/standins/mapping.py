"""The stand-ins of an emulator: Python code that runs in place of the TypeScript of its functions."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator, MutableMapping
from difflib import get_close_matches

from attrs import define, field

HTTP = "handler"
EVENT_PREFIX = "on_"
ANY_EVENT = "event_handler"
SCOPES = "event_scopes"


@define(eq=False)
class Table:
    """All stand-ins of an emulator, by project and slug."""

    projects: dict[str, dict[str, object]] = field(factory=dict[str, dict[str, object]])

    def find(self, project_id: str, slug: str) -> object | None:
        return self.projects.get(project_id, {}).get(slug)

    def of(self, project_id: str) -> list[tuple[str, object]]:
        """Slugs and stand-ins of a project."""
        return list(self.projects.get(project_id, {}).items())


class StandIns(MutableMapping[str, object]):
    """Stand-ins by the slug of the function that they replace, in one project.

        emulator.functions["greet"] = lambda event, ctx: {"statusCode": 200, "body": {"hello": event["body"]}}

    A stand-in is a function ``handler(event, ctx)``, or an object or module with any of these members:

    - ``handler(event, ctx)`` serves HTTP requests. ``HttpEvent`` and ``FunctionContext`` describe its
      arguments. It returns ``{"statusCode": ..., "headers": ..., "body": ...}``, or any other JSON for a 200.
    - ``on_message_created(event, ctx)``, and so on for every event type, handle domain events, which are
      dicts as in ``emulator.events``.
    - ``event_handler(event, ctx)`` handles events that have no such method and match one of ``event_scopes``,
      e.g. ``["message.*"]``.

    Handlers may be coroutine functions, which run in the emulator's event loop; others run in a thread of
    their own and may block. The second parameter is optional. A function is only called while it is deployed
    and runs.

    Setting a stand-in raises ``TypeError`` for what has no handler, and ``ValueError`` for an ``on_`` method
    of an event that does not exist.
    """

    def __init__(
        self,
        table: Table,
        project: Callable[[], str],
        require: Callable[[str], object],
        event_types: Collection[str],
    ) -> None:
        """``require`` raises ``KeyError`` for the id of no project."""
        self._table = table
        self._project = project
        self._require = require
        self._event_types = event_types

    def of(self, project_id: str) -> StandIns:
        """The stand-ins of another project than the default one. Raises ``KeyError`` for an unknown id."""
        self._require(project_id)
        return StandIns(self._table, lambda: project_id, self._require, self._event_types)

    def __getitem__(self, slug: str) -> object:
        return self._own()[slug]

    def __setitem__(self, slug: str, stand_in: object) -> None:
        check_stand_in(stand_in, self._event_types)
        self._table.projects.setdefault(self._project(), {})[slug] = stand_in

    def __delitem__(self, slug: str) -> None:
        del self._own()[slug]

    def __iter__(self) -> Iterator[str]:
        # A copy: handlers and other threads may change it meanwhile.
        return iter(list(self._own()))

    def __len__(self) -> int:
        return len(self._own())

    def __repr__(self) -> str:
        return f"<stand-ins of project {self._project()}: {', '.join(self) or 'none'}>"

    def _own(self) -> dict[str, object]:
        return self._table.projects.get(self._project(), {})


Handler = Callable[..., object]


def http_handler(stand_in: object) -> Handler | None:
    """What serves HTTP requests, None if nothing does."""
    own: object = getattr(stand_in, HTTP, None)
    if callable(own):
        return own
    return stand_in if callable(stand_in) else None


def event_handler(stand_in: object, event_type: str, matches: Callable[[str, str], bool]) -> Handler | None:
    """What handles events of this type, None if nothing does."""
    own: object = getattr(stand_in, handler_name(event_type), None)
    if callable(own):
        return own
    general: object = getattr(stand_in, ANY_EVENT, None)
    scopes: Collection[str] = getattr(stand_in, SCOPES, ())
    return general if callable(general) and any(matches(scope, event_type) for scope in scopes) else None


def handler_name(event_type: str) -> str:
    """E.g. ``on_gathering_member_joined``."""
    return EVENT_PREFIX + event_type.replace(".", "_").replace("-", "_")


def arguments(handler: Handler, *given: object) -> tuple[object, ...]:
    """The arguments that a handler takes: the event and the context, or the event alone.

    Raises ``TypeError`` for a handler that takes neither.
    """
    try:
        signature = inspect.signature(handler)
    except ValueError:
        return given  # Built in, without a signature.
    for count in (2, 1):
        try:
            signature.bind(*given[:count])
        except TypeError:
            continue
        return given[:count]
    name = getattr(handler, "__name__", type(handler).__name__)
    raise TypeError(f"{name} must take the event and the context, e.g. def {name}(event, ctx)")


def check_stand_in(stand_in: object, event_types: Collection[str]) -> None:
    """Raise ``TypeError`` or ``ValueError`` for an object that can handle nothing."""
    if inspect.isclass(stand_in):
        raise TypeError(
            f"stand-in must be an object, got the class {stand_in.__name__}: set {stand_in.__name__}()"
        )
    known = {handler_name(one): one for one in event_types}
    handlers = [http_handler(stand_in), getattr(stand_in, ANY_EVENT, None)]
    for name in dir(stand_in):
        if name.startswith(EVENT_PREFIX) and callable(getattr(stand_in, name, None)):
            if name not in known:
                near = get_close_matches(name, known, 1)
                hint = f"; did you mean {near[0]}?" if near else ""
                raise ValueError(
                    f"{name} must be named after an event of the API, e.g. on_message_created{hint}"
                )
            handlers.append(getattr(stand_in, name))
    found = [one for one in handlers if callable(one)]
    if not found:
        raise TypeError(
            "stand-in must be a function handler(event, ctx), or have a handler or on_... methods, got "
            f"{type(stand_in).__name__}"
        )
    for handler in found:
        arguments(handler, {}, None)
    if callable(getattr(stand_in, ANY_EVENT, None)) and isinstance(
        getattr(stand_in, SCOPES, None), (str, type(None))
    ):
        raise TypeError(f"{SCOPES} must be a list of event patterns, e.g. ['message.*']")
