"""ODIN Voice of a project: activation, access keys, the peer limit, and how busy its rooms were."""

from __future__ import annotations

from itertools import pairwise

from cortex_async.emulator.errors import bad_request
from cortex_async.emulator.records import Record
from cortex_async.emulator.world import World

HOUR = 3600
MOST_POINTS = 1000
MOST_SAMPLES = 10_000


def state(world: World, project: Record) -> Record:
    """The project's record, made when it is first asked for."""
    known = world.store.voice.get(project["id"], "voice")
    if known is None:
        fresh: Record = {
            "id": "voice",
            "peerLimit": 0,
            "hostingType": "hosted",
            "_activatedAt": None,
            "_samples": [],
        }
        return world.store.voice.add(project["id"], fresh)
    return known


def activate(world: World, project: Record) -> None:
    """A second time changes nothing."""
    voice = state(world, project)
    voice["_activatedAt"] = voice["_activatedAt"] or world.clock.iso()


def create_access_key(
    world: World, project: Record, name: str, description: str | None
) -> tuple[Record, str]:
    """The record and the key itself, which is not kept. Raises ``Refusal`` 400 before activation."""
    if state(world, project)["_activatedAt"] is None:
        raise bad_request("ODIN Voice is not activated for this project")
    now = world.clock.iso()
    public_key = world.ids.key_material()
    record: Record = {
        "id": world.ids.uuid(),
        "name": name,
        "description": description,
        "pubKey": public_key,
        "keyId": public_key.replace("/", "").replace("+", "")[:12],
        "created": now,
        "updated": now,
    }
    return world.store.access_keys.add(project["id"], record), world.ids.key_material()


def note_presence(world: World, project: Record) -> None:
    """Remember how many peers are in how many rooms from now on."""
    present = [len(session["_present"]) for session in world.store.sessions.of(project["id"])]
    samples = state(world, project)["_samples"]
    samples.append([world.clock.timestamp(), sum(present), sum(count > 0 for count in present)])
    del samples[:-MOST_SAMPLES]


def series(world: World, project: Record, start: float, column: int) -> Record:
    """Peak and average by the hour from ``start`` to now, by more than an hour when that would be over 1000 points."""
    now = world.clock.timestamp()
    width = max(HOUR, HOUR * -(-int(max(0.0, now - start)) // (HOUR * MOST_POINTS)))
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
    """The highest count between two instants, and the counts weighted with their seconds."""
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
    """From when until when each count held."""
    ends = [*samples, (now, 0)]
    return [(since, until, count) for (since, count), (until, _) in pairwise(ends)]
