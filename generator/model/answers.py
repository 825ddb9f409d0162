"""Responses of the document -> what an operation gives back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen

from generator import ir
from generator.model.media import Media, holds_binary, media_of
from generator.model.references import resolve_in
from generator.model.schemas import Schemas
from generator.model.unions import json_kind
from generator.naming import pascal
from generator.refusal import Refusal

_JSON = "application/json"


@frozen
class Answers:
    """Reads the successes of one operation."""

    schemas: Schemas
    operation_id: str
    place: str

    def read(self, responses: Mapping[str, Any]) -> tuple[ir.Answer, str]:
        """The answer, and the media types to ask for."""
        stated = {str(status): raw for status, raw in responses.items()}
        successes = sorted(status for status in stated if status[:1] == "2")
        if not successes and "default" in stated:
            successes = ["default"]
        if not successes:
            raise Refusal(self.place + "/responses", "state no success", "add a 2xx response in the overlay")
        answers = {
            status: self._one(stated[status], status, number == 0) for number, status in enumerate(successes)
        }
        first, accept = answers[successes[0]]
        if all(_same(answer, first) for answer, _ in answers.values()):
            anything = first.type in (ir.Scalar("json"), ir.Nullable(ir.Scalar("json")))
            return (ir.Answer("undeclared", None, first.doc) if anything else first), accept
        return self._by_status({status: answer for status, (answer, _) in answers.items()}), accept

    def _by_status(self, answers: Mapping[str, ir.Answer]) -> ir.Answer:
        choices: list[ir.Choice] = []
        for status, answer in answers.items():
            if answer.kind in ("several", "events"):
                raise Refusal(
                    f"{self.place}/responses/{status}",
                    "has several forms beside another status with a body of its own",
                    "keep one of them in the overlay",
                )
            # Beside an answer that is described, one without content has none.
            kind: ir.AnswerKind = "none" if answer.kind == "undeclared" else answer.kind
            choices.append(ir.Choice(2 if status.upper() == "2XX" else int(status), "", kind, answer.type))
        doc = "\n".join(answer.doc for answer in answers.values() if answer.doc)
        return ir.Answer("several", None, doc, "status", tuple(choices))

    def _one(self, raw: Any, status: str, first: bool) -> tuple[ir.Answer, str]:
        at = f"{self.place}/responses/{status}"
        response = resolve_in("responses", raw, self.schemas.document, at)
        doc = str(response.get("description", ""))
        if not response.get("content"):
            return ir.Answer("none" if status in ("204", "205") else "undeclared", None, doc), _JSON
        context = pascal(self.operation_id) + "Response" + ("" if first else status)
        offered = media_of(response["content"], at)
        read = {media.name: self._media(media, doc, context) for media in offered}
        answers = list(read.values())
        accept = ", ".join(sorted(read, key=lambda name: (name != _JSON, name)))
        if all(_same(answer, answers[0]) for answer in answers):
            return answers[0], accept
        choices: list[ir.Choice] = []
        for name, answer in read.items():
            if answer.kind == "events":
                raise Refusal(
                    at, "offers a stream of events beside another form", "keep one of them in the overlay"
                )
            choices.append(ir.Choice(2, name, answer.kind, answer.type))
        return ir.Answer("several", None, doc, "media", tuple(choices)), accept

    def _media(self, media: Media, doc: str, context: str) -> ir.Answer:
        if media.name == "text/event-stream":
            return ir.Answer("events", None, doc)
        if media.is_json:
            return self._json(media, doc, context)
        kind = (
            ir.Scalar("binary")
            if media.schema is None
            else self.schemas.type_of(media.schema, media.place, context)
        )
        if media.name.startswith("text/") and (media.schema is None or json_kind(kind) == "string"):
            return ir.Answer("text", None, doc)
        if json_kind(kind) == "string":
            return ir.Answer("bytes", None, doc)
        raise Refusal(
            media.place,
            f"describes a value in {media.stated}",
            "only JSON is decoded: state a string of format binary in the overlay",
        )

    def _json(self, media: Media, doc: str, context: str) -> ir.Answer:
        if media.schema is None:
            raise Refusal(media.place, "is missing", "state the schema in the overlay")
        kind = self.schemas.member_type(media.schema, media.place, context)
        if holds_binary(kind, lambda name: self.schemas.drafts.models[name].fields):
            raise Refusal(
                media.place,
                "holds file content, which JSON cannot carry",
                "state format byte (base64) in the overlay",
            )
        return ir.Answer("typed", kind, doc)


def _same(one: ir.Answer, other: ir.Answer) -> bool:
    return evolve(one, doc="") == evolve(other, doc="")
