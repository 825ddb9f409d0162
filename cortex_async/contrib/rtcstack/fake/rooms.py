"""Rooms, participants, recordings and ingresses: the state that LiveKit holds."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from cortex_async._core.timing.clock import Clock
from cortex_async.contrib.fake import FakeRequest, FakeRoute, Reply
from cortex_async.contrib.rtcstack.fake import livekit
from cortex_async.contrib.rtcstack.fake.errors import (
    ErrorReply,
    Rule,
    crashed,
    not_in_livekit,
    problem,
    validated,
)
from cortex_async.contrib.rtcstack.fake.timestamps import iso

_ROOM = {
    "name": Rule("string", required=True, least=1),
    "maxParticipants": Rule("integer"),
    "emptyTimeout": Rule("integer"),
    "metadata": Rule("string"),
}
_INGRESS = {
    "type": Rule("string", values=("rtmp", "whip")),
    "participantName": Rule("string"),
    "participantIdentity": Rule("string"),
}
_MUTE = {"trackSid": Rule("string", required=True, least=1)}


@define
class Egress:
    """A recording. ``began``: LiveKit's start time in Unix nanoseconds, 0 while it is starting."""

    id: str
    began: int = 0


@define
class Rooms:
    """The state of LiveKit. reachable: whether LiveKit responds. defects: whether to have the service's own
    defects.
    """

    clock: Clock
    defects: bool
    reachable: bool
    rooms: dict[str, livekit.Message] = field(factory=dict[str, livekit.Message], repr=False)
    participants: dict[str, dict[str, livekit.Message]] = field(factory=dict[str, dict[str, livekit.Message]])
    ingresses: dict[str, livekit.Message] = field(factory=dict[str, livekit.Message], repr=False)
    egresses: dict[str, Egress] = field(factory=dict[str, Egress])
    _numbers: int = 0

    def routes(self) -> list[FakeRoute]:
        room = "/v1/rooms/{roomId}"
        person = room + "/participants/{participantId}"
        table = [
            ("createRoom", "POST", "/v1/rooms", self.create),
            ("listRooms", "GET", "/v1/rooms", self.list_rooms),
            ("getRoom", "GET", room, self.get),
            ("deleteRoom", "DELETE", room, self.delete),
            ("listParticipants", "GET", room + "/participants", self.list_participants),
            ("removeParticipant", "DELETE", person, self.remove),
            ("muteParticipant", "POST", person + "/mute", self.mute),
            ("startRecording", "POST", room + "/recording/start", self.start_recording),
            ("stopRecording", "POST", room + "/recording/stop", self.stop_recording),
            ("getRecording", "GET", room + "/recording", self.recording),
            ("createIngress", "POST", room + "/ingress", self.create_ingress),
            ("listIngress", "GET", room + "/ingress", self.list_ingress),
            ("deleteIngress", "DELETE", room + "/ingress/{ingressId}", self.delete_ingress),
        ]
        return [
            FakeRoute(operation, method, path, self._via_livekit(handler))
            for operation, method, path, handler in table
        ]

    def _via_livekit(self, handler: Any) -> Any:
        def call(request: FakeRequest) -> Reply:
            if not self.reachable:
                raise crashed("fetch failed")
            reply: Reply = handler(request)
            return reply

        return call

    def number(self) -> int:
        self._numbers += 1
        return self._numbers

    def create(self, request: FakeRequest) -> Reply:
        values = validated(request, _ROOM)
        name = values["name"]
        if name not in self.rooms:
            self.rooms[name] = livekit.room(name, self.number(), self.clock.unix()) | values
        return Reply(201, self.rooms[name])

    def list_rooms(self, request: FakeRequest) -> Reply:
        return Reply(200, {"rooms": [*self.rooms.values()]})

    def get(self, request: FakeRequest) -> Reply:
        found = self.rooms.get(request.path["roomId"])
        return problem(404, "Room not found") if found is None else Reply(200, found)

    def delete(self, request: FakeRequest) -> Reply:
        name = request.path["roomId"]
        if self.rooms.pop(name, None) is None:
            raise not_in_livekit("requested room")
        self.participants.pop(name, None)
        return Reply(204)

    def join(self, room: str, identity: str, name: str) -> livekit.Message:
        """Have somebody enter the room, which is created if necessary."""
        self.rooms.setdefault(room, livekit.room(room, self.number(), self.clock.unix()))
        found = livekit.participant(identity, name, self.number(), self.clock.unix())
        self.participants.setdefault(room, {})[identity] = found
        return found

    def list_participants(self, request: FakeRequest) -> Reply:
        return Reply(200, {"participants": [*self.participants.get(request.path["roomId"], {}).values()]})

    def _participant(self, request: FakeRequest) -> livekit.Message:
        found = self.participants.get(request.path["roomId"], {}).get(request.path["participantId"])
        if found is None:
            raise not_in_livekit("participant")
        return found

    def remove(self, request: FakeRequest) -> Reply:
        found = self._participant(request)
        del self.participants[request.path["roomId"]][found["identity"]]
        return Reply(204)

    def mute(self, request: FakeRequest) -> Reply:
        sid = validated(request, _MUTE)["trackSid"]
        tracks = [track for track in self._participant(request)["tracks"] if track["sid"] == sid]
        if not tracks:
            raise not_in_livekit("track")
        tracks[0]["muted"] = True
        return Reply(204)

    def start_recording(self, request: FakeRequest) -> Reply:
        room = request.path["roomId"]
        running = self.egresses.get(room)
        if running is not None:
            return Reply(200, {"egressId": running.id, "status": "already_recording"})
        self.egresses[room] = Egress(f"EG_{self.number():012d}")
        started = {"status": "recording", "startedAt": iso(self.clock.unix())}
        return Reply(201, {"egressId": self.egresses[room].id, "roomId": room, **started})

    def begin_recording(self, room: str) -> None:
        """Have LiveKit start writing the file, after which it reports the start time."""
        self.egresses[room].began = int(self.clock.unix() * 1e9)

    def stop_recording(self, request: FakeRequest) -> Reply:
        if self.egresses.pop(request.path["roomId"], None) is None:
            raise ErrorReply(problem(404, "No active recording found"))
        return Reply(200, {"status": "stopped", "stoppedAt": iso(self.clock.unix())})

    def recording(self, request: FakeRequest) -> Reply:
        running = self.egresses.get(request.path["roomId"])
        if running is None:
            return Reply(200, {"isRecording": False, "egressId": None, "startedAt": None})
        if running.began and self.defects:
            raise crashed("Invalid time value")
        since = iso(running.began / 1e9) if running.began else None
        return Reply(200, {"isRecording": True, "egressId": running.id, "startedAt": since})

    def create_ingress(self, request: FakeRequest) -> Reply:
        values = validated(request, _INGRESS)
        identity = values.get("participantIdentity") or f"ingress-{int(self.clock.unix() * 1000)}"
        name = values.get("participantName", "Ingress Stream")
        kind = values.get("type", "rtmp")
        ingress = livekit.ingress(request.path["roomId"], kind, name, identity, self.number())
        self.ingresses[ingress["ingressId"]] = ingress
        return Reply(201, ingress)

    def list_ingress(self, request: FakeRequest) -> Reply:
        room = request.path["roomId"]
        return Reply(200, {"ingress": [one for one in self.ingresses.values() if one["roomName"] == room]})

    def delete_ingress(self, request: FakeRequest) -> Reply:
        if self.ingresses.pop(request.path["ingressId"], None) is None:
            raise not_in_livekit("ingress")
        return Reply(204)
