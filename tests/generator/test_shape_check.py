"""The check of emitted modules: what a template cannot produce is refused."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from generator.build import bound
from generator.emit import package as emit_module
from generator.emit.code import Code
from generator.emit.shape_check import check_shape
from generator.emit.shapes import SHAPES
from generator.model.assemble import assemble
from generator.refusal import Refusal
from generator.source.commands_file import CommandsFile
from generator.source.specification import load
from tests.generator.golden.__main__ import FOLDER, LAYOUT

PACKAGES = ("cortex_async._core.", "cortex_sync.", "tests.generator.golden.made")
COMMANDS = "made_cli"
TEMPLATES = sorted(
    path.name
    for path in Path(emit_module.__file__).parent.glob("templates/*.py.j2")
    if path.name != "unions.py.j2"
)


def template_of(path: str) -> str | None:
    name = path.rpartition("/")[2]
    if path.startswith(COMMANDS):
        return {"__init__.py": None, "index.py": "command_index.py.j2"}.get(name, "commands.py.j2")
    if name == "__init__.py":
        return "lazy.py.j2" if "/models/" in path else None
    if "/operations/" in path:
        return "sync_operations.py.j2" if "made_sync" in path else "operations.py.j2"
    if "/decoders/" in path:
        return "responses.py.j2" if name == "responses_.py" else "decoders.py.j2"
    if path == LAYOUT.path(LAYOUT.public, "models.py"):
        return "public_models.py.j2"
    return "models.py.j2" if "/models/" in path else f"{name}.j2"


def emitted() -> dict[str, str]:
    loaded = load(FOLDER / "spec")
    api = assemble(loaded)
    commands = emit_module.emit_commands(api, COMMANDS, CommandsFile(), emit_module.header(LAYOUT))
    return emit_module.emit(api, LAYOUT, bound(loaded.names)) | commands


MODULES = {
    path: (text, template)
    for path, text in emitted().items()
    if path.endswith(".py") and (template := template_of(path))
}


def test_each_template_has_its_shape() -> None:
    assert sorted(SHAPES) == TEMPLATES
    assert {template for _, template in MODULES.values()} == set(TEMPLATES)


@pytest.mark.parametrize("path", MODULES)
def test_emitted_modules_pass(path: str) -> None:
    text, template = MODULES[path]
    check_shape(path, text, template, PACKAGES)


FOREIGN = [
    "print('ran')",
    "__import__('os').abort()",
    "import os",
    "from os import system",
    "from os.path import join",
    "eval('1')",
    "x = open('/etc/passwd')",
    "x = (lambda: 1)()",
    "x = [].__class__",
    "x = ().__class__.__base__",
    "x = __builtins__",
    "x = vars",
    "x: int = exec('1')",
    "class X:\n    y = compile('1', '', 'eval')",
    "def f(x=print('ran')): pass",
    "async def f(): breakpoint()",
    "def f():\n    import os",
    "def f():\n    __import__('os')",
    "def f():\n    return __loader__",
    "def f(__builtins__): return 1",
    "def __missing__(): return 1",
    "class __X__:\n    y: int",
    "class X:\n    def __init_subclass__(cls): return 1",
    "@print\ndef f(): return 1",
    "@print\nclass X: y = 1",
    "class X(print('ran')): y = 1",
    "x = f'{print(1)}'",
    "x = [print(1) for _ in (1,)]",
    "global x",
    "del x",
    "assert print(1)",
    "x = yield",
    "while True: break",
    "for x in y: print(x)",
    "with open('x') as y: z = 1",
    "try:\n    x = 1\nfinally:\n    print(1)",
    "x += 1",
    "1",
    "x",
    "x()",
    "x = frozenset.__subclasses__",
    "x = y.z()()",
    "x = y[0]()",
    "exec",
]


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("statement", FOREIGN)
def test_anything_else_is_refused(template: str, statement: str) -> None:
    ast.parse(statement)
    with pytest.raises(
        Refusal, match=r"^made\.py: contains .* in line \d+, which its template cannot produce; this is a bug"
    ):
        check_shape("made.py", statement, template, PACKAGES)


@pytest.mark.parametrize("text", ["x = (", "x = 1\x00", "(" * 5000, "-" * 100_000 + "1"])
def test_invalid_python_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"made\.py: is not valid Python"):
        check_shape("made.py", text, "secrets.py.j2", PACKAGES)


@pytest.mark.parametrize("text", ["def f(a, a): return a", "f = 1\nreturn f"])
def test_what_parses_but_does_not_compile_is_refused(text: str) -> None:
    ast.parse(text)
    with pytest.raises(Refusal, match=r"made\.py: does not compile"):
        check_shape("made.py", text, "operations.py.j2", PACKAGES)


def test_an_escape_that_fails_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The golden spec with a ``literal`` that does not escape is refused."""
    monkeypatch.setattr(emit_module, "literal", lambda _: Code('"x"}), print("ran'))
    with pytest.raises(Refusal, match=r"(secrets|events)\.py: (is not valid Python|contains )"):
        emitted()
