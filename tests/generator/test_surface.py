"""The public surface, compared with that of the last release, determines the version."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.__main__ import main
from generator.changes.change import Change
from generator.surface.compare import compare_surfaces
from generator.surface.read import MODULES, PACKAGES, read_surface

ROOT = Path(__file__).parents[2]

FILES = {
    "cortex_async/__init__.py": """
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from .client import Client as Client
    from ._core.errors import Failed as Failed
__all__ = ["Client", "Failed", "LIMIT"]
LIMIT: int = 5
_hidden = 1
def unlisted() -> None: ...
""",
    "cortex_async/client.py": """
from ._generated.scopes import Scope
class Client(Scope):
    def __init__(self, url: str, *, timeout: float = 5.0) -> None: ...
    async def __aenter__(self) -> "Client": ...
    async def aclose(self) -> None: ...
    @property
    def url(self) -> str: ...
    def _secret(self) -> None: ...
""",
    "cortex_async/_core/errors.py": "class Failed(Exception):\n    status: int\n",
    "cortex_async/_generated/scopes.py": """
from functools import cached_property
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from .operations.rooms import RoomsOperations
class Scope:
    @cached_property
    def rooms(self) -> RoomsOperations: ...
""",
    "cortex_async/_generated/operations/rooms.py": """
from ..models import Room
class RoomsOperations:
    async def get(self, room_id: str, *, lang: str = "en", **options: object) -> Room: ...
""",
    "cortex_async/_generated/models/__init__.py": "from .rooms import Kind as Kind, Room as Room\n__all__ = ['Kind', 'Room']\n",
    "cortex_async/_generated/models/rooms.py": """
from typing import Literal, TypeAlias
Kind: TypeAlias = Literal["a", "b"]
class Room:
    id: str
    size: int | None = None
""",
    "cortex_async/models.py": "from ._generated import models as _models\n__all__ = _models.__all__\n",
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        for parent in path.relative_to(tmp_path).parents:
            if parent != Path():
                (tmp_path / parent / "__init__.py").touch()
    release(tmp_path, "0.1.0")
    return tmp_path


def release(root: Path, version: str) -> None:
    (root / "pyproject.toml").write_text(f'[project]\nversion = "{version}"\n')


def edit(root: Path, name: str, old: str, new: str) -> None:
    path = root / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def changes(root: Path, *edits: tuple[str, str, str]) -> list[Change]:
    before = read_surface(root)
    for name, old, new in edits:
        edit(root, name, old, new)
    return compare_surfaces(before, read_surface(root))


def test_public_names(repository: Path) -> None:
    found = read_surface(repository)
    assert {path: (entry.kind, entry.type) for path, entry in found.items()} == {
        "cortex_async.Client": ("class", "Scope"),
        "cortex_async.Client.__aenter__": ("async function", "Client"),
        "cortex_async.Client.__init__": ("function", "None"),
        "cortex_async.Client.aclose": ("async function", "None"),
        "cortex_async.Client.rooms.get": ("async function", "Room"),
        "cortex_async.Client.url": ("property", "str"),
        "cortex_async.Failed": ("class", "Exception"),
        "cortex_async.Failed.status": ("required attribute", "int"),
        "cortex_async.LIMIT": ("attribute", "int"),
        "cortex_async.models.Kind": ("alias", "Literal['a', 'b']"),
        "cortex_async.models.Room": ("class", ""),
        "cortex_async.models.Room.id": ("required attribute", "str"),
        "cortex_async.models.Room.size": ("attribute", "int | None"),
    }


CLIENT, ROOMS, MODELS = (
    "cortex_async/client.py",
    "cortex_async/_generated/operations/rooms.py",
    "cortex_async/_generated/models/rooms.py",
)


@pytest.mark.parametrize(
    ("name", "old", "new", "level", "effect"),
    [
        (ROOMS, 'lang: str = "en"', 'lang: str = "en", page: int = 1', "additive", "gains parameter `page`"),
        (ROOMS, 'lang: str = "en"', 'lang: str = "en", page: int', "breaking", "requires the new parameter `page`"),
        (ROOMS, '*, lang: str = "en", ', "", "breaking", "loses parameter `lang`"),
        (ROOMS, 'lang: str = "en"', "lang: str", "breaking", "now requires parameter `lang`"),
        (ROOMS, "room_id: str", 'room_id: str = ""', "additive", "no longer requires parameter `room_id`"),
        (ROOMS, "room_id: str, *,", "lang: str, room_id: str, *, x: int = 1,", "breaking", "takes (lang, room_id) by position"),
        (ROOMS, "room_id: str", "room_id: str | int", "additive", "takes `room_id` as `str | int` instead of `str`"),
        (ROOMS, "room_id: str", "room_id: int", "breaking", "takes `room_id` as `int` instead of `str`"),
        (ROOMS, "room_id: str, *", "room_id: str, /, *", "breaking", "no longer takes `room_id` by keyword"),
        (ROOMS, "-> Room", "-> Room | None", "breaking", "returns `Room | None` instead of `Room`"),
        (ROOMS, "async def", "def", "breaking", "is a function instead of an async function"),
        (ROOMS, "    async def get", "    async def fetch(self) -> None: ...\n    async def get", "additive", "is new"),
        (MODELS, "    size: int | None = None\n", "", "breaking", "is removed"),
        (MODELS, "size: int | None", "size: int", "additive", "is `int` instead of `int | None`"),
        (MODELS, "size: int | None", "size: str", "breaking", "is `str` instead of `int | None`"),
        (MODELS, "id: str", 'id: str = ""', "additive", "is now optional"),
        (MODELS, "int | None = None", "int | None", "breaking", "is now required"),
        (MODELS, '"b"', '"b", "c"', "additive", "stands for `Literal['a', 'b', 'c']` instead of `Literal['a', 'b']`"),
        (MODELS, ', "b"', "", "breaking", "stands for `Literal['a']` instead of `Literal['a', 'b']`"),
        (CLIENT, "(Scope)", "", "breaking", "no longer inherits from Scope"),
        (CLIENT, "    @property\n", "", "breaking", "is a function instead of a property"),
        (CLIENT, "def _secret", "def _mystery", None, ""),
        (CLIENT, "timeout: float = 5.0", "timeout: float = 6.0", None, ""),
        ("cortex_async/__init__.py", '"Failed", ', "", "breaking", "is removed"),
        ("cortex_async/__init__.py", '"LIMIT"', '"LIMIT", "unlisted"', "additive", "is new"),
    ],
)  # fmt: skip
def test_breaking_and_additive_changes(
    repository: Path, name: str, old: str, new: str, level: str | None, effect: str
) -> None:
    found = changes(repository, (name, old, new))
    if level is None:
        assert found == []
    else:
        assert (level, effect) in [(c.level, c.effect.partition("` ")[2]) for c in found]
        assert min(["breaking", "additive"].index(c.level) for c in found) == ["breaking", "additive"].index(
            level
        )


def check(root: Path) -> int:
    return main(["surface", "--check", "--root", str(root)])


def test_the_version_must_reflect_the_changes(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["surface", "--write", "--root", str(repository)]) == 0
    assert check(repository) == 0
    edit(repository, ROOMS, 'lang: str = "en"', 'lang: str = "en", page: int = 1')
    assert check(repository) == 1
    captured = capsys.readouterr()
    assert captured.out.endswith(
        "additive: `cortex_async.Client.rooms.get` gains parameter `page` [parameter-added]\n"
    )
    assert captured.err == "version: additive changes since 0.1.0 need at least 0.1.1, got 0.1.0\n"
    release(repository, "0.1.1.dev1")
    assert check(repository) == 0
    edit(repository, ROOMS, "-> Room", "-> None")
    assert check(repository) == 2
    release(repository, "0.2.0")
    assert check(repository) == 0
    assert main(["surface", "--write", "--root", str(repository)]) == 0
    assert json.loads((repository / "spec/surface.json").read_text())["version"] == "0.2.0"
    assert check(repository) == 0


@pytest.mark.parametrize(
    "text", [None, "{", '{"version": "1.0.0"}', '{"version": "1.0.0", "names": {"a": 5}}']
)
def test_an_unreadable_surface_is_one_line(
    repository: Path, capsys: pytest.CaptureFixture[str], text: str | None
) -> None:
    if text is not None:
        (repository / "spec").mkdir()
        (repository / "spec/surface.json").write_text(text)
    assert check(repository) == 2
    assert capsys.readouterr().err.startswith(f"error: {repository}/spec/surface.json: ")


def test_no_module_that_lists_public_names_is_left_out() -> None:
    plumbing = {
        "client",
        "operations",
        "resources.functions",
        "bridge.operations",
        "emulator.routes",
        "webhooks.errors",
    }
    elsewhere = {"_core", "_generated", "contrib"}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            *homes, name = path.relative_to(ROOT / package).with_suffix("").parts
            module = ".".join(homes if name == "__init__" else [*homes, name])
            if module and not elsewhere & {*homes, name} and "\n__all__ =" in path.read_text("utf-8"):
                assert module in {*MODULES, *plumbing}, path


@pytest.mark.parametrize("module", MODULES)
def test_every_public_module_of_both_packages_is_part_of_the_surface(module: str) -> None:
    names = json.loads((ROOT / "spec" / "surface.json").read_text())["names"]
    for package in PACKAGES:
        # Some need an optional library.
        listed = pytest.importorskip(f"{package}.{module}", exc_type=ImportError).__all__
        missing = [name for name in listed if f"{package}.{module}.{name}" not in names]
        assert listed
        assert missing == []


def test_the_committed_surface_covers_both_packages() -> None:
    names = json.loads((ROOT / "spec" / "surface.json").read_text())["names"]
    for package in ("cortex_async", "cortex_sync"):
        assert f"{package}.CortexClient.__init__" in names
        assert f"{package}.ProjectScope.sessions.create" in names
        assert f"{package}.APIError.retry_after" in names
    assert "cortex_async.models.Session.idle_timeout" in names
