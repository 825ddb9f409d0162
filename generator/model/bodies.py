"""Reads OpenAPI request bodies."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from attrs import evolve, frozen

from generator import ir
from generator.model.drafts import Draft
from generator.model.kinds import kind_of
from generator.model.media import Media, holds_binary, media_of
from generator.model.parameters import given_name
from generator.model.references import resolve_in
from generator.model.schemas import Schemas
from generator.model.unions import json_kind
from generator.naming import is_parameter_name, pascal
from generator.refusal import Refusal

_PREFERRED = ("application/json", "multipart/form-data", "application/x-www-form-urlencoded")


@frozen
class Bodies:
    """Reader of the request body of one operation. ``taken`` are the names of its parameters."""

    schemas: Schemas
    operation_id: str
    taken: Container[str] = ()

    def read(self, raw: Mapping[str, Any], place: str) -> ir.Body:
        declared = resolve_in("requestBodies", raw, self.schemas.document, place)
        offered = media_of(declared.get("content", {}), place)
        media = _chosen(offered)
        for other in offered:
            if other is not media:
                self.schemas.note(other.place, f"{other.declared} is not sent: {media.declared} is taken")
        body = self._body(media, declared.get("required") is True)
        keywords = self._keywords(body)
        if keywords is None or (not body.required and any(k.field.required for k in keywords)):
            # With keywords nobody could say that no body is to be sent.
            return body
        return evolve(body, keywords=keywords, extra=self._draft(body).extra)

    def _body(self, media: Media, required: bool) -> ir.Body:
        if media.schema is None and media.is_json:
            self.schemas.note(media.place, "is missing: taken as free-form JSON")
            return ir.Body("json", media.name, ir.Scalar("json"), required, None)
        if media.schema is None:
            kind: ir.Type = ir.Scalar("binary")
        else:
            kind = self.schemas.type_of(media.schema, media.place, pascal(self.operation_id) + "Request")
        if self._is_json(media):
            self._refuse_binary(kind, media)
            form: ir.BodyMedia = "json"
        elif media.name == "multipart/form-data":
            self._check_parts(kind, media)
            form = "multipart"
        elif media.name == "application/x-www-form-urlencoded":
            self._check_form(kind, media)
            form = "form"
        else:
            form, kind = self._unchanged(kind, media)
        name = "application/json" if form == "json" and media.is_range else media.name
        name = "application/octet-stream" if form == "binary" and media.is_range else name
        return ir.Body(form, name, kind, required, None)

    def _is_json(self, media: Media) -> bool:
        if media.is_json:
            return media.schema is not None
        return media.is_any and _is_value(media, self.schemas)

    def _unchanged(self, kind: ir.Type, media: Media) -> tuple[ir.BodyMedia, ir.Type]:
        """Return the body of a media type that the client only passes on."""
        if kind == ir.Scalar("binary"):
            return "binary", kind
        if media.name.startswith("text/"):
            if json_kind(kind) != "string":
                self.schemas.note(media.place, f"describes a value in {media.declared}: the body is a string")
                kind = ir.Scalar("str")
            return "text", kind
        self.schemas.note(media.place, f"describes a value in {media.declared}: the body is bytes")
        return "binary", ir.Scalar("binary")

    def _draft(self, body: ir.Body) -> Draft:
        assert isinstance(body.type, ir.ModelRef)
        return self.schemas.drafts.models[body.type.name]

    def _keywords(self, body: ir.Body) -> tuple[ir.Keyword, ...] | None:
        """Return the fields of the body as keywords of this operation."""
        if not isinstance(body.type, ir.ModelRef):
            return None
        return tuple(
            ir.Keyword(self._keyword(f), f) for f in self._draft(body).fields if f.given_by != "server"
        )

    def _keyword(self, item: ir.Field) -> str:
        """Return the name of a keyword: that of the field, or ``body_id`` beside a parameter ``id``."""
        default = item.name if is_parameter_name(item.name) else f"{item.name}_"
        name = given_name(self.schemas.names, self.operation_id, "body", item.wire) or default
        return f"body_{name}" if name in self.taken else name

    def _refuse_binary(self, kind: ir.Type, media: Media) -> None:
        if holds_binary(kind, lambda name: self.schemas.drafts.models[name].fields):
            raise Refusal(
                media.place,
                "contains file content, which JSON cannot carry",
                "use format byte (base64), or multipart/form-data, in the overlay",
            )

    def _check_parts(self, kind: ir.Type, media: Media) -> None:
        if not isinstance(kind, ir.ModelRef):
            raise Refusal(
                media.place, "is not an object with properties", "describe the parts in the overlay"
            )
        for wire, encoding in media.encoding.items():
            if "headers" in encoding:
                raise Refusal(
                    f"{media.place.removesuffix('/schema')}/encoding/{wire}",
                    "declares headers of a part",
                    "drop them in the overlay",
                )

    def _check_form(self, kind: ir.Type, media: Media) -> None:
        if isinstance(kind, (ir.FreeForm, ir.MapOf)):
            return
        if not isinstance(kind, ir.ModelRef):
            raise Refusal(media.place, "is not an object", "describe the fields in the overlay")
        for item in self.schemas.drafts.models[kind.name].fields:
            at = f"{media.place}/properties/{item.wire}"
            if holds_binary(item.type, lambda name: self.schemas.drafts.models[name].fields):
                raise Refusal(
                    at, "cannot be sent in a form", "declare multipart/form-data, or a scalar, in the overlay"
                )
            if ir.is_json_in_form(item.type):
                self.schemas.note(at, "is more than a scalar: sent as JSON, or unchanged if it is a string")
        for wire, encoding in media.encoding.items():
            if encoding.get("style", "form") != "form" or encoding.get("explode", True) is not True:
                raise Refusal(
                    f"{media.place.removesuffix('/schema')}/encoding/{wire}",
                    "declares another style than form with explode",
                    "drop it in the overlay",
                )


def _is_value(media: Media, schemas: Schemas) -> bool:
    """Return whether the schema describes more than a string."""
    return kind_of(media.schema, schemas.document, media.place) in ("object", "array", "union")


def _chosen(offered: list[Media]) -> Media:
    """Choose one of several media types: JSON, then multipart, then a form, then anything else."""
    by_name = {media.name: media for media in reversed(offered)}
    preferred = next((by_name[name] for name in _PREFERRED if name in by_name), None)
    return preferred or next((media for media in offered if media.is_json), offered[0])
