"""Builds every file of one API from its specification directory."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from generator import ir
from generator.emit import described
from generator.emit.package import Layout, emit, emit_commands, header
from generator.emit.pages.site import Material, emit_pages
from generator.model.assemble import assemble
from generator.naming import PLACEHOLDER
from generator.refusal import Refusal
from generator.source.commands_file import NAME as COMMANDS_FILE
from generator.source.commands_file import read_commands
from generator.source.examples_file import NAME as EXAMPLES_FILE
from generator.source.examples_file import read_examples
from generator.source.hand_written import read_hand_written
from generator.source.lock import lock_text
from generator.source.names import Names
from generator.source.published import Published
from generator.source.specification import Specification, load
from generator.source.version import release
from generator.write import formatted

COMMANDS = "cortex_cli._generated"
"""The registry of the command line, which only Cortex has."""

_API = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,99}")


@frozen
class Build:
    """The result of a build.

    files: path below the repository -> content. owned: directories that contain nothing but these files.
    new_names: (section, key, name) of each line added to names.toml. removed: operations kept as aliases
    that raise. notes: what was not taken literally, one line each.
    """

    files: dict[str, str | bytes]
    owned: tuple[str, ...]
    operations: int
    models: int
    new_names: tuple[tuple[str, str, str], ...]
    removed: tuple[str, ...]
    notes: tuple[str, ...] = ()


def layout(name: str, source: str) -> Layout:
    """Return where the code of an API goes: Cortex into the SDK itself, others into ``contrib``."""
    inside = "" if name == "cortex" else f".contrib.{name}"
    return Layout(source, f"cortex_async{inside}._generated", f"cortex_sync{inside}._generated")


def build(root: Path, name: str, code: Path | None = None) -> Build:
    """Build everything for ``spec/<name>`` in memory. Raises ``Refusal``.

    ``code``: the checkout with the hand-written layer, if that is not ``root``.
    """
    if not _API.fullmatch(name):
        raise Refusal(name, "is not a valid API name", "name the directory with letters, digits and _")
    with _without_collector():
        return _build(root, name, code)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Turn the garbage collector off.

    A build creates few reference cycles, and looking for them takes a sixth of its time.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _build(root: Path, name: str, code: Path | None) -> Build:
    specification = load(root / "spec" / name, release(root))
    api = assemble(specification)
    source = f"spec/{name}"
    place = layout(name, source)
    emitted = emit(api, place, bound(specification.names))
    emitted |= _pages(root if code is None else code, specification, api, place)
    if name == "cortex":
        emitted |= emit_commands(api, COMMANDS, read_commands(specification.directory), header(place))
    files: dict[str, str | bytes] = dict(formatted(emitted))
    files[place.path(place.package, specification.path.name)] = specification.raw
    files[place.path(place.package, described.NAME)] = described.described(specification.document, api)
    published = specification.published.joined(Published.of(api))
    if name == "cortex":
        files[place.path(place.package, "operation_ids.json")] = _operation_ids(published)
    names_text = specification.names.text_with_additions()
    files[f"{source}/names.toml"] = names_text
    files[f"{source}/lock.json"] = lock_text(_read(specification, names_text), published)
    return Build(
        files,
        _owned(name, place),
        len(api.operations),
        len(api.models),
        tuple(sorted(specification.names.added)),
        tuple(f"{op.scope}.{op.resource}.{op.method} (until {op.until})" for op in api.removed),
        tuple(f"{note.pointer}: {note.text}" for note in api.notes),
    )


def _pages(root: Path, specification: Specification, api: ir.Api, place: Layout) -> dict[str, str]:
    material = Material(
        specification.document,
        read_hand_written(root, place.public),
        read_examples(specification.directory),
        place.public,
        {
            name.replace("-", "_"): text
            for name, text in read_commands(specification.directory).groups.items()
        },
    )
    return emit_pages(api, pages_folder(api.name), material, header(place))


def pages_folder(name: str) -> str:
    """Return the folder of the reference of an API."""
    return f"docs/reference/{name}"


def _owned(name: str, place: Layout) -> tuple[str, ...]:
    found = (place.path(place.package), place.path(place.sync_package), pages_folder(name))
    return (*found, place.path(COMMANDS)) if name == "cortex" else found


def _operation_ids(published: Published) -> str:
    """Return every operationId ever published with its method and path, for the emulator."""
    return json.dumps(dict(sorted(published.operations.items())), indent=1) + "\n"


def bound(names: Names) -> dict[str, int]:
    """Return how many path parameters each scope binds."""
    return {scope: len(PLACEHOLDER.findall(path)) for scope, path in names.setting("scopes").items()}


def _read(specification: Specification, names_text: str) -> dict[str, bytes]:
    read = {specification.path.name: specification.raw, "names.toml": names_text.encode()}
    for name in ("overlay.yaml", COMMANDS_FILE, EXAMPLES_FILE):
        path = specification.directory / name
        if path.exists():
            read[name] = path.read_bytes()
    return read
