"""The commands. Each returns its exit status."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from attrs import evolve

from generator.build import build
from generator.changes.change import Change, at_least, highest, next_version
from generator.changes.compare import compare
from generator.changes.report import FORMATS
from generator.changes.sides import committed, read_both, side_of
from generator.checklist import checklist
from generator.escaping import line
from generator.network.download import Limits, read_source
from generator.network.fetch import SOURCES, take
from generator.network.opener import Route
from generator.observed.overlay import proposal_of, tried, written
from generator.refusal import Refusal
from generator.source.version import release, version
from generator.surface.compare import compare_surfaces
from generator.surface.file import Kept, read_kept, released, text_of
from generator.surface.read import read_surface
from generator.trial import copied
from generator.write import differences, write


def say(text: str, *, error: bool = False) -> None:
    """Print ``text`` as one line that is safe for terminals and logs, whatever names of a spec it quotes."""
    _write(f"{line(text)}\n", sys.stderr if error else sys.stdout)


def _write(text: str, stream: TextIO) -> None:
    """Write ``text``, escaping characters that the stream's encoding does not have."""
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))


def known_apis(root: Path) -> list[str]:
    found = sorted(path.parent.name for path in (root / "spec").glob("*/openapi.*"))
    if not found:
        raise Refusal(str(root / "spec"), "holds no specification", "put spec/<name>/openapi.json there")
    return found


def build_command(options: Namespace) -> int:
    # Build every API before writing any: a refusal of the last one must not leave files of the first.
    apis = options.apis or known_apis(options.root)
    for api, made in [(api, build(options.root, api)) for api in apis]:
        changed = write(made.files, options.root, made.owned)
        for section, key, name in made.new_names[:20]:
            say(f"{api}: new name in names.toml: [{section}] {key} = {name}")
        if len(made.new_names) > 20:
            say(f"{api}: and {len(made.new_names) - 20} more new names in names.toml")
        for name in made.removed:
            say(f"{api}: removed operation kept as an alias that raises: {name}")
        _say_notes(api, made.notes, everything=options.notes)
        say(
            f"{api}: {made.operations} operations, {made.models} models, {len(changed)} of {len(made.files)} files changed"
        )
    return 0


def _say_notes(api: str, notes: tuple[str, ...], *, everything: bool) -> None:
    """Print what was not taken literally, or only how much if nobody asked for it."""
    if everything:
        for note in notes:
            say(f"{api}: note: {note}")
    elif notes:
        say(f"{api}: {len(notes)} parts of the spec are not taken literally: build --notes lists them")


def checklist_command(options: Namespace) -> int:
    """List what a person has to decide."""
    apis = options.apis or known_apis(options.root)
    found = [(api, entry) for api in apis for entry in checklist(options.root, api)]
    say("To decide before `make check test`:" if found else "Nothing to decide: run `make check test`.")
    for api, entry in found:
        say(f"- [ ] {api}: {entry}")
    return 0


def check_command(options: Namespace) -> int:
    status = 0
    for api in options.apis or known_apis(options.root):
        made = build(options.root, api)
        found = differences(made.files, options.root, made.owned)
        for difference in found:
            say(difference, error=True)
        if found:
            say(f"{api}: generated code is outdated: run `make generate`", error=True)
            status = 1
    return status


def fetch_command(options: Namespace) -> int:
    source = options.url or SOURCES.get(options.api)
    if source is None:
        raise Refusal(options.api, "has no known URL", "give --url")
    if not options.api.isidentifier():
        raise Refusal(options.api, "is not a valid API name", "give the name of a directory below spec/")
    download = read_source(
        source, Limits(options.timeout, options.max_bytes), Route(options.proxy, options.ca_file)
    )
    taken = take(options.root / "spec" / options.api, download)
    say(f"{options.api}: {taken.note}")
    return 0


def diff_command(options: Namespace) -> int:
    if (options.old is None) != (options.new is None):
        raise Refusal("diff", "has only one side", "give OLD and NEW, or neither")
    if options.old is None:
        apis = options.api or known_apis(options.root)
        changes = {api: _since_commit(options.root, api) for api in apis}
    else:
        api = options.api[0] if options.api else "cortex"
        directory = options.root / "spec" / api
        old, new = side_of(options.old, directory), side_of(options.new, directory)
        changes = {api: compare(*read_both(old, new, directory, release(options.root)))}
    _write(FORMATS[options.format](changes, released(options.root)), sys.stdout)
    return _status(change for found in changes.values() for change in found)


def drift_command(options: Namespace) -> int:
    """Report what an OpenAPI document would change, or what deviations that were observed would."""
    if (options.document is None) == (options.observed is None):
        raise Refusal("drift", "needs one source", "give DOCUMENT or --observed FILE")
    if options.observed is not None:
        return _observed(options)
    root, api = options.root, options.api
    with copied(root, api) as copy:
        taken = take(copy / "spec" / api, read_source(str(options.document)))
        new = side_of(copy / "spec" / api, copy / "spec" / api)
        # Messages must name the path in the repository, not the one of the copy.
        new = evolve(new, path=root / "spec" / api / new.path.name)
        old = side_of(root / "spec" / api, root / "spec" / api)
        changes = compare(*read_both(old, new, root / "spec" / api, release(root)))
        made = build(copy, api, root)
    _write(FORMATS[options.format]({api: changes}, released(root)), sys.stdout)
    touched = len(differences(made.files, root, made.owned))
    say(f"{api}: {taken.note}; a build would touch {touched} files", error=True)
    return _status(changes)


def _observed(options: Namespace) -> int:
    """Print an overlay with what a summary of ``DriftObserver`` suggests."""
    root, api = options.root, options.api
    proposal = proposal_of(root, api, options.observed)
    for note in proposal.notes:
        say(f"{api}: note: {note}", error=True)
    if not proposal.actions:
        say(f"{api}: nothing to propose", error=True)
        return 0
    _write(written(proposal, options.format), sys.stdout)
    touched = tried(proposal, root, api)
    say(
        f"{api}: {len(proposal.actions)} actions for spec/{api}/overlay.yaml; a build would touch {touched} files",
        error=True,
    )
    return 1


def _status(changes: Iterable[Change]) -> int:
    return {"breaking": 2, "additive": 1}.get(highest(changes) or "", 0)


def _since_commit(root: Path, api: str) -> list[Change]:
    directory = root / "spec" / api
    old = committed(root, directory)
    if old is None:
        say(f"{api}: no committed version to compare with", error=True)
        return []
    return compare(*read_both(old, side_of(directory, directory), directory, release(root)))


def surface_command(options: Namespace) -> int:
    """Check that the version reflects the changes of the public surface since the last release."""
    now, here = read_surface(options.root), version(options.root)
    if options.write:
        changed = write({"spec/surface.json": text_of(Kept(here, now))}, options.root, ())
        say(f"surface of {here}: {len(now)} names, {'written' if changed else 'unchanged'}")
        return 0
    kept = read_kept(options.root)
    changes = compare_surfaces(kept.surface, now)
    for change in changes:
        say(f"{change.level}: {change.effect} [{change.rule}]")
    level = highest(changes)
    needed = next_version(kept.version, level)
    if level is None or at_least(here, needed):
        say(f"surface: {len(changes)} changes since {kept.version}; version {here} is high enough")
        return 0
    say(f"version: {level} changes since {kept.version} need at least {needed}, got {here}", error=True)
    return 2 if level == "breaking" else 1
