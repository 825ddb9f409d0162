"""The sections of participants and gatherings."""

from __future__ import annotations

from cortex_async.emulator.domain import members, sanctions
from cortex_async.emulator.page.html import Html, tag
from cortex_async.emulator.page.parts import Column, Section, chip, shortened, table
from cortex_async.emulator.page.view import View
from cortex_async.emulator.records import Record

GATHERING_STATUS = {"active": "good", "started": "good", "pending": "notice", "cancelled": "", "expired": ""}
MEMBERS = 20
"""Members of a gathering that are shown."""

MEMBER_STATUS = {"joined": "good", "ready": "good", "invited": "notice"}


def participant_section(view: View) -> Section:
    rows = [
        (
            shown["displayName"],
            shown["externalUserId"],
            tag("code", raw["id"], class_="id"),
            _rooms(view, raw),
            _active_sanctions(view, raw),
            view.when(raw["joinedAt"]),
        )
        for raw, shown in view.latest(view.world.store.participants)
    ]
    columns = (
        Column("Name", wide=True),
        Column("External id", wide=True),
        Column("Participant"),
        Column("Present"),
        Column("Sanctions"),
        Column("Since"),
    )
    count = len(view.world.store.participants)
    return Section("participants", "Participants", table("Participants", columns, rows), count)


def _rooms(view: View, participant: Record) -> Html | None:
    rooms = view.world.store.presence.rooms_of(participant["id"])
    return chip(f"in {rooms} {'room' if rooms == 1 else 'rooms'}", "good") if rooms else None


def _active_sanctions(view: View, participant: Record) -> Html | None:
    key = ("active of", participant["externalUserId"])
    active = sanctions.groups(view.world).count(participant["projectId"], key)
    return chip(f"{active} active", "bad") if active else None


def gathering_section(view: View) -> Section:
    rows = [
        (
            shown["name"],
            raw["type"],
            chip(raw["status"], GATHERING_STATUS.get(raw["status"], "")),
            tag("code", raw["joinCode"]),
            f"{members.count(view.world, raw)} of {raw['maxMembers']}",
            _members(view, raw),
        )
        for raw, shown in view.latest(view.world.store.gatherings)
    ]
    columns = (
        Column("Name", wide=True),
        Column("Type"),
        Column("Status"),
        Column("Code"),
        Column("Present"),
        Column("Members", wide=True),
    )
    count = len(view.world.store.gatherings)
    return Section("gatherings", "Gatherings", table("Gatherings", columns, rows), count)


def _members(view: View, gathering: Record) -> Html | None:
    found = members.of(view.world, gathering, MEMBERS)
    lines = [
        tag(
            "li",
            shortened(view.text(one["displayName"]), 100),
            " ",
            chip(one["status"], MEMBER_STATUS.get(one["status"], "")),
        )
        for one in found
    ]
    more = members.listed(view.world, gathering) - len(found)
    rest = tag("li", f"and {more} more") if more else None
    return tag("ul", lines, rest, class_="plain") if lines else None
