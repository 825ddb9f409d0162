"""Transcriptions, live and of recordings: the state that the service keeps in Redis."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

from attrs import define, field

from cortex_async._core.timing.clock import Clock
from cortex_async.contrib.fake import FakeRequest, FakeRoute, Reply
from cortex_async.contrib.rtcstack.fake.errors import ErrorReply, Rule, crashed, parsed, problem, validated
from cortex_async.contrib.rtcstack.fake.timestamps import iso, milliseconds

_SPEAKERS = {"participants": Rule("object", required=True)}


@define
class Live:
    """The live transcription of one room."""

    id: str
    language: str
    started_at: str
    status: str = "active"
    speakers: dict[str, str] = field(factory=dict[str, str])
    segments: list[dict[str, Any]] = field(factory=list[dict[str, Any]])


@define
class Transcriptions:
    """All transcriptions. live, post: whether the add-ons are enabled. defects: whether to have the service's
    own defects.
    """

    clock: Clock
    defects: bool
    live: bool
    post: bool
    rooms: dict[str, Live] = field(factory=dict[str, Live])
    recordings: dict[str, dict[str, str]] = field(factory=dict[str, dict[str, str]])
    _numbers: int = 0

    def routes(self) -> list[FakeRoute]:
        room = "/v1/rooms/{roomId}/transcription"
        one = "/v1/transcriptions/{transcriptionId}"
        return [
            FakeRoute("startLiveTranscription", "POST", room + "/start", self.start),
            FakeRoute("stopLiveTranscription", "POST", room + "/stop", self.stop),
            FakeRoute("getLiveTranscription", "GET", room, self.get_live),
            FakeRoute("updateSpeakers", "PATCH", room + "/speakers", self.name_speakers),
            FakeRoute("transcribeRecording", "POST", "/v1/recordings/{recordingId}/transcribe", self.queue),
            FakeRoute("listTranscriptions", "GET", "/v1/transcriptions", self.list_all),
            FakeRoute("getTranscription", "GET", one, self.get),
            FakeRoute("deleteTranscription", "DELETE", one, self.delete),
        ]

    def _new_id(self) -> str:
        self._numbers += 1
        return f"tr_{self._numbers:06d}"

    def _require(self, enabled: bool, what: str) -> None:
        if not enabled:
            raise ErrorReply(problem(503, f"{what} transcription add-on is not enabled"))

    def _running(self, request: FakeRequest) -> Live:
        self._require(self.live, "Live")
        found = self.rooms.get(request.path["roomId"])
        if found is None:
            raise ErrorReply(problem(404, "No transcription session found for this room"))
        return found

    def start(self, request: FakeRequest) -> Reply:
        self._require(self.live, "Live")
        room, body = request.path["roomId"], parsed(request)
        running = self.rooms.get(room)
        if running is not None and running.status == "active":
            state = {"status": "active", "startedAt": running.started_at, "language": running.language}
            return Reply(200, {"id": running.id, **state, "roomId": room})
        if body is None:
            raise crashed("Cannot read properties of undefined (reading 'language')")
        speakers = _speakers(body, self.defects)
        old = running.segments if running is not None else []
        language = body.get("language", "en-US")
        live = Live(self._new_id(), language, iso(self.clock.unix()), speakers=speakers, segments=old)
        self.rooms[room] = live
        started = {"status": "active", "language": live.language, "startedAt": live.started_at}
        return Reply(201, {"transcriptionId": live.id, "roomId": room, **started})

    def stop(self, request: FakeRequest) -> Reply:
        live = self._running(request)
        live.status = "stopped"
        stopped = {"status": "stopped", "stoppedAt": iso(self.clock.unix())}
        return Reply(200, {"transcriptionId": live.id, **stopped, "segmentCount": len(live.segments)})

    def say(self, room: str, start_ms: int, end_ms: int, speaker: str, text: str) -> None:
        """Add a segment to a room's live transcription."""
        live = self.rooms[room]
        name = live.speakers.get(speaker, speaker)
        where = {"startMs": start_ms, "endMs": end_ms}
        live.segments.append({**where, "speakerName": name, "speakerId": speaker, "text": text})

    def get_live(self, request: FakeRequest) -> Reply:
        live = self._running(request)
        segments = live.segments
        if "since" in request.query:
            since = milliseconds(request.query["since"])
            # No comparison with NaN is true, so an invalid timestamp selects no segments.
            segments = [segment for segment in segments if _milliseconds(segment) >= since]
        if request.query.get("format") == "text":
            return Reply(200, "\n".join(_line(segment) for segment in segments))
        return Reply(
            200,
            {
                "transcriptionId": live.id,
                "roomId": request.path["roomId"],
                "status": live.status,
                "language": live.language,
                "speakers": [{"sid": sid, "name": name} for sid, name in live.speakers.items()],
                "segments": segments,
            },
        )

    def name_speakers(self, request: FakeRequest) -> Reply:
        self._require(self.live, "Live")
        speakers = _speakers(validated(request, _SPEAKERS), self.defects)
        live = self.rooms.get(request.path["roomId"])
        if live is not None:
            live.speakers.update(speakers)
        return Reply(204)

    def queue(self, request: FakeRequest) -> Reply:
        self._require(self.post, "Post-call")
        body = parsed(request)
        if body is None:
            raise crashed("Cannot read properties of undefined (reading 'language')")
        job = {
            "transcriptionId": self._new_id(),
            "recordingId": request.path["recordingId"],
            "status": "queued",
            "queuedAt": iso(self.clock.unix()),
        }
        self.recordings[job["transcriptionId"]] = {**job, "language": str(body.get("language", "en-US"))}
        return Reply(202, job)

    def proceed(self, transcription_id: str, **fields: str) -> None:
        """Have the worker store fields. Numbers are strings, as in Redis."""
        self.recordings[transcription_id].update(fields)

    def list_all(self, request: FakeRequest) -> Reply:
        found = [] if self.defects else [*self.recordings.values()]
        return Reply(200, {"total": len(found), "transcriptions": found})

    def get(self, request: FakeRequest) -> Reply:
        found = self.recordings.get(request.path["transcriptionId"])
        return problem(404, "Transcription not found") if found is None else Reply(200, found)

    def delete(self, request: FakeRequest) -> Reply:
        given = request.path["transcriptionId"]
        pattern = f"{given}*" if self.defects else given
        for key in [key for key in self.recordings if fnmatchcase(key, pattern)]:
            del self.recordings[key]
        return Reply(204)


def _speakers(body: dict[str, Any], defects: bool) -> dict[str, str]:
    speakers: dict[str, str] = body.get("participants", {})
    if defects and "participants" in body and not speakers:
        raise crashed("ERR wrong number of arguments for 'hset' command")
    return dict(speakers)


def _milliseconds(segment: dict[str, Any]) -> float:
    """The start of a segment. NaN if the worker has stored something else than a number."""
    start: object = segment["startMs"]
    return start if isinstance(start, (int, float)) else float("nan")


def _line(segment: dict[str, Any]) -> str:
    seconds = segment["startMs"] // 1000
    clock = f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"
    return f"[{clock}] {segment['speakerName']}: {segment['text']}"
