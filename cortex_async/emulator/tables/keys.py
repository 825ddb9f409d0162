"""Which groups the tables have: one for every question that a request or the status page asks.

A key is a tuple that begins with what is asked.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from itertools import product

from cortex_async.emulator.records import Record
from cortex_async.emulator.tables.groups import ALL, Groups
from cortex_async.emulator.timestamps import parse

PRESENT = ("joined", "ready")
"""The statuses of members who count towards ``maxMembers``."""


def of_tenants() -> Groups:
    """Users by tenant."""
    return Groups(lambda record, _: [("tenant", record["tenantId"])])


def of_projects() -> Groups:
    """Projects by tenant."""
    return Groups(lambda record, _: [("tenant", record["_tenantId"])])


def of_api_keys() -> Groups:
    """API keys that have not expired, by tenant."""

    def keys(record: Record, now: float) -> Iterable[Hashable]:
        return [("tenant", record["_tenantId"])] if not any(end <= now for end in ends(record)) else []

    def ends(record: Record) -> list[float]:
        return _moments(record, "expiresAt")

    return Groups(keys, moments=ends)


def of_project_users() -> Groups:
    """Users of a project by e-mail address, in any case."""
    return Groups(lambda record, _: [("email", record["email"].casefold())])


def of_participants() -> Groups:
    return Groups(lambda _record, _now: [ALL])


def of_sanctions() -> Groups:
    """Sanctions, and those that are active, by type, user and participant."""

    def keys(record: Record, now: float) -> Iterator[Hashable]:
        kind, user = record["type"], record["externalUserId"]
        yield from (("sanctions", None), ("sanctions", kind), ("user", user))
        if record["participantId"]:
            yield ("participant", record["participantId"])
        if _active(record, now):
            yield from (("active", None), ("active", kind), ("active of", user), ("active of", user, kind))

    return Groups(keys, moments=lambda record: _moments(record, "startAt", "endAt"))


def of_gatherings() -> Groups:
    """Gatherings by any of type, status and ``listed``; None in a key stands for every value."""

    def keys(record: Record, _now: float) -> Iterable[Hashable]:
        return product((None, record["type"]), (None, record["status"]), (None, record["listed"]))

    return Groups(keys)


def of_members() -> Groups:
    """Members of a gathering who are present, and those who have not left. Everywhere: by participant."""

    def keys(record: Record, _now: float) -> Iterator[Hashable]:
        if record["status"] in PRESENT:
            yield ("present",)
        if record["status"] != "left":
            yield ("not left",)

    return Groups(keys, lambda record: [("participant", record["participantId"])])


def of_invitations() -> Groups:
    """Invitations by gathering and by guest."""

    def keys(record: Record, _now: float) -> Iterator[Hashable]:
        gathering, guest, status = record["gatheringId"], record["participantId"], record["status"]
        yield ("gathering", gathering)
        if status == "pending":
            yield from (("pending", gathering), ("pending email", gathering, record["email"]))
        if guest:
            yield ("guest", guest)
            if status == "pending":
                yield from (("pending guest", guest), ("pending guest", guest, gathering))
            if status in ("pending", "accepted"):
                yield ("invited", guest, gathering)

    return Groups(keys)


def of_message_annotations() -> Groups:
    """Everywhere: the first annotation of each message, by session."""
    return Groups(
        lambda _record, _now: [],
        lambda record: [("flagged in", record["_sessionId"])] if record["_first"] else [],
    )


def of_session_annotations() -> Groups:
    return Groups(lambda record, _: [("type", record["type"])])


def of_subscriptions() -> Groups:
    """Active subscriptions by each pattern of event types."""

    def keys(record: Record, _now: float) -> Iterable[Hashable]:
        return [("pattern", pattern) for pattern in record["events"]] if record["isActive"] else []

    return Groups(keys)


def of_webhook_events() -> Groups:
    """Rows of the outbox by status; None stands for every status. Everywhere: by status."""
    return Groups(
        lambda record, _: [("status", None), ("status", record["status"])],
        lambda record: [("status", record["status"])],
    )


def _active(sanction: Record, now: float) -> bool:
    end: str | None = sanction["endAt"]
    started = parse(sanction["startAt"]) <= now
    return started and "revokedAt" not in sanction and (end is None or parse(end) > now)


def _moments(record: Record, *names: str) -> list[float]:
    return [parse(record[name]) for name in names if record.get(name) is not None]
