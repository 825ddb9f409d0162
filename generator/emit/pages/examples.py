"""Examples of methods: runnable code, async and sync, and what it prints."""

from __future__ import annotations

import ast
import io
import re
import textwrap
import tokenize
from collections.abc import Iterable, Mapping

from attrs import frozen

from generator import ir
from generator.emit.code import identifier
from generator.emit.pages.samples import Samples
from generator.refusal import Refusal
from generator.source.examples_file import Entry, ExamplesFile

_WIDTH = 100
_IMPORTS = (
    (re.compile(r"(?<![\w.])datetime\."), "from datetime import datetime"),
    (re.compile(r"(?<![\w.])date\."), "from datetime import date"),
    (re.compile(r"(?<![\w.])time\."), "import time"),
)
_MODELS = re.compile(r"(?<![\w.])models\.")


@frozen
class Example:
    """Code of the async client, and what it prints; None shows no output."""

    code: str
    output: str | None = None

    @property
    def sync(self) -> str:
        return sync_version(self.code)


@frozen
class Examples:
    """The examples of one API. ``package`` is what users import."""

    file: ExamplesFile
    samples: Samples
    package: str = "cortex_async"

    def of_operation(self, operation: ir.Operation, receiver: str) -> Example:
        """Return the example of an operation: what examples.toml says, and the rest from the spec.

        ``receiver`` is how users reach the resource, e.g. ``project.sessions``.
        """
        entry = self.file.methods.get(operation.public_name, Entry())
        if entry.code is not None:
            return self.of_entry(operation.public_name, entry)
        arguments = self._arguments(operation, entry)
        prepare = entry.prepare
        if prepare is None:
            values = [self.file.values[name] for name in arguments if name in self.file.values]
            prepare = tuple(dict.fromkeys(one.prepare for one in values if one.prepare))
            prepare += _signed_in(operation, self.file)
        call = _call(f"{receiver}.{operation.method}", operation, arguments)
        return self._made(operation.public_name, prepare, _used(operation, call, entry), entry)

    def of_entry(self, name: str, entry: Entry) -> Example:
        """Return the example of an entry that has the whole code. ``name``: that of the method."""
        return self._made(name, entry.prepare or (), entry.code or "", entry)

    def _made(self, name: str, prepare: Iterable[str], body: str, entry: Entry) -> Example:
        code = self._whole(prepare, body)
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | ast.PyCF_ONLY_AST
        try:
            compile(code, name, "exec", flags=flags)
        except (SyntaxError, ValueError) as error:
            place = f"{self.file.path}#{name}"
            raise Refusal(place, f"gives an example that is no Python ({error})", "correct it") from None
        return Example(code, entry.output)

    def _arguments(self, operation: ir.Operation, entry: Entry) -> dict[str, str]:
        """Return the expression of each argument by its parameter, in the order of the signature."""
        found: dict[str, str] = {}
        for name, kind, pointer, required in _parameters(self.samples, operation):
            if name in entry.arguments:
                found[name] = entry.arguments[name]
            elif required and name in self.file.values:
                found[name] = self.file.values[name].code
            elif required:
                found[name] = self.samples.in_python(kind, name, pointer).text
        return found

    def _whole(self, prepare: Iterable[str], body: str) -> str:
        parts: list[str] = []
        around = ""
        for name in self._ordered(prepare):
            one = self.file.prepare[name]
            parts += [one.code.strip("\n")] if one.code.strip() else []
            around = one.around or around
        body = "\n".join([*parts, body.strip("\n")])
        modules = (*_IMPORTS, (_MODELS, f"from {self.package} import models"))
        needed = [line for use, line in modules if use.search(body) and line not in body]
        imports = "\n".join([*needed, *(line for line in body.split("\n") if _is_import(line))])
        body = "\n".join(line for line in body.split("\n") if not _is_import(line))
        if around:
            body = f"{around}\n{textwrap.indent(body, '    ')}"
        return f"{imports}\n\n{body}" if imports else body

    def _ordered(self, names: Iterable[str]) -> list[str]:
        """Return the preparations and what they need, each once."""
        found: dict[str, None] = {}
        for name in names:
            found |= dict.fromkeys(self._ordered(self.file.prepare[name].needs))
            found[name] = None
        return list(found)


def _is_import(line: str) -> bool:
    return line.startswith(("import ", "from "))


def _signed_in(operation: ir.Operation, file: ExamplesFile) -> tuple[str, ...]:
    """Return the preparation for operations that no API key may call: ``signed_in``, if there is one."""
    needed = operation.schemes == ("bearer",) and "signed_in" in file.prepare
    return ("signed_in",) if needed else ()


def _parameters(samples: Samples, operation: ir.Operation) -> Iterable[tuple[str, ir.Type, object, bool]]:
    """Yield name, type, example and whether it is required for each parameter of the method."""
    for one in ir.call_parameters(operation):
        example = samples.example(one.pointer) or samples.example(one.pointer, "schema")
        yield one.name, one.type, example, one.required
    body = operation.body
    if body is None:
        return
    if body.keywords is None:
        yield "body", body.type, None, body.required
        return
    model = samples.api.model(body.type.name) if isinstance(body.type, ir.ModelRef) else None
    for keyword in body.keywords:
        item = keyword.field
        example = None if model is None else samples.example(model.pointer, "properties", item.wire)
        yield keyword.name, item.type, example, item.required


def _call(called: str, operation: ir.Operation, arguments: Mapping[str, str]) -> str:
    path = {p.name for p in operation.path_parameters}
    given = [code if name in path else f"{identifier(name).text}={code}" for name, code in arguments.items()]
    line = f"{called}({', '.join(given)})"
    if len(line) <= _WIDTH - 20 and "\n" not in line:
        return line
    lines = "".join(f"{one},\n" for one in given)
    return f"{called}(\n{textwrap.indent(lines, '    ')})"


def _used(operation: ir.Operation, call: str, entry: Entry) -> str:
    """Return the statements that call the method and print its result."""
    kind = operation.response.kind
    if operation.paging is not None and not operation.paging.whole:
        result = entry.result or "item"
        return f"async for {result} in {call}:\n    print({entry.show or result})"
    if kind == "events":
        return f"async with {call} as stream:\n    print({entry.show or 'type(stream).__name__'})"
    if kind == "none":
        return f"await {call}" + (f"\nprint({entry.show})" if entry.show else "")
    result = entry.result or _result_name(operation)
    shown = f"len({result})" if kind == "bytes" else result
    return f"{result} = await {call}\nprint({entry.show or shown})"


def _result_name(operation: ir.Operation) -> str:
    """Return a name for what an operation returns: its resource, in the singular if it is one model."""
    kind = operation.response.type
    resource = operation.resource.strip("_")
    if isinstance(kind, ir.ListOf):
        return resource if resource.endswith("s") else f"{resource}_list"
    return "response"


def sync_version(source: str) -> str:
    """Return the same code for the sync client: without ``async`` and ``await``, and with its package."""
    lines = source.split("\n")
    changes: list[tuple[int, int, int, str]] = []
    for token in tokenize.generate_tokens(io.StringIO(source + "\n").readline):
        if token.type != tokenize.NAME:
            continue
        (row, start), (_, end) = token.start, token.end
        if token.string in ("async", "await"):
            changes.append((row, start, end + 1, ""))
        elif token.string == "cortex_async":
            changes.append((row, start, end, "cortex_sync"))
    for row, start, end, new in reversed(changes):
        lines[row - 1] = lines[row - 1][:start] + new + lines[row - 1][end:]
    return "\n".join(lines)
