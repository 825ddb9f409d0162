"""Reads the public surface with griffe.

Nothing is imported, so lazy names and optional dependencies do not matter.

Public is what the public modules list in ``__all__``, with the members of classes. The operations of a
resource are listed below the property that returns it, as users write them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define, field

from generator.refusal import Refusal
from generator.surface.entry import Entry, Given, Kind, Surface

if TYPE_CHECKING:
    import griffe

PACKAGES = ("cortex_async", "cortex_sync")
MODULES = (
    "access",
    "archives",
    "emulator",
    "events",
    "evidence",
    "feeds",
    "integrations.arq",
    "integrations.celery",
    "integrations.django",
    "integrations.django.middleware",
    "integrations.fastapi",
    "integrations.litestar",
    "integrations.problems",
    "integrations.starlette",
    "limits",
    "live",
    "models",
    "redaction",
    "relay",
    "relay.kafka",
    "relay.nats",
    "relay.redis",
    "tables",
    "telemetry",
    "telemetry.drift",
    "telemetry.opentelemetry",
    "telemetry.prometheus",
    "testing",
    "transcripts",
    "webhooks",
    "webhooks.aiohttp",
    "webhooks.django",
    "webhooks.flask",
    "webhooks.redis",
    "webhooks.starlette",
)
"""The public modules of both packages, besides ``contrib``."""
# Special methods that users rely on: the constructor, and those for ``with``, iteration, ``await`` and calls.
_SPECIAL = frozenset(
    {"__init__", "__enter__", "__aenter__", "__iter__", "__aiter__", "__await__", "__call__"}
)


def read_surface(root: Path) -> Surface:
    """Return every public name of the packages below ``root``.

    Raises ``Refusal`` if griffe is not installed.
    """
    try:
        import griffe
    except ImportError:
        raise Refusal("griffe", "is not installed", "install it: pip install griffe") from None
    loader = griffe.GriffeLoader(search_paths=[root], allow_inspection=False)
    for package in PACKAGES:
        if (root / package).is_dir():
            loader.load(package, try_relative_path=False)
    loader.resolve_aliases(implicit=True, external=False)
    reader = _Reader(loader.modules_collection)
    for package in PACKAGES:
        if package in loader.modules_collection.members:
            reader.package(loader.modules_collection[package])
    return dict(sorted(reader.found.items()))


@define
class _Reader:
    """Collects public names into ``found``, module by module."""

    objects: griffe.ModulesCollection
    found: Surface = field(factory=dict)

    def package(self, package: Any) -> None:
        for module in self._public_modules(package):
            generated = self._generated(module.path)
            for name in module.exports or ():
                target = module.members.get(str(name)) or (generated and generated.members.get(str(name)))
                if target is not None:
                    self._object(f"{module.path}.{name}", target)

    def _public_modules(self, package: Any) -> Iterator[Any]:
        yield package
        for name in MODULES:
            module = self._lookup(f"{package.path}.{name}")
            if module is not None:
                yield module
        for contribution in (
            package.members["contrib"].members.values() if "contrib" in package.members else ()
        ):
            if contribution.is_module and not contribution.name.startswith("_"):
                yield contribution
                yield from (m for name, m in contribution.members.items() if name == "models" and m.is_module)

    def _generated(self, path: str) -> Any:
        """The generated module that a public one of the same name passes on; the models are generated once,
        for both packages.
        """
        home, _, name = path.rpartition(".")
        package, dot, rest = home.partition(".")
        homes = [f"{one}{dot}{rest}._generated.{name}" for one in (package, *PACKAGES)]
        return next((found for one in homes if (found := self._lookup(one)) is not None), None)

    def _lookup(self, path: str) -> Any:
        try:
            return self.objects[path]
        except (KeyError, ValueError):
            return None

    def _object(self, path: str, declared: Any) -> None:
        target = declared.final_target if declared.is_alias else declared
        if target.is_module:
            return
        if target.is_class:
            self._class(path, target)
        elif target.is_function:
            self.found[path] = _function(target)
        else:
            self.found[path] = _attribute(target)

    def _class(self, path: str, target: Any) -> None:
        self.found[path] = Entry("class", ", ".join(sorted(str(base) for base in target.bases)))
        for name, member in sorted(target.all_members.items()):
            if name.startswith("_") and name not in _SPECIAL:
                continue
            real = member.final_target if member.is_alias else member
            resource = self._resource(real)
            if resource is not None:
                self._operations(f"{path}.{name}", resource)
            else:
                self._object(f"{path}.{name}", real)

    def _resource(self, member: Any) -> Any:
        """Return the class of operations that a property returns, or None for any other member."""
        if not _is_property(member):
            return None
        annotation = member.returns if member.is_function else member.annotation
        target = self._lookup(getattr(annotation, "canonical_path", ""))
        if target is None or not target.is_class:
            return None
        home = target.canonical_path.split(".")
        return target if "operations" in home or "resources" in home else None

    def _operations(self, path: str, target: Any) -> None:
        target = target.final_target if target.is_alias else target
        for name, member in sorted(target.all_members.items()):
            if not name.startswith("_"):
                self._object(f"{path}.{name}", member.final_target if member.is_alias else member)


def _is_property(member: Any) -> bool:
    """Return whether a member is read like an attribute: griffe knows Python's own decorators."""
    if "property" in member.labels:
        return True
    return member.is_function and any(
        str(decorator.value).rpartition(".")[2] == "loaded_property" for decorator in member.decorators
    )


def _function(target: Any) -> Entry:
    if _is_property(target):
        return Entry("property", str(target.returns or ""))
    kind: Kind = "async function" if "async" in target.labels else "function"
    parameters = tuple(
        Given(
            p.name,
            p.kind.value if p.kind else "",
            str(p.annotation or ""),
            p.default is None and "variadic" not in (p.kind.value if p.kind else ""),
        )
        for p in target.parameters
        if p.name not in ("self", "cls")
    )
    return Entry(kind, str(target.returns or ""), parameters)


def _attribute(target: Any) -> Entry:
    if _is_property(target):
        return Entry("property", str(target.annotation or ""))
    annotation = str(target.annotation or "")
    if annotation.rpartition(".")[2] == "TypeAlias" or (not annotation and target.parent.is_module):
        return Entry("alias", str(target.value or ""))
    return Entry("required attribute" if target.value is None else "attribute", annotation)
