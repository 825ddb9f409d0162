"""ODIN Voice of a project: activation, access keys, the peer limit, and analytics."""

from __future__ import annotations

import bisect
from itertools import pairwise

from cortex_async.emulator.errors import bad_request
from cortex_async.emulator.records import Record
from cortex_async.emulator.world import World

HOUR = 3600
MAX_POINTS = 1000
MAX_SAMPLES = 10_000


def state(world: World, project: Record) -> Record:
    """The project's voice record, created on first use."""
    known = world.store.voice.get(project["id"], "voice")
    if known is None:
        voice: Record = {
            "id": "voice",
            "peerLimit": 0,
            "hostingType": "hosted",
            "_activatedAt": None,
            "_samples": [],
        }
        return world.store.voice.add(project["id"], voice)
    return known


def activate(world: World, project: Record) -> None:
    """Activate Voice. Activating twice changes nothing."""
    voice = state(world, project)
    voice["_activatedAt"] = voice["_activatedAt"] or world.clock.iso()


def create_access_key(
    world: World, project: Record, name: str, description: str | None
) -> tuple[Record, str]:
    """Create an access key; returns its record and the key itself, which is not stored. Raises ``HTTPError``
    400.
    """
    if state(world, project)["_activatedAt"] is None:
        raise bad_request("ODIN Voice is not activated for this project")
    now = world.clock.iso()
    public_key = world.ids.key_material()
    record: Record = {
        "id": world.ids.uuid("voice access key"),
        "name": name,
        "description": description,
        "pubKey": public_key,
        "keyId": public_key.replace("/", "").replace("+", "")[:12],
        "created": now,
        "updated": now,
    }
    return world.store.access_keys.add(project["id"], record), world.ids.key_material()


def note_presence(world: World, project: Record) -> None:
    """Record how many peers are in how many rooms from now on."""
    presence, project_id = world.store.presence, project["id"]
    samples = state(world, project)["_samples"]
    sample = [world.clock.timestamp(), presence.peers[project_id], presence.rooms[project_id]]
    # In order of time: sample data is made in the past.
    bisect.insort(samples, sample, key=lambda one: one[0])
    del samples[:-MAX_SAMPLES]


def series(world: World, project: Record, start: float, column: int) -> Record:
    """Hourly peak and average from ``start`` to now; with longer intervals if these were more than 1000
    points.
    """
    now = world.clock.timestamp()
    width = max(HOUR, HOUR * -(-int(max(0.0, now - start)) // (HOUR * MAX_POINTS)))
    steps = _steps([(sample[0], sample[column]) for sample in state(world, project)["_samples"]], now)
    peak: list[list[float]] = []
    average: list[list[float]] = []
    begin, first = start, 0
    while begin < now:
        end = min(begin + width, now)
        while first < len(steps) and steps[first][1] <= begin:
            first += 1
        highest, area = _measure(steps, first, begin, end)
        peak.append([int(begin * 1000), highest])
        average.append([int(begin * 1000), round(area / (end - begin), 3)])
        begin += width
    return {"peak": peak, "average": average}


def _measure(
    steps: list[tuple[float, float, int]], first: int, begin: float, end: float
) -> tuple[int, float]:
    """The highest count between two timestamps, and the sum of the counts weighted by their seconds."""
    highest, area = 0, 0.0
    for position in range(first, len(steps)):
        since, until, count = steps[position]
        if since >= end:
            break
        seconds = min(until, end) - max(since, begin)
        if seconds > 0:
            highest, area = max(highest, count), area + seconds * count
    return highest, area


def _steps(samples: list[tuple[float, int]], now: float) -> list[tuple[float, float, int]]:
    """Each count with the time from which and until which it applied."""
    ends = [*samples, (now, 0)]
    return [(since, until, count) for (since, count), (until, _) in pairwise(ends)]
