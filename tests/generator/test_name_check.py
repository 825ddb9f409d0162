"""The second check of emitted modules: it finds what the naming rules would let through."""

from __future__ import annotations

import ast

import pytest

from generator.emit.name_check import check_names
from generator.refusal import Refusal
from tests.generator.golden.__main__ import tree


def check(source: str, **others: str) -> None:
    modules = {"p/a.py": source, **{f"p/{name}.py": text for name, text in others.items()}}
    check_names({path: ast.parse(text) for path, text in modules.items()})


def test_the_golden_tree_passes() -> None:
    check_names({path: ast.parse(text) for path, text in tree().items() if path.endswith(".py")})


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("def f(): ...\ndef f(): ...", "defines f twice"),
        ("from x import f\ndef f(): ...", "defines f twice"),
        ("from x import a as f, b as f", "defines f twice"),
        ("if x:\n    from x import f\nf = 1\nx = 2", "defines f twice"),
        ("class A:\n    a: int\n    a: str", "A defines a twice"),
        ("class A:\n    def a(self): ...\n    def a(self): ...", "A defines a twice"),
        ("f = missing", "uses missing, which it does not define"),
        ("def f(a: missing): ...", "uses missing, which it does not define"),
        ("def f():\n    return lambda v: w", "uses w, which it does not define"),
        ("class A:\n    int: str = ''\n    b: int", "uses int, which a member of the class hides"),
        ("class A:\n    def list(self): ...\n    def b(self) -> list[str]: ...", "uses list, which a member"),
        ("from .b import x", "imports x from p/b, which does not define it"),
        ("models = 1\ndef f(models): ...", "f has the parameter models, which hides a name"),
        ("def f(g):\n    from .b import g\n    return g", "f has the parameter g, which hides a name"),
        ("f = {'a': 1, 'b': 2, 'a': 3}", "has the key 'a' twice"),
        ("from .nowhere import f\ng = f", "uses f, which it does not define"),
    ],
)
def test_what_is_wrong_is_a_bug_of_the_generator(source: str, problem: str) -> None:
    with pytest.raises(Refusal, match="this is a bug of the generator") as caught:
        check(source, b="g = 1")
    assert problem in str(caught.value)


def test_what_is_fine_passes() -> None:
    check(
        "from __future__ import annotations\nfrom .b import g\nfrom .nowhere import h\n"
        "class A:\n    a: A = g\n    def b(self, *c: int, **d: str) -> A:\n        if (e := self):\n            return e\n"
        "        from .b import g as i\n        return i(lambda v: (w := v, w, c, d), {1: 1, True: 2}, __name__)\n",
        b="g = 1",
    )
