"""Reads OpenAPI responses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen

from generator import ir
from generator.model.kinds import kind_of
from generator.model.media import Media, holds_binary, media_of
from generator.model.references import resolve_in
from generator.model.schemas import Schemas
from generator.model.unions import json_kind
from generator.naming import pascal
from generator.refusal import Refusal, pointer_below

_JSON = "application/json"
# https://spec.openapis.org/oas/v3.1.0#responses-object
_STATUS = re.compile(r"[1-5](?:[0-9]{2}|XX|xx|Xx|xX)|default|x-.*", re.DOTALL)


@frozen
class Responses:
    """Reader of the successful responses of one operation."""

    schemas: Schemas
    operation_id: str
    place: str

    def read(self, raw: Mapping[str, Any]) -> tuple[ir.Response, str]:
        """Return the response of the operation and the value of its Accept header."""
        declared = {str(status): response for status, response in raw.items()}
        self._check_statuses(declared)
        successes = sorted(status for status in declared if status[:1] == "2")
        if not successes and "default" in declared:
            successes = ["default"]
        if not successes:
            self.schemas.note(self.place + "/responses", "declare no success: any 2xx response is returned")
            return ir.Response("undeclared", None, ""), _JSON
        responses = {
            status: self._one(declared[status], status, number == 0)
            for number, status in enumerate(successes)
        }
        first, accept = responses[successes[0]]
        if all(_same(response, first) for response, _ in responses.values()):
            anything = first.type in (ir.Scalar("json"), ir.Nullable(ir.Scalar("json")))
            return (ir.Response("undeclared", None, first.doc) if anything else first), accept
        return self._by_status({status: response for status, (response, _) in responses.items()}), accept

    def _check_statuses(self, declared: Mapping[str, Any]) -> None:
        seen: dict[str, str] = {}
        for status in declared:
            place = pointer_below(self.place, "responses", status)
            if not _STATUS.fullmatch(status):
                raise Refusal(place, "is not a status", "write three digits, a range such as 2XX, or default")
            if seen.setdefault(status.upper(), status) != status:
                raise Refusal(place, f"is the same status as {seen[status.upper()]}", "keep one of them")

    def _by_status(self, responses: Mapping[str, ir.Response]) -> ir.Response:
        choices: list[ir.Choice] = []
        for status, response in responses.items():
            if response.kind in ("several", "events"):
                raise Refusal(
                    f"{self.place}/responses/{status}",
                    "has several media types, and another status has a body of its own",
                    "keep one of them in the overlay",
                )
            # Beside a described response, one without content means None.
            kind: ir.ResponseKind = "none" if response.kind == "undeclared" else response.kind
            choices.append(ir.Choice(2 if status.upper() == "2XX" else int(status), "", kind, response.type))
        doc = "\n".join(response.doc for response in responses.values() if response.doc)
        return ir.Response("several", None, doc, "status", tuple(choices))

    def _one(self, raw: Any, status: str, first: bool) -> tuple[ir.Response, str]:
        at = f"{self.place}/responses/{status}"
        declared = resolve_in("responses", raw, self.schemas.document, at)
        doc = str(declared.get("description", ""))
        if not declared.get("content"):
            return ir.Response("none" if status in ("204", "205") else "undeclared", None, doc), _JSON
        context = pascal(self.operation_id) + "Response" + ("" if first else status)
        offered = self._taken(media_of(declared["content"], at))
        read = {media.name: self._media(media, doc, context) for media in offered}
        responses = list(read.values())
        accept = ", ".join(sorted(read, key=lambda name: (name != _JSON, name)))
        if all(_same(response, responses[0]) for response in responses):
            return responses[0], accept
        choices = [ir.Choice(2, name, response.kind, response.type) for name, response in read.items()]
        return ir.Response("several", None, doc, "media", tuple(choices)), accept

    def _taken(self, offered: list[Media]) -> list[Media]:
        """Return the media types that the operation asks for.

        All of them, unless one can only be taken alone: then JSON, or else the first. XML is another form of
        what JSON has, and a range such as ``audio/*`` names no type that a response could be told by.
        """
        if len(offered) == 1:
            return offered
        alone = [media for media in offered if self._only_alone(media)]
        others = [media for media in offered if media not in alone]
        kept = others or [next((media for media in offered if media.is_json), offered[0])]
        for media in offered:
            if media not in kept:
                names = " and ".join(one.declared for one in kept)
                self.schemas.note(media.place, f"{media.declared} is not asked for: {names} is taken")
        return kept

    def _only_alone(self, media: Media) -> bool:
        return (
            media.is_range or media.is_xml or media.name == "text/event-stream" or self._is_other_value(media)
        )

    def _is_other_value(self, media: Media) -> bool:
        """Return whether the media type is not JSON although its schema is more than a string."""
        if media.is_json or media.schema is None:
            return False
        return kind_of(media.schema, self.schemas.document, media.place) in ("object", "array", "union")

    def _media(self, media: Media, doc: str, context: str) -> ir.Response:
        if media.name == "text/event-stream":
            return ir.Response("events", None, doc)
        if media.is_json or (media.is_any and self._is_other_value(media)):
            return self._json(media, doc, context)
        if self._is_other_value(media):
            self.schemas.note(
                media.place, f"describes a value in {media.declared}: it is returned as it arrives"
            )
            return ir.Response("text" if media.name.startswith("text/") else "bytes", None, doc)
        kind = (
            ir.Scalar("binary")
            if media.schema is None
            else self.schemas.type_of(media.schema, media.place, context)
        )
        if media.name.startswith("text/") and (media.schema is None or json_kind(kind) == "string"):
            return ir.Response("text", None, doc)
        if json_kind(kind) not in ("string", "anything"):
            self.schemas.note(
                media.place, f"describes a value in {media.declared}: it is returned as it arrives"
            )
        return ir.Response("text" if media.name.startswith("text/") else "bytes", None, doc)

    def _json(self, media: Media, doc: str, context: str) -> ir.Response:
        if media.schema is None:
            self.schemas.note(media.place, "is missing: taken as free-form JSON")
            return ir.Response("typed", ir.Scalar("json"), doc)
        kind = self.schemas.member_type(media.schema, media.place, context)
        if holds_binary(kind, lambda name: self.schemas.drafts.models[name].fields):
            raise Refusal(
                media.place,
                "contains file content, which JSON cannot carry",
                "use format byte (base64) in the overlay",
            )
        return ir.Response("typed", kind, doc)


def _same(one: ir.Response, other: ir.Response) -> bool:
    return evolve(one, doc="") == evolve(other, doc="")
