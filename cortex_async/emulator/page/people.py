"""The sections of participants and gatherings."""

from __future__ import annotations

from collections import Counter

from cortex_async.emulator.domain import members, sanctions
from cortex_async.emulator.page.html import Html, tag
from cortex_async.emulator.page.parts import Column, Section, chip, shortened, table
from cortex_async.emulator.page.view import View
from cortex_async.emulator.records import Record

GATHERING_STATUS = {"active": "good", "started": "good", "pending": "notice", "cancelled": "", "expired": ""}
MEMBER_STATUS = {"joined": "good", "ready": "good", "invited": "notice"}


def participant_section(view: View) -> Section:
    rooms = Counter(one for session in view.all(view.world.store.sessions) for one in session["_present"])
    sanctioned = Counter(
        one["externalUserId"]
        for one in view.all(view.world.store.sanctions)
        if sanctions.is_active(view.world, one)
    )
    rows = [
        (
            shown["displayName"],
            shown["externalUserId"],
            tag("code", raw["id"], class_="id"),
            chip(f"in {rooms[raw['id']]} {'room' if rooms[raw['id']] == 1 else 'rooms'}", "good")
            if rooms[raw["id"]]
            else "",
            chip(f"{sanctioned[raw['externalUserId']]} active", "bad")
            if sanctioned[raw["externalUserId"]]
            else "",
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
    count = sum(1 for _ in view.all(view.world.store.participants))
    return Section("participants", "Participants", table("Participants", columns, rows), count)


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
    count = sum(1 for _ in view.all(view.world.store.gatherings))
    return Section("gatherings", "Gatherings", table("Gatherings", columns, rows), count)


def _members(view: View, gathering: Record) -> Html | None:
    found = members.of(view.world, gathering)
    lines = [
        tag(
            "li",
            shortened(view.text(one["displayName"]), 100),
            " ",
            chip(one["status"], MEMBER_STATUS.get(one["status"], "")),
        )
        for one in found[:20]
    ]
    rest = tag("li", f"and {len(found) - 20} more") if len(found) > 20 else None
    return tag("ul", lines, rest, class_="plain") if lines else None
