"""The examples in an OpenAPI document, each with the function of a generated package that decodes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any

from attrs import frozen

from cortex_async._core.codec.codec import Codec
from generator import ir
from generator.emit.annotations import runtime_type
from generator.emit.coder_names import CoderNames
from generator.model.references import resolve
from generator.refusal import pointer, pointer_below


@frozen
class Example:
    """``kind`` is an expression of the type, or the name of the function that decodes the response."""

    place: str
    value: Any
    kind: str

    def decode(self, codec: Codec, package: str) -> object:
        if self.kind.startswith("decode_"):
            function: Callable[[Any], object] = getattr(
                import_module(f"{package}.decoders.responses_"), self.kind
            )
            return codec.structure(self.value, function)  # type: ignore[arg-type]  # a function is accepted too
        names = vars(import_module("datetime")) | {"models": import_module(f"{package}.models"), "Any": Any}
        return codec.structure(self.value, eval(self.kind, dict(names)))  # the generator's expression


def examples_of(api: ir.Api, document: Mapping[str, Any]) -> Iterator[Example]:
    """Yield the examples of schemas, of JSON responses and of JSON request bodies."""
    names = CoderNames.of(api)
    for model in api.models:
        yield from _of_schema(document, model)
    for operation in api.operations:
        raw = document["paths"][operation.path]
        declared = resolve(raw, document, operation.path)[operation.http_method.lower()]
        yield from _of_responses(document, operation, declared, names)
        if operation.body is not None and operation.body.media == "json":
            at = pointer_below(operation.pointer, "requestBody")
            body = resolve(declared["requestBody"], document, at)
            content = body["content"].get(operation.body.content_type, {})
            kind = runtime_type(operation.body.type)
            if kind is not None:
                yield from _in_media(content, at, kind.text, document)


def _of_schema(document: Mapping[str, Any], model: ir.Model) -> Iterator[Example]:
    body = document.get("components", {}).get("schemas", {}).get(model.schema)
    if body is None:
        return
    found = [body["example"]] if "example" in body else []
    found += body["examples"] if isinstance(body.get("examples"), list) else []
    for number, value in enumerate(found):
        at = pointer("components", "schemas", model.schema, "examples", number)
        yield Example(at, value, f"models.{model.name}")


def _of_responses(
    document: Mapping[str, Any], operation: ir.Operation, declared: Mapping[str, Any], names: CoderNames
) -> Iterator[Example]:
    for status, raw in declared.get("responses", {}).items():
        at = pointer_below(operation.pointer, "responses", status)
        for media, content in resolve(raw, document, at).get("content", {}).items():
            kind = _decoder(names, operation, str(status), media.partition(";")[0].strip().lower())
            if kind:
                yield from _in_media(content, at, kind, document)


def _decoder(names: CoderNames, operation: ir.Operation, status: str, media: str) -> str:
    response = operation.response
    if (status[:1] != "2" and status != "default") or "json" not in media:
        return ""
    if response.kind == "typed" and response.type is not None:
        return _named(names, operation, None, response.type)
    for number, choice in enumerate(response.choices):
        fits = choice.media == media if response.by == "media" else str(choice.status) in (status, status[:1])
        if fits and choice.type is not None:
            return _named(names, operation, number, choice.type)
    return ""


def _named(names: CoderNames, operation: ir.Operation, choice: int | None, kind: ir.Type) -> str:
    expression = runtime_type(kind)
    if operation.paging is not None and expression is None:
        return ""
    return names.response(operation, choice) if expression is None else expression.text


def _in_media(
    content: Mapping[str, Any], place: str, kind: str, document: Mapping[str, Any]
) -> Iterator[Example]:
    if "example" in content:
        yield Example(f"{place}/example", content["example"], kind)
    for name, raw in content.get("examples", {}).items():
        example = resolve(raw, document, place)
        if "value" in example:
            yield Example(pointer_below(place, "examples", name), example["value"], kind)
