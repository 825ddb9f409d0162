"""First ring: one small spec with every emitted construct; all generated files are compared.

A wanted difference is taken over by `python -m tests.generator.golden`. The tree is type-checked with the other tests.
"""

from __future__ import annotations

from generator.write import differences
from tests.generator.golden.__main__ import OWNED, ROOT, tree


def test_the_golden_tree_is_current() -> None:
    assert differences(tree(), ROOT, OWNED) == [], "look at it, then: python -m tests.generator.golden"
