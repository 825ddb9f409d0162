"""Statements of generated methods: building the request and handling the response."""

from __future__ import annotations

from generator import ir
from generator.emit.annotations import runtime_type
from generator.emit.code import Code, code, identifier, joined, literal
from generator.emit.coder_names import CoderNames, decoded_responses
from generator.model.readers import EXTRA_FIELD

_BODY = code("body")
_CHOICES = {"none": code("NoneType"), "bytes": code("bytes"), "text": code("str")}


def _request(operation: ir.Operation, route: Code) -> Code:
    parts = [route]
    given = ir.call_parameters(operation)
    item = [identifier(p.name) for p in given if p.place == "path"]
    if operation.bound and item:
        parts.append(code("(*self._bound, {})", joined(", ", item)))
    elif operation.bound:
        parts.append(code("self._bound"))
    elif item:
        parts.append(code("({},)", joined(", ", item)))
    query = [_pair(p.wire, identifier(p.name)) for p in given if p.place == "query"]
    headers = [_pair(p.wire, identifier(p.name)) for p in given if p.place == "header"]
    parts += [code("query={{{}}}", joined(", ", query))] if query else []
    parts += [code("headers={{{}}}", joined(", ", headers))] if headers else []
    if operation.body is not None:
        parts.append(code("body={}", _body(operation.body)))
    return code("Request({})", joined(", ", parts))


def _pair(wire: str, value: Code) -> Code:
    return code("{}: {}", literal(wire), value)


def _keyword(name: str, value: str) -> Code:
    return code("{}={}", identifier(name), identifier(value))


def _body(body: ir.Body) -> Code:
    """Return the body of the request. An optional body is left out if it is empty."""
    value = _json_body(body) if body.media == "json" else _other_body(body)
    if body.required or value == _BODY:
        return value
    if body.keywords is None:
        return code("UNSET if body is UNSET else {}", value)
    return code("unless_empty({})", value)


def _json_body(body: ir.Body) -> Code:
    if body.keywords is None:
        value = _BODY
    else:
        values = [_keyword(k.field.name, k.name) for k in body.keywords]
        values += [_keyword(EXTRA_FIELD, EXTRA_FIELD)] if body.extra is not None else []
        kind = runtime_type(body.type)
        assert kind is not None  # only a model has keywords
        value = code("{}({})", kind, joined(", ", values))
    if body.content_type == "application/json":
        return value
    return code("Json({}, {})", value, literal(body.content_type))


def _other_body(body: ir.Body) -> Code:
    if body.media in ("binary", "text"):
        return code("Content(body, {})", literal(body.content_type))
    wrapper = code("Form") if body.media == "form" else code("Multipart")
    if body.keywords is None:
        return code("{}(body)", wrapper)
    values = [_pair(k.field.wire, identifier(k.name)) for k in body.keywords]
    extra = [code("**({} or {{}})", identifier(EXTRA_FIELD))] if body.extra is not None else []
    return code("{}({{{}}})", wrapper, joined(", ", [*extra, *values]))


def call(operation: ir.Operation, route: Code, names: CoderNames) -> tuple[list[Code], bool]:
    """Return the statements of the method, and whether it is a plain function that returns an iterable."""
    request, response = _request(operation, route), operation.response
    if operation.paging is not None and operation.paging.whole:
        return [code("return await {}", _pages("_all_pages", operation.paging, request))], False
    if operation.paging is not None:
        return [code("return {}", _pages("_pages", operation.paging, request))], True
    match response.kind:
        case "events":
            return [
                code("from ...events import event_decoder"),
                code(""),
                code("return self._events({}, event_decoder(options), options)", request),
            ], True
        case "several":
            return [*_imports(operation, names), _call_by(operation, request, names)], False
        case "typed":
            assert response.type is not None
            expression = runtime_type(response.type) or identifier(names.response(operation, None))
            line = code("return await self._call({}, {}, options)", request, expression)
            return [*_imports(operation, names), line], False
        case "none":
            return [code("await self._call_none({}, options)", request)], False
        case "bytes":
            return [code("return await self._call_bytes({}, options)", request)], False
        case "text":
            return [code("return await self._call_text({}, options)", request)], False
        case "undeclared":
            return [code("return await self._call_json({}, options)", request)], False


def _pages(method: str, paging: ir.Paging, request: Code) -> Code:
    item = runtime_type(paging.item) or code("None")
    items = code("None") if paging.items is None else literal(paging.items)
    return code(
        "self.{}({}, {}, {}, options, page_size=page_size, max_items=max_items, offset=offset)",
        identifier(method),
        request,
        item,
        items,
    )


def _call_by(operation: ir.Operation, request: Code, names: CoderNames) -> Code:
    rows = [
        code("{}: {}", _key(operation, choice), _choice(operation, number, names))
        for number, choice in enumerate(operation.response.choices)
    ]
    how = code("status") if operation.response.by == "status" else code("media")
    return code("return await self._call_by_{}({}, {{{}}}, options)", how, request, joined(", ", rows))


def _imports(operation: ir.Operation, names: CoderNames) -> list[Code]:
    """Return the import of decoders for responses that are not a single class, loaded with the first call."""
    needed = sorted(names.response(operation, number) for number, _ in decoded_responses(operation))
    if not needed:
        return []
    functions = joined(", ", [identifier(name) for name in needed])
    return [code("from ...decoders.responses_ import {}", functions), code("")]


def _key(operation: ir.Operation, choice: ir.Choice) -> Code:
    return literal(choice.status if operation.response.by == "status" else choice.media)


def _choice(operation: ir.Operation, number: int, names: CoderNames) -> Code:
    choice = operation.response.choices[number]
    if choice.type is not None:
        return runtime_type(choice.type) or identifier(names.response(operation, number))
    return _CHOICES[choice.kind]


def sync_call(operation: ir.Operation) -> Code:
    """Return the statement of the sync method, which runs the async one."""
    given = ir.call_parameters(operation)
    arguments = [identifier(p.name) for p in given if p.place == "path"]
    arguments += [_keyword(p.name, p.name) for p in given if p.place != "path"]
    if operation.body is not None:
        keywords = operation.body.keywords
        names = ["body"] if keywords is None else [k.name for k in keywords]
        names += [EXTRA_FIELD] if operation.body.extra is not None else []
        arguments += [_keyword(name, name) for name in names]
    if operation.paging is not None:
        arguments += [_keyword(name, name) for name in ("page_size", "max_items", "offset")]
    call = joined(", ", [*arguments, code("**options")])
    method = identifier(operation.method)
    if operation.paging is not None and not operation.paging.whole:
        return code("return Pager(self._runner, self._inner.{}({}))", method, call)
    if operation.response.kind == "events":
        return code("return EventStream(self._runner, self._inner.{}({}))", method, call)
    return code("return self._wait(self._inner.{}, {})", method, call)
